// Circles and private conversations that we left, for as long as we can report what we
// received there. Keeps nothing: the messages are fetched from the server each time.

import type { CircleId, LeftCursor, LeftView } from "../protocol/wire";
import type { Left } from "./contract";
import { distinct, readAll } from "./pages";
import { reportingOf, type ReportingHost } from "./reporting";

const placeOf = ({ circle, members }: LeftView): LeftCursor => ({
  circle,
  member: members.at(-1)?.id ?? null,
});

/** Merges pages: one may end among the members of a circle, and the next continue. */
function joined(parts: readonly LeftView[]): LeftView[] {
  const whole = new Map<CircleId, LeftView>();
  for (const part of parts) {
    const members = [...(whole.get(part.circle)?.members ?? []), ...part.members];
    whole.set(part.circle, { ...part, members: distinct(members, ({ id }) => id) });
  }
  return [...whole.values()];
}

export function createLeftCircles(server: ReportingHost): Left {
  return {
    async list() {
      const parts = await readAll(async (after: LeftCursor | null) => {
        const { circles: left, has_more } = await server.ask({ type: "list_left_circles", after });
        return { items: left, hasMore: has_more };
      }, placeOf);
      return joined(parts);
    },
    async messages(circle, before) {
      const answer = await server.ask({ type: "fetch_left_messages", circle, before });
      return { messages: answer.messages, hasMore: answer.has_more };
    },
    reporting: (circle) => reportingOf(circle, server),
  };
}
