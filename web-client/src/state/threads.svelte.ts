// The daily thread and the wins of one circle: marks on ordinary messages. Keeps
// only how the next one is to be marked.

import type { CircleId, LocalDate, Seq } from "../protocol/wire";
import type { Asking } from "./asking";
import type { Threads } from "./company-contract";

export class OwnThreads implements Threads {
  win = $state(false);
  daily = $state(false);

  constructor(
    private readonly circle: CircleId,
    private readonly server: Asking,
  ) {}

  /** For the message that is sent now; the one after it is an ordinary one. */
  take(): { win: boolean; daily: boolean } {
    const { win, daily } = this;
    this.win = this.daily = false;
    return { win, daily };
  }

  async day(on: LocalDate | null, after: Seq | null) {
    const { circle } = this;
    const page = await this.server.ask({ type: "fetch_daily", circle, on, after });
    return { on: page.on, messages: page.messages, hasMore: page.has_more };
  }

  async wins(before: Seq | null) {
    const page = await this.server.ask({ type: "list_wins", circle: this.circle, before });
    return { messages: page.messages, hasMore: page.has_more };
  }
}
