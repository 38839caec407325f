import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import { accentDeclarations } from "./colors";
import type { DataNotice } from "./views/panel";
import { words } from "./words";

/** The element with what a page can set on it; docs/widget.md describes each attribute. */
export class CareersAttributes extends LitElement {
  static override properties: PropertyDeclarations = {
    accent: {},
    accentDark: { attribute: "accent-dark" },
    greeting: {},
    heading: {},
    lang: {},
    launcher: {},
    notice: {},
    position: {},
    privacyUrl: { attribute: "privacy-url" },
    server: {},
    theme: {},
  };

  /** Where the script came from: the server, unless the element names another. */
  static defaultServer = location.origin;

  declare accent: string | null;
  declare accentDark: string | null;
  declare greeting: string | null;
  declare heading: string | null;
  declare launcher: string | null;
  declare notice: string | null;
  declare position: string | null;
  declare privacyUrl: string | null;
  declare server: string | null;
  declare theme: string | null;

  private readonly accentSheet = new CSSStyleSheet();

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    if (root instanceof ShadowRoot) root.adoptedStyleSheets.push(this.accentSheet);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("accent") || changed.has("accentDark")) {
      this.accentSheet.replaceSync(`.root{${accentDeclarations(this.accent, this.accentDark)}}`);
    }
  }

  protected get language(): string {
    return this.lang || "en-US";
  }

  protected get origin(): string {
    return (this.server ?? CareersAttributes.defaultServer).replace(/\/+$/, "");
  }

  protected get side(): "left" | "right" {
    return this.position === "bottom-left" ? "left" : "right";
  }

  protected get colors(): string {
    return this.theme === "light" || this.theme === "dark" ? this.theme : "auto";
  }

  /** What is said of the visitor's data below the conversation, and the pages on it. */
  protected get dataNotice(): DataNotice {
    return {
      text: this.notice ?? words.notice,
      privacy: new URL(this.privacyUrl ?? `${this.origin}/privacy`, document.baseURI).href,
      aboutData: `${this.origin}/about-data`,
    };
  }
}
