// The part of the contract that is about walking beside somebody: the mentor's
// board, pages and the rota, private lines, meetings, and the centre's side of it.
// The same promises hold as in contract.ts.

import type {
  BlockView,
  CentrePairing,
  Chips,
  CircleId,
  CreateMeeting,
  DirectTerms,
  HandOver,
  HelpCard,
  HelpId,
  LineWith,
  LocalDate,
  Means,
  MeetingAnswer,
  MeetingId,
  MemberId,
  MenteeCard,
  MenteeView,
  MentorEntry,
  MentorId,
  MessageView,
  NoContactOutcome,
  NoContactView,
  Occurrence,
  OnCallId,
  OutreachOutcome,
  Page,
  PairingId,
  Rank,
  Rota,
  ShiftId,
  Timestamp,
  WeekCounts,
} from "../protocol/wire";

/** Everything but the centre's side. Lists are null until asked for. */
export interface Company {
  /** We have a board. */
  readonly mentor: boolean;
  /** We take shifts on call. */
  readonly onCall: boolean;
  /** Somebody's cry for help may come to us. */
  readonly mayBePaged: boolean;
  /** How the centre wants milestones to look. */
  readonly chips: Chips;

  /** In the order of the server: who needs us first stands first. */
  readonly board: readonly MenteeCard[] | null;
  loadBoard(): Promise<void>;
  /** Those on it who would like a call, known on every screen. */
  readonly wantCall: readonly MenteeCard[];
  /** Counts the news of the board, so that an open page reads again. */
  readonly boardNews: number;
  mentee(pairing: PairingId, before: Timestamp | null): Promise<MenteeView>;
  logOutreach(pairing: PairingId, means: Means, outcome: OutreachOutcome): Promise<void>;
  agreeContact(pairing: PairingId, at: Timestamp | null): Promise<void>;
  endPairing(pairing: PairingId): Promise<void>;
  /** The centre finds others for all our mentees. */
  stepBack(): Promise<void>;

  readonly pages: readonly Page[] | null;
  loadPages(): Promise<void>;
  /** Those that nobody has answered. */
  readonly waiting: readonly Page[];
  /** One that waited for us when somebody else answered. */
  readonly taken: Page | null;
  takenSeen(): void;
  /** What we are replying to in this private conversation, while it has not ended. */
  answering(line: CircleId): Page | null;
  /** Answers with the private line of the two. */
  acknowledge(help: HelpId): Promise<CircleId>;

  readonly rotaNews: number;
  rota(from: Timestamp, to: Timestamp): Promise<Rota>;
  handOverShift(shift: ShiftId, to: OnCallId): Promise<void>;

  /** With the first words, where it is a request. Answers once we stand in it. */
  openLine(to: LineWith, body: string | null): Promise<CircleId>;
  /** What holds where we would write to this member, before we do. */
  previewDirect(circle: CircleId, member: MemberId): Promise<DirectPreview>;
  /** Written to a member and not sent yet, while the page is open. */
  unsentTo(member: MemberId): string;
  keepUnsentTo(member: MemberId, words: string): void;
  acceptLine(line: CircleId): Promise<void>;
  /** The other is told nothing. */
  declineLine(line: CircleId): Promise<void>;
  block(circle: CircleId, member: MemberId): Promise<void>;
  blocks(): Promise<BlockView[]>;
  unblock(id: BlockView["id"]): Promise<void>;

  meetings(from: LocalDate, days: number): Promise<Occurrence[]>;
  answerMeeting(meeting: MeetingId, on: LocalDate, answer: MeetingAnswer): Promise<void>;
  createMeeting(meeting: CreateMeeting): Promise<void>;
  /** One of them, or all where `on` is null. */
  cancelMeeting(meeting: MeetingId, on: LocalDate | null): Promise<void>;
  /** The whole address, shown once; one that was there before ends. */
  createFeed(): Promise<string>;
  endFeed(): Promise<void>;
  /** When something that we said we come to begins. */
  readonly nearAt: Timestamp | null;
  nearSeen(): void;
}

/** By our own time and doing alone: it tells nothing of the other. */
export interface DirectPreview {
  terms: DirectTerms;
  /** For so many days one writes to one's mentor and moderators alone. */
  newcomerDays: number;
}

/** Marks of the next message, and what carries such a mark. */
export interface Threads {
  win: boolean;
  daily: boolean;
  /** The thread of a day, oldest first; null for today. */
  day(on: LocalDate | null, after: number | null): Promise<DayThread>;
  /** Newest first. */
  wins(before: number | null): Promise<{ messages: MessageView[]; hasMore: boolean }>;
}

export interface DayThread {
  on: LocalDate;
  messages: MessageView[];
  hasMore: boolean;
}

/** What coordinators do so that somebody walks beside everybody. */
export interface Office {
  /** Counts the news, so that an open page reads again. */
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
