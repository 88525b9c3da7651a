// The coordinator's requests: circles, invites, accounts, settings and the audit. Keeps
// nothing.

import type { Requester } from "./requester";
import type { Centre } from "./contract";
import { createCoordination } from "./coordination";
import { centreCircles, rosterOf } from "./people-lists";
import type { CentreCircle, HelpCard } from "../protocol/wire";

export interface CentreHost {
  /** Looked up for each request, since it changes with who is signed in. */
  requester(): Requester;
  /** How often something changed at the centre. */
  centreChanges(): number;
  helpCard(): Promise<HelpCard>;
  readonly origin: string;
}

const openFirstByName = (a: CentreCircle, b: CentreCircle): number =>
  Number(a.closed) - Number(b.closed) || a.name.localeCompare(b.name);

export function createCentre(host: CentreHost): Centre {
  const ask: Requester["ask"] = (request) => host.requester().ask(request);
  return {
    coordination: createCoordination({
      ask,
      get online() {
        return host.requester().online;
      },
      centreChanges: () => host.centreChanges(),
      origin: host.origin,
      helpCard: () => host.helpCard(),
    }),
    circles: async () => (await centreCircles(ask)).sort(openFirstByName),
    createCircle: async (name, member_limit) =>
      (await ask({ type: "create_circle", name, member_limit })).circle,
    async renameCircle(circle, name) {
      await ask({ type: "rename_circle", circle, name });
    },
    async resizeCircle(circle, member_limit) {
      await ask({ type: "resize_circle", circle, member_limit });
    },
    async closeCircle(circle) {
      await ask({ type: "close_circle", circle });
    },
    roster: (circle) => rosterOf(ask, circle, false),
    async changeRole(circle, member, role) {
      await ask({ type: "change_role", circle, member, role });
    },
    async removeMember(circle, member) {
      await ask({ type: "remove_member", circle, member });
    },
    invites: async () => (await ask({ type: "list_invites" })).invites,
    async createInvite({ mentor = null, graduated_on = null, ...invite }) {
      const made = await ask({ type: "create_invite", ...invite, mentor, graduated_on });
      const link = new URL(made.path, host.origin).href;
      return { id: made.invite, link, expiresAt: made.expires_at };
    },
    async withdrawInvite(invite) {
      await ask({ type: "withdraw_invite", invite });
    },
    async suspend(circle, member, reason) {
      await ask({ type: "suspend_account", circle, member, reason });
    },
    async restore(circle, member) {
      await ask({ type: "restore_account", circle, member });
    },
    overdue: async () => (await ask({ type: "list_overdue" })).circles,
    settings: async () => (await ask({ type: "show_centre_settings" })).settings,
    storage: async () => (await ask({ type: "show_centre_settings" })).storage ?? null,
    async changeSettings(settings) {
      await ask({ type: "change_centre_settings", settings });
    },
    async audit(which) {
      const page = await ask({ type: "list_audit", ...which });
      return { entries: page.entries, hasMore: page.has_more };
    },
  };
}
