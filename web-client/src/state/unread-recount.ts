// Counts again what is unread, where something happened to messages that are not
// loaded and it can't be known whether they were among the unread ones. Asks for the
// page after the read marker; the counts of the next welcome stand above all.

import type { CircleId, MessageView, Seq } from "../protocol/wire";
import { limits } from "../protocol/wire";
import type { Requester } from "./requester";
import type { MessageWindow } from "./message-window";
import type { ReadMarker } from "./read-marker.svelte";

/** Events may be on their way while a page is read; then it is read again. */
const mostTries = 3;

export interface RecountHost {
  readonly id: CircleId;
  readonly cursor: Seq;
  readonly loaded: MessageWindow;
  readonly marker: ReadMarker;
}

export class UnreadRecount {
  #running = false;
  #again = false;

  constructor(
    private readonly host: RecountHost,
    private readonly server: Requester,
  ) {}

  /** Several wishes at once are one. Nothing is counted where nothing is unread. */
  soon(): void {
    this.#again = true;
    if (this.#running || this.host.marker.unread === 0) return;
    this.#running = true;
    // Without a connection the next welcome brings the counts.
    void this.#run()
      .catch(() => {})
      .finally(() => (this.#running = false));
  }

  async #run(): Promise<void> {
    for (let tries = 0; tries < mostTries && this.#again; tries += 1) {
      this.#again = false;
      const { id, marker } = this.host;
      const after = marker.seq;
      const page = await this.server.ask({
        type: "fetch_history",
        circle: id,
        from: { type: "after", seq: after },
        limit: limits.pageMessages,
      });
      if (page.head_seq !== this.host.cursor || after !== marker.seq) this.#again = true;
      else marker.recount([...page.messages, ...this.#beyond(page.messages, page.has_newer)]);
    }
  }

  #beyond(messages: readonly MessageView[], hasNewer: boolean): readonly MessageView[] {
    const last = messages.at(-1)?.seq;
    if (!hasNewer || last === undefined) return [];
    return this.host.loaded.messages.filter(({ seq }) => seq > last);
  }
}
