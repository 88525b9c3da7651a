// Messages that others answer and that are not on the timeline: asked for once, and
// forgotten as soon as something happens to them.

import { Refused } from "../net/refused";
import type { CircleId, MessageId, MessageView } from "../protocol/wire";
import type { Requester } from "./requester";

export class Quotations {
  readonly #kept = new Map<MessageId, MessageView>();
  /** Asked for, and nothing has happened to them since. */
  readonly #asked = new Set<MessageId>();

  constructor(
    private readonly circle: CircleId,
    private readonly server: Pick<Requester, "ask">,
    /** The message where it is on the timeline. */
    private readonly here: (id: MessageId) => MessageView | null,
  ) {}

  /** Null where we may not see it. */
  async find(id: MessageId): Promise<MessageView | null> {
    const known = this.here(id) ?? this.#kept.get(id);
    if (known) return known;
    try {
      const request = { type: "fetch_message", circle: this.circle, message: id } as const;
      this.#asked.add(id);
      const { message } = await this.server.ask(request);
      // Changed or taken back while it was on its way.
      if (!this.#asked.delete(id)) return await this.find(id);
      this.#kept.set(id, message);
      return message;
    } catch (error) {
      if (error instanceof Refused && error.code === "not_found") return null;
      throw error;
    }
  }

  /** Its words are gone, or have changed. */
  outdated(id: MessageId): void {
    this.#kept.delete(id);
    this.#asked.delete(id);
  }

  /** After a gap that may hold for any of them. */
  forget(): void {
    this.#kept.clear();
    this.#asked.clear();
  }
}
