// What the views may see and do of an alum's own side: how they are, whom they let
// see it, their date, and asking for help. The rest of the interface is contract.ts, and
// the same holds here.

import type {
  Chips,
  CheckInView,
  CircleId,
  Consent,
  DateChoice,
  EmergencyContact,
  HelpStatus,
  HelpTo,
  HelpView,
  HowItIs,
  LapseId,
  LapseTold,
  LapseView,
  LocalDate,
  LocalTime,
  Milestone,
  OwnCare,
  PairingId,
  PairingView,
  Phone,
  RecoveryDate,
  Refusal,
  Zone,
} from "../protocol/wire";

/** Nobody else sees any of it, but a mentor what they were given. */
export interface Care {
  /** How the centre wants milestones to look. */
  readonly chips: Chips;
  /** Null until the server has told; read again whenever it changes. */
  readonly own: OwnCare | null;
  load(): Promise<void>;
  /** Something waits for the alum: a hello, a question, a mentor proposed to them. */
  readonly waits: boolean;

  readonly checkIns: CheckIns;

  setTimes(zone: Zone | null, checkInAt: LocalTime): Promise<void>;
  /** As a whole: what is null is erased. */
  setContact(phone: Phone | null, emergency: EmergencyContact | null): Promise<void>;
  give(consent: Consent): Promise<void>;
  /** What was let be seen before goes with it. */
  revoke(consent: Consent): Promise<void>;
  /** No hello for so many days; 0 ends it. */
  pause(days: number): Promise<void>;

  /** Pairings with us as the mentor that are not active yet: proposed to us, or
   *  accepted by us and not by the other. */
  readonly mentorRequests: readonly PairingView[];
  acceptPairing(id: PairingId): Promise<void>;
  endPairing(id: PairingId): Promise<void>;

  /** Null takes the date away, and what was reached with it. */
  setRecovery(recovery: RecoveryDate | null): Promise<void>;
  /** Posts it; true where it waits for a moderator first. */
  shareMilestone(milestone: Milestone, circle: CircleId, body: string): Promise<boolean>;
  keepPrivate(milestone: Milestone): Promise<void>;

  /** Newest first. Null until asked for. */
  readonly lapses: readonly LapseView[] | null;
  loadLapses(): Promise<void>;
  recordLapse(lapse: NewLapse): Promise<void>;
  deleteLapse(id: LapseId): Promise<void>;
}

export interface NewLapse {
  from: LocalDate;
  to: LocalDate;
  told: LapseTold;
  date: DateChoice;
}

export interface CheckIns {
  /** Newest first, those that wait on this device among them. Null until asked for. */
  readonly items: readonly CheckInView[] | null;
  readonly hasMore: boolean;
  /** When the newest was made that we know of, on this device or elsewhere. */
  readonly latestAt: number | null;
  /** On this device only, so far. */
  readonly waiting: readonly WaitingCheckIn[];
  load(): Promise<void>;
  more(): Promise<void>;
  /** Sent as soon as it can; `unsaved` where the device did not keep it until then. */
  add(how: HowItIs | null, wantsCall: boolean): Promise<void>;
  /** The last wish for a call that was made here, until it is taken back. */
  readonly callWish: CallWish | null;
  /** The centre's staff are told of that wish, and of nothing else; kept and sent as a
   *  check-in is. */
  tellCentre(): Promise<void>;
  /** A mis-tap: the wish is gone, and what was said with it stays. */
  takeBackCall(): Promise<void>;
  /** The same wish, said anew: what was said before it was shared is not shared. */
  renewCall(): Promise<void>;
  remove(id: CheckInView["id"]): Promise<void>;
  /** The device has refused to keep it. It is asked again. */
  unsaved(id: CheckInView["id"]): boolean;
}

export interface CallWish extends CheckInView {
  readonly toldCentre: boolean;
}

export interface WaitingCheckIn extends CheckInView {
  /** Why the server will not have it; null while it may. */
  readonly refusal: Refusal | null;
}

/** Somebody is told, and answers; no circle hears of it. */
export interface Help {
  /** Whom one could tell; null until the server has said. */
  readonly status: HelpStatus | null;
  /** What was asked for and has not ended. */
  readonly open: HelpView | null;
  load(): Promise<void>;
  /** Written to go with it and not sent yet; closing the card doesn't take it. */
  words: string;
  /** Kept by the server from now on; nobody is told before `undoUntil`. */
  ask(to: HelpTo, words: string | null): Promise<void>;
  /** Until when what was asked can be taken back unheard, by this device's clock;
   *  null where somebody has been told. */
  readonly undoUntil: number | null;
  /** More people are told of the same request. */
  addRecipient(to: HelpTo): Promise<void>;
  /** "I'm OK now", or taking it back: true where somebody had been told. */
  end(): Promise<boolean>;
}
