import type { Content } from "./api";
import { newId, type Store } from "./storage";

/** A message that the server has not confirmed yet. */
export interface Pending {
  /** The client_id: the same in every attempt, so that the server does it once. */
  readonly id: string;
  readonly content: Content;
  /** What the visitor sees: the text, or the title of the choice. */
  readonly shown: string;
  /** The newest message that was known when it was written. */
  readonly after: number;
  readonly at: string;
  /** Why the server will not take it; only the visitor can decide what happens now. */
  readonly refusal?: string;
}

const PREFIX = "outbox:";

/** Unsent messages, each under a key of its own: two tabs never overwrite each other's. */
export class Outbox {
  constructor(private readonly store: Store) {}

  get items(): Pending[] {
    return this.store
      .keys(PREFIX)
      .flatMap((key) => this.store.read<Pending | null>(key, null) ?? [])
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** The next message to send. */
  get next(): Pending | undefined {
    return this.items.find((item) => item.refusal === undefined);
  }

  add(content: Content, shown: string, after: number): Pending {
    // A message never sorts before one that is waiting already, whatever the clock does.
    const last = this.items.at(-1)?.at ?? "";
    const now = new Date().toISOString();
    const at = now > last ? now : new Date(Date.parse(last) + 1).toISOString();
    const item: Pending = { id: newId(), content, shown, after, at };
    this.put(item);
    return item;
  }

  put(item: Pending): void {
    this.store.write(PREFIX + item.id, item);
  }

  has(id: string): boolean {
    return this.store.get(PREFIX + id) !== null;
  }

  remove(id: string): void {
    this.store.remove(PREFIX + id);
  }

  clear(): void {
    for (const key of this.store.keys(PREFIX)) this.store.remove(key);
  }

  static owns(key: string): boolean {
    return key.startsWith(PREFIX);
  }
}
