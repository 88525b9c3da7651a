// The daily thread and the wins of one circle: ordinary messages with a flag. Keeps only
// the flags of the next message.

import type { CircleId, LocalDate, Seq } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Threads } from "./threads-contract";

export class OwnThreads implements Threads {
  win = $state(false);
  daily = $state(false);

  constructor(
    private readonly circle: CircleId,
    private readonly server: Requester,
  ) {}

  /** Returns the flags for the message that is sent now, and resets them. */
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
