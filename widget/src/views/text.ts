import { html, nothing, type TemplateResult } from "lit";
import { words } from "../words";

const BULLET = /^\s*[•*-]\s+/;
// Trailing punctuation belongs to the sentence, not to the address.
const LINK = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;

/** Text of a message: paragraphs, lists and links. Nothing in it can become markup. */
export function prose(text: string): TemplateResult[] {
  return text
    .split(/\n{2,}/)
    .filter((block) => block.trim())
    .flatMap(block);
}

function block(text: string): TemplateResult[] {
  const parts: TemplateResult[] = [];
  let lines: string[] = [];
  let listed = false;
  const close = (): void => {
    if (lines.length) parts.push(listed ? list(lines) : paragraph(lines));
    lines = [];
  };
  for (const line of text.split("\n")) {
    const bullet = BULLET.test(line);
    if (bullet !== listed) close();
    listed = bullet;
    lines.push(bullet ? line.replace(BULLET, "") : line);
  }
  close();
  return parts;
}

function paragraph(lines: readonly string[]): TemplateResult {
  return html`<p dir="auto">${lines.map((line, index) => [index ? html`<br />` : nothing, linked(line)])}</p>`;
}

function list(lines: readonly string[]): TemplateResult {
  return html`<ul>${lines.map((line) => html`<li dir="auto">${linked(line)}</li>`)}</ul>`;
}

function linked(text: string): unknown[] {
  const parts: unknown[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const found = match[0];
    parts.push(text.slice(end, match.index), link(found.includes("://") ? found : `mailto:${found}`, found));
    end = match.index + found.length;
  }
  return [...parts, text.slice(end)];
}

/** A link where the address is safe, else its text alone. */
export function link(address: string | null, text: string): TemplateResult | string {
  const url = safeUrl(address);
  if (url === null) return text;
  if (url.startsWith("mailto:")) return html`<a href=${url}>${text}</a>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer"
    >${text}<span class="hidden"> (${words.opensNewTab})</span></a>`;
}

/** The address if it is one of http, https or mailto; null otherwise. */
export function safeUrl(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
}
