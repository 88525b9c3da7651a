// Help alerts, and the rota of those on call. Alerts are kept up to date by notices; the
// rota is fetched from the server each time.

import type { Welcome } from "../protocol/read-frame";
import type { CircleId, Notice, HelpAlert } from "../protocol/wire";
import { Listing } from "./listing.svelte";
import type { OnCall } from "./on-call-contract";
import { distinct } from "./pages";
import type { Requester } from "./requester";

export interface OnCallHost extends Requester {
  readonly coordinator: boolean;
  readonly mentoring: { readonly mentor: boolean };
  sayHello(): Promise<void>;
}

export class OwnOnCall implements OnCall {
  #takesShifts = $state(false);
  rotaChanges = $state(0);
  takenByOther = $state.raw<HelpAlert | null>(null);
  readonly #alerts: Listing<HelpAlert>;

  constructor(private readonly host: OnCallHost) {
    this.#alerts = new Listing(async () => (await host.ask({ type: "list_help_alerts" })).alerts);
  }

  get takesShifts(): boolean {
    return this.#takesShifts;
  }

  get mayBeAlerted(): boolean {
    return this.host.mentoring.mentor || this.#takesShifts || this.host.coordinator;
  }

  // What the connection delivers.

  /** Called after it is known whether we are a mentor or a coordinator. */
  welcomed(welcome: Pick<Welcome, "on_call">): void {
    this.#takesShifts = welcome.on_call === true;
    // Somebody who no longer takes alerts must not keep them.
    if (!this.mayBeAlerted) this.takenByOther = this.#alerts.items = null;
    else this.#alerts.refresh();
  }

  cameOnline(): void {
    // An alert may have been sent while there was no connection.
    if (this.mayBeAlerted) this.#alerts.tryLoad();
  }

  onNotice(notice: Notice): void {
    switch (notice.type) {
      case "board_changed":
        // A pairing may have ended, and the alerts about that mentee with it.
        this.#alerts.refresh();
        return;
      case "help_alerted":
        this.#alerted(notice.alert);
        return;
      case "rota_changed":
        this.rotaChanges += 1;
        return;
      default:
    }
  }

  #alerted(alert: HelpAlert): void {
    const before = this.#alerts.items ?? [];
    const waited = before.some(({ id, state }) => id === alert.id && state === "waiting");
    if (waited && alert.state === "taken") this.takenByOther = alert;
    this.#alerts.items = [alert, ...before.filter(({ id }) => id !== alert.id)];
  }

  // What somebody on call reads and does.

  get alerts() {
    return this.#alerts.items;
  }

  /** Whoever has waited longest comes first: nobody is passed over, and the alert on the
   *  screen stays in place while others come in. */
  get waiting() {
    const waiting = (this.#alerts.items ?? []).filter(({ state }) => state === "waiting");
    return waiting.sort((a, b) => a.asked_at - b.asked_at);
  }

  loadAlerts(): Promise<void> {
    return this.#alerts.load();
  }

  answering(direct: CircleId): HelpAlert | null {
    const alerts = this.#alerts.items ?? [];
    return alerts.find((alert) => alert.state === "yours" && alert.direct === direct) ?? null;
  }

  dismissTaken(): void {
    this.takenByOther = null;
  }

  async acknowledge(help: string): Promise<CircleId> {
    try {
      const { direct: conversation } = await this.host.ask({ type: "acknowledge_help", help });
      await this.host.sayHello();
      return conversation;
    } finally {
      // Also where it was refused: then somebody else has taken it.
      await this.loadAlerts().catch(() => {});
    }
  }

  rota: OnCall["rota"] = async (from, to) => {
    const { rota } = await this.host.ask({ type: "list_rota", from, to });
    const { shown_to } = rota;
    // The answer does not hold all shifts: fetch the rest from where it ends.
    if (shown_to === undefined || shown_to <= from || shown_to >= to) return rota;
    const rest = await this.rota(shown_to, to);
    return {
      ...rest,
      shifts: distinct([...rota.shifts, ...rest.shifts], ({ id }) => id),
      gaps: [...rota.gaps, ...rest.gaps],
      overlaps: [...rota.overlaps, ...rest.overlaps],
    };
  };

  handOverShift: OnCall["handOverShift"] = async (shift, to) => {
    await this.host.ask({ type: "hand_over_shift", shift, to });
  };
}
