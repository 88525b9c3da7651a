// The coordinator's side of mentoring, of the rota and of the help card. The same promises
// hold as in contract.ts.

import type {
  CentrePairing,
  HandOver,
  HelpCard,
  MemberId,
  MentorEntry,
  MentorId,
  NoContactOutcome,
  NoContactView,
  OnCallId,
  PairingId,
  Rank,
  ShiftId,
  Timestamp,
  WeekCounts,
} from "../protocol/wire";

/** What coordinators do so that everybody has a mentor and help is answered. */
export interface Office {
  /** Counts changes, so that an open screen reads again. */
  readonly news: number;
  mentors(): Promise<MentorEntry[]>;
  addMentor(member: MemberId): Promise<void>;
  removeMentor(mentor: MentorId): Promise<void>;
  pairings(): Promise<{ pairings: CentrePairing[]; toHandOver: HandOver[] }>;
  proposePairing(mentor: MentorId, mentee: MemberId, overCaseload: boolean): Promise<void>;
  withdrawPairing(pairing: PairingId): Promise<void>;
  noContacts(): Promise<NoContactView[]>;
  closeNoContact(id: NoContactView["id"], outcome: NoContactOutcome): Promise<void>;
  /** Null adds ourselves. */
  addOnCall(member: MemberId | null): Promise<void>;
  removeOnCall(person: OnCallId): Promise<void>;
  addShift(person: OnCallId, rank: Rank, from: Timestamp, to: Timestamp): Promise<void>;
  removeShift(shift: ShiftId): Promise<void>;
  helpCard(): Promise<HelpCard>;
  changeHelpCard(card: HelpCard): Promise<void>;
  /** Oldest first. */
  counts(): Promise<WeekCounts[]>;
}
