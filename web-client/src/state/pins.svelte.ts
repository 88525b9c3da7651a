// The pinned messages of a circle, newest pin first. Complete once loaded from the server;
// events keep it up to date from then on.

import type { CircleId, MemberId, MessageView, MessageId, EventPayload } from "../protocol/wire";
import type { Requester } from "./requester";
import { afterEvent } from "./message-window";
import { distinct, readAll } from "./pages";

export class Pins {
  #list = $state.raw<readonly MessageView[]>([]);
  complete = $state(false);
  /** Events received while the list was loading, which it may lack. */
  #meanwhile: Parameters<Pins["apply"]>[] | null = null;

  constructor(
    private readonly circle: CircleId,
    private readonly server: Requester,
    private readonly find: (id: MessageId) => MessageView | null,
  ) {}

  get list(): readonly MessageView[] {
    return this.#list;
  }

  async load(): Promise<void> {
    const meanwhile: Parameters<Pins["apply"]>[] = (this.#meanwhile = []);
    try {
      const messages = await this.#read();
      // The list was reset or requested again meanwhile: this answer is outdated.
      if (this.#meanwhile !== meanwhile) return;
      this.#list = messages;
      this.complete = true;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
    for (const event of meanwhile) this.apply(...event);
  }

  async #read(): Promise<MessageView[]> {
    const pins = await readAll(
      async (after: MessageId | null) => {
        const page = await this.server.ask({ type: "list_pins", circle: this.circle, after });
        return { items: page.messages, hasMore: page.has_more };
      },
      ({ id }) => id,
    );
    return distinct(pins, ({ id }) => id);
  }

  /** After a gap: the old list is shown until it is loaded again. */
  forget(): void {
    this.complete = false;
    this.#meanwhile = null;
  }

  apply(what: EventPayload, by: MemberId | null, me: MemberId): void {
    this.#meanwhile?.push([what, by, me]);
    switch (what.type) {
      case "message_pinned":
        this.#pinned(what.message);
        return;
      case "message_unpinned":
      case "message_deleted":
      case "message_muted":
        this.#list = this.#list.filter((message) => message.id !== what.message);
        return;
      case "message_edited":
      case "reaction_added":
      case "reaction_removed":
      case "content_note_changed":
      case "under_review_changed":
        this.#list = this.#list.map((message) =>
          message.id === what.message ? afterEvent(message, what, by, me) : message,
        );
        return;
      case "message_unmuted":
        // Only the server knows its position among the pins.
        if (what.message.pinned) this.#loadAgain();
        return;
      default:
    }
  }

  #pinned(id: MessageId): void {
    if (this.#list.some((message) => message.id === id)) return;
    const message = this.find(id);
    if (message) this.#list = [message, ...this.#list];
    // The message is older than those that are loaded: fetch the whole list.
    else this.#loadAgain();
  }

  #loadAgain(): void {
    const asks = this.complete && this.server.online;
    this.complete = false;
    if (asks) this.load().catch(() => {});
  }
}
