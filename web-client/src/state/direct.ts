// Requests about private conversations. The state of each conversation comes with the
// welcome.

import type { DirectWith, MessageId, Request } from "../protocol/wire";
import type { Direct } from "./direct-contract";
import type { Requester } from "./requester";

export interface DirectHost extends Requester {
  readonly newId: () => MessageId;
  sayHello(): Promise<void>;
}

export class OwnDirect implements Direct {
  /** The first message whose request has not been answered yet. */
  #unanswered: { what: string; id: MessageId } | null = null;

  constructor(private readonly host: DirectHost) {}

  open: Direct["open"] = async (to, body) => {
    const id = body === null ? null : this.#messageId(to, body);
    const { circle } = await this.host.ask({ type: "request_direct", with: to, id, body });
    this.#unanswered = null;
    await this.host.sayHello();
    return circle;
  };

  preview: Direct["preview"] = async (circle, member) => {
    const preview = await this.host.ask({ type: "preview_direct", circle, member });
    return { terms: preview.terms, newcomerDays: preview.newcomer_days };
  };

  /** The same text to the same person keeps its id until the server has answered, so that
   *  trying again sends it once. */
  #messageId(to: DirectWith, body: string): MessageId {
    const what = JSON.stringify([to, body]);
    if (this.#unanswered?.what !== what) this.#unanswered = { what, id: this.host.newId() };
    return this.#unanswered.id;
  }

  accept: Direct["accept"] = (circle) => this.#changeDirect({ type: "accept_direct", circle });

  decline: Direct["decline"] = (circle) => this.#changeDirect({ type: "decline_direct", circle });

  block: Direct["block"] = (circle, member) =>
    this.#changeDirect({ type: "block_member", circle, member });

  blocks = async () => (await this.host.ask({ type: "list_blocks" })).blocks;

  unblockMember: Direct["unblockMember"] = async (block) => {
    await this.host.ask({ type: "unblock_member", block });
  };

  /** The welcome that follows brings the conversation's new state. */
  async #changeDirect(request: Request): Promise<void> {
    await this.host.ask(request);
    await this.host.sayHello();
  }
}
