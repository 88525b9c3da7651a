// Our own reports, and the moderation actions against us, loaded when a screen needs them
// and again when they change.

import type { OwnAction, OwnReport } from "../protocol/wire";
import type { OwnModeration } from "./contract";
import { Listing } from "./listing.svelte";
import type { Requester } from "./requester";

export class OwnModerationLists implements OwnModeration {
  readonly #reports: Listing<OwnReport>;
  readonly #actions: Listing<OwnAction>;

  constructor(private readonly host: Requester) {
    this.#reports = new Listing(async () => (await host.ask({ type: "list_own_reports" })).reports);
    this.#actions = new Listing(async () => (await host.ask({ type: "list_own_actions" })).actions);
  }

  get reports() {
    return this.#reports.items;
  }

  get actions() {
    return this.#actions.items;
  }

  loadReports(): Promise<void> {
    return this.#reports.load();
  }

  loadActions(): Promise<void> {
    return this.#actions.load();
  }

  refreshReports(): void {
    this.#reports.refresh();
  }

  refreshActions(): void {
    this.#actions.refresh();
  }

  async appeal(action: OwnAction["id"], statement: string | null): Promise<void> {
    await this.host.ask({ type: "appeal_action", action: action, statement });
    await this.#actions.load();
  }
}
