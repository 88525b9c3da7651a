// What the views can read and do: the only interface between views and state. Every
// property is live (Svelte runes are behind it). Every action resolves once the server
// has answered, or rejects with a `Refusal` whose message is shown as it is.
//
// Views import this and the wire types, never sockets or storage.

import type {
  ActionView,
  Alias,
  AuditAction,
  AuditEntry,
  CentreCircle,
  CentreSettings,
  CircleId,
  Reason,
  ContentNote,
  Found,
  HeldView,
  HelpCard,
  InvitePreview,
  InviteRole,
  InviteView,
  Me,
  LeftMessage,
  LeftView,
  DirectView,
  LocalDate,
  ProposedAction,
  MemberId,
  MemberView,
  MentorId,
  MessageId,
  MessageView,
  MuteDuration,
  OverdueView,
  StorageView,
  OwnAction,
  OwnReport,
  Reaction,
  Refusal,
  Role,
  RosterEntry,
  Seq,
} from "../protocol/wire";
import type { Account, SecurityNoticeList, WayBack } from "./account-contract";
import type { Care, Help } from "./care-contract";
import type { Requester } from "./requester";
import type { CentreHost } from "./centre";
import type { Direct } from "./direct-contract";
import type { Meetings } from "./meetings-contract";
import type { Mentoring } from "./mentoring-contract";
import type { Coordination } from "./coordination-contract";
import type { OnCall } from "./on-call-contract";
import type { Threads } from "./threads-contract";
import type { Queue } from "./queue-contract";

export type { Queue };

export interface App {
  /** `starting` until it is known, from the device or the server, who is signed in. */
  readonly phase: "starting" | "signed_out" | "signed_in";
  /** The account id is missing until the first welcome where an older client kept none. */
  readonly me: (Pick<Me, "alias" | "coordinator"> & Partial<Pick<Me, "account">>) | null;
  readonly connection: ConnectionState;
  /** Our circles, by name. */
  readonly circles: readonly Circle[];
  /** Whether the server has sent them on this page; until then there may be more. */
  readonly circlesKnown: boolean;
  /** Null where we are not a member (any more). */
  circle(id: CircleId): Circle | null;
  /** False where this browser can't store anything, or nothing more: what is written then
   *  is lost when the page is closed. */
  readonly canSave: boolean;
  /** Data of somebody who signed out is still on this device; removing it is retried. */
  readonly uncleared: boolean;
  /** Messages and check-ins on this device that no server has acknowledged yet. */
  readonly unsentCount: number;
  /** Identifies whoever is, or was last, signed in on this page. A new object for each
   *  person, for use as the key of what a view keeps in memory for them. */
  readonly person: object;

  previewInvite(token: string): Promise<InvitePreview>;
  signUp(form: {
    token: string;
    alias: string;
    sign_in_name: string;
    passphrase: string;
  }): Promise<void>;
  /** After signing up or joining: the circle of the invite, once the server has sent it;
   *  null where there is none. */
  firstCircle(): Promise<CircleId | null>;
  joinCircle(token: string, alias: Alias | null): Promise<CircleId | null>;
  signIn(signInName: string, passphrase: string): Promise<void>;
  /** Ends the session and removes everything stored on this device. */
  signOut(): Promise<void>;
  readonly account: Account;
  readonly wayBack: WayBack;
  /** Null while nobody is signed in. */
  readonly securityNotices: SecurityNoticeList | null;
  /** Searches one circle, or all of ours; `before` only with a circle. */
  search(
    query: string,
    circle: CircleId | null,
    before: Seq | null,
  ): Promise<{ found: Found[]; hasMore: boolean }>;
  /** Skips the wait before the next attempt to connect. */
  reconnectNow(): void;
  /** After this page was replaced by others of the same account: displaces one of them. */
  takeOver(): void;
  /** Passed to `createCentre`, for the coordinator's requests. */
  readonly centreHost: CentreHost;
  /** Null while nobody is signed in. */
  readonly queue: Queue | null;
  /** The same. */
  readonly mentoring: Mentoring | null;
  /** The same. */
  readonly onCall: OnCall | null;
  /** The same. */
  readonly direct: Direct | null;
  /** The same. */
  readonly meetings: Meetings | null;
  /** The same. */
  readonly care: Care | null;
  /** The same. */
  readonly help: Help | null;
  /** Always available, signed in or not, with a network or without. */
  readonly helpCard: HelpCard;
  /** Null while nobody is signed in. */
  readonly left: Left | null;
  /** Null while nobody is signed in. */
  readonly ownModeration: OwnModeration | null;
  /** Shown until dismissed. A new object each time, also for the same kind again. */
  readonly toast: { readonly what: ToastKind } | null;
  /** What we wrote sounds like a crisis, so the help card is offered. */
  readonly helpOffered: boolean;
  clearToast(): void;
  /** For a report that was sent from a screen that is closed by now. */
  reportSent(): void;
  helpSeen(): void;
}

