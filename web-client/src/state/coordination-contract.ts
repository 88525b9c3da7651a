// What coordinators can read and do about mentors, pairings, the rota and the help card.
// The rules of contract.ts hold here too.

import type {
  CentrePairing,
  CircleId,
  UnassignedMentee,
  HelpCard,
  MemberId,
  MentorEntry,
  MentorId,
  NoContactOutcome,
  NoContactView,
  OnCallId,
  PairingId,
  Rank,
  RecoveryLinkId,
  RecoveryLinkView,
  ShiftId,
  Timestamp,
  WeekCounts,
} from "../protocol/wire";

/** Care coordination: everybody has a mentor, and every request for help is answered. */
export interface Coordination {
  /** Counts changes, so that an open screen loads again. */
  readonly changes: number;
  mentors(): Promise<MentorEntry[]>;
  addMentor(member: MemberId): Promise<void>;
  removeMentor(mentor: MentorId): Promise<void>;
  pairings(): Promise<{ pairings: CentrePairing[]; unassigned: UnassignedMentee[] }>;
  proposePairing(mentor: MentorId, mentee: MemberId, overCaseload: boolean): Promise<void>;
  withdrawPairing(pairing: PairingId): Promise<void>;
  noContacts(): Promise<NoContactView[]>;
  closeNoContact(id: NoContactView["id"], outcome: NoContactOutcome): Promise<void>;
  /** Null adds the coordinator who asks. */
  addOnCall(member: MemberId | null): Promise<void>;
  removeOnCall(person: OnCallId): Promise<void>;
  addShift(person: OnCallId, rank: Rank, from: Timestamp, to: Timestamp): Promise<void>;
  removeShift(shift: ShiftId): Promise<void>;
  /** For a member who forgot their passphrase. Returns the whole link, shown once. */
  createRecoveryLink(circle: CircleId, member: MemberId): Promise<CreatedRecoveryLink>;
  withdrawRecoveryLink(link: RecoveryLinkId): Promise<void>;
  /** Those with which something is left to do, newest first. */
  recoveryLinks(): Promise<RecoveryLinkView[]>;
  /** The right person came back: everything opens. Not by whoever made the link. */
  confirmRecovery(link: RecoveryLinkId): Promise<void>;
  helpCard(): Promise<HelpCard>;
  changeHelpCard(card: HelpCard): Promise<void>;
  /** Oldest first. */
  counts(): Promise<WeekCounts[]>;
}

export interface CreatedRecoveryLink {
  link: string;
  expiresAt: Timestamp;
}
