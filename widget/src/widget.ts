import { html, LitElement, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { ChatApi, type Choice, type Message } from "./api";
import { accentDeclarations } from "./colors";
import { Composer } from "./composer";
import { Conversation, type Line } from "./conversation";
import { icons } from "./icons";
import { deepestFocus, PHONE, Scroller, watchViewport } from "./panel";
import base from "./styles/base.css?inline";
import messages from "./styles/messages.css?inline";
import panel from "./styles/panel.css?inline";
import { copy, download, plainText, transcript } from "./transcript";
import { day, messageItem, pendingItem } from "./views/message";
import { link } from "./views/text";
import { words } from "./words";

const SLOW_MS = 6000;

export type CareersEvent = "open" | "close" | "message" | "unread";
type Question = "restart" | "erase";

/** `<enamix-careers>`: launcher and chat panel; docs/widget.md lists attributes and methods. */
export class EnamixCareers extends LitElement {
  static override styles = [unsafeCSS(base), unsafeCSS(panel), unsafeCSS(messages)];

  static override properties = {
    accent: {},
    accentDark: { attribute: "accent-dark" },
    greeting: {},
    heading: {},
    lang: {},
    launcher: {},
    notice: {},
    position: {},
    privacyUrl: { attribute: "privacy-url" },
    server: {},
    theme: {},
    opened: { state: true },
    menuOpen: { state: true },
    question: { state: true },
    slow: { state: true },
    spoken: { state: true },
  };

  /** Where the script came from: the server, unless the element names another. */
  static defaultServer = location.origin;

  declare accent: string | null;
  declare accentDark: string | null;
  declare greeting: string | null;
  declare heading: string | null;
  declare launcher: string | null;
  declare notice: string | null;
  declare position: string | null;
  declare privacyUrl: string | null;
  declare server: string | null;
  declare theme: string | null;
  private declare opened: boolean;
  private declare menuOpen: boolean;
  private declare question: Question | null;
  private declare slow: boolean;
  /** What a screen reader is told; a new number makes the same words new. */
  private declare spoken: { readonly id: number; readonly text: string };

  private readonly composer = new Composer(
    this,
    (text) => {
      if (this.conversation) this.conversation.draft = text;
    },
    (text) => this.say(text),
  );
  private conversation: Conversation | undefined;
  private readonly accentSheet = new CSSStyleSheet();
  private readonly scroller = new Scroller();
  private opener: HTMLElement | null = null;
  private slowTimer: ReturnType<typeof setTimeout> | undefined;
  private lastUnread = 0;
  private listeners = new AbortController();

  constructor() {
    super();
    this.opened = false;
    this.menuOpen = false;
    this.question = null;
    this.slow = false;
    this.spoken = { id: 0, text: "" };
  }

  /** Open the panel. */
  open(): void {
    if (this.opened) return;
    this.opener = deepestFocus();
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
    watchViewport(() => this.dialog, signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.listeners.abort();
    this.opened = false;
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(this.accentSheet);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.conversation) this.begin();
    if (changed.has("accent") || changed.has("accentDark")) {
      this.accentSheet.replaceSync(`.root{${accentDeclarations(this.accent, this.accentDark)}}`);
    }
    const awaiting = this.conversation?.awaiting ?? false;
    if (!awaiting) {
      clearTimeout(this.slowTimer);
      this.slowTimer = undefined;
      this.slow = false;
    } else if (this.slowTimer === undefined) {
      this.slowTimer = setTimeout(() => {
        this.slow = true;
        this.speak(words.slow);
      }, SLOW_MS);
    }
  }

  protected override updated(changed: PropertyValues): void {
    const root = this.renderRoot.querySelector<HTMLElement>(".root");
    // Above everything that the page stacks, and out of reach of its transforms.
    if (root && "popover" in root && !root.matches(":popover-open")) root.showPopover();
    if (changed.has("opened") && (this.opened || changed.get("opened"))) {
      this.opened ? this.showPanel() : this.hidePanel();
    }
    if (changed.has("question") && this.question) this.find(".confirm .safe")?.focus();
    const conversation = this.conversation;
    if (!conversation) return;
    if (this.visible) conversation.markRead();
    this.scroller.follow(this.find(".scroll"), this.opened);
    const unread = this.opened ? 0 : conversation.unread;
    if (unread !== this.lastUnread) {
      this.lastUnread = unread;
      this.emit("unread", { count: unread });
    }
  }

  protected override render(): TemplateResult {
    const unread = this.opened ? 0 : (this.conversation?.unread ?? 0);
    const side = this.position === "bottom-left" ? "left" : "right";
    const theme = ["light", "dark"].includes(this.theme ?? "") ? this.theme : "auto";
    const text = this.launcher ?? words.launcher;
    return html`<div class="root" dir="ltr" popover="manual" lang=${this.language} data-side=${side} data-theme=${theme!}>
      <button type="button" class="launcher" ?hidden=${this.opened} aria-haspopup="dialog"
        aria-label=${[text || words.open, unread ? words.unread(unread) : ""].filter(Boolean).join(", ")}
        @click=${this.open}>
        ${icons.chat}${text ? html`<span>${text}</span>` : nothing}
        ${unread ? html`<span class="badge" aria-hidden="true">${unread}</span>` : nothing}
      </button>
      <dialog aria-labelledby="heading" @keydown=${this.onKeydown} @cancel=${this.onCancel}
        @focusout=${this.onFocusOut}>
        ${this.opened ? this.panelContent() : nothing}
        ${this.opened ? this.liveRegion() : nothing}
      </dialog>
      ${this.opened ? nothing : this.liveRegion()}
    </div>`;
  }

  private get language(): string {
    return this.lang || "en-US";
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  /** Whether the visitor sees the conversation right now. */
  private get visible(): boolean {
    return this.opened && document.visibilityState === "visible";
  }

  private get origin(): string {
    return (this.server ?? EnamixCareers.defaultServer).replace(/\/+$/, "");
  }

  private find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
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

  private panelContent(): TemplateResult {
    return html`${this.header()} ${this.timeline()}
      ${this.question ? this.confirmation(this.question) : this.footer()}`;
  }

  private header(): TemplateResult {
    return html`<div class="head">
      <div class="names">
        <h2 id="heading" tabindex="-1" dir="auto">${this.heading ?? words.heading}</h2>
        <p>${words.subheading}</p>
      </div>
      <button type="button" class="icon more" title=${words.more} aria-label=${words.more}
        aria-expanded=${this.menuOpen} aria-controls="menu" @click=${() => (this.menuOpen = !this.menuOpen)}>
        ${icons.more}
      </button>
      <button type="button" class="icon" title=${words.close} aria-label=${words.close} @click=${this.close}>
        ${icons.close}
      </button>
      <div id="menu" ?hidden=${!this.menuOpen}>
        <button type="button" @click=${this.saveTranscript}>${words.transcript}</button>
        <button type="button" @click=${() => this.askFirst("restart")}>${words.restart}</button>
        <button type="button" @click=${() => this.askFirst("erase")}>${words.erase}</button>
      </div>
    </div>`;
  }

  private timeline(): TemplateResult {
    const conversation = this.conversation!;
    const lines = conversation.lines;
    const choices = conversation.current?.choices ?? [];
    return html`<div class="scroll" role="region" tabindex="0" aria-label=${words.conversation}
        @scroll=${this.onScroll}>
        ${this.greeting ? html`<p class="greeting" dir="auto">${this.greeting}</p>` : nothing}
        <ol>
          ${repeat(lines, ({ key }) => key, (line, index) => this.line(line, lines[index - 1]))}
        </ol>
        ${choices.length && !conversation.erased ? this.choices(choices) : nothing}
        ${conversation.awaiting
          ? html`<div class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
              ${this.slow ? html`<span>${words.slow}</span>` : html`<span class="hidden">${words.typing}</span>`}
            </div>`
          : nothing}
        ${this.trouble()}
        ${conversation.note
          ? html`<div class="note"><p>${conversation.note}</p>
              ${conversation.erased
                ? html`<button type="button" @click=${this.startNew}>${words.startNew}</button>`
                : nothing}
            </div>`
          : nothing}
      </div>
      <button type="button" class="below" ?hidden=${!this.scroller.missed} @click=${this.toEnd}>
        ${icons.arrow}${words.newReply}
      </button>`;
  }

  private line(line: Line, before: Line | undefined): TemplateResult {
    const conversation = this.conversation!;
    if (line.pending) {
      const waiting = conversation.trouble !== null;
      return pendingItem(line.pending, waiting, this.actions);
    }
    const { message } = line;
    const today = day(message.created_at, this.language);
    const changed = !before || (before.message && day(before.message.created_at, this.language) !== today);
    return html`${changed ? html`<li class="day">${today}</li>` : nothing}
      ${messageItem(message, conversation.ratingOf(message.seq), this.language, this.actions)}`;
  }

  private choices(choices: readonly Choice[]): TemplateResult {
    return html`<div class="choices" role="group" aria-label=${words.choices}>
      ${choices.map(
        (choice) => html`<button type="button" dir="auto" @click=${() => this.choose(choice)}>${choice.title}</button>`,
      )}
    </div>`;
  }

  private trouble(): TemplateResult | typeof nothing {
    const trouble = this.conversation?.trouble;
    const text = trouble?.text ?? (navigator.onLine ? null : words.offline);
    if (text === null) return nothing;
    return html`<div class="trouble" role="status">
      <p>${text}</p>
      ${trouble ? html`<button type="button" @click=${this.retry}>${words.tryAgain}</button>` : nothing}
    </div>`;
  }

  private footer(): TemplateResult {
    return html`<div class="foot">
      ${this.composer.render(this.conversation!.current?.expects ?? null)}
      <div class="below-line">
        <button type="button" class="person" @click=${() => this.say(words.askForPerson)}>
          ${icons.person}${words.person}
        </button>
        <p dir="auto">
          ${this.notice ?? words.notice}
          ${link(new URL(this.privacyUrl ?? `${this.origin}/privacy`, document.baseURI).href, words.privacy)}
          ${link(`${this.origin}/about-data`, words.aboutData)}
        </p>
      </div>
    </div>`;
  }

  private confirmation(question: Question): TemplateResult {
    const erasing = question === "erase";
    return html`<div class="confirm" role="alertdialog" aria-labelledby="question">
      <p id="question">${erasing ? words.eraseQuestion : words.restartQuestion}</p>
      <button type="button" class="safe" @click=${() => this.answered()}>${words.keep}</button>
      <button type="button" class="act" @click=${() => this.carryOut(question)}>
        ${erasing ? words.erase : words.restart}
      </button>
    </div>`;
  }

  private liveRegion(): TemplateResult {
    return html`<div class="hidden" aria-live="polite">
      ${repeat([this.spoken], ({ id }) => id, ({ text }) => html`<p>${text}</p>`)}
    </div>`;
  }

  private readonly actions = {
    rate: (message: Message, value: "up" | "down"): void => {
      this.conversation!.rate(message.seq, value).then(
        () => this.speak(words.thanks),
        () => this.speak(words.failed),
      );
    },
    copy: async (message: Message): Promise<void> => {
      this.speak((await copy(plainText(message))) ? words.copied : words.failed);
    },
    edit: (item: Parameters<Conversation["takeBack"]>[0]): void => {
      this.composer.value = this.conversation!.takeBack(item);
      this.composer.focus();
    },
    discard: (item: Parameters<Conversation["takeBack"]>[0]): void => {
      this.conversation!.takeBack(item);
      this.composer.focus();
    },
  };

  private say(text: string): void {
    this.scroller.toEnd();
    this.conversation!.send({ text }, text);
    this.emit("message", { from: "visitor" });
    this.settleFocus();
  }

  private choose(choice: Choice): void {
    this.scroller.toEnd();
    this.conversation!.send({ choice: choice.id }, choice.title);
    this.emit("message", { from: "visitor" });
    this.settleFocus();
  }

  /** The pressed button may be gone now: go on where the visitor writes or reads. */
  private settleFocus(): void {
    void this.updateComplete.then(() => {
      if (this.composer.focused) return;
      // A phone's keyboard would cover the answer.
      if (matchMedia("(pointer: coarse)").matches) this.find(".scroll")?.focus({ preventScroll: true });
      else this.composer.focus();
    });
  }

  private onReplies(replies: readonly Message[]): void {
    const choices = replies.at(-1)?.choices.map(({ title }) => title) ?? [];
    const parts = [...replies.map(plainText), choices.length ? `${words.choices}: ${choices.join("; ")}` : ""];
    this.speak(parts.filter(Boolean).join("\n"));
    this.scroller.expect(replies[0]!.seq);
    this.emit("message", { from: "bot" });
  }

  private speak(text: string): void {
    this.spoken = { id: this.spoken.id + 1, text };
  }

  private emit(name: CareersEvent, detail: unknown = null): void {
    // Without the words: what listens may be an analytics script.
    this.dispatchEvent(new CustomEvent(`careers-${name}`, { detail, bubbles: true, composed: true }));
  }

  private showPanel(): void {
    const dialog = this.dialog;
    if (!dialog) return;
    dialog.close();
    if (PHONE.matches) dialog.showModal();
    else dialog.show();
    if (matchMedia("(pointer: coarse)").matches) this.find("#heading")?.focus();
    else this.composer.focus();
    this.scroller.toEnd();
    const conversation = this.conversation!;
    if (!conversation.wasOpen || !conversation.begun) void conversation.resume();
    conversation.wasOpen = true;
    this.emit("open");
    this.requestUpdate();
  }

  private hidePanel(): void {
    const within = this.shadowRoot?.activeElement != null || deepestFocus() === null;
    this.dialog?.close();
    this.conversation!.wasOpen = false;
    this.menuOpen = false;
    this.question = null;
    if (within) {
      if (this.opener?.isConnected) this.opener.focus();
      else this.find(".launcher")?.focus();
    }
    this.opener = null;
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
    if (this.menuOpen) {
      this.menuOpen = false;
      this.find(".more")?.focus();
    } else if (this.question) this.answered();
    else this.close();
  }

  private readonly onFocusOut = (event: FocusEvent): void => {
    const next = event.relatedTarget as Element | null;
    if (this.menuOpen && next && !next.closest("#menu, .more")) this.menuOpen = false;
  };

  private readonly onScroll = (): void => {
    if (this.scroller.scrolled(this.find(".scroll"))) this.requestUpdate();
  };

  private readonly toEnd = (): void => {
    this.scroller.toEnd();
    this.requestUpdate();
    this.settleFocus();
  };

  private readonly saveTranscript = (): void => {
    this.menuOpen = false;
    this.find(".more")?.focus();
    const today = new Date().toISOString().slice(0, 10);
    download(transcript(this.conversation!.history, this.language), words.transcriptFile(today));
  };

  private askFirst(question: Question): void {
    this.menuOpen = false;
    this.question = question;
  }

  private answered(): void {
    this.question = null;
    this.settleFocus();
  }

  private carryOut(question: Question): void {
    this.answered();
    this.scroller.toEnd();
    if (question === "restart") {
      this.conversation!.restart();
      return;
    }
    this.conversation!.erase().then(
      () => {
        this.composer.value = "";
        this.speak(words.erased);
      },
      () => {
        this.conversation!.note = words.failed;
        this.speak(words.failed);
        this.requestUpdate();
      },
    );
  }

  private readonly startNew = (): void => {
    this.conversation!.startNew();
    this.settleFocus();
  };

  private readonly retry = (): void => {
    this.conversation!.retry();
    this.settleFocus();
  };
}
