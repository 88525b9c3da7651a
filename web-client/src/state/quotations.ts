// Messages that others of a circle answer, where the timeline does not hold them:
// asked for once, and again after something has happened to them.

import { Refused } from "../net/refused";
import type { CircleId, MessageId, MessageView } from "../protocol/wire";
import type { Asking } from "./asking";

export class Quotations {
  readonly #known = new Map<MessageId, MessageView>();
  /** Asked for, and nothing has happened to them since. */
  readonly #asked = new Set<MessageId>();

  constructor(
    private readonly circle: CircleId,
    private readonly server: Asking,
    private readonly find: (id: MessageId) => MessageView | null,
  ) {}

  /** Null where it can't be seen: it is older than our joining. */
  async get(id: MessageId): Promise<MessageView | null> {
    const here = this.find(id) ?? this.#known.get(id);
    if (here) return here;
    try {
      const request = { type: "fetch_message", circle: this.circle, message: id } as const;
      this.#asked.add(id);
      const { message } = await this.server.ask(request);
      // Changed or taken back while it was on its way.
      if (!this.#asked.delete(id)) return await this.get(id);
      this.#known.set(id, message);
      return message;
    } catch (error) {
      if (error instanceof Refused && error.code === "not_found") return null;
      throw error;
    }
  }

  outdated(id: MessageId): void {
    this.#known.delete(id);
    this.#asked.delete(id);
  }

  forget(): void {
    this.#known.clear();
    this.#asked.clear();
  }
}
