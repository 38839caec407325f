import type { Message, Rating } from "./api";
import type { Store } from "./storage";

/** What the visitor has read and rated; the same in all tabs. */
export class Marks {
  constructor(private readonly store: Store) {}

  /** How many of the assistant's messages nobody has seen. */
  unread(messages: readonly Message[]): number {
    const { read } = this;
    return messages.filter(({ from, seq }) => from === "bot" && seq > read).length;
  }

  markRead(newest: number): void {
    if (newest > this.read) this.store.set("read", String(Math.floor(newest)));
  }

  ratingOf(seq: number): Rating | null {
    return this.ratings[seq] ?? null;
  }

  rate(seq: number, value: Rating): void {
    this.store.write("ratings", { ...this.ratings, [seq]: value });
  }

  clear(): void {
    this.store.remove("read");
    this.store.remove("ratings");
  }

  static owns(key: string): boolean {
    return key === "read" || key === "ratings";
  }

  private get read(): number {
    return Number(this.store.get("read") ?? 0);
  }

  private get ratings(): Record<string, Rating> {
    return this.store.read<Record<string, Rating>>("ratings", {});
  }
}
