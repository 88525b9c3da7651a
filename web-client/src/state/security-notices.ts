// Security notices about the user's account.

import type { SecurityNotice } from "../protocol/wire";
import type { Requester } from "./requester";
import { Listing } from "./listing.svelte";

export class SecurityNotices extends Listing<SecurityNotice> {
  constructor(private readonly requester: Pick<Requester, "ask">) {
    super(async () => (await requester.ask({ type: "list_security_notices" })).notices);
  }

  /** Marks those that are shown as seen, but not one that arrives meanwhile. */
  async markSeen(): Promise<void> {
    const newest = this.items?.[0];
    if (newest === undefined || this.items?.every(({ seen }) => seen)) return;
    await this.requester.ask({ type: "mark_security_notices_seen", through: newest.at });
  }
}
