// Recounts the unread messages where an event concerned a message that is not loaded, so
// that it is unknown whether it was among them. Fetches the page after the read marker;
// the counts of the next welcome replace the result.

import type { CircleId, MessageView, Seq } from "../protocol/wire";
import { limits } from "../protocol/wire";
import type { Requester } from "./requester";
import type { MessageWindow } from "./message-window";
import type { ReadMarker } from "./read-marker.svelte";

/** An event may arrive while a page is loading; then the page is loaded again. */
const maxTries = 3;

export interface RecountHost {
  readonly id: CircleId;
  readonly cursor: Seq;
  readonly loaded: MessageWindow;
  readonly marker: ReadMarker;
}

export class UnreadRecount {
  #running = false;
  #stale = false;

  constructor(
    private readonly host: RecountHost,
    private readonly server: Requester,
  ) {}

  /** Several calls cause one recount. Does nothing where nothing is unread. */
  schedule(): void {
    this.#stale = true;
    if (this.#running || this.host.marker.unread === 0) return;
    this.#running = true;
    // Without a connection the next welcome brings the counts.
    void this.#run()
      .catch(() => {})
      .finally(() => (this.#running = false));
  }

  async #run(): Promise<void> {
    for (let tries = 0; tries < maxTries && this.#stale; tries += 1) {
      this.#stale = false;
      const { id, marker } = this.host;
      const after = marker.seq;
      const page = await this.server.ask({
        type: "fetch_history",
        circle: id,
        from: { type: "after", seq: after },
        limit: limits.pageMessages,
      });
      if (page.head_seq !== this.host.cursor || after !== marker.seq) this.#stale = true;
      else marker.recount([...page.messages, ...this.#beyond(page.messages, page.has_newer)]);
    }
  }

  #beyond(messages: readonly MessageView[], hasNewer: boolean): readonly MessageView[] {
    const last = messages.at(-1)?.seq;
    if (!hasNewer || last === undefined) return [];
    return this.host.loaded.messages.filter(({ seq }) => seq > last);
  }
}
