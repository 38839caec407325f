import type { LitElement } from "lit";
import type { Composer } from "./composer";

export const PHONE = matchMedia("(max-width: 480px), (max-height: 420px)");
const TOUCH = matchMedia("(pointer: coarse)");

/** The panel as a dialog: over the whole page on a phone, beside it elsewhere; and the focus. */
export class PanelDialog {
  private opener: HTMLElement | null = null;

  constructor(
    private readonly host: LitElement,
    private readonly composer: Composer,
  ) {}

  get element(): HTMLDialogElement | null {
    return this.host.renderRoot.querySelector("dialog");
  }

  /** The focus goes back where it is now when the panel closes. */
  rememberFocus(): void {
    this.opener = deepestFocus();
  }

  show(): void {
    const dialog = this.element;
    if (!dialog) return;
    dialog.close();
    if (PHONE.matches) dialog.showModal();
    else dialog.show();
    if (TOUCH.matches) this.focus("#heading");
    else this.composer.focus();
  }

  hide(): void {
    const within = this.host.shadowRoot?.activeElement != null || deepestFocus() === null;
    this.element?.close();
    if (within) {
      if (this.opener?.isConnected) this.opener.focus();
      else this.focus(".launcher");
    }
    this.opener = null;
  }

  /** The pressed button may be gone now: go on where the visitor writes or reads. */
  settleFocus(): void {
    void this.host.updateComplete.then(() => {
      if (this.composer.focused) return;
      // A phone's keyboard would cover the answer.
      if (TOUCH.matches) this.focus(".scroll", { preventScroll: true });
      else this.composer.focus();
    });
  }

  focus(selector: string, options?: FocusOptions): void {
    this.host.renderRoot.querySelector<HTMLElement>(selector)?.focus(options);
  }
}

/** The focused element, also inside shadow roots; null if nothing in particular is. */
function deepestFocus(): HTMLElement | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : null;
}

/** Keep a full-screen panel above the on-screen keyboard. */
export function watchViewport(panel: () => HTMLElement | null, signal: AbortSignal): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const fit = (): void => {
    const style = panel()?.style;
    style?.setProperty("--viewport-height", `${viewport.height}px`);
    style?.setProperty("--viewport-top", `${viewport.offsetTop}px`);
  };
  viewport.addEventListener("resize", fit, { signal });
  viewport.addEventListener("scroll", fit, { signal });
}
