import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { Announcer } from "./announcer";
import { ChatApi, type Content, type Message } from "./api";
import { CareersAttributes } from "./attributes";
import { Composer } from "./composer";
import { Conversation } from "./conversation";
import { PanelDialog, PHONE, watchViewport } from "./dialog";
import { icons } from "./icons";
import { Menu } from "./menu";
import { Scroller } from "./scroller";
import base from "./styles/base.css?inline";
import messages from "./styles/messages.css?inline";
import panel from "./styles/panel.css?inline";
import { copy, download, plainText, transcript } from "./transcript";
import {
  confirmation,
  footer,
  header,
  type HeaderActions,
  launcher,
  type Question,
} from "./views/panel";
import { timeline, type TimelineActions } from "./views/timeline";
import { words } from "./words";

export type CareersEvent = "open" | "close" | "message" | "unread";

/** `<enamix-careers>`: launcher and chat panel; docs/widget.md lists attributes and methods. */
export class EnamixCareers extends CareersAttributes {
  static override styles = [unsafeCSS(base), unsafeCSS(panel), unsafeCSS(messages)];

  static override properties = {
    opened: { state: true },
  };

  private declare opened: boolean;

  private readonly composer = new Composer(
    this,
    (text) => {
      if (this.conversation) this.conversation.draft = text;
    },
    (text) => this.say(text),
  );
  private conversation: Conversation | undefined;
  private readonly announcer = new Announcer(this, () => this.conversation?.awaiting ?? false);
  private readonly dialog = new PanelDialog(this, this.composer);
  private readonly menu = new Menu(this, this.dialog);
  private readonly scroller = new Scroller();
  private lastUnread = 0;
  private listeners = new AbortController();

  constructor() {
    super();
    this.opened = false;
  }

  /** Open the panel. */
  open(): void {
    if (this.opened) return;
    this.dialog.rememberFocus();
    this.opened = true;
  }

  /** Close the panel. */
  close(): void {
    this.opened = false;
  }

  toggle(): void {
    this.opened ? this.close() : this.open();
  }

  /** Open the panel and ask `text` for the visitor. */
  ask(text: string): void {
    this.open();
    if (text.trim()) void this.updateComplete.then(() => this.say(text));
  }

  /** Call `listener` at each event of this name; the returned function ends that. */
  on(name: CareersEvent, listener: (detail: unknown) => void): () => void {
    const handler = (event: Event): void => listener((event as CustomEvent).detail);
    this.addEventListener(`careers-${name}`, handler);
    return () => this.removeEventListener(`careers-${name}`, handler);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const resume = (): void => {
      if (document.visibilityState === "visible" && this.conversation?.begun) {
        void this.conversation.resume();
      }
    };
    document.addEventListener("visibilitychange", resume, { signal });
    window.addEventListener("pageshow", (event) => event.persisted && resume(), { signal });
    window.addEventListener("online", () => this.conversation?.retry(), { signal });
    window.addEventListener("offline", () => this.requestUpdate(), { signal });
    window.addEventListener(
      "storage",
      (event) => this.conversation?.storageChanged(event, this.visible),
      { signal },
    );
    PHONE.addEventListener("change", () => this.opened && this.showPanel(), { signal });
    watchViewport(() => this.dialog.element, signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listeners.abort();
    this.opened = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.conversation) this.begin();
  }

  protected override updated(changed: PropertyValues): void {
    const root = this.renderRoot.querySelector<HTMLElement>(".root");
    // Above everything that the page stacks, and out of reach of its transforms.
    if (root && "popover" in root && !root.matches(":popover-open")) root.showPopover();
    if (changed.has("opened") && (this.opened || changed.get("opened"))) {
      this.opened ? this.showPanel() : this.hidePanel();
    }
    const conversation = this.conversation;
    if (!conversation) return;
    if (this.visible) conversation.markRead();
    this.scroller.follow(this.scrollArea, this.opened);
    const unread = this.opened ? 0 : conversation.unread;
    if (unread !== this.lastUnread) {
      this.lastUnread = unread;
      this.emit("unread", { count: unread });
    }
  }

  protected override render(): TemplateResult {
    const unread = this.opened ? 0 : (this.conversation?.unread ?? 0);
    return html`<div class="root" dir="ltr" popover="manual" lang=${this.language}
        data-side=${this.side} data-theme=${this.colors}>
      ${launcher(this.launcher ?? words.launcher, unread, this.opened, () => this.open())}
      <dialog aria-labelledby="heading" @keydown=${this.onKeydown} @cancel=${this.onCancel}
        @focusout=${this.menu.onFocusOut}>
        ${this.opened ? this.panel() : nothing}
      </dialog>
      ${this.opened ? nothing : this.announcer.render()}
    </div>`;
  }

  /** Whether the visitor sees the conversation right now. */
  private get visible(): boolean {
    return this.opened && document.visibilityState === "visible";
  }

