import { html, nothing, type TemplateResult } from "lit";
import type { Message, Rating, Source } from "../api";
import { icons } from "../icons";
import type { Pending } from "../outbox";
import { words } from "../words";
import { figures } from "./table";
import { link, prose } from "./text";

export interface MessageActions {
  rate(message: Message, value: Rating): void;
  copy(message: Message): void;
  edit(item: Pending): void;
  discard(item: Pending): void;
}

/** A message that the server knows. */
export function messageItem(
  message: Message,
  rating: Rating | null,
  lang: string,
  actions: MessageActions,
): TemplateResult {
  const bot = message.from === "bot";
  return html`<li class="message ${message.from}" data-seq=${message.seq}>
    <div class="bubble">
      <span class="hidden">${bot ? words.assistant : words.you}: </span>
      ${bot ? prose(message.text) : html`<p class="typed" dir="auto">${message.text}</p>`}
      ${message.table ? figures(message.table) : nothing}
      ${message.sources.length ? sources(message.sources) : nothing}
    </div>
    <div class="meta">
      <time datetime=${message.created_at}>${clock(message.created_at, lang)}</time>
      ${bot && message.seq > 1 ? tools(message, rating, actions) : nothing}
    </div>
  </li>`;
}

/** A message that waits to be sent, or that the server refused. */
export function pendingItem(item: Pending, waiting: boolean, actions: MessageActions): TemplateResult {
  return html`<li class="message visitor pending">
    <div class="bubble">
      <span class="hidden">${words.you}: </span>
      <p class="typed" dir="auto">${item.shown}</p>
    </div>
    ${item.refusal !== undefined
      ? html`<div class="refusal">
          <p>${item.refusal || words.failed}</p>
          <button type="button" @click=${() => actions.edit(item)}>${words.edit}</button>
          <button type="button" @click=${() => actions.discard(item)}>${words.discard}</button>
        </div>`
      : waiting
        ? html`<div class="meta">${words.waiting}</div>`
        : nothing}
  </li>`;
}

function sources(list: readonly Source[]): TemplateResult {
  const titles = list.map((source) => {
    const text = source.year === null ? source.title : `${source.title} (${source.year})`;
    return html`<li dir="auto">${link(source.url, text)}</li>`;
  });
  return html`<div class="sources">
    <span>${list.length === 1 ? words.source : words.sources}</span>
    <ul>${titles}</ul>
  </div>`;
}

function tools(message: Message, rating: Rating | null, actions: MessageActions): TemplateResult {
  const thumb = (value: Rating, title: string): TemplateResult => html`<button
    type="button" class="tool" title=${title} aria-label=${title} aria-pressed=${rating === value}
    @click=${() => actions.rate(message, value)}>${icons[value]}</button>`;
  return html`<button type="button" class="tool" title=${words.copy} aria-label=${words.copy}
      @click=${() => actions.copy(message)}>${icons.copy}</button>
    ${message.expects ? nothing : [thumb("up", words.helpful), thumb("down", words.notHelpful)]}`;
}

function clock(at: string, lang: string): string {
  return new Intl.DateTimeFormat(lang, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
}

/** The day of a message, for the line between two days. */
export function day(at: string, lang: string): string {
  return new Intl.DateTimeFormat(lang, { weekday: "long", month: "long", day: "numeric" }).format(
    new Date(at),
  );
}
