// What the views can read and do for an alum's own care: check-ins, consents, the recovery
// date, and asking for help. The rules of contract.ts hold here too.

import type {
  AccountRecovery,
  MilestoneStyle,
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
  LapseSharing,
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

/** Nobody else sees any of this, except what the alum lets their mentor see. */
export interface Care {
  /** A way back into our account that somebody at the centre opened. A link in it may have
   *  expired. While something is closed, nothing here is loaded or sent. */
  readonly recovery: AccountRecovery;
  /** A recovery link that was not used yet stops working, and the coordinators are told. */
  stopRecoveryLink(): Promise<void>;
  /** The style in which the centre shows milestones. */
  readonly milestoneStyle: MilestoneStyle;
  /** Null until loaded; loaded again whenever it changes. */
  readonly own: OwnCare | null;
  load(): Promise<void>;
  /** The alum has something to answer: a hello, a milestone, a proposed mentor. */
  readonly waits: boolean;

  readonly checkIns: CheckIns;

  setTimes(zone: Zone | null, checkInAt: LocalTime): Promise<void>;
  /** Replaces both: what is null is erased. */
  setContact(phone: Phone | null, emergency: EmergencyContact | null): Promise<void>;
  give(consent: Consent): Promise<void>;
  /** Also ends access to what was shared earlier. */
  revoke(consent: Consent): Promise<void>;
  /** Pauses follow-ups for this many days; 0 ends the pause. */
  pause(days: number): Promise<void>;

  /** Pairings in which we are the mentor and that are not active yet: proposed to us, or
   *  accepted by us but not by the mentee. */
  readonly mentorRequests: readonly PairingView[];
  acceptPairing(id: PairingId): Promise<void>;
  endPairing(id: PairingId): Promise<void>;

  /** Null removes the date, and the milestones reached with it. */
  setRecovery(recovery: RecoveryDate | null): Promise<void>;
  /** Posts the milestone. True where the message waits for a moderator first. */
  shareMilestone(milestone: Milestone, circle: CircleId, body: string): Promise<boolean>;
  keepPrivate(milestone: Milestone): Promise<void>;

  /** Newest first. Null until loaded. */
  readonly lapses: readonly LapseView[] | null;
  loadLapses(): Promise<void>;
  recordLapse(lapse: NewLapse): Promise<void>;
  deleteLapse(id: LapseId): Promise<void>;
}

export interface NewLapse {
  from: LocalDate;
  to: LocalDate;
  shared_with: LapseSharing;
  date: DateChoice;
}

export interface CheckIns {
  /** Newest first, including those that wait on this device. Null until loaded. */
  readonly items: readonly CheckInView[] | null;
  readonly hasMore: boolean;
  /** When the newest known check-in was made, on this device or elsewhere. */
  readonly latestAt: number | null;
  /** Not at the server yet. */
  readonly waiting: readonly WaitingCheckIn[];
  load(): Promise<void>;
  more(): Promise<void>;
  /** Sent as soon as possible. `unsaved` is true where the device could not store it. */
  add(how: HowItIs | null, wantsCall: boolean): Promise<void>;
  /** The last request for a call made here, until it is taken back. */
  readonly call: CallRequest | null;
  /** Tells the centre's staff of that request, and of nothing else. Stored and sent as a
   *  check-in is. */
  tellCentre(): Promise<void>;
  /** After a mis-tap: removes the request, and keeps the rest of the check-in. */
  withdrawCall(): Promise<void>;
  /** Makes the same request anew, without sharing what was written before a consent. */
  renewCall(): Promise<void>;
  remove(id: CheckInView["id"]): Promise<void>;
  /** The device could not store it; storing it is retried. */
  unsaved(id: CheckInView["id"]): boolean;
}

export interface CallRequest extends CheckInView {
  readonly toldCentre: boolean;
}

export interface WaitingCheckIn extends CheckInView {
  /** Why the server refused it; null otherwise. */
  readonly refusal: Refusal | null;
}

/** Asking somebody for help. No circle is told. */
export interface Help {
  /** Who is available; null until loaded. */
  readonly status: HelpStatus | null;
  /** Our request for help that has not ended. */
  readonly open: HelpView | null;
  load(): Promise<void>;
  /** A note for the request, not sent yet; kept when the help card is closed. */
  words: string;
  /** The server stores the request now, and alerts nobody before `undoUntil`. */
  ask(to: HelpTo, words: string | null): Promise<void>;
  /** Until when the request can be taken back before anybody is alerted, by this device's
   *  clock; null once somebody has been. */
  readonly undoUntil: number | null;
  /** Alerts more people about the same request. */
  addRecipient(to: HelpTo): Promise<void>;
  /** Ends the request ("I'm OK now", or an undo). True where somebody had been alerted. */
  end(): Promise<boolean>;
}
