// What the views may see and do: the only interface between views and state. Every
// property is live (Svelte runes behind it); every action resolves once the
// server has answered, or rejects with a `Refusal` that is shown as it is.
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
  Concern,
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
import type { Account, SecurityNoticeList } from "./account-contract";
import type { Care, Help } from "./care-contract";
import type { Requester } from "./requester";
import type { CentreHost } from "./centre";
import type { Direct } from "./direct-contract";
import type { Meetings } from "./meetings-contract";
import type { Mentoring } from "./mentoring-contract";
import type { Office } from "./office-contract";
import type { OnCall } from "./on-call-contract";
import type { Threads } from "./threads-contract";
import type { Queue } from "./queue-contract";

export type { Queue };

export interface App {
  /** `starting` until the first answer to "who am I", or the device's memory of it. */
  readonly phase: "starting" | "signed_out" | "signed_in";
  /** Without an account id until the first welcome of a client that kept none. */
  readonly me: (Pick<Me, "alias" | "coordinator"> & Partial<Pick<Me, "account">>) | null;
  readonly connection: ConnectionState;
  /** Own circles, by name. */
  readonly circles: readonly Circle[];
  /** Whether the server has told of them on this page; else there may be more. */
  readonly circlesKnown: boolean;
  /** Null when it is no circle of ours (any more). */
  circle(id: CircleId): Circle | null;
  /** False where this browser saves nothing, or nothing more: what is written then
   *  lasts as long as the page does. */
  readonly keepsWords: boolean;
  /** Something of whoever signed out is still on this device; it is tried again. */
  readonly uncleared: boolean;
  /** Messages and check-ins on this device that no server has acknowledged yet. */
  readonly unsentCount: number;
  /** Whoever is, or was last, signed in on this page: another object for another
   *  person, by which to keep in memory what is theirs. */
  readonly person: object;

  previewInvite(token: string): Promise<InvitePreview>;
  signUp(form: {
    token: string;
    alias: string;
    sign_in_name: string;
    passphrase: string;
  }): Promise<void>;
  /** After signing up or joining: the circle that the invite was for, once the server
   *  has told of it; null where there is none. */
  firstCircle(): Promise<CircleId | null>;
  joinCircle(token: string, alias: Alias | null): Promise<CircleId | null>;
  signIn(signInName: string, passphrase: string): Promise<void>;
  /** Ends the session and wipes what this device kept. */
  signOut(): Promise<void>;
  readonly account: Account;
  /** Null while nobody is signed in. */
  readonly securityNotices: SecurityNoticeList | null;
  /** In all own circles, or in one; `before` only with a circle. */
  search(
    query: string,
    circle: CircleId | null,
    before: Seq | null,
  ): Promise<{ found: Found[]; hasMore: boolean }>;
  /** Skips the wait before the next attempt to connect. */
  reconnectNow(): void;
  /** Where this page gave way to others of the same account: one of them does now. */
  takeOver(): void;
  /** What the coordinator's requests are made with. */
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
  /** Always there, signed in or not, with a network or without. */
  readonly helpCard: HelpCard;
  /** Null while nobody is signed in. */
  readonly left: Left | null;
  /** Null while nobody is signed in. */
  readonly ownModeration: OwnModeration | null;
  /** What we are to be told, once: another object each time, also for the same again. */
  readonly news: { readonly what: News } | null;
  /** What we wrote sounds like a crisis: the help card is offered. */
  readonly helpOffered: boolean;
  newsSeen(): void;
  /** A report went out from a screen that is gone by now. */
  reportSent(): void;
  helpSeen(): void;
}

/** Lists are null until asked for. */
export interface OwnModeration {
  /** What we reported, newest first. */
  readonly reports: readonly OwnReport[] | null;
  loadReports(): Promise<void>;
  /** Moderation actions that concern us, in every circle, newest first. */
  readonly actions: readonly OwnAction[] | null;
  loadActions(): Promise<void>;
  /** Somebody other than whoever acted reviews it. */
  appeal(action: OwnAction["id"], statement: string | null): Promise<void>;
}

export type News =
  "report_sent" | "report_handled" | "about_you" | "not_posted" | "security_notice";

export type ConnectionState =
  | { kind: "connecting" }
  | { kind: "online" }
  /** The device itself says that it has no network. */
  | { kind: "offline" }
  | { kind: "waiting"; retryAt: number }
  /** The server answers, but no socket comes about: something in between, most
   *  likely, lets no live connection through. Tried again all the same. */
  | { kind: "blocked" }
  /** Open in more places than one account may be; this one gave way. */
  | { kind: "gave_way" }
  /** Connected, and the server can't store anything just now. */
  | { kind: "server_trouble" };

