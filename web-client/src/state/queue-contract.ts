// The part of the contract that is about deciding: what waits for those who decide,
// and what was decided. The same promises hold as in contract.ts.

import type {
  AppealOutcome,
  AppealView,
  CaseResolution,
  CaseView,
  CircleId,
  Concern,
  DecidedCase,
  DecisionId,
  MemberId,
  OpenedAppeal,
  OpenedCase,
  OpenedProposal,
  ProposalView,
  RosterEntry,
  Undone,
} from "../protocol/wire";

/** Somebody by whatever the reader may know of them. */
export type KnownPerson = Pick<RosterEntry, "label" | "alias" | "invited_at">;

/** What waits for those who decide. Every decision reads the queue again before it
 *  resolves or rejects. */
export interface Queue {
  /** Whether this person ever has something to decide. */
  readonly decides: boolean;
  /** The gravest first. Null until read, as the others. */
  readonly cases: readonly CaseView[] | null;
  readonly hasMore: boolean;
  readonly appeals: readonly AppealView[] | null;
  readonly proposals: readonly ProposalView[] | null;
  readonly count: number;
  /** Counts the news, so that an open list of decided cases reads again. */
  readonly news: number;
  circleName(id: CircleId): string;
  /** By the alias in own circles, elsewhere as the centre knows people. */
  personOf(circle: CircleId, member: MemberId): KnownPerson | null;
  load(): Promise<void>;
  more(): Promise<void>;
  /** Learns the names of everyone in the queue, and in these circles. */
  meet(decided?: readonly CircleId[]): Promise<void>;
  /** The words of a case that waits, or of one that was decided. Where a part of them
   *  was read and there is more, that part with more. */
  openCase(id: CaseView["id"], read: OpenedCase | null): Promise<OpenedCase>;
  claim(id: CaseView["id"]): Promise<void>;
  /** To everyone who may decide, where `to` is null. */
  handOver(id: CaseView["id"], to: MemberId | null): Promise<void>;
  close(id: CaseView["id"], resolution: CaseResolution, reason: Concern): Promise<void>;
  /** The newest decision first; those before that one where it is given. */
  decided(before: DecisionId | null): Promise<{ decided: DecidedCase[]; hasMore: boolean }>;
  /** The case is open again, and ours. */
  undo(decision: DecisionId): Promise<Undone>;
  openAppeal(id: AppealView["id"], read: OpenedAppeal | null): Promise<OpenedAppeal>;
  decideAppeal(id: AppealView["id"], outcome: AppealOutcome): Promise<void>;
  openProposal(id: ProposalView["id"], read: OpenedProposal | null): Promise<OpenedProposal>;
  decideProposal(id: ProposalView["id"], agree: boolean): Promise<void>;
}
