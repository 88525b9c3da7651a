// Own messages that wait for a moderator, and those that one decided not to post: kept
// by the server, seen by nobody in the circle, until their author takes the words back.

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
    const here = this.#items.filter((one) => one.circle === circle);
    return here.map((one) => ({ ...one, standing: one.not_posted ? "not_posted" : "waits" }));
  }

  load(): void {
    this.#list.loadLater();
  }

  /** Sent just now, and answered with "it waits". */
  add(view: HeldView): void {
    this.#list.items = [...this.#without(view.id), view];
    this.host.crossTab.broadcast("held_changed");
  }

  /** The log holds it: it was posted. */
  arrived(id: MessageId): void {
    if (this.#items.some((one) => one.id === id)) this.#list.items = this.#without(id);
  }

  decided(id: MessageId, released: boolean): void {
    this.#list.items = released
      ? this.#without(id)
      : this.#items.map((one) => (one.id === id ? { ...one, not_posted: true } : one));
    this.load();
  }

  /** Gives its words back once nobody can post it any more, and also where no answer
   *  came: by then the server may have dropped them. */
  async takeBack(
    circle: CircleId,
    id: MessageId,
    giveBack: (held: HeldView) => void,
  ): Promise<void> {
    const held = this.#items.find((one) => one.id === id);
    try {
      await this.host.ask({ type: "delete_message", circle, message: id });
    } catch (error) {
      // Decided meanwhile, perhaps.
      this.load();
      if (held && !(error instanceof Refused)) giveBack(held);
      throw error;
    }
    this.#list.items = this.#without(id);
    this.host.crossTab.broadcast("held_changed");
    if (held) giveBack(held);
  }

  /** The newest page comes first, and each begins with the oldest of its messages. */
  async #read(): Promise<HeldView[]> {
    const newestFirst = await readAll(
      async (before: HeldCursor | null) => {
        const page = await this.host.ask({ type: "list_held", before });
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
    return this.#items.filter((one) => one.id !== id);
  }
}
