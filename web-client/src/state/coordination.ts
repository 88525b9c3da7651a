// The coordinator's requests about mentors, pairings, alums without contact, ways back in,
// the rota, the help card and the statistics. Keeps nothing.

import type { UnassignedMentee, HelpCard, PairingId, Request } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Coordination } from "./coordination-contract";
import { distinct, readAll } from "./pages";

export interface CoordinationHost extends Requester {
  centreChanges(): number;
  readonly origin: string;
  helpCard(): Promise<HelpCard>;
}

export function createCoordination(host: CoordinationHost): Coordination {
  const ask: Requester["ask"] = (request) => host.ask(request);
  const action = async (request: Request): Promise<void> => {
    await ask(request);
  };
  return {
    get changes() {
      return host.centreChanges();
    },
    mentors: async () => (await ask({ type: "list_mentors" })).mentors,
    addMentor: (member) => action({ type: "add_mentor", member }),
    removeMentor: (mentor) => action({ type: "remove_mentor", mentor }),
    async pairings() {
      let unassigned: UnassignedMentee[] = [];
      const pairings = await readAll(
        async (after: PairingId | null) => {
          const page = await ask({ type: "list_pairings", after });
          if (after === null) unassigned = page.unassigned;
          return { items: page.pairings, hasMore: page.has_more };
        },
        ({ id }) => id,
      );
      return { pairings: distinct(pairings, ({ id }) => id), unassigned };
    },
    proposePairing: (mentor, mentee, over_caseload) =>
      action({ type: "propose_pairing", mentor, mentee, over_caseload }),
    withdrawPairing: (pairing) => action({ type: "withdraw_pairing", pairing }),
    noContacts: async () => (await ask({ type: "list_no_contacts" })).no_contacts,
    closeNoContact: (no_contact, outcome) =>
      action({ type: "close_no_contact", no_contact, outcome }),
    async createRecoveryLink(circle, member) {
      const made = await ask({ type: "create_recovery_link", circle, member });
      return { link: new URL(made.path, host.origin).href, expiresAt: made.expires_at };
    },
    withdrawRecoveryLink: (link) => action({ type: "withdraw_recovery_link", link }),
    recoveryLinks: async () => (await ask({ type: "list_recovery_links" })).links,
    confirmRecovery: (link) => action({ type: "confirm_recovery", link }),
    addOnCall: (member) => action({ type: "add_on_call", member }),
    removeOnCall: (person) => action({ type: "remove_on_call", person }),
    addShift: (person, rank, from, to) => action({ type: "add_shift", person, rank, from, to }),
    removeShift: (shift) => action({ type: "remove_shift", shift }),
    helpCard: () => host.helpCard(),
    changeHelpCard: (card) => action({ type: "change_help_card", card }),
    counts: async () =>
      (await ask({ type: "list_counts" })).weeks.toSorted((a, b) => (a.week < b.week ? -1 : 1)),
  };
}