  private begin(): void {
    const conversation = new Conversation(new ChatApi(this.origin), () => this.language, {
      changed: () => this.requestUpdate(),
      replied: (replies) => this.onReplies(replies),
    });
    this.conversation = conversation;
    this.composer.value = conversation.draft;
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    // On a phone the panel covers the page: after a link to another page, that page comes first.
    const stays = !PHONE.matches || (entry !== undefined && entry.type !== "navigate");
    if (conversation.wasOpen && stays) this.opened = true;
    if (conversation.begun) void conversation.resume();
  }

  private panel(): TemplateResult {
    const conversation = this.conversation!;
    return html`${header(this.heading ?? words.heading, this.menu.open, this.actions)}
      <div class="scroll" role="region" tabindex="0" aria-label=${words.conversation} @scroll=${this.onScroll}>
        ${timeline(conversation, this.greeting, this.announcer.slow, this.language, this.actions)}
      </div>
      <button type="button" class="below" ?hidden=${!this.scroller.missed} @click=${this.toEnd}>
        ${icons.arrow}${words.newReply}
      </button>
      ${this.menu.question ? this.confirmation(this.menu.question) : this.footer()}
      ${this.announcer.render()}`;
  }

  private confirmation(question: Question): TemplateResult {
    return confirmation(question, () => this.menu.answered(), () => this.carryOut(question));
  }

  private footer(): TemplateResult {
    const composer = this.composer.render(this.conversation!.current?.expects ?? null);
    return footer(composer, this.dataNotice, () => this.say(words.askForPerson));
  }

  private get scrollArea(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".scroll");
  }

  private readonly actions: HeaderActions & TimelineActions = {
    toggleMenu: () => this.menu.toggle(),
    close: () => this.close(),
    save: () => {
      this.menu.close();
      const today = new Date().toISOString().slice(0, 10);
      download(transcript(this.conversation!.history, this.language), words.transcriptFile(today));
    },
    askFirst: (question) => this.menu.ask(question),
    choose: (choice) => this.send({ choice: choice.id }, choice.title),
    retry: () => {
      this.conversation!.retry();
      this.dialog.settleFocus();
    },
    startNew: () => {
      this.conversation!.startNew();
      this.dialog.settleFocus();
    },
    rate: (message, value) => {
      this.conversation!.rate(message.seq, value).then(
        () => this.announcer.say(words.thanks),
        () => this.announcer.say(words.failed),
      );
    },
    copy: async (message) => {
      this.announcer.say((await copy(plainText(message))) ? words.copied : words.failed);
    },
    edit: (item) => {
      this.composer.value = this.conversation!.takeBack(item);
      this.composer.focus();
    },
    discard: (item) => {
      this.conversation!.takeBack(item);
      this.composer.focus();
    },
  };

  private say(text: string): void {
    this.send({ text }, text);
  }

  private send(content: Content, shown: string): void {
    this.scroller.toEnd();
    this.conversation!.send(content, shown);
    this.emit("message", { from: "visitor" });
    this.dialog.settleFocus();
  }

  private onReplies(replies: readonly Message[]): void {
    const choices = replies.at(-1)?.choices.map(({ title }) => title) ?? [];
    const parts = [...replies.map(plainText), choices.length ? `${words.choices}: ${choices.join("; ")}` : ""];
    this.announcer.say(parts.filter(Boolean).join("\n"));
    this.scroller.expect(replies[0]!.seq);
    this.emit("message", { from: "bot" });
  }

  private emit(name: CareersEvent, detail: unknown = null): void {
    // Without the words: what listens may be an analytics script.
    this.dispatchEvent(new CustomEvent(`careers-${name}`, { detail, bubbles: true, composed: true }));
  }

  private showPanel(): void {
    this.dialog.show();
    this.scroller.toEnd();
    const conversation = this.conversation!;
    if (!conversation.wasOpen || !conversation.begun) void conversation.resume();
    conversation.wasOpen = true;
    this.emit("open");
    this.requestUpdate();
  }

  private hidePanel(): void {
    this.conversation!.wasOpen = false;
    this.menu.reset();
    this.dialog.hide();
    this.emit("close");
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.stepBack();
  };

  // The back gesture of a phone.
  private readonly onCancel = (event: Event): void => {
    event.preventDefault();
    this.stepBack();
  };

  private stepBack(): void {
    if (!this.menu.stepBack()) this.close();
  }

  private readonly onScroll = (): void => {
    if (this.scroller.scrolled(this.scrollArea)) this.requestUpdate();
  };

  private readonly toEnd = (): void => {
    this.scroller.toEnd();
    this.requestUpdate();
    this.dialog.settleFocus();
  };

  private carryOut(question: Question): void {
    this.menu.answered();
    this.scroller.toEnd();
    if (question === "restart") {
      this.conversation!.restart();
      return;
    }
    this.conversation!.erase().then(
      () => {
        this.composer.value = "";
        this.announcer.say(words.erased);
      },
      () => {
        this.conversation!.note = words.failed;
        this.announcer.say(words.failed);
        this.requestUpdate();
      },
    );
  }
}
