// What we have left a short while ago, for as long as we can report what we received
// there. Keeps nothing: the words are asked of the server each time.

import type { CircleId, LeftCursor, LeftView } from "../protocol/wire";
import type { Left } from "./contract";
import { distinct, readAll } from "./pages";
import { reportingOf, type ReportingHost } from "./reporting";

const placeOf = ({ circle, members }: LeftView): LeftCursor => ({
  circle,
  member: members.at(-1)?.id ?? null,
});

/** A page may end among the people of one circle, and the next go on with them. */
function joined(parts: readonly LeftView[]): LeftView[] {
  const whole = new Map<CircleId, LeftView>();
  for (const part of parts) {
    const members = [...(whole.get(part.circle)?.members ?? []), ...part.members];
    whole.set(part.circle, { ...part, members: distinct(members, ({ id }) => id) });
  }
  return [...whole.values()];
}

export function leftOver(server: ReportingHost): Left {
  return {
    async list() {
      const parts = await readAll(async (after: LeftCursor | null) => {
        const { left, has_more } = await server.ask({ type: "list_left", after });
        return { items: left, hasMore: has_more };
      }, placeOf);
      return joined(parts);
    },
    async messages(circle, before) {
      const answer = await server.ask({ type: "fetch_left", circle, before });
      return { messages: answer.messages, hasMore: answer.has_more };
    },
    reporting: (circle) => reportingOf(circle, server),
  };
}
