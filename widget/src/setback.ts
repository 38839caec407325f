import { Refused, Unreachable } from "./api";
import { words } from "./words";

const LONGEST_PAUSE_SECONDS = 30;

/** What stands in the way of the conversation right now, and when it is tried again. */
export class Setback {
  /** What the visitor is told; null while nothing stands in the way. */
  text: string | null = null;
  private attempts = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tryAgain: () => void) {}

  /** Plan the next attempt after an answer that did not come; anything else is thrown again. */
  meet(error: unknown, unsent: boolean): void {
    const refused = error instanceof Refused ? error : null;
    if (!refused && !(error instanceof Unreachable)) throw error;
    const unreachable = unsent ? words.unreachablePending : words.unreachable;
    this.text = navigator.onLine ? refused?.message || unreachable : words.offline;
    const pause = Math.min(LONGEST_PAUSE_SECONDS, 2 ** this.attempts++);
    const seconds = Math.max(refused?.retryAfterSeconds ?? 0, pause);
    this.timer = setTimeout(this.tryAgain, seconds * 1000);
  }

  /** An attempt is under way: no other is planned. */
  attempt(): void {
    clearTimeout(this.timer);
  }

  overcome(): void {
    clearTimeout(this.timer);
    this.text = null;
    this.attempts = 0;
  }
}
