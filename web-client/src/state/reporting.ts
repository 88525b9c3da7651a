// Telling the moderators of a message or a person. Keeps nothing; what becomes of a
// report is told elsewhere.

import type { CircleId } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Reporting } from "./contract";

export interface ReportingHost extends Requester {
  reported(): void;
}

export function reportingOf(circle: CircleId, server: ReportingHost): Reporting {
  return {
    async message(message, concern, statement) {
      await server.ask({ type: "report_message", circle, message, concern, statement });
      server.reported();
    },
    async member(member, concern, statement, inPrivate = false) {
      const about = { type: "report_member", circle, member, concern, statement } as const;
      await server.ask(inPrivate ? { ...about, in_private: true } : about);
      server.reported();
    },
  };
}
