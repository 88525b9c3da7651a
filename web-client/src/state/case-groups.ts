// Groups the cases of the review queue: many reports by one person take the room of one
// case, with the others folded under it. The server says which; this only groups them.

import type { CaseView } from "../protocol/wire";

export interface CaseGroup {
  readonly lead: CaseView;
  readonly folded: readonly CaseView[];
}

/** In the order of the queue, in which a lead case comes before those folded under it.
 *  Where the lead case is already decided, the first of the others takes its place. */
export function groupCases(cases: readonly CaseView[]): CaseGroup[] {
  const groups = new Map<string, { lead: CaseView; folded: CaseView[] }>();
  for (const caseView of cases) {
    const leadId = caseView.folded_under ?? caseView.id;
    const group = groups.get(leadId);
    if (group === undefined) groups.set(leadId, { lead: caseView, folded: [] });
    else group.folded.push(caseView);
  }
  return [...groups.values()];
}