/** Lists are null until loaded. */
export interface OwnModeration {
  /** What we reported, newest first. */
  readonly reports: readonly OwnReport[] | null;
  loadReports(): Promise<void>;
  /** Moderation actions against us, in every circle, newest first. */
  readonly actions: readonly OwnAction[] | null;
  loadActions(): Promise<void>;
  /** Somebody other than the moderator who took the action reviews it. */
  appeal(action: OwnAction["id"], statement: string | null): Promise<void>;
}

export type ToastKind =
  "report_sent" | "report_handled" | "about_you" | "not_posted" | "security_notice";

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "online" }
  /** The device reports that it has no network. */
  | { kind: "offline" }
  | { kind: "waiting"; retryAt: number }
  /** The server answers over HTTP, but no socket can be opened: most likely a proxy in
   *  between blocks it. It is retried all the same. */
  | { kind: "blocked" }
  /** The account is open in too many places, and this page was replaced. */
  | { kind: "replaced" }
  /** Connected, but the server can't store anything at the moment. */
  | { kind: "server_trouble" };

export interface Circle {
  readonly id: CircleId;
  readonly name: string;
  readonly role: Role;
  readonly me: MemberId;
  readonly closed: boolean;
  /** We joined on this device, and have neither written nor closed the welcome. */
  newHere: boolean;
  /** Set for a private conversation, whose name is the other person's alias. */
  readonly direct: DirectView | null;
  readonly unread: number;
  readonly unreadMentions: number;
  /** For the list of circles: the newest message on this device. */
  readonly latest: MessageView | null;
  /** Everyone who is or was here. Empty until `opened`. */
  readonly members: readonly MemberView[];
  /** False until the list of members is complete. */
  readonly membersKnown: boolean;
  member(id: MemberId): MemberView | null;
  readonly timeline: Timeline;
  readonly pins: readonly MessageView[];
  /** False until the list of pins is complete. */
  readonly pinsKnown: boolean;
  /** Until when we are muted here, by this device's clock; null where we are not. */
  readonly mutedUntil: number | null;
  /** The minimum time between two of our messages; 0 for none. */
  readonly slowModeSeconds: number;
  /** Messages that we have hidden for ourselves. */
  readonly hidden: Hidden;
  /** The copy of a message with every later edit, deletion or mute applied. */
  refreshed(copy: MessageView): MessageView;
  /** Our messages that wait for a moderator or were not posted, oldest first. */
  readonly held: readonly HeldMessage[];

  /** The composer's text, saved on the device with every change. */
  draft: string;
  /** The device failed to save the draft; saving it is retried. */
  readonly draftUnsaved: boolean;
  /** The same for a message that is not sent yet. */
  unsaved(id: MessageId): boolean;
  replyingTo: MessageView | null;
  /** Setting it starts an edit with the message's text; null discards the edit. */
  editing: MessageView | null;
  /** The new text for `editing`, saved on the device with every change. */
  wording: string;

  /** The view calls this when it shows the circle: loads what is missing. */
  opened(): Promise<void>;
  /** Queues the draft on the device, clears it, and sends it as soon as possible.
   *  Rejects with a `Refusal`, and keeps the draft, where the text breaks a rule. */
  send(): Promise<void>;
  /** Like `send`, for a text that is not the draft; the draft stays. */
  sendAsNew(body: string): Promise<void>;
  retry(id: MessageId): void;
  /** Takes a message that was not accepted back into the composer. */
  takeBack(id: MessageId): void;
  /** The same for a message that waits for a moderator. */
  takeBackHeld(id: MessageId): Promise<void>;
  edit(id: MessageId, body: string): Promise<void>;
  remove(id: MessageId): Promise<void>;
  react(id: MessageId, reaction: Reaction): Promise<void>;
  unreact(id: MessageId, reaction: Reaction): Promise<void>;
  pin(id: MessageId): Promise<void>;
  unpin(id: MessageId): Promise<void>;
  /** The quoted message, from the timeline or from the server; null where we can't see
   *  it (it is older than our membership). */
  quoted(id: MessageId): Promise<MessageView | null>;
  /** Moves our read marker; ignored where that would move it back. */
  markRead(seq: Seq): void;
  leave(): Promise<void>;
  setNote(id: MessageId, note: ContentNote | null): Promise<void>;
  readonly reporting: Reporting;
  readonly threads: Threads;
  /** For moderators' requests, see `moderationOf`. */
  readonly server: Requester;
}

/** Messages of others that we have hidden for ourselves, on every device. */
export interface Hidden {
  has(id: MessageId): boolean;
  /** It was hidden before, and was shown again on this page. */
  wasShown(id: MessageId): boolean;
  hide(id: MessageId): Promise<void>;
  show(id: MessageId): Promise<void>;
}

/** Reporting to the moderators. Nobody is told who reported. */
export interface Reporting {
  message(id: MessageId, reason: Reason, statement: string | null): Promise<void>;
  /** `inPrivate`: about our private conversation; the centre decides on it. */
  member(
    id: MemberId,
    reason: Reason,
    statement: string | null,
    inPrivate?: boolean,
  ): Promise<void>;
}

/** Circles and private conversations that we left in the last 30 days. We can still
 *  report what we received there. */
