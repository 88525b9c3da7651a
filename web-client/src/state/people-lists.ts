// Lists of people and circles that several parts need, read to their end.

import type {
  CentreCircle,
  CircleId,
  MemberId,
  MemberView,
  RosterEntry,
  RosterCursor,
} from "../protocol/wire";
import type { Requester } from "./requester";
import { distinct, readAll } from "./pages";

/** Everybody who is or was in a circle while we were a member. */
export async function membersOf(server: Requester, circle: CircleId): Promise<MemberView[]> {
  const members = await readAll(
    async (after: MemberId | null) => {
      const page = await server.ask({ type: "list_members", circle, after });
      return { items: page.members, hasMore: page.has_more };
    },
    ({ id }) => id,
  );
  return distinct(members, ({ id }) => id);
}

/** The members of a circle, and with `former` its former ones, as the centre knows them. */
export async function rosterOf(
  ask: Requester["ask"],
  circle: CircleId,
  former: boolean,
): Promise<RosterEntry[]> {
  const entries = await readAll(
    async (after: RosterCursor | null) => {
      const page = await ask({ type: "list_roster", circle, former, after });
      return { items: page.entries, hasMore: page.has_more };
    },
    ({ member, present, joined_at }) => ({ member, present, joined_at }),
  );
  return distinct(entries, ({ member }) => member);
}

/** Paged in order of creation, so that a rename or a closing between two pages does not
 *  move a circle. Returned open circles first, then by name. */
export async function centreCircles(ask: Requester["ask"]): Promise<CentreCircle[]> {
  const circles = await readAll(
    async (after: CircleId | null) => {
      const page = await ask({ type: "list_circles", after });
      return { items: page.circles, hasMore: page.has_more };
    },
    ({ id }) => id,
  );
  return distinct(circles, ({ id }) => id).sort(
    (a, b) => Number(a.closed) - Number(b.closed) || a.name.localeCompare(b.name),
  );
}
