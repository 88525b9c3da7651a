// Own messages that wait for a moderator: stored by the server, seen by nobody in
// the circle. Their words are never lost: one that is not posted stays here until
// its author takes the words back.

import type { CircleId, HeldView, MessageId } from "../protocol/wire";
import type { Asking } from "./asking";
import type { HeldMessage } from "./contract";
import { Listing } from "./listing.svelte";
import type { Neighbours } from "./surroundings";

export class Held {
  readonly #waiting: Listing<HeldView>;
  /** A moderator decided not to post these. */
  #notPosted = $state.raw<readonly HeldView[]>([]);

  constructor(private readonly host: Asking & { readonly neighbours: Neighbours }) {
    this.#waiting = new Listing(async () => (await host.ask({ type: "list_held" })).messages);
  }

  of(circle: CircleId): readonly HeldMessage[] {
    const here = (all: readonly HeldView[], posted: "waits" | "not_posted"): HeldMessage[] =>
      all.filter((one) => one.circle === circle).map((one) => ({ ...one, standing: posted }));
    return [...here(this.#notPosted, "not_posted"), ...here(this.#items, "waits")];
  }

  load(): void {
    this.#waiting.loadLater();
  }

  /** Sent just now, and answered with "it waits". */
  add(view: HeldView): void {
    this.#drop(view.id);
    this.#waiting.items = [...this.#items, view];
    this.host.neighbours.tell("held_changed");
  }

  /** The log holds it: it was posted. */
  arrived(id: MessageId): void {
    if (this.#items.some((one) => one.id === id)) this.#drop(id);
  }

  decided(id: MessageId, released: boolean): void {
    const held = this.#items.find((one) => one.id === id);
    this.#drop(id);
    if (held && !released) this.#notPosted = [...this.#notPosted, held];
    this.load();
  }

  /** Its words, once nobody can post it any more. */
  async takeBack(circle: CircleId, id: MessageId): Promise<HeldView | null> {
    const notPosted = this.#notPosted.find((one) => one.id === id);
    const held = notPosted ?? this.#items.find((one) => one.id === id) ?? null;
    if (!notPosted) {
      try {
        await this.host.ask({ type: "delete_message", circle, message: id });
      } catch (error) {
        // Decided meanwhile, perhaps.
        this.load();
        throw error;
      }
    }
    this.#drop(id);
    this.host.neighbours.tell("held_changed");
    return held;
  }

  get #items(): readonly HeldView[] {
    return this.#waiting.items ?? [];
  }

  #drop(id: MessageId): void {
    this.#notPosted = this.#notPosted.filter((one) => one.id !== id);
    this.#waiting.items = this.#items.filter((one) => one.id !== id);
  }
}
