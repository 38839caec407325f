import type { Message } from "./api";
import type { Pending } from "./outbox";
import type { Store } from "./storage";

const CACHED_MESSAGES = 200;
// A visitor's message is shown before the server has told its number: it precedes its answer.
const JUST_BEFORE = 0.5;

/** The messages that the server has, as far as they are known; kept over a reload of the tab. */
export class History {
  private messages = new Map<number, Message>();
  /** The newest seq up to which everything is known. */
  private complete = 0;

  constructor(private readonly store: Store) {}

  /** In the order of the conversation. */
  get all(): Message[] {
    return [...this.messages.values()].sort((a, b) => a.seq - b.seq);
  }

  /** The newest seq, 0 before the first message. */
  get newest(): number {
    return this.all.at(-1)?.seq ?? 0;
  }

  get synced(): number {
    return this.complete;
  }

  /** What was known before the reload, if it is of the conversation of this token. */
  restore(token: string | null): void {
    const cache = this.store.read<{ token: string; messages: Message[] } | null>("history", null);
    if (cache?.token !== undefined && cache.token === token) {
      this.messages = new Map(cache.messages.map((message) => [message.seq, message]));
    }
  }

  /**
   * Take in messages; `complete`: there are no others since the last complete ones. The
   * assistant's that are new; none while a conversation is only shown again.
   */
  learn(messages: readonly Message[], complete: boolean, token: string | null): Message[] {
    const first = this.complete === 0 && this.messages.size === 0;
    const fresh = messages.filter(({ from, seq }) => from === "bot" && !this.messages.has(seq));
    if (complete) {
      for (const seq of [...this.messages.keys()]) {
        if (!Number.isInteger(seq)) this.messages.delete(seq);
      }
      this.complete = messages.at(-1)?.seq ?? this.complete;
    }
    for (const message of messages) this.messages.set(message.seq, message);
    this.store.write("history", { token, messages: this.all.slice(-CACHED_MESSAGES) });
    return first ? [] : fresh;
  }

  /** Show the visitor's message before its answer, until the server tells its number. */
  place(item: Pending, before: Message): void {
    const seq = before.seq - JUST_BEFORE;
    this.messages.set(seq, {
      ...before, seq, from: "visitor", text: item.shown, choices: [], sources: [], table: null, expects: null,
    });
  }

  /**
   * The `unsent` messages that do not stand here already. The server may have taken one whose
   * answer got lost on the way: the retry then only fetches the answer.
   */
  unconfirmed(unsent: readonly Pending[]): Pending[] {
    const known = this.all;
    const taken = new Set<number>();
    return unsent.filter((item) => {
      const found = known.find(
        ({ from, seq, text }) =>
          from === "visitor" && seq > item.after && text === item.shown && !taken.has(seq),
      );
      if (found) taken.add(found.seq);
      return !found;
    });
  }

  clear(): void {
    this.messages = new Map();
    this.complete = 0;
    this.store.remove("history");
  }
}
