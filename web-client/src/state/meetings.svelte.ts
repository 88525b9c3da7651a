// Meetings and the calendar feed, fetched from the server each time. Only the reminder
// that a meeting starts soon is kept.

import type { AnswerTo } from "../protocol/answers";
import type { Notice, OccurrenceCursor, Request } from "../protocol/wire";
import type { Meetings } from "./meetings-contract";
import { distinct, readAll } from "./pages";
import type { Requester } from "./requester";

export interface MeetingsHost extends Requester {
  readonly platform: { readonly origin: string };
}

export class OwnMeetings implements Meetings {
  startsSoonAt = $state<number | null>(null);

  constructor(private readonly host: MeetingsHost) {}

  onNotice(notice: Notice): void {
    if (notice.type === "meeting_near") this.startsSoonAt = notice.starts_at;
  }

  list: Meetings["list"] = async (from, days) => {
    const times = await readAll(
      async (after: OccurrenceCursor | null) => {
        const page = await this.host.ask({ type: "list_meetings", from, days, after });
        return { items: page.meetings, hasMore: page.has_more };
      },
      ({ meeting, on }) => ({ meeting, on }),
    );
    return distinct(times, ({ meeting, on }) => `${meeting} ${on}`);
  };

  answerMeeting: Meetings["answerMeeting"] = (meeting, on, answer) =>
    this.#do({ type: "answer_meeting", meeting, on, answer });

  createMeeting: Meetings["createMeeting"] = (meeting) =>
    this.#do({ type: "create_meeting", ...meeting });

  cancelMeeting: Meetings["cancelMeeting"] = (meeting, on) =>
    this.#do({ type: "cancel_meeting", meeting, on });

  createFeed = async () => {
    const { path } = await this.host.ask({ type: "create_calendar_feed" });
    return new URL(path, this.host.platform.origin).href;
  };

  endFeed = () => this.#do({ type: "end_calendar_feed" });

  dismissStartsSoon(): void {
    this.startsSoonAt = null;
  }

  async #do<R extends Request>(request: R): Promise<void> {
    await (this.host.ask(request) as Promise<AnswerTo<R>>);
  }
}
