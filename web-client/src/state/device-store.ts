// What is kept on the device: drafts and unsent messages until the server has
// them, and the end of each circle's timeline so that a start on a dead network
// shows something. Says what is kept, not how.

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
export type RememberedMe = Omit<Me, "account"> & Partial<Pick<Me, "account">>;

export interface AccountRecord {
  me: RememberedMe;
  epoch: Epoch | null;
  /** False after a session ended by itself: words wait for their author. */
  signedIn: boolean;
  /** Signed up here, or joined this circle, and not shown in yet. Missing where an older
   *  client kept it. */
  newcomer?: true | CircleId;
}

export interface CircleRecord {
  id: CircleId;
  name: string;
  /** Missing where an older client kept it. */
  direct?: DirectView | null;
  role: Role;
  me: MemberId;
  closed: boolean;
  joinedSeq: Seq;
  /** Everything up to here is in `messages` or older than them. */
  cursor: Seq;
  readSeq: Seq;
  unread: number;
  unreadMentions: number;
  members: MemberView[];
  messages: MessageView[];
  hasOlder: boolean;
  /** Joined on this device, and not welcomed yet. Missing where an older client kept it. */
  newHere?: boolean;
  /** What we have hidden for ourselves. Missing where an older client kept it. */
  hidden?: MessageId[];
}

export interface DraftRecord {
  circle: CircleId;
  text: string;
  replyingTo: MessageView | null;
  editing: MessageView | null;
  /** The new words for it. Missing where an older client kept it. */
  wording?: string;
}

export interface UnsentRecord {
  id: MessageId;
  circle: CircleId;
  /** Who wrote it; never sent under another face. */
  author: MemberId;
  body: string;
  replyTo: MessageId | null;
  mentions: MemberId[];
  /** Missing where an older client kept it. */
  contentNote?: ContentNote | null;
  /** The same. */
  win?: boolean;
  daily?: boolean;
  writtenAt: number;
  refusal: Refusal | null;
}

/** Made, and not at the server yet. */
export interface CheckInRecord extends CheckInView {
  /** The centre is told of the wish for a call. Missing where an older client kept it. */
  tellCentre?: boolean;
  refusal: Refusal | null;
}

/** Keeps a copy of what it is given, and rejects where it could not. */
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
  /** Whether the longest message that can be written would be kept, beyond this page. */
  canKeep(): Promise<boolean>;
}

/** For what may fail without harm: a cache that could not be written costs a
 *  longer catching-up at the next start, nothing else. What a person typed is
 *  written by `PendingWrites`, so that a failure is seen. */
export function inBackground(write: Promise<void>): void {
  write.catch(() => {});
}

/** A draft that answers and corrects nothing. */
export function bareDraft(circle: CircleId, text: string): DraftRecord {
  return { circle, text, replyingTo: null, editing: null };
}
