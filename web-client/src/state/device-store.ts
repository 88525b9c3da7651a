// What is stored on the device: drafts and unsent messages until the server has them, and
// the newest messages of each circle, so that a start without a network shows something.
// Says what is stored, not how.

import type {
  CheckInView,
  CircleId,
  ContentNote,
  Epoch,
  DirectView,
  Me,
  MemberId,
  MemberView,
  MessageId,
  MessageView,
  Refusal,
  Role,
  Seq,
} from "../protocol/wire";

/** Older clients kept no account id; the next welcome brings it. */
export type StoredAccount = Omit<Me, "account"> & Partial<Pick<Me, "account">>;

export interface AccountRecord {
  me: StoredAccount;
  epoch: Epoch | null;
  /** False after the session ended: drafts wait for their author to sign in again. */
  signedIn: boolean;
  /** Signed up (true) or joined this circle on this device, and has not seen its welcome
   *  yet. Missing in records of older clients. */
  newcomer?: true | CircleId;
}

export interface CircleRecord {
  id: CircleId;
  name: string;
  /** Missing in records of older clients. */
  direct?: DirectView | null;
  role: Role;
  me: MemberId;
  closed: boolean;
  joinedSeq: Seq;
  /** Every event up to here is applied to `messages`. */
  cursor: Seq;
  readSeq: Seq;
  unread: number;
  unreadMentions: number;
  members: MemberView[];
  messages: MessageView[];
  hasOlder: boolean;
  /** Joined on this device, and the welcome is still shown. Missing in older records. */
  newHere?: boolean;
  /** Messages that we have hidden for ourselves. Missing in older records. */
  hidden?: MessageId[];
}

export interface DraftRecord {
  circle: CircleId;
  text: string;
  replyingTo: MessageView | null;
  editing: MessageView | null;
  /** The new text of `editing`. Missing in older records. */
  wording?: string;
}

export interface UnsentRecord {
  id: MessageId;
  circle: CircleId;
  /** Who wrote it; never sent under another membership. */
  author: MemberId;
  body: string;
  replyTo: MessageId | null;
  mentions: MemberId[];
  /** Missing in records of older clients. */
  contentNote?: ContentNote | null;
  /** The same. */
  win?: boolean;
  daily?: boolean;
  writtenAt: number;
  refusal: Refusal | null;
}

/** A check-in that is not at the server yet. */
export interface CheckInRecord extends CheckInView {
  /** Tell the centre of the request for a call. Missing in older records. */
  tellCentre?: boolean;
  refusal: Refusal | null;
}

/** Stores a copy of what it is given, and rejects where it can't. */
export interface DeviceStore {
  account(): Promise<AccountRecord | null>;
  saveAccount(account: AccountRecord): Promise<void>;
  circles(): Promise<CircleRecord[]>;
  saveCircle(circle: CircleRecord): Promise<void>;
  forgetCircle(id: CircleId): Promise<void>;
  forgetAllCircles(): Promise<void>;
  drafts(): Promise<DraftRecord[]>;
  saveDraft(draft: DraftRecord): Promise<void>;
  forgetDraft(circle: CircleId): Promise<void>;
  /** In the order in which they were written. */
  unsent(): Promise<UnsentRecord[]>;
  /** On disk when it resolves; the circle's draft becomes the message. */
  queueUnsent(unsent: UnsentRecord): Promise<void>;
  saveUnsent(unsent: UnsentRecord): Promise<void>;
  forgetUnsent(id: MessageId): Promise<void>;
  /** In the order in which they were made. */
  checkIns(): Promise<CheckInRecord[]>;
  /** On disk when it resolves. */
  saveCheckIn(checkIn: CheckInRecord): Promise<void>;
  forgetCheckIn(id: CheckInView["id"]): Promise<void>;
  wipe(): Promise<void>;
  /** Whether the longest possible message could be stored beyond the life of this page. */
  canStore(): Promise<boolean>;
}

/** For writes that may fail without harm: where a cache is not written, the next start
 *  only fetches more. What a person typed is written by `PendingWrites`, so that a failure
 *  is noticed. */
export function inBackground(write: Promise<void>): void {
  write.catch(() => {});
}

/** A draft that is neither a reply nor an edit. */
export function bareDraft(circle: CircleId, text: string): DraftRecord {
  return { circle, text, replyingTo: null, editing: null };
}
