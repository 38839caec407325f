import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Choice } from "../api";
import type { Conversation, Line } from "../conversation";
import { words } from "../words";
import { day, type MessageActions, messageItem, pendingItem } from "./message";

export interface TimelineActions extends MessageActions {
  choose(choice: Choice): void;
  retry(): void;
  startNew(): void;
}

/** Everything that was said, what is on its way, and what stands in its way. */
export function timeline(
  conversation: Conversation,
  greeting: string | null,
  slow: boolean,
  lang: string,
  actions: TimelineActions,
): TemplateResult {
  const { lines } = conversation;
  const choices = conversation.erased ? [] : (conversation.current?.choices ?? []);
  return html`${greeting ? html`<p class="greeting" dir="auto">${greeting}</p>` : nothing}
    <ol>
      ${repeat(
        lines,
        ({ key }) => key,
        (line, index) => item(conversation, line, lines[index - 1], lang, actions),
      )}
    </ol>
    ${choices.length ? suggestions(choices, actions) : nothing}
    ${conversation.awaiting ? typing(slow) : nothing}
    ${trouble(conversation, actions)}
    ${conversation.note ? note(conversation.note, conversation.erased, actions) : nothing}`;
}

function item(
  conversation: Conversation,
  { message, pending }: Line,
  before: Line | undefined,
  lang: string,
  actions: TimelineActions,
): TemplateResult {
  if (pending) return pendingItem(pending, conversation.trouble !== null, actions);
  const today = day(message.created_at, lang);
  const changed = !before || (before.message && day(before.message.created_at, lang) !== today);
  return html`${changed ? html`<li class="day">${today}</li>` : nothing}
    ${messageItem(message, conversation.ratingOf(message.seq), lang, actions)}`;
}

function suggestions(choices: readonly Choice[], actions: TimelineActions): TemplateResult {
  return html`<div class="choices" role="group" aria-label=${words.choices}>
    ${choices.map(
      (choice) => html`<button type="button" dir="auto" @click=${() => actions.choose(choice)}>${choice.title}</button>`,
    )}
  </div>`;
}

function typing(slow: boolean): TemplateResult {
  return html`<div class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    ${slow ? html`<span>${words.slow}</span>` : html`<span class="hidden">${words.typing}</span>`}
  </div>`;
}

function trouble(conversation: Conversation, actions: TimelineActions): TemplateResult | typeof nothing {
  const text = conversation.trouble ?? (navigator.onLine ? null : words.offline);
  if (text === null) return nothing;
  return html`<div class="trouble" role="status">
    <p>${text}</p>
    ${conversation.trouble !== null
      ? html`<button type="button" @click=${actions.retry}>${words.tryAgain}</button>`
      : nothing}
  </div>`;
}

function note(text: string, erased: boolean, actions: TimelineActions): TemplateResult {
  return html`<div class="note"><p>${text}</p>
    ${erased ? html`<button type="button" @click=${actions.startNew}>${words.startNew}</button>` : nothing}
  </div>`;
}
