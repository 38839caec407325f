import { CareersAttributes } from "./attributes";
import { EnamixCareers } from "./widget";

const NAME = "enamix-careers";
const script = document.currentScript as HTMLScriptElement | null;

if (!customElements.get(NAME)) {
  if (script?.src) CareersAttributes.defaultServer = new URL(script.src).origin;
  customElements.define(NAME, EnamixCareers);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
}

/** The one line that embeds the widget: its data attributes become the element's. */
function place(): void {
  if (script === null || document.querySelector(NAME)) return;
  const element = document.createElement(NAME);
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) element.setAttribute(name.slice("data-".length), value);
  }
  document.body.append(element);
}
