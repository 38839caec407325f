const NEAR_END = 80;

/**
 * Keeps the newest message in sight, but never moves a visitor who reads further up, and shows
 * the beginning of an answer that is longer than the panel.
 */
export class Scroller {
  /** Whether a reply arrived below what the visitor is looking at. */
  missed = false;
  private atEnd = true;
  private expected: number | null = null;
  private height = 0;

  /** Follow to the end at the next update. */
  toEnd(): void {
    this.atEnd = true;
    this.missed = false;
    this.expected = null;
    this.height = 0;
  }

  /** A reply that begins with this message is about to be shown. */
  expect(seq: number): void {
    if (this.atEnd) this.expected = seq;
    else this.missed = true;
  }

  /** Note where the visitor scrolled to; whether something has to be shown anew. */
  scrolled(area: HTMLElement | null): boolean {
    if (!area) return false;
    this.atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_END;
    const changed = this.atEnd && this.missed;
    if (changed) this.missed = false;
    return changed;
  }

  follow(area: HTMLElement | null, open: boolean): void {
    if (!area || !open || !this.atEnd || area.scrollHeight === this.height) return;
    this.height = area.scrollHeight;
    const first =
      this.expected === null
        ? null
        : area.querySelector<HTMLElement>(`[data-seq="${this.expected}"]`);
    const end = area.scrollHeight - area.clientHeight;
    area.scrollTop = first ? Math.min(end, first.offsetTop - area.offsetTop - 12) : end;
    this.expected = null;
  }
}