export interface Circle {
  readonly id: CircleId;
  readonly name: string;
  readonly role: Role;
  readonly me: MemberId;
  readonly closed: boolean;
  /** We have joined on this device, and have neither written nor closed the welcome. */
  newHere: boolean;
  /** Where this is a private conversation; its name is the other's alias. */
  readonly direct: DirectView | null;
  readonly unread: number;
  readonly unreadMentions: number;
  /** For the list of circles: the newest message that this device has seen. */
  readonly latest: MessageView | null;
  /** Everyone who is or was here. Empty until `opened`. */
  readonly members: readonly MemberView[];
  /** False where there may be more members than this device knows of. */
  readonly membersKnown: boolean;
  member(id: MemberId): MemberView | null;
  readonly timeline: Timeline;
  readonly pins: readonly MessageView[];
  /** False where there may be more pins than this device knows of. */
  readonly pinsKnown: boolean;
  /** Until when we can't post here, by this device's clock; null where we can. */
  readonly mutedUntil: number | null;
  /** The least time between two of our messages; 0 for none. */
  readonly slowModeSeconds: number;
  /** What we have hidden for ourselves. */
  readonly hidden: Hidden;
  /** A copy of a message, with the edit, deletion or mute that was heard of since. */
  asItIs(copy: MessageView): MessageView;
  /** Own messages that the circle does not see (yet), oldest first. */
  readonly held: readonly HeldMessage[];

  /** The composer's text, kept on the device with every change. */
  draft: string;
  /** The device has refused to keep what is typed here. It is asked again. */
  readonly draftUnsaved: boolean;
  /** The same for a message that is not sent yet. */
  unsaved(id: MessageId): boolean;
  replyingTo: MessageView | null;
  /** Set, it begins with the words as they are; unset, those are thrown away. */
  editing: MessageView | null;
  /** The new words for `editing`, kept on the device with every change. */
  wording: string;

  /** Called by the view when this circle is on the screen: loads what is missing. */
  opened(): Promise<void>;
  /** Queues the draft on the device, clears it, and sends as soon as it can.
   *  Throws a `Refusal` (nothing lost) where the text breaks a rule. */
  send(): Promise<void>;
  /** Like `send`, for words that are not the draft; that one stays. */
  sendAsNew(body: string): Promise<void>;
  retry(id: MessageId): void;
  /** Takes a message that was not accepted back into the composer. */
  takeBack(id: MessageId): void;
  /** The same for one that waits for a moderator. */
  takeBackHeld(id: MessageId): Promise<void>;
  edit(id: MessageId, body: string): Promise<void>;
  remove(id: MessageId): Promise<void>;
  react(id: MessageId, reaction: Reaction): Promise<void>;
  unreact(id: MessageId, reaction: Reaction): Promise<void>;
  pin(id: MessageId): Promise<void>;
  unpin(id: MessageId): Promise<void>;
  /** The quoted message, from what is loaded or from the server; null when it
   *  can't be seen (older than our joining). */
  quoted(id: MessageId): Promise<MessageView | null>;
  /** Moves the own read marker; ignored when it would move back. */
  markRead(seq: Seq): void;
  leave(): Promise<void>;
  setNote(id: MessageId, note: ContentNote | null): Promise<void>;
  readonly reporting: Reporting;
  readonly threads: Threads;
  /** What is asked of it by a moderator: `moderationOf`. */
  readonly server: Requester;
}

/** Messages of others that one looks away from, on every device. */
export interface Hidden {
  has(id: MessageId): boolean;
  /** It was hidden, and is shown again on this page. */
  wasShown(id: MessageId): boolean;
  hide(id: MessageId): Promise<void>;
  show(id: MessageId): Promise<void>;
}

/** Telling the moderators. Nobody is told who did. */
export interface Reporting {
  message(id: MessageId, concern: Concern, statement: string | null): Promise<void>;
  /** `inPrivate`: about our private conversation; the centre decides about it. */
  member(
    id: MemberId,
    concern: Concern,
    statement: string | null,
    inPrivate?: boolean,
  ): Promise<void>;
}

/** What we have left in the last 30 days: what we received there we can still report. */
export interface Left {
  list(): Promise<LeftView[]>;
  /** Of the others, oldest first; `before` a place, or the last ones. */
  messages(
    circle: CircleId,
    before: Seq | null,
  ): Promise<{ messages: LeftMessage[]; hasMore: boolean }>;
  reporting(circle: CircleId): Reporting;
}

