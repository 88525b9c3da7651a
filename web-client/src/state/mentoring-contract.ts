// What the views can read and do for a mentor. The rules of contract.ts hold here too.

import type {
  Means,
  MenteeCard,
  MenteeView,
  OutreachOutcome,
  PairingId,
  Timestamp,
} from "../protocol/wire";

export interface Mentoring {
  /** We are a mentor, so we have a board. */
  readonly mentor: boolean;
  /** In the server's order: whoever needs us most comes first. Null until loaded. */
  readonly board: readonly MenteeCard[] | null;
  loadBoard(): Promise<void>;
  /** The mentees who would like a call; shown on every screen. */
  readonly wantCall: readonly MenteeCard[];
  /** Counts changes of the board, so that an open screen loads again. */
  readonly boardChanges: number;
  mentee(pairing: PairingId, before: Timestamp | null): Promise<MenteeView>;
  logOutreach(pairing: PairingId, means: Means, outcome: OutreachOutcome): Promise<void>;
  setNextContact(pairing: PairingId, at: Timestamp | null): Promise<void>;
  endPairing(pairing: PairingId): Promise<void>;
  /** The centre finds other mentors for all our mentees. */
  stopMentoring(): Promise<void>;
}
