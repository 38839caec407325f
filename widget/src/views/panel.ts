import { html, nothing, type TemplateResult } from "lit";
import { icons } from "../icons";
import { words } from "../words";
import { link } from "./text";

/** What the visitor is asked before it is done. */
export type Question = "restart" | "erase";

export interface HeaderActions {
  toggleMenu(): void;
  close(): void;
  save(): void;
  askFirst(question: Question): void;
}

/** The button that opens the panel; `text` may be empty, then an icon alone says it. */
export function launcher(text: string, unread: number, hidden: boolean, open: () => void): TemplateResult {
  const label = [text || words.open, unread ? words.unread(unread) : ""].filter(Boolean).join(", ");
  return html`<button type="button" class="launcher" ?hidden=${hidden} aria-haspopup="dialog"
    aria-label=${label} @click=${open}>
    ${icons.chat}${text ? html`<span>${text}</span>` : nothing}
    ${unread ? html`<span class="badge" aria-hidden="true">${unread}</span>` : nothing}
  </button>`;
}

export function header(heading: string, menuOpen: boolean, actions: HeaderActions): TemplateResult {
  return html`<div class="head">
    <div class="names">
      <h2 id="heading" tabindex="-1" dir="auto">${heading}</h2>
      <p>${words.subheading}</p>
    </div>
    <button type="button" class="icon more" title=${words.more} aria-label=${words.more}
      aria-expanded=${menuOpen} aria-controls="menu" @click=${actions.toggleMenu}>
      ${icons.more}
    </button>
    <button type="button" class="icon" title=${words.close} aria-label=${words.close} @click=${actions.close}>
      ${icons.close}
    </button>
    <div id="menu" ?hidden=${!menuOpen}>
      <button type="button" @click=${actions.save}>${words.transcript}</button>
      <button type="button" @click=${() => actions.askFirst("restart")}>${words.restart}</button>
      <button type="button" @click=${() => actions.askFirst("erase")}>${words.erase}</button>
    </div>
  </div>`;
}

/** What happens with the visitor's data, in a line, and the addresses of the pages on it. */
export interface DataNotice {
  readonly text: string;
  readonly privacy: string;
  readonly aboutData: string;
}

/** The composer, the way to a person, and what happens with the data. */
export function footer(
  composer: TemplateResult,
  notice: DataNotice,
  askForPerson: () => void,
): TemplateResult {
  return html`<div class="foot">
    ${composer}
    <div class="below-line">
      <button type="button" class="person" @click=${askForPerson}>${icons.person}${words.person}</button>
      <p dir="auto">
        ${notice.text} ${link(notice.privacy, words.privacy)} ${link(notice.aboutData, words.aboutData)}
      </p>
    </div>
  </div>`;
}

export function confirmation(
  question: Question,
  keep: () => void,
  carryOut: () => void,
): TemplateResult {
  const erasing = question === "erase";
  return html`<div class="confirm" role="alertdialog" aria-labelledby="question">
    <p id="question">${erasing ? words.eraseQuestion : words.restartQuestion}</p>
    <button type="button" class="safe" @click=${keep}>${words.keep}</button>
    <button type="button" class="act" @click=${carryOut}>${erasing ? words.erase : words.restart}</button>
  </div>`;
}