/** A message of ours that a moderator is to look at, or has decided not to post. */
export interface HeldMessage extends HeldView {
  readonly standing: "waits" | "not_posted";
}

/** What a moderator does; everyone else is refused. */
export interface Moderation {
  muteMessages(ids: readonly MessageId[], reason: Concern): Promise<void>;
  unmute(id: MessageId): Promise<void>;
  /** The words of a muted message, for this once. */
  reveal(id: MessageId): Promise<MessageView>;
  muteMember(id: MemberId, duration: MuteDuration, reason: Concern): Promise<void>;
  /** Their messages of the last day as well. */
  muteEverything(id: MemberId, duration: MuteDuration, reason: Concern): Promise<void>;
  liftMute(id: MemberId): Promise<void>;
  setSlowMode(seconds: number): Promise<void>;
  actions(): Promise<ActionView[]>;
  /** Takes a second person to agree. */
  propose(id: MemberId, action: ProposedAction, reason: Concern): Promise<void>;
}

export interface Timeline {
  /** In order; unsent ones last. */
  readonly items: readonly TimelineItem[];
  readonly loading: boolean;
  /** The server is here to ask, so that what is missing comes. */
  readonly online: boolean;
  readonly hasOlder: boolean;
  /** True after a jump back: newer messages exist that are not loaded. */
  readonly hasNewer: boolean;
  /** Where "new since you were here" is drawn: the first unread message when the
   *  circle was opened; does not move while it stays open. */
  readonly firstUnreadSeq: Seq | null;
  /** A place that was jumped to; the view scrolls there and sets it to null. */
  focus: Seq | null;
  loadOlder(): Promise<void>;
  loadNewer(): Promise<void>;
  jumpToNewest(): Promise<void>;
  jumpToFirstUnread(): Promise<void>;
  jumpTo(seq: Seq): Promise<void>;
  /** Local midnight of the day meant, in milliseconds. */
  jumpToDate(at: number): Promise<void>;
}

export type TimelineItem =
  | { kind: "message"; key: string; message: MessageView }
  | { kind: "unsent"; key: string; unsent: Unsent }
  /** "Jo joined" where it happened; "Jo left" only while it happens. */
  | { kind: "note"; key: string; at: number; text: NoteText };

export type NoteText =
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
    /** With the time, by this device's clock, where only a bound holds it back. */
    | { kind: "waiting"; heldBack?: { by: "slow_mode" | "daily_limit"; until: number } }
    | { kind: "sending" }
    /** Refused for good; the words stay until they are taken back or discarded. */
    | { kind: "refused"; refusal: Refusal };
}

export interface MadeInvite {
  id: InviteView["id"];
  link: string;
  expiresAt: number;
}

/** The coordinator's side. Every list is fetched anew when asked for. */
export interface Centre {
  readonly office: Office;
  circles(): Promise<CentreCircle[]>;
  createCircle(name: string, memberLimit: number | null): Promise<CircleId>;
  renameCircle(id: CircleId, name: string): Promise<void>;
  resizeCircle(id: CircleId, memberLimit: number): Promise<void>;
  closeCircle(id: CircleId): Promise<void>;
  roster(id: CircleId): Promise<RosterEntry[]>;
  changeRole(id: CircleId, member: MemberId, role: Role): Promise<void>;
  removeMember(id: CircleId, member: MemberId): Promise<void>;
  invites(): Promise<InviteView[]>;
  /** The whole link, shown once. */
  createInvite(invite: {
    role: InviteRole;
    circle: CircleId | null;
    label: string | null;
    /** For a member: who is proposed as their mentor. */
    mentor?: MentorId | null;
    graduated_on?: LocalDate | null;
  }): Promise<MadeInvite>;
  withdrawInvite(id: InviteView["id"]): Promise<void>;
  /** Nobody can sign in to the member's account until it is restored. */
  suspend(id: CircleId, member: MemberId, reason: Concern): Promise<void>;
  restore(id: CircleId, member: MemberId): Promise<void>;
  overdue(): Promise<OverdueView[]>;
  settings(): Promise<CentreSettings>;
  /** How full the server's database is; null where it does not say. */
  storage(): Promise<StorageView | null>;
  changeSettings(settings: CentreSettings): Promise<void>;
  /** What was done in a role, newest first. */
  audit(which: {
    before: number | null;
    action: AuditAction | null;
    circle: CircleId | null;
  }): Promise<{ entries: AuditEntry[]; hasMore: boolean }>;
}