export interface Left {
  list(): Promise<LeftView[]>;
  /** Messages by others, oldest first; those before `before`, or the newest. */
  messages(
    circle: CircleId,
    before: Seq | null,
  ): Promise<{ messages: LeftMessage[]; hasMore: boolean }>;
  reporting(circle: CircleId): Reporting;
}

/** A message of ours that waits for a moderator, or that one decided not to post. */
export interface HeldMessage extends HeldView {
  readonly status: "waits" | "not_posted";
}

/** Requests of a moderator; the server refuses everybody else. */
export interface Moderation {
  muteMessages(ids: readonly MessageId[], reason: Reason): Promise<void>;
  unmute(id: MessageId): Promise<void>;
  /** The muted message with its text, for this once. */
  reveal(id: MessageId): Promise<MessageView>;
  muteMember(id: MemberId, duration: MuteDuration, reason: Reason): Promise<void>;
  /** Mutes the member, and their messages of the last day. */
  massMute(id: MemberId, duration: MuteDuration, reason: Reason): Promise<void>;
  unmuteMember(id: MemberId): Promise<void>;
  setSlowMode(seconds: number): Promise<void>;
  actions(): Promise<ActionView[]>;
  /** A second person has to agree before it takes effect. */
  propose(id: MemberId, action: ProposedAction, reason: Reason): Promise<void>;
}

export interface Timeline {
  /** In the order of the log, with unsent messages last. */
  readonly items: readonly TimelineItem[];
  readonly loading: boolean;
  /** The server can be asked for what is missing. */
  readonly online: boolean;
  readonly hasOlder: boolean;
  /** True after a jump back, while newer messages exist that are not loaded. */
  readonly hasNewer: boolean;
  /** Where "New since you were here" is drawn: the first message that was unread when the
   *  circle was opened. It does not move while the circle stays open. */
  readonly firstUnreadSeq: Seq | null;
  /** The position of a jump; the view scrolls there and sets it to null. */
  focus: Seq | null;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  jumpToNewest(): Promise<void>;
  jumpToFirstUnread(): Promise<void>;
  jumpTo(seq: Seq): Promise<void>;
  /** `at` is the local midnight of the day, in milliseconds. */
  jumpToDate(at: number): Promise<void>;
}

export type TimelineItem =
  | { kind: "message"; key: string; message: MessageView }
  | { kind: "unsent"; key: string; unsent: Unsent }
  /** "Jo joined" stays in the timeline; "Jo left" is shown only when it happens. */
  | { kind: "system"; key: string; at: number; text: SystemText };

export type SystemText =
  | { what: "joined"; alias: string; member: MemberId }
  | { what: "left" | "removed"; alias: string }
  | { what: "closed" };

/** A message of ours that the server has not acknowledged. */
export interface Unsent {
  readonly id: MessageId;
  readonly body: string;
  readonly replyTo: MessageId | null;
  readonly writtenAt: number;
  readonly state:
    /** `delayedBy` where slow mode or a daily limit delays it, by this device's clock. */
    | { kind: "waiting"; delayedBy?: { by: "slow_mode" | "daily_limit"; until: number } }
    | { kind: "sending" }
    /** Refused for good; it stays until it is taken back or discarded. */
    | { kind: "refused"; refusal: Refusal };
}

export interface CreatedInvite {
  id: InviteView["id"];
  link: string;
  expiresAt: number;
}

/** The coordinator's requests. Every list is fetched anew. */
export interface Centre {
  readonly coordination: Coordination;
  circles(): Promise<CentreCircle[]>;
  createCircle(name: string, memberLimit: number | null): Promise<CircleId>;
  renameCircle(id: CircleId, name: string): Promise<void>;
  resizeCircle(id: CircleId, memberLimit: number): Promise<void>;
  closeCircle(id: CircleId): Promise<void>;
  roster(id: CircleId): Promise<RosterEntry[]>;
  changeRole(id: CircleId, member: MemberId, role: Role): Promise<void>;
  removeMember(id: CircleId, member: MemberId): Promise<void>;
  invites(): Promise<InviteView[]>;
  /** Returns the whole link, which is shown once. */
  createInvite(invite: {
    role: InviteRole;
    circle: CircleId | null;
    label: string | null;
    /** For a member: the mentor to propose to them. */
    mentor?: MentorId | null;
    graduated_on?: LocalDate | null;
  }): Promise<CreatedInvite>;
  withdrawInvite(id: InviteView["id"]): Promise<void>;
  /** Nobody can sign in to the member's account until it is restored. */
  suspend(id: CircleId, member: MemberId, reason: Reason): Promise<void>;
  restore(id: CircleId, member: MemberId): Promise<void>;
  overdue(): Promise<OverdueView[]>;
  settings(): Promise<CentreSettings>;
  /** How full the server's database is, and when it was backed up; null where the server does not say. */
  storage(): Promise<StorageView | null>;
  changeSettings(settings: CentreSettings): Promise<void>;
  /** The audit log, newest first. */
  audit(which: {
    before: number | null;
    action: AuditAction | null;
    circle: CircleId | null;
  }): Promise<{ entries: AuditEntry[]; hasMore: boolean }>;
}
