import {
  type ChatApi,
  type Content,
  type Message,
  type Rating,
  Refused,
  type Session,
  Unreachable,
} from "./api";
import { Outbox, type Pending } from "./outbox";
import { exclusively, Store } from "./storage";
import { words } from "./words";

/** What stands in the way of the conversation right now, and when it is tried again. */
export interface Trouble {
  readonly text: string;
}

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

const LONGEST_PAUSE_SECONDS = 30;
const CACHED_MESSAGES = 200;
// A visitor's message is shown before the server has told its number: it precedes its answer.
const JUST_BEFORE = 0.5;

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
  trouble: Trouble | null = null;
  working = false;
  /** The visitor erased the conversation; a new one starts on request only. */
  erased = false;

  private readonly shared = new Store("localStorage");
  private readonly own = new Store("sessionStorage");
  private readonly outbox = new Outbox(this.shared);
  private messages = new Map<number, Message>();
  /** The newest seq up to which everything is known. */
  private synced = 0;
  private stale = true;
  private attempts = 0;
  /** Counts the conversations of this page: what was begun for an earlier one is void. */
  private generation = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: ChatApi,
    private readonly locale: () => string,
    private readonly events: ConversationEvents,
  ) {
    this.restoreCache();
  }

  /** Whether a conversation exists already, from this tab or another. */
  get begun(): boolean {
    return this.token !== null;
  }

  get lines(): Line[] {
    const known = this.history;
    const pending = this.unconfirmed(known);
    return [
      ...known.map((message) => ({ key: `m${message.seq}`, message })),
      ...pending.map((item) => ({ key: item.id, pending: item })),
    ];
  }

  /** Whether an answer is on its way. */
  get awaiting(): boolean {
    return this.working && !this.trouble && this.outbox.next !== undefined;
  }

  /** The choices and the kind of answer that the assistant waits for. */
  get current(): Message | null {
    const last = this.lines.at(-1)?.message;
    return last?.from === "bot" ? last : null;
  }

  get unread(): number {
    const read = Number(this.shared.get("read") ?? 0);
    return this.history.filter(({ from, seq }) => from === "bot" && seq > read).length;
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
    const newest = this.history.at(-1)?.seq ?? 0;
    if (this.token && newest > Number(this.shared.get("read") ?? 0)) {
      this.shared.set("read", String(Math.floor(newest)));
    }
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
    this.outbox.add(content, shown, this.history.at(-1)?.seq ?? 0);
    this.events.changed();
    void this.run();
  }

  /** Try at once what would be tried later. */
  retry(): void {
    this.attempts = 0;
    this.trouble = null;
    void this.run();
  }

  /** Take back a message that the server refused; its text. */
  takeBack(item: Pending): string {
    this.outbox.remove(item.id);
    this.events.changed();
    return item.shown;
  }

  ratingOf(seq: number): Rating | null {
    return this.shared.read<Record<string, Rating>>("ratings", {})[seq] ?? null;
  }

  async rate(seq: number, value: Rating): Promise<void> {
    if (this.token === null) return;
    await this.api.rate(this.token, seq, value);
    const ratings = this.shared.read<Record<string, Rating>>("ratings", {});
    this.shared.write("ratings", { ...ratings, [seq]: value });
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
    } else if (key !== "read" && key !== "ratings") {
      return;
    }
    this.events.changed();
    if (active && this.stale) void this.run();
  }

  private get token(): string | null {
    return this.shared.get("token");
  }

  get history(): Message[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq);
  }

  /**
   * The unsent messages that the history does not show already. The server may have taken one
   * whose answer got lost on the way: it then stands in the history, and the retry only
   * fetches the answer.
   */
  private unconfirmed(known: readonly Message[]): Pending[] {
    const taken = new Set<number>();
    return this.outbox.items.filter((item) => {
      const found = known.find(
        ({ from, seq, text }) =>
          from === "visitor" && seq > item.after && text === item.shown && !taken.has(seq),
      );
      if (found) taken.add(found.seq);
      return !found;
    });
  }

  /** Bring both sides to the same state; one run at a time, repeated until it has worked. */
  private async run(): Promise<void> {
    clearTimeout(this.timer);
    if (this.working || this.erased) return;
    this.working = true;
    this.events.changed();
    const generation = this.generation;
    try {
      do {
        await this.connect();
        await this.deliverNext();
      } while (this.generation === generation && (this.stale || this.outbox.next));
      this.attempts = 0;
      this.trouble = null;
    } catch (error) {
      if (this.generation === generation) this.stumble(error);
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
      const news = await this.api.history(token, this.synced);
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
    const shown = this.unconfirmed(this.history).some(({ id }) => id === item.id);
    if (first && shown) {
      const own = { ...first, seq: first.seq - JUST_BEFORE, from: "visitor" as const };
      this.messages.set(own.seq, {
        ...own, text: item.shown, choices: [], sources: [], table: null, expects: null,
      });
    }
    this.outbox.remove(item.id);
    this.stale = true;
    this.trouble = null;
    this.attempts = 0;
    this.learn(answer, false);
  }

  /** Take in messages; `complete`: there are no others since the last complete ones. */
  private learn(messages: readonly Message[], complete: boolean): void {
    const first = this.synced === 0 && this.messages.size === 0;
    const fresh = messages.filter(({ from, seq }) => from === "bot" && !this.messages.has(seq));
    if (complete) {
      for (const seq of [...this.messages.keys()]) {
        if (!Number.isInteger(seq)) this.messages.delete(seq);
      }
      this.synced = messages.at(-1)?.seq ?? this.synced;
    }
    for (const message of messages) this.messages.set(message.seq, message);
    this.own.write("history", { token: this.token, messages: this.history.slice(-CACHED_MESSAGES) });
    this.events.changed();
    if (fresh.length && !first) this.events.replied(fresh);
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

  private stumble(error: unknown): void {
    const refused = error instanceof Refused ? error : null;
    if (!refused && !(error instanceof Unreachable)) throw error;
    const pending = this.outbox.next !== undefined;
    const unreachable = pending ? words.unreachablePending : words.unreachable;
    const text = navigator.onLine ? refused?.message || unreachable : words.offline;
    const pause = Math.min(LONGEST_PAUSE_SECONDS, 2 ** this.attempts++);
    const seconds = Math.max(refused?.retryAfterSeconds ?? 0, pause);
    this.trouble = { text };
    this.timer = setTimeout(() => void this.run(), seconds * 1000);
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
    clearTimeout(this.timer);
    this.messages = new Map();
    this.synced = 0;
    this.stale = true;
    this.attempts = 0;
    this.note = null;
    this.trouble = null;
    this.own.remove("history");
    if (this.token === null) {
      this.shared.remove("read");
      this.shared.remove("ratings");
    }
  }

  private restoreCache(): void {
    const cache = this.own.read<{ token: string; messages: Message[] } | null>("history", null);
    if (cache?.token !== undefined && cache.token === this.token) {
      this.messages = new Map(cache.messages.map((message) => [message.seq, message]));
    }
  }
}
