// What we have left a short while ago, for as long as we can report what we received
// there. Keeps nothing: the words are asked of the server each time.

import type { Left } from "./contract";
import { reportingOf, type ReportingHost } from "./reporting";

export function leftOver(server: ReportingHost): Left {
  return {
    list: async () => (await server.ask({ type: "list_left" })).left,
    async messages(circle, before) {
      const answer = await server.ask({ type: "fetch_left", circle, before });
      return { messages: answer.messages, hasMore: answer.has_more };
    },
    reporting: (circle) => reportingOf(circle, server),
  };
}
