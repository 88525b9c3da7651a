// What one is told about the safety of one's account. Reading them marks them as seen.

import type { SecurityNotice } from "../protocol/wire";
import type { Requester } from "./requester";
import { Listing } from "./listing.svelte";

export class SecurityNotices extends Listing<SecurityNotice> {
  constructor(private readonly requester: Pick<Requester, "ask">) {
    super(async () => (await requester.ask({ type: "list_security_notices" })).notices);
  }

  /** Those that are shown were seen; one that comes meanwhile was not. */
  async markSeen(): Promise<void> {
    const newest = this.items?.[0];
    if (newest === undefined || this.items?.every(({ seen }) => seen)) return;
    await this.requester.ask({ type: "mark_security_notices_seen", through: newest.at });
  }
}
