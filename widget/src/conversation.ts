import { type ChatApi, type Content, type Message, type Rating, Refused, type Session } from "./api";
import { History } from "./history";
import { Marks } from "./marks";
import { Outbox, type Pending } from "./outbox";
import { Setback } from "./setback";
import { exclusively, Store } from "./storage";
import { words } from "./words";

/** One line of the conversation as it is shown. */
export type Line =
  | { readonly key: string; readonly message: Message; readonly pending?: undefined }
  | { readonly key: string; readonly pending: Pending; readonly message?: undefined };

export interface ConversationEvents {
  /** Something to show has changed. */
  changed(): void;
  /** Replies that nobody has seen or heard yet. */
  replied(messages: readonly Message[]): void;
}

/**
 * One conversation: what the server knows of it, and what it does not know yet.
 *
 * Everything that the visitor writes goes into the outbox first and leaves it when the server
 * has answered. Every attempt carries the same client_id, so that attempts may be repeated
 * freely: after a reload, by another tab, after a connection that broke in the middle.
 */
export class Conversation {
  /** A line about the conversation itself, shown below it. */
  note: string | null = null;
  /** The visitor erased the conversation; a new one starts on request only. */
  erased = false;

  private readonly shared = new Store("localStorage");
  private readonly own = new Store("sessionStorage");
  private readonly outbox = new Outbox(this.shared);
  private readonly marks = new Marks(this.shared);
  private readonly known = new History(this.own);
  private readonly setback = new Setback(() => void this.run());
  private working = false;
  private stale = true;
  /** Counts the conversations of this page: what was begun for an earlier one is void. */
  private generation = 0;

  constructor(
    private readonly api: ChatApi,
    private readonly locale: () => string,
    private readonly events: ConversationEvents,
  ) {
    this.known.restore(this.token);
  }

  /** Whether a conversation exists already, from this tab or another. */
  get begun(): boolean {
    return this.token !== null;
  }

  /** What the server knows of it, in order. */
  get history(): Message[] {
    return this.known.all;
  }

  get lines(): Line[] {
    return [
      ...this.history.map((message) => ({ key: `m${message.seq}`, message })),
      ...this.known.unconfirmed(this.outbox.items).map((item) => ({ key: item.id, pending: item })),
    ];
  }

  /** What stands in the way of the conversation right now. */
  get trouble(): string | null {
    return this.setback.text;
  }

  /** Whether an answer is on its way. */
  get awaiting(): boolean {
    return this.working && this.trouble === null && this.outbox.next !== undefined;
  }

  /** The choices and the kind of answer that the assistant waits for. */
  get current(): Message | null {
    const last = this.lines.at(-1)?.message;
    return last?.from === "bot" ? last : null;
  }

  get unread(): number {
    return this.marks.unread(this.history);
  }

  get draft(): string {
    return this.own.get("draft") ?? "";
  }

  set draft(text: string) {
    this.own.set("draft", text);
  }

  get wasOpen(): boolean {
    return this.own.get("open") === "1";
  }

  set wasOpen(open: boolean) {
    this.own.set("open", open ? "1" : "0");
  }

  markRead(): void {
    if (this.token !== null) this.marks.markRead(this.known.newest);
  }

  /** Begin or resume the conversation, fetch what is new, send what is unsent. */
  async resume(): Promise<void> {
    if (this.erased) return;
    this.stale = true;
    await this.run();
  }

  send(content: Content, shown: string): void {
    this.erased = false;
    this.note = null;
    this.outbox.add(content, shown, this.known.newest);
    this.events.changed();
    void this.run();
  }

  /** Try at once what would be tried later. */
  retry(): void {
    this.setback.overcome();
    void this.run();
  }

  /** Take back a message that the server refused; its text. */
  takeBack(item: Pending): string {
    this.outbox.remove(item.id);
    this.events.changed();
    return item.shown;
  }

  ratingOf(seq: number): Rating | null {
    return this.marks.ratingOf(seq);
  }

  async rate(seq: number, value: Rating): Promise<void> {
    if (this.token === null) return;
    await this.api.rate(this.token, seq, value);
    this.marks.rate(seq, value);
    this.events.changed();
  }

  /** Leave this conversation and begin another. */
  restart(): void {
    this.forget();
    this.startNew();
  }

  /** Begin again after an erasure. */
  startNew(): void {
    this.erased = false;
    this.note = null;
    this.events.changed();
    void this.run();
  }

