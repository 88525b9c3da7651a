// Reports about a message or a member. Keeps nothing; own-moderation.ts has what became of
// a report.

import type { CircleId } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Reporting } from "./contract";

export interface ReportingHost extends Requester {
  reported(): void;
}

export function reportingOf(circle: CircleId, server: ReportingHost): Reporting {
  return {
    async message(message, reason, statement) {
      await server.ask({ type: "report_message", circle, message, reason, statement });
      server.reported();
    },
    async member(member, reason, statement, inPrivate = false) {
      const about = { type: "report_member", circle, member, reason, statement } as const;
      await server.ask(inPrivate ? { ...about, in_private: true } : about);
      server.reported();
    },
  };
}
