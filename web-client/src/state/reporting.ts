// Telling a circle's moderators what is wrong, asked of the server each time. Keeps
// nothing: the list of own reports is the account's.

import type { CircleId } from "../protocol/wire";
import type { Asking } from "./asking";
import type { Reporting } from "./contract";

export function reportingOf(circle: CircleId, server: Asking & { reported(): void }): Reporting {
  return {
    async message(message, concern, statement) {
      await server.ask({ type: "report_message", circle, message, concern, statement });
      server.reported();
    },
    async member(member, concern, statement) {
      await server.ask({ type: "report_member", circle, member, concern, statement });
      server.reported();
    },
  };
}
