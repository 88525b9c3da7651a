// Quoted messages that are not on the timeline: fetched once, and dropped as soon as they
// change.

import { Refused } from "../net/refused";
import type { CircleId, MessageId, MessageView } from "../protocol/wire";
import type { Requester } from "./requester";

export class Quotations {
  readonly #kept = new Map<MessageId, MessageView>();
  /** Being fetched, and not changed since. */
  readonly #asked = new Set<MessageId>();

  constructor(
    private readonly circle: CircleId,
    private readonly server: Pick<Requester, "ask">,
    /** The message where it is on the timeline. */
    private readonly loaded: (id: MessageId) => MessageView | null,
  ) {}

  /** Null where we may not see it. */
  async find(id: MessageId): Promise<MessageView | null> {
    const known = this.loaded(id) ?? this.#kept.get(id);
    if (known) return known;
    try {
      const request = { type: "fetch_message", circle: this.circle, message: id } as const;
      this.#asked.add(id);
      const { message } = await this.server.ask(request);
      // It was changed or deleted while it was being fetched.
      if (!this.#asked.delete(id)) return await this.find(id);
      this.#kept.set(id, message);
      return message;
    } catch (error) {
      if (error instanceof Refused && error.code === "not_found") return null;
      throw error;
    }
  }

  /** The message was changed or deleted. */
  outdated(id: MessageId): void {
    this.#kept.delete(id);
    this.#asked.delete(id);
  }

  /** After a gap any of them may have changed. */
  forget(): void {
    this.#kept.clear();
    this.#asked.clear();
  }
}
