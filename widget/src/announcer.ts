import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { words } from "./words";

const SLOW_MS = 6000;

/** Tells a screen reader what happens, and everybody when an answer takes long. */
export class Announcer implements ReactiveController {
  /** Whether the answer that is awaited takes long. */
  slow = false;
  // A new number makes the same words new.
  private spoken = { id: 0, text: "" };
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly awaiting: () => boolean,
  ) {
    host.addController(this);
  }

  say(text: string): void {
    this.spoken = { id: this.spoken.id + 1, text };
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    if (!this.awaiting()) {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.slow = false;
    } else if (this.timer === undefined) {
      this.timer = setTimeout(() => {
        this.slow = true;
        this.say(words.slow);
      }, SLOW_MS);
    }
  }

  render(): TemplateResult {
    return html`<div class="hidden" aria-live="polite">
      ${repeat([this.spoken], ({ id }) => id, ({ text }) => html`<p>${text}</p>`)}
    </div>`;
  }
}
