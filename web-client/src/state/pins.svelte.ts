// The pinned messages of a circle, the newest pin first. Complete once the server
// was asked; kept up to date by events from then on.

import type { CircleId, MemberId, MessageView, MessageId, EventPayload } from "../protocol/wire";
import type { Requester } from "./requester";
import { afterEvent } from "./message-window";
import { distinct, readAll } from "./pages";

export class Pins {
  #list = $state.raw<readonly MessageView[]>([]);
  complete = $state(false);
  /** What happened while the list was on its way: it may lack that. */
  #meanwhile: Parameters<Pins["take"]>[] | null = null;

  constructor(
    private readonly circle: CircleId,
    private readonly server: Requester,
    private readonly find: (id: MessageId) => MessageView | null,
  ) {}

  get list(): readonly MessageView[] {
    return this.#list;
  }

  async load(): Promise<void> {
    const meanwhile: Parameters<Pins["take"]>[] = (this.#meanwhile = []);
    try {
      const messages = await this.#read();
      // Forgotten on the way, or asked for once more: this one is out of date.
      if (this.#meanwhile !== meanwhile) return;
      this.#list = messages;
      this.complete = true;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
    for (const heard of meanwhile) this.take(...heard);
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

  /** After a gap; what is known serves until the server is asked again. */
  forget(): void {
    this.complete = false;
    this.#meanwhile = null;
  }

  take(what: EventPayload, by: MemberId | null, me: MemberId): void {
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
        // Its place among the pins is the server's to say.
        if (what.message.pinned) this.#loadAgain();
        return;
      default:
    }
  }

  #pinned(id: MessageId): void {
    if (this.#list.some((message) => message.id === id)) return;
    const message = this.find(id);
    if (message) this.#list = [message, ...this.#list];
    // An older message than any that is loaded: the server has the whole list.
    else this.#loadAgain();
  }

  #loadAgain(): void {
    const asks = this.complete && this.server.online;
    this.complete = false;
    if (asks) this.load().catch(() => {});
  }
}
