// What a member can do to a posted message, as requests to the server. Keeps nothing: the
// results come as events.

import type { CircleId, ContentNote, MessageId, Reaction } from "../protocol/wire";
import type { Requester } from "./requester";

export class MessageActions {
  constructor(
    private readonly circle: CircleId,
    readonly server: Requester,
  ) {}

  async remove(message: MessageId): Promise<void> {
    await this.server.ask({ type: "delete_message", circle: this.circle, message });
  }

  async react(message: MessageId, reaction: Reaction): Promise<void> {
    await this.server.ask({ type: "add_reaction", circle: this.circle, message, reaction });
  }

  async unreact(message: MessageId, reaction: Reaction): Promise<void> {
    await this.server.ask({ type: "remove_reaction", circle: this.circle, message, reaction });
  }

  async pin(message: MessageId): Promise<void> {
    await this.server.ask({ type: "pin_message", circle: this.circle, message });
  }

  async unpin(message: MessageId): Promise<void> {
    await this.server.ask({ type: "unpin_message", circle: this.circle, message });
  }

  async setNote(message: MessageId, note: ContentNote | null): Promise<void> {
    await this.server.ask({ type: "set_content_note", circle: this.circle, message, note });
  }
}
