// Which cases stand in the queue by themselves, and which behind one of them: many that
// one person brought up take the room of one. The server says which; this only sorts.

import type { CaseView } from "../protocol/wire";

export interface StandingCase {
  readonly one: CaseView;
  readonly behind: readonly CaseView[];
}

/** In the order of the queue, in which the one that stands for others comes first. Where
 *  it is gone by now, the first of those does. */
export function standingCases(cases: readonly CaseView[]): StandingCase[] {
  const standing = new Map<string, { one: CaseView; behind: CaseView[] }>();
  for (const one of cases) {
    const front = one.folded_under ?? one.id;
    const place = standing.get(front);
    if (place === undefined) standing.set(front, { one, behind: [] });
    else place.behind.push(one);
  }
  return [...standing.values()];
}
