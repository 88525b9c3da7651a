// What the views can read and do about private conversations. The rules of contract.ts
// hold here too.

import type { BlockView, CircleId, DirectTerms, DirectWith, MemberId } from "../protocol/wire";

export interface Direct {
  /** `body` is the first message, where the other person has to accept. Resolves once the
   *  conversation is among our circles. */
  open(to: DirectWith, body: string | null): Promise<CircleId>;
  /** Whether and how we may write to this member. */
  preview(circle: CircleId, member: MemberId): Promise<DirectPreview>;
  accept(circle: CircleId): Promise<void>;
  /** The other person is not told. */
  decline(circle: CircleId): Promise<void>;
  block(circle: CircleId, member: MemberId): Promise<void>;
  blocks(): Promise<BlockView[]>;
  unblockMember(id: BlockView["id"]): Promise<void>;
}

/** Depends on our own account alone: it tells nothing about the other. */
export interface DirectPreview {
  terms: DirectTerms;
  /** For this many days, newcomers may write only to their mentor and to moderators. */
  newcomerDays: number;
}
