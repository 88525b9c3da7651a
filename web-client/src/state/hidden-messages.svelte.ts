// Messages of others that we have hidden for ourselves in one circle, on every device.
// Nobody else is told.

import type { CircleId, MessageId } from "../protocol/wire";
import type { Requester } from "./requester";
import type { Hidden } from "./contract";

export class HiddenMessages implements Hidden {
  #ids = $state.raw<ReadonlySet<MessageId>>(new Set());
  /** Shown again on this page. */
  #shown = $state.raw<ReadonlySet<MessageId>>(new Set());

  constructor(
    private readonly circle: CircleId,
    private readonly host: Pick<Requester, "ask"> & { saveSoon(): void },
  ) {}

  get ids(): readonly MessageId[] {
    return [...this.#ids];
  }

  has(id: MessageId): boolean {
    return this.#ids.has(id);
  }

  wasShown(id: MessageId): boolean {
    return this.#shown.has(id) && !this.#ids.has(id);
  }

  /** Takes the list from the server or from the device. */
  replace(ids: readonly MessageId[]): void {
    this.#ids = new Set(ids);
  }

  /** The message was hidden or shown again, here or on another device. */
  changed(id: MessageId, hidden: boolean): void {
    const others = this.ids.filter((other) => other !== id);
    this.#ids = new Set(hidden ? [...others, id] : others);
    this.host.saveSoon();
  }

  async hide(message: MessageId): Promise<void> {
    await this.host.ask({ type: "hide_message", circle: this.circle, message });
    this.changed(message, true);
  }

  async show(message: MessageId): Promise<void> {
    await this.host.ask({ type: "unhide_message", circle: this.circle, message });
    this.#shown = new Set([...this.#shown, message]);
    this.changed(message, false);
  }
}
