// What the views may see and do about private conversations. The same promises hold as in
// contract.ts.

import type { BlockView, CircleId, DirectTerms, DirectWith, MemberId } from "../protocol/wire";

export interface Direct {
  /** `body` is the first message, where the other has to accept. Resolves once the
   *  conversation is among our circles. */
  open(to: DirectWith, body: string | null): Promise<CircleId>;
  /** Whether and how we may write to this member, before we do. */
  preview(circle: CircleId, member: MemberId): Promise<DirectPreview>;
  accept(circle: CircleId): Promise<void>;
  /** The other is told nothing. */
  decline(circle: CircleId): Promise<void>;
  block(circle: CircleId, member: MemberId): Promise<void>;
  blocks(): Promise<BlockView[]>;
  unblock(id: BlockView["id"]): Promise<void>;
}

/** Depends on our own account alone: it tells nothing about the other. */
export interface DirectPreview {
  terms: DirectTerms;
  /** For so many days, newcomers may write only to their mentor and to moderators. */
  newcomerDays: number;
}
