// The centre's side of walking beside somebody: mentors, pairings, those nobody
// has heard from, the rota, the help card and the counts. Keeps nothing.

import type { HelpCard, Request } from "../protocol/wire";
import type { Asking } from "./asking";
import type { Office } from "./company-contract";

export interface OfficeHost extends Asking {
  officeNews(): number;
  helpCard(): Promise<HelpCard>;
}

export function officeOver(host: OfficeHost): Office {
  const ask: Asking["ask"] = (request) => host.ask(request);
  const act = async (request: Request): Promise<void> => {
    await ask(request);
  };
  return {
    get news() {
      return host.officeNews();
    },
    mentors: async () => (await ask({ type: "list_mentors" })).mentors,
    addMentor: (member) => act({ type: "add_mentor", member }),
    removeMentor: (mentor) => act({ type: "remove_mentor", mentor }),
    async pairings() {
      const { pairings, to_hand_over } = await ask({ type: "list_pairings" });
      return { pairings, toHandOver: to_hand_over };
    },
    proposePairing: (mentor, mentee, over_caseload) =>
      act({ type: "propose_pairing", mentor, mentee, over_caseload }),
    withdrawPairing: (pairing) => act({ type: "withdraw_pairing", pairing }),
    noContacts: async () => (await ask({ type: "list_no_contacts" })).no_contacts,
    closeNoContact: (no_contact, outcome) => act({ type: "close_no_contact", no_contact, outcome }),
    addOnCall: (member) => act({ type: "add_on_call", member }),
    removeOnCall: (person) => act({ type: "remove_on_call", person }),
    addShift: (person, rank, from, to) => act({ type: "add_shift", person, rank, from, to }),
    removeShift: (shift) => act({ type: "remove_shift", shift }),
    helpCard: () => host.helpCard(),
    changeHelpCard: (card) => act({ type: "change_help_card", card }),
    counts: async () =>
      (await ask({ type: "list_counts" })).weeks.toSorted((a, b) => (a.week < b.week ? -1 : 1)),
  };
}
