import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import type { Expects } from "./api";
import { icons } from "./icons";
import { words } from "./words";

export const MAX_LENGTH = 4000;
const COUNT_FROM = 3600;
const SIZES_ITSELF = CSS.supports("field-sizing", "content");

/** The line that the visitor writes in: what is typed is kept until it is sent. */
export class Composer implements ReactiveController {
  private readonly field = createRef<HTMLTextAreaElement | HTMLInputElement>();
  private text = "";
  private shown: Expects | null = null;
  private refocus = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly keep: (text: string) => void,
    private readonly submit: (text: string) => void,
  ) {
    host.addController(this);
  }

  get value(): string {
    return this.text;
  }

  set value(text: string) {
    this.text = text;
    this.keep(text);
    this.host.requestUpdate();
  }

  focus(): void {
    this.field.value?.focus({ preventScroll: true });
  }

  get focused(): boolean {
    return this.field.value?.matches(":focus") ?? false;
  }

  hostUpdated(): void {
    const field = this.field.value;
    if (!field) return;
    if (field.value !== this.text) field.value = this.text;
    // Another kind of answer is another element: writing goes on in it.
    if (this.refocus) this.focus();
    this.refocus = false;
    if (!SIZES_ITSELF && field instanceof HTMLTextAreaElement) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    }
  }

  render(expects: Expects | null): TemplateResult {
    if (expects !== this.shown) this.refocus = this.focused;
    this.shown = expects;
    const left = MAX_LENGTH - [...this.text].length;
    const near = left <= MAX_LENGTH - COUNT_FROM;
    return html`<form class="composer" novalidate @submit=${this.onSubmit}>
      ${expects ? this.input(expects, near) : this.area(near)}
      <button type="submit" class="send" title=${words.send} aria-label=${words.send}>${icons.send}</button>
      ${near
        ? html`<p id="count" class=${left < 0 ? "count over" : "count"}>
            ${left < 0 ? words.tooLong(-left) : words.charactersLeft(left)}
          </p>`
        : nothing}
    </form>`;
  }

  private area(near: boolean): TemplateResult {
    return html`<textarea ${ref(this.field)} rows="1" dir="auto" autocomplete="off" enterkeyhint="send"
      aria-label=${words.message} placeholder=${words.placeholder}
      aria-describedby=${near ? "count" : nothing}
      @input=${this.onInput} @keydown=${this.onKeydown}></textarea>`;
  }

  private input(expects: Expects, near: boolean): TemplateResult {
    // Free text stays possible ("I'd rather not"): the type only picks keyboard and autofill.
    const type = expects === "name" ? "text" : expects;
    return html`<input ${ref(this.field)} type=${type} name=${expects} autocomplete=${expects}
      dir="auto" enterkeyhint="send" autocapitalize=${expects === "name" ? "words" : "off"}
      aria-label=${words.fields[expects]} placeholder=${words.fields[expects]}
      aria-describedby=${near ? "count" : nothing}
      @input=${this.onInput} />`;
  }

  private readonly onInput = (event: Event): void => {
    this.value = (event.target as HTMLTextAreaElement | HTMLInputElement).value;
  };

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  private send(): void {
    const text = this.text;
    if (!text.trim() || [...text].length > MAX_LENGTH) {
      this.focus();
      return;
    }
    this.value = "";
    this.submit(text);
  }
}
