// What the views may see and do as a mentor. The same promises hold as in contract.ts.

import type {
  Means,
  MenteeCard,
  MenteeView,
  OutreachOutcome,
  PairingId,
  Timestamp,
} from "../protocol/wire";

export interface Mentoring {
  /** We have a board. */
  readonly mentor: boolean;
  /** In the order of the server: who needs us first comes first. Null until asked for. */
  readonly board: readonly MenteeCard[] | null;
  loadBoard(): Promise<void>;
  /** Those on it who would like a call; shown on every screen. */
  readonly wantCall: readonly MenteeCard[];
  /** Counts changes of the board, so that an open screen reads it again. */
  readonly boardNews: number;
  mentee(pairing: PairingId, before: Timestamp | null): Promise<MenteeView>;
  logOutreach(pairing: PairingId, means: Means, outcome: OutreachOutcome): Promise<void>;
  agreeContact(pairing: PairingId, at: Timestamp | null): Promise<void>;
  endPairing(pairing: PairingId): Promise<void>;
  /** The centre finds other mentors for all our mentees. */
  stepBack(): Promise<void>;
}
