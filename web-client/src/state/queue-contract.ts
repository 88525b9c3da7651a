// What the views can read and do about the review queue, and about decided cases. The rules
// of contract.ts hold here too.

import type {
  AppealOutcome,
  AppealView,
  CaseResolution,
  CaseView,
  CircleId,
  Reason,
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

/** A person by what the viewer is allowed to know of them. */
export type KnownPerson = Pick<RosterEntry, "label" | "alias" | "invited_at">;

/** The review queue. Every decision reloads it before it resolves or rejects. */
export interface Queue {
  /** Whether we are a moderator or a coordinator, and so decide cases. */
  readonly decides: boolean;
  /** The most serious first. Null until loaded, as are the other lists. */
  readonly cases: readonly CaseView[] | null;
  readonly hasMore: boolean;
  readonly appeals: readonly AppealView[] | null;
  readonly proposals: readonly ProposalView[] | null;
  readonly count: number;
  /** Counts changes, so that an open list of decided cases loads again. */
  readonly changes: number;
  circleName(id: CircleId): string;
  /** By their alias in our circles, elsewhere as the centre knows them. */
  personOf(circle: CircleId, member: MemberId): KnownPerson | null;
  load(): Promise<void>;
  more(): Promise<void>;
  /** Loads the names of everybody in the queue, and in these circles. */
  loadNames(decided?: readonly CircleId[]): Promise<void>;
  /** The messages and reports of an open or a decided case. With `read`, what was read
   *  before and the next page. */
  fetchCase(id: CaseView["id"], read: OpenedCase | null): Promise<OpenedCase>;
  claim(id: CaseView["id"]): Promise<void>;
  /** Where `to` is null, hands the case to everybody who may decide it. */
  handOver(id: CaseView["id"], to: MemberId | null): Promise<void>;
  close(id: CaseView["id"], resolution: CaseResolution, reason: Reason): Promise<void>;
  /** Newest decision first; only those before `before`, where it is given. */
  decided(before: DecisionId | null): Promise<{ decided: DecidedCase[]; hasMore: boolean }>;
  /** Reopens the case and assigns it to us. */
  undo(decision: DecisionId): Promise<Undone>;
  fetchAppeal(id: AppealView["id"], read: OpenedAppeal | null): Promise<OpenedAppeal>;
  decideAppeal(id: AppealView["id"], outcome: AppealOutcome): Promise<void>;
  fetchProposal(id: ProposalView["id"], read: OpenedProposal | null): Promise<OpenedProposal>;
  decideProposal(id: ProposalView["id"], agree: boolean): Promise<void>;
}
