// What a coordinator calls each invite: by its label, where it has one; else by when
// it was made. No two are called the same, so that no two buttons are. Pure.

import type { InviteView } from "../../protocol/wire";
import { isolated } from "../isolated";
import { formatDayAndTime, formatDay } from "../local-date";

type Named = Pick<InviteView, "id" | "label" | "created_at">;

/** By id. Of those that would be called the same, the time of day tells, and then a
 *  number in the order of making. */
export function inviteNames(
  invites: readonly Named[],
  now: number = Date.now(),
): ReadonlyMap<InviteView["id"], string> {
  const byDay = groups(invites, ({ label, created_at }) =>
    label === null ? `Without a label, made ${within(formatDay(created_at, now))}` : label,
  );
  const names = new Map<InviteView["id"], string>();
  for (const [name, sameName] of byDay) {
    const byTime = groups(sameName, ({ label, created_at }) => {
      if (sameName.length === 1) return name;
      const made = within(formatDayAndTime(created_at, now));
      return label === null ? `Without a label, made ${made}` : `${isolated(name)}, made ${made}`;
    });
    for (const [exact, same] of byTime) {
      const inOrder = same.toSorted((a, b) => a.created_at - b.created_at);
      for (const [at, { id }] of inOrder.entries())
        names.set(id, same.length === 1 ? exact : `${exact} (${at + 1})`);
    }
  }
  return names;
}

function groups(all: readonly Named[], keyOf: (named: Named) => string): Map<string, Named[]> {
  const grouped = new Map<string, Named[]>();
  for (const named of all) {
    const key = keyOf(named);
    grouped.set(key, [...(grouped.get(key) ?? []), named]);
  }
  return grouped;
}

/** "Today" within a sentence. */
const within = (day: string): string =>
  day.replace(/^(?:Today|Yesterday)/u, (word) => word.toLowerCase());
