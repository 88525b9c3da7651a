// Our messages that wait for a moderator, and those that a moderator decided not to post.
// The server keeps them, and nobody in the circle sees them, until their author takes them
// back.

import { Refused } from "../net/refused";
import type { CircleId, HeldCursor, HeldView, MessageId } from "../protocol/wire";
import type { Requester } from "./requester";
import type { HeldMessage } from "./contract";
import { Listing } from "./listing.svelte";
import { distinct, readAll } from "./pages";
import type { CrossTabChannel } from "./platform";

export class Held {
  readonly #list: Listing<HeldView>;

  constructor(private readonly host: Requester & { readonly crossTab: CrossTabChannel }) {
    this.#list = new Listing(() => this.#read());
  }

  of(circle: CircleId): readonly HeldMessage[] {
    const inCircle = this.#items.filter((message) => message.circle === circle);
    return inCircle.map((message) => ({
      ...message,
      status: message.not_posted ? "not_posted" : "waits",
    }));
  }

  load(): void {
    this.#list.tryLoad();
  }

  /** A message was sent and answered with `message_held`. */
  add(view: HeldView): void {
    this.#list.items = [...this.#without(view.id), view];
    this.host.crossTab.broadcast("held_changed");
  }

  /** The message has appeared in the log, so it was posted. */
  arrived(id: MessageId): void {
    if (this.#items.some((message) => message.id === id)) this.#list.items = this.#without(id);
  }

  decided(id: MessageId, released: boolean): void {
    this.#list.items = released
      ? this.#without(id)
      : this.#items.map((message) =>
          message.id === id ? { ...message, not_posted: true } : message,
        );
    this.load();
  }

  /** Returns the text once nobody can post it any more, and also where no answer came,
   *  since the server may have deleted it. */
  async takeBack(
    circle: CircleId,
    id: MessageId,
    giveBack: (held: HeldView) => void,
  ): Promise<void> {
    const held = this.#items.find((message) => message.id === id);
    try {
      await this.host.ask({ type: "delete_message", circle, message: id });
    } catch (error) {
      // A moderator may have decided meanwhile.
      this.load();
      if (held && !(error instanceof Refused)) giveBack(held);
      throw error;
    }
    this.#list.items = this.#without(id);
    this.host.crossTab.broadcast("held_changed");
    if (held) giveBack(held);
  }

  /** The server sends the newest page first, and each page oldest message first. */
  async #read(): Promise<HeldView[]> {
    const newestFirst = await readAll(
      async (before: HeldCursor | null) => {
        const page = await this.host.ask({ type: "list_held_messages", before });
        return { items: page.messages.toReversed(), hasMore: page.has_more };
      },
      ({ circle, id: message, not_posted }) => ({ circle, message, not_posted }),
    );
    return distinct(newestFirst, ({ circle, id }) => circle + id).reverse();
  }

  get #items(): readonly HeldView[] {
    return this.#list.items ?? [];
  }

  #without(id: MessageId): HeldView[] {
    return this.#items.filter((message) => message.id !== id);
  }
}