  /** Erase this conversation on the server, then here. */
  async erase(): Promise<void> {
    if (this.token !== null) {
      try {
        await this.api.erase(this.token);
      } catch (error) {
        // Gone already: erased in another tab.
        if (!(error instanceof Refused && error.status === 401)) throw error;
      }
    }
    this.forget();
    this.erased = true;
    this.note = words.erased;
    this.events.changed();
  }

  /** Another tab changed what the tabs share. */
  storageChanged(event: StorageEvent, active: boolean): void {
    const key = this.shared.keyOf(event);
    if (key === null || this.erased) return;
    if (key === "" || key === "token") {
      this.reset();
    } else if (Outbox.owns(key)) {
      this.stale = true;
    } else if (!Marks.owns(key)) {
      return;
    }
    this.events.changed();
    if (active && this.stale) void this.run();
  }

  private get token(): string | null {
    return this.shared.get("token");
  }

  /** Bring both sides to the same state; one run at a time, repeated until it has worked. */
  private async run(): Promise<void> {
    this.setback.attempt();
    if (this.working || this.erased) return;
    this.working = true;
    this.events.changed();
    const generation = this.generation;
    try {
      do {
        await this.connect();
        await this.deliverNext();
      } while (this.generation === generation && (this.stale || this.outbox.next));
      this.setback.overcome();
    } catch (error) {
      if (this.generation === generation) this.setback.meet(error, this.outbox.next !== undefined);
    } finally {
      this.working = false;
      this.events.changed();
    }
    if (this.generation !== generation) void this.run();
  }

  private async connect(): Promise<void> {
    const token =
      this.token ??
      (await exclusively("session", async () => {
        // Another tab may have begun meanwhile.
        if (this.token === null) this.begin(await this.api.open(this.locale()));
        return this.token!;
      }));
    if (!this.stale) return;
    this.stale = false;
    try {
      const news = await this.api.history(token, this.known.synced);
      if (this.token === token) this.learn(news, true);
    } catch (error) {
      this.stale = true;
      if (!this.renewed(error, token)) throw error;
    }
  }

  private async deliverNext(): Promise<void> {
    await exclusively("outbox", async () => {
      const item = this.outbox.next;
      const token = this.token;
      if (!item || token === null) return;
      let answer: readonly Message[];
      try {
        answer = await this.api.send(token, item.id, item.content);
      } catch (error) {
        if (this.renewed(error, token)) return;
        if (!(error instanceof Refused) || error.passing) throw error;
        this.outbox.put({ ...item, refusal: error.message });
        return;
      }
      if (this.token !== token || !this.outbox.has(item.id)) return;
      this.confirm(item, answer);
    });
  }

  private confirm(item: Pending, answer: readonly Message[]): void {
    const first = answer[0];
    const shown = this.known.unconfirmed(this.outbox.items).some(({ id }) => id === item.id);
    if (first && shown) this.known.place(item, first);
    this.outbox.remove(item.id);
    this.stale = true;
    this.setback.overcome();
    this.learn(answer, false);
  }

  private learn(messages: readonly Message[], complete: boolean): void {
    const fresh = this.known.learn(messages, complete, this.token);
    this.events.changed();
    if (fresh.length) this.events.replied(fresh);
  }

  private begin({ token, messages }: Session): void {
    const note = this.note;
    this.reset();
    this.note = note;
    this.shared.set("token", token);
    this.learn(messages, true);
    this.stale = false;
    this.events.replied(messages);
  }

  /** Whether the conversation has ended on the server; if so, the unsent move to a new one. */
  private renewed(error: unknown, token: string): boolean {
    if (!(error instanceof Refused && error.status === 401)) return false;
    if (this.token === token) {
      for (const item of this.outbox.items) {
        // A choice means nothing outside the conversation that offered it.
        this.outbox.put({ ...item, content: { text: item.shown }, after: 0 });
      }
      this.shared.remove("token");
      this.reset();
      this.note = words.renewed;
    }
    return true;
  }

  /** Forget everything here, in all tabs. */
  private forget(): void {
    this.generation++;
    this.api.abort();
    this.outbox.clear();
    this.shared.remove("token");
    this.draft = "";
    this.reset();
  }

  private reset(): void {
    this.setback.overcome();
    this.known.clear();
    this.stale = true;
    this.note = null;
    if (this.token === null) this.marks.clear();
  }
}
