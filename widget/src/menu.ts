import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { PanelDialog } from "./dialog";
import type { Question } from "./views/panel";

/** The panel's menu, and the question that it asks before something cannot be undone. */
export class Menu implements ReactiveController {
  private opened = false;
  private asked: Question | null = null;
  private toBeFocused = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly dialog: PanelDialog,
  ) {
    host.addController(this);
  }

  get open(): boolean {
    return this.opened;
  }

  get question(): Question | null {
    return this.asked;
  }

  toggle(): void {
    this.show(!this.opened);
  }

  /** Back to the button that opened it. */
  close(): void {
    this.show(false);
    this.dialog.focus(".more");
  }

  ask(question: Question): void {
    this.show(false);
    this.asked = question;
    this.toBeFocused = true;
  }

  answered(): void {
    this.asked = null;
    this.host.requestUpdate();
    this.dialog.settleFocus();
  }

  /** Close what is open of the two; whether anything was. */
  stepBack(): boolean {
    if (this.opened) this.close();
    else if (this.asked) this.answered();
    else return false;
    return true;
  }

  reset(): void {
    this.show(false);
    this.asked = null;
  }

  hostUpdated(): void {
    if (this.toBeFocused) this.dialog.focus(".confirm .safe");
    this.toBeFocused = false;
  }

  readonly onFocusOut = (event: FocusEvent): void => {
    const next = event.relatedTarget as Element | null;
    if (this.opened && next && !next.closest("#menu, .more")) this.show(false);
  };

  private show(open: boolean): void {
    this.opened = open;
    this.host.requestUpdate();
  }
}
