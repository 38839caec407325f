import { svg, type TemplateResult } from "lit";

const icon = (content: TemplateResult): TemplateResult => svg`
  <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${content}</svg>`;

const THUMB =
  "M7 11v9H4v-9zM7 11l4-7c1.7 0 2.5 1.2 2.2 2.8L12.5 10H19l-1.5 8.5-1 1.5H7";

export const icons = {
  chat: icon(svg`<path d="M4 5h16v11H9.5L5 19.5V16H4z" />`),
  close: icon(svg`<path d="M6 6l12 12M18 6L6 18" />`),
  more: icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`),
  person: icon(svg`<circle cx="12" cy="8" r="4" /><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6" />`),
  send: icon(svg`<path d="M4 12h15M13 6l6 6-6 6" />`),
  copy: icon(svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1" />`),
  up: icon(svg`<path d="${THUMB}" />`),
  down: icon(svg`<g transform="rotate(180 12 12)"><path d="${THUMB}" /></g>`),
  arrow: icon(svg`<path d="M12 5v14M6 13l6 6 6-6" />`),
};
