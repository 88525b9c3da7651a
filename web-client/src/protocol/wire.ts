// The wire format, generated from protocol/ by `make generate`. Never edited by hand.

export type AccountId = string;

export type CircleId = string;

export type MemberId = string;

export type MessageId = string;

export type InviteId = string;

export type SessionId = string;

export type ActId = string;

export type ReportId = string;

export type CaseId = string;

export type AppealId = string;

export type ProposalId = string;

export type Epoch = string;

export type RequestId = number;

export type Seq = number;

export type Timestamp = number;

export type Body = string;

export type Alias = string;

export type CircleName = string;

export type InviteLabel = string;

export type Statement = string;

export type SearchQuery = string;

export type SignInName = string;

export type Passphrase = string;

export type Role = "member" | "moderator";

export type Reaction = "with_you" | "proud_of_you" | "thank_you" | "me_too" | "strength";

export type MemberView = { id: MemberId, alias: Alias, role: Role, 
/**
 * False for someone who left or was removed; their words stay.
 */
present: boolean, };

export type MessageView = { id: MessageId, seq: Seq, author: MemberId, sent_at: Timestamp, 
/**
 * Null once the message is deleted, and while it is muted.
 */
body: Body | null, 
/**
 * The message this one answers; possibly older than what you may see.
 */
reply_to: MessageId | null, mentions: Array<MemberId>, edited_at: Timestamp | null, deleted: boolean, 
/**
 * Hidden by a moderator: `body` is null for everyone but its author.
 */
muted: boolean, 
/**
 * What the message is folded under.
 */
content_note: ContentNote | null, pinned: boolean, reactions: Array<ReactionView>, };

export type ReactionView = { reaction: Reaction, members: Array<MemberId>, };

export type CircleView = { id: CircleId, name: CircleName, 
/**
 * Your own member id here.
 */
me: MemberId, role: Role, 
/**
 * Your history begins after this place in the log.
 */
joined_seq: Seq, 
/**
 * The newest place in the log.
 */
head_seq: Seq, 
/**
 * Your own read marker; nobody else is told of it.
 */
read_seq: Seq, 
/**
 * Messages of others after your read marker, at most 100.
 */
unread: number, 
/**
 * Those of them that mention you, at most 100.
 */
unread_mentions: number, closed: boolean, 
/**
 * Until when you can't post here.
 */
muted_until: Timestamp | null, 
/**
 * The least time between two of your messages; 0 for none.
 */
slow_mode_seconds: number, catch_up: CatchUp, };

export type CatchUp = { "type": "events", events: Array<CircleEvent>, } | { "type": "gap" };

export type Found = { circle: CircleId, message: MessageView, };

export type CentreCircle = { id: CircleId, name: CircleName, members: number, member_limit: number, closed: boolean, created_at: Timestamp, };

export type RosterEntry = { member: MemberId, label: InviteLabel | null, role: Role, joined_at: Timestamp, 
/**
 * Nobody can sign in to their account for now.
 */
suspended: boolean, };

export type InviteRole = "member" | "moderator" | "coordinator";

export type InviteState = "open" | "used" | "withdrawn" | "expired";

export type InviteView = { id: InviteId, circle: CircleId | null, role: InviteRole, label: InviteLabel | null, created_at: Timestamp, expires_at: Timestamp, state: InviteState, };

export type Concern = "danger" | "predation" | "outing" | "solicitation" | "shaming" | "other";

export type MuteDuration = "one_hour" | "one_day" | "one_week";

export type ContentNote = "substance_use" | "self_harm" | "death_and_loss" | "violence" | "other";

export type ActKind = "message_mute" | "member_mute" | "mass_mute" | "held_back" | "removal";

export type OwnAct = { id: ActId, circle: CircleId, kind: ActKind, reason: Concern, at: Timestamp, 
/**
 * When a mute of the member ends by itself.
 */
until: Timestamp | null, 
/**
 * When it was taken back.
 */
ended_at: Timestamp | null, 
/**
 * The messages it still hides, at most 100.
 */
messages: Array<MessageId>, appeal: OwnAppeal | null, };

export type ActView = { id: ActId, kind: ActKind, subject: MemberId, 
/**
 * Null for an act of the centre.
 */
by: MemberId | null, reason: Concern, at: Timestamp, until: Timestamp | null, ended_at: Timestamp | null, 
/**
 * How many messages it still hides.
 */
messages: number, };

export type AuditAct = "message_muted" | "message_unmuted" | "message_revealed" | "member_muted" | "mute_lifted" | "mass_muted" | "content_note_changed" | "slow_mode_changed" | "member_removed" | "role_changed" | "circle_created" | "circle_renamed" | "circle_resized" | "circle_closed" | "invite_created" | "invite_withdrawn" | "case_opened" | "case_claimed" | "case_handed_over" | "case_dismissed" | "held_released" | "held_back" | "appeal_opened" | "appeal_stands" | "appeal_taken_back" | "measure_proposed" | "measure_agreed" | "measure_declined" | "account_suspended" | "account_restored" | "settings_changed";

export type AuditEntry = { 
/**
 * Contiguous from 1.
 */
number: number, at: Timestamp, act: AuditAct, 
/**
 * Who did it: eight hex digits, the same ones for the same account. Null
 * for what the operator did on the machine itself.
 */
actor: string | null, 
/**
 * The label of the actor's invite to that circle, while the account lasts.
 */
actor_label: InviteLabel | null, circle: CircleId | null, 
/**
 * The id of what it was done to: a message, a member, an invite, a case,
 * an appeal or a proposal.
 */
target: string | null, reason: Concern | null, };

export type Sign = "phone_number" | "payment_handle" | "link" | "price" | "crisis";

export type HeldView = { id: MessageId, circle: CircleId, body: Body, reply_to: MessageId | null, content_note: ContentNote | null, held_at: Timestamp, };

export type CentreSettings = { 
/**
 * Whether a muted member may still add words of support.
 */
muted_may_react: boolean, 
/**
 * For how many days after signing up a message with a sign is held; later
 * it is posted and flagged. 0 to 365.
 */
hold_days: number, 
/**
 * The signs that are looked for, each at most once.
 */
watch_for: Array<Sign>, };

export type OwnReport = { id: ReportId, circle: CircleId, concern: Concern, at: Timestamp, 
/**
 * When somebody had dealt with it; what was done is not said.
 */
handled_at: Timestamp | null, };

export type CaseKind = "reported" | "held" | "flagged";

export type Claim = { 
/**
 * Null for the centre.
 */
by: MemberId | null, 
/**
 * It is you.
 */
mine: boolean, 
/**
 * When it ends by itself.
 */
until: Timestamp, };

export type CaseView = { id: CaseId, circle: CircleId, kind: CaseKind, 
/**
 * The gravest that was named; the queue goes by it.
 */
concern: Concern, 
/**
 * Whom it is about.
 */
subject: MemberId, 
/**
 * The message it is about; null where it is about the person.
 */
message: MessageId | null, signs: Array<Sign>, 
/**
 * How many people reported it.
 */
reports: number, opened_at: Timestamp, 
/**
 * From then on it counts as overdue.
 */
due_at: Timestamp, claim: Claim | null, };

export type Evidence = { message: MessageId, body: Body, sent_at: Timestamp, taken_at: Timestamp, };

export type ReportGiven = { concern: Concern, statement: Statement | null, at: Timestamp, };

export type OpenedCase = { case: CaseView, 
/**
 * Oldest first.
 */
evidence: Array<Evidence>, 
/**
 * Oldest first, at most 100.
 */
reports: Array<ReportGiven>, 
/**
 * What was done about the same person in this circle before, newest first.
 */
acts: Array<ActView>, };

export type CaseAction = { "type": "dismiss" } | { "type": "mute_message" } | { "type": "mute_member", duration: MuteDuration, } | { "type": "mute_everything", duration: MuteDuration, } | { "type": "add_note", note: ContentNote, } | { "type": "propose_removal" } | { "type": "release" } | { "type": "hold_back" };

export type OverdueView = { circle: CircleId, cases: number, appeals: number, };

export type AppealOutcome = "stands" | "taken_back";

export type OwnAppeal = { at: Timestamp, 
/**
 * By when it is to be decided.
 */
due_at: Timestamp, 
/**
 * Null while nobody has decided.
 */
outcome: AppealOutcome | null, };

export type AppealView = { id: AppealId, circle: CircleId, act: ActView, at: Timestamp, due_at: Timestamp, };

export type OpenedAppeal = { appeal: AppealView, statement: Statement | null, 
/**
 * What the act hides, oldest first, at most 100.
 */
messages: Array<Evidence>, };

export type Measure = "removal" | "one_month_mute";

export type ProposalView = { id: ProposalId, circle: CircleId, subject: MemberId, measure: Measure, reason: Concern, by: MemberId, 
/**
 * It is yours: you may withdraw it, not agree to it.
 */
mine: boolean, at: Timestamp, 
/**
 * When it lapses by itself.
 */
until: Timestamp, };

export type Cursor = { circle: CircleId, seq: Seq, };

export type Anchor = { "type": "newest" } | { "type": "before", seq: Seq, } | { "type": "after", seq: Seq, } | { "type": "around", seq: Seq, } | { "type": "date", at: Timestamp, } | { "type": "first_unread" };

export type Hello = { 
/**
 * The epoch of the last `welcome`; null on the first visit.
 */
epoch: Epoch | null, cursors: Array<Cursor>, };

export type Ping = Record<symbol, never>;

export type SendMessage = { id: MessageId, circle: CircleId, body: Body, reply_to: MessageId | null, 
/**
 * Members of the circle whose alias the body mentions, at most 20.
 */
mentions: Array<MemberId>, 
/**
 * Folds the message under a note of the author's own choice.
 */
content_note: ContentNote | null, };

export type EditMessage = { circle: CircleId, message: MessageId, body: Body, mentions: Array<MemberId>, };

export type DeleteMessage = { circle: CircleId, message: MessageId, };

export type AddReaction = { circle: CircleId, message: MessageId, reaction: Reaction, };

export type RemoveReaction = { circle: CircleId, message: MessageId, reaction: Reaction, };

export type PinMessage = { circle: CircleId, message: MessageId, };

export type UnpinMessage = { circle: CircleId, message: MessageId, };

export type MarkRead = { circle: CircleId, seq: Seq, };

export type FetchHistory = { circle: CircleId, from: Anchor, 
/**
 * 1 to 100.
 */
limit: number, };

export type FetchMessage = { circle: CircleId, message: MessageId, };

export type ListPins = { circle: CircleId, };

export type ListMembers = { circle: CircleId, };

export type Search = { query: SearchQuery, 
/**
 * One circle; null for all own ones.
 */
circle: CircleId | null, 
/**
 * Only older than this; needs `circle`.
 */
before: Seq | null, };

export type LeaveCircle = { circle: CircleId, };

export type CreateCircle = { name: CircleName, 
/**
 * 2 to 5,000; null for the default of 30.
 */
member_limit: number | null, };

export type RenameCircle = { circle: CircleId, name: CircleName, };

export type ResizeCircle = { circle: CircleId, member_limit: number, };

export type CloseCircle = { circle: CircleId, };

export type ListCircles = Record<symbol, never>;

export type ListRoster = { circle: CircleId, };

export type ChangeRole = { circle: CircleId, member: MemberId, role: Role, };

export type RemoveMember = { circle: CircleId, member: MemberId, reason?: Concern, };

export type CreateInvite = { role: InviteRole, 
/**
 * Where the role holds; null exactly for a coordinator.
 */
circle: CircleId | null, label: InviteLabel | null, };

export type ListInvites = Record<symbol, never>;

export type WithdrawInvite = { invite: InviteId, };

export type SetContentNote = { circle: CircleId, message: MessageId, note: ContentNote | null, };

export type ListOwnActs = Record<symbol, never>;

export type MuteMessages = { circle: CircleId, messages: Array<MessageId>, reason: Concern, };

export type UnmuteMessages = { circle: CircleId, messages: Array<MessageId>, };

export type RevealMessage = { circle: CircleId, message: MessageId, };

export type MuteMember = { circle: CircleId, member: MemberId, duration: MuteDuration, reason: Concern, };

export type LiftMute = { circle: CircleId, member: MemberId, };

export type MuteEverything = { circle: CircleId, member: MemberId, duration: MuteDuration, reason: Concern, };

export type SetSlowMode = { circle: CircleId, seconds: number, };

export type ListActs = { circle: CircleId, };

export type ListAudit = { 
/**
 * Only rows with a smaller number.
 */
before: number | null, act: AuditAct | null, circle: CircleId | null, };

export type ReportMessage = { circle: CircleId, message: MessageId, concern: Concern, statement: Statement | null, };

export type ReportMember = { circle: CircleId, member: MemberId, concern: Concern, statement: Statement | null, };

export type ListOwnReports = Record<symbol, never>;

export type ListHeld = Record<symbol, never>;

export type ListCases = { 
/**
 * Only those that come after this one.
 */
after: CaseId | null, };

export type OpenCase = { case: CaseId, };

export type ClaimCase = { case: CaseId, };

export type HandOverCase = { case: CaseId, to: MemberId | null, };

export type CloseCase = { case: CaseId, action: CaseAction, 
/**
 * Why; whoever it is about is told this.
 */
reason: Concern, };

export type ListOverdue = Record<symbol, never>;

export type ShowCentreSettings = Record<symbol, never>;

export type ChangeCentreSettings = { settings: CentreSettings, };

export type SuspendAccount = { circle: CircleId, member: MemberId, reason: Concern, };

export type RestoreAccount = { circle: CircleId, member: MemberId, };

export type AppealAct = { act: ActId, statement: Statement | null, };

export type ListAppeals = Record<symbol, never>;

export type OpenAppeal = { appeal: AppealId, };

export type DecideAppeal = { appeal: AppealId, outcome: AppealOutcome, };

export type ProposeMeasure = { circle: CircleId, member: MemberId, measure: Measure, reason: Concern, };

export type ListProposals = Record<symbol, never>;

export type DecideProposal = { proposal: ProposalId, agree: boolean, };

export type Request = { "type": "hello" } & Hello | { "type": "ping" } & Ping | { "type": "send_message" } & SendMessage | { "type": "edit_message" } & EditMessage | { "type": "delete_message" } & DeleteMessage | { "type": "add_reaction" } & AddReaction | { "type": "remove_reaction" } & RemoveReaction | { "type": "pin_message" } & PinMessage | { "type": "unpin_message" } & UnpinMessage | { "type": "mark_read" } & MarkRead | { "type": "fetch_history" } & FetchHistory | { "type": "fetch_message" } & FetchMessage | { "type": "list_pins" } & ListPins | { "type": "list_members" } & ListMembers | { "type": "search" } & Search | { "type": "leave_circle" } & LeaveCircle | { "type": "create_circle" } & CreateCircle | { "type": "rename_circle" } & RenameCircle | { "type": "resize_circle" } & ResizeCircle | { "type": "close_circle" } & CloseCircle | { "type": "list_circles" } & ListCircles | { "type": "list_roster" } & ListRoster | { "type": "change_role" } & ChangeRole | { "type": "remove_member" } & RemoveMember | { "type": "create_invite" } & CreateInvite | { "type": "list_invites" } & ListInvites | { "type": "withdraw_invite" } & WithdrawInvite | { "type": "set_content_note" } & SetContentNote | { "type": "list_own_acts" } & ListOwnActs | { "type": "mute_messages" } & MuteMessages | { "type": "unmute_messages" } & UnmuteMessages | { "type": "reveal_message" } & RevealMessage | { "type": "mute_member" } & MuteMember | { "type": "lift_mute" } & LiftMute | { "type": "mute_everything" } & MuteEverything | { "type": "set_slow_mode" } & SetSlowMode | { "type": "list_acts" } & ListActs | { "type": "list_audit" } & ListAudit | { "type": "report_message" } & ReportMessage | { "type": "report_member" } & ReportMember | { "type": "list_own_reports" } & ListOwnReports | { "type": "list_held" } & ListHeld | { "type": "list_cases" } & ListCases | { "type": "open_case" } & OpenCase | { "type": "claim_case" } & ClaimCase | { "type": "hand_over_case" } & HandOverCase | { "type": "close_case" } & CloseCase | { "type": "list_overdue" } & ListOverdue | { "type": "show_centre_settings" } & ShowCentreSettings | { "type": "change_centre_settings" } & ChangeCentreSettings | { "type": "suspend_account" } & SuspendAccount | { "type": "restore_account" } & RestoreAccount | { "type": "appeal_act" } & AppealAct | { "type": "list_appeals" } & ListAppeals | { "type": "open_appeal" } & OpenAppeal | { "type": "decide_appeal" } & DecideAppeal | { "type": "propose_measure" } & ProposeMeasure | { "type": "list_proposals" } & ListProposals | { "type": "decide_proposal" } & DecideProposal;

export type ClientFrame = { request_id: RequestId, } & ({ "type": "hello" } & Hello | { "type": "ping" } & Ping | { "type": "send_message" } & SendMessage | { "type": "edit_message" } & EditMessage | { "type": "delete_message" } & DeleteMessage | { "type": "add_reaction" } & AddReaction | { "type": "remove_reaction" } & RemoveReaction | { "type": "pin_message" } & PinMessage | { "type": "unpin_message" } & UnpinMessage | { "type": "mark_read" } & MarkRead | { "type": "fetch_history" } & FetchHistory | { "type": "fetch_message" } & FetchMessage | { "type": "list_pins" } & ListPins | { "type": "list_members" } & ListMembers | { "type": "search" } & Search | { "type": "leave_circle" } & LeaveCircle | { "type": "create_circle" } & CreateCircle | { "type": "rename_circle" } & RenameCircle | { "type": "resize_circle" } & ResizeCircle | { "type": "close_circle" } & CloseCircle | { "type": "list_circles" } & ListCircles | { "type": "list_roster" } & ListRoster | { "type": "change_role" } & ChangeRole | { "type": "remove_member" } & RemoveMember | { "type": "create_invite" } & CreateInvite | { "type": "list_invites" } & ListInvites | { "type": "withdraw_invite" } & WithdrawInvite | { "type": "set_content_note" } & SetContentNote | { "type": "list_own_acts" } & ListOwnActs | { "type": "mute_messages" } & MuteMessages | { "type": "unmute_messages" } & UnmuteMessages | { "type": "reveal_message" } & RevealMessage | { "type": "mute_member" } & MuteMember | { "type": "lift_mute" } & LiftMute | { "type": "mute_everything" } & MuteEverything | { "type": "set_slow_mode" } & SetSlowMode | { "type": "list_acts" } & ListActs | { "type": "list_audit" } & ListAudit | { "type": "report_message" } & ReportMessage | { "type": "report_member" } & ReportMember | { "type": "list_own_reports" } & ListOwnReports | { "type": "list_held" } & ListHeld | { "type": "list_cases" } & ListCases | { "type": "open_case" } & OpenCase | { "type": "claim_case" } & ClaimCase | { "type": "hand_over_case" } & HandOverCase | { "type": "close_case" } & CloseCase | { "type": "list_overdue" } & ListOverdue | { "type": "show_centre_settings" } & ShowCentreSettings | { "type": "change_centre_settings" } & ChangeCentreSettings | { "type": "suspend_account" } & SuspendAccount | { "type": "restore_account" } & RestoreAccount | { "type": "appeal_act" } & AppealAct | { "type": "list_appeals" } & ListAppeals | { "type": "open_appeal" } & OpenAppeal | { "type": "decide_appeal" } & DecideAppeal | { "type": "propose_measure" } & ProposeMeasure | { "type": "list_proposals" } & ListProposals | { "type": "decide_proposal" } & DecideProposal);

export type RefusalCode = "not_json" | "unknown_type" | "missing_field" | "invalid_field" | "text_empty" | "text_too_short" | "text_too_long" | "text_invisible" | "text_control" | "text_whitespace" | "hello_first" | "not_found" | "not_allowed" | "id_conflict" | "circle_closed" | "circle_full" | "limit_reached" | "alias_taken" | "alias_reserved" | "sign_in_name_taken" | "sign_in_failed" | "invite_invalid" | "already_member" | "muted" | "message_muted" | "slow_mode" | "already_muted" | "needs_moderator" | "claimed" | "already_handled" | "already_appealed" | "account_suspended" | "not_signed_in" | "foreign_origin" | "too_fast" | "unavailable" | "internal";

export type Refusal = { code: RefusalCode, 
/**
 * The field at fault, where there is one.
 */
field?: string, 
/**
 * A plain sentence for the person.
 */
message: string, 
/**
 * When trying again makes sense, in milliseconds from now.
 */
retry_after_ms?: number, };

export type Happening = { "type": "message_posted", message: MessageView, } | { "type": "message_edited", message: MessageId, body: Body | null, mentions: Array<MemberId>, edited_at: Timestamp, } | { "type": "message_deleted", message: MessageId, } | { "type": "reaction_added", message: MessageId, reaction: Reaction, } | { "type": "reaction_removed", message: MessageId, reaction: Reaction, } | { "type": "message_pinned", message: MessageId, } | { "type": "message_unpinned", message: MessageId, } | { "type": "member_joined", member: MemberView, } | { "type": "member_left", member: MemberId, } | { "type": "member_removed", member: MemberId, } | { "type": "member_role_changed", member: MemberId, role: Role, } | { "type": "circle_renamed", name: CircleName, } | { "type": "circle_closed" } | { "type": "message_muted", message: MessageId, } | { "type": "message_unmuted", message: MessageView, } | { "type": "content_note_changed", message: MessageId, note: ContentNote | null, } | { "type": "slow_mode_changed", seconds: number, };

export type CircleEvent = { circle: CircleId, seq: Seq, at: Timestamp, 
/**
 * Who did it; null for acts of the centre and of moderators.
 */
by: MemberId | null, what: Happening, };

export type Notice = { "type": "circles_changed" } | { "type": "read_marker_moved", circle: CircleId, seq: Seq, } | { "type": "act_about_you", circle: CircleId, muted_until: Timestamp | null, } | { "type": "queue_changed" } | { "type": "report_handled", circle: CircleId, report: ReportId, } | { "type": "held_decided", circle: CircleId, message: MessageId, released: boolean, };

export type Reply = { "type": "welcome", epoch: Epoch, account: AccountId, 
/**
 * The name a new circle would show.
 */
alias: Alias, coordinator: boolean, server_time: Timestamp, circles: Array<CircleView>, } | { "type": "pong" } | { "type": "message_accepted", seq: Seq, at: Timestamp, 
/**
 * The words sound like a crisis: show the help card.
 */
offer_help?: boolean, } | { "type": "message_held", at: Timestamp, } | { "type": "accepted", seq: Seq | null, } | { "type": "done" } | { "type": "history", 
/**
 * In the order of the log.
 */
messages: Array<MessageView>, has_older: boolean, has_newer: boolean, 
/**
 * The newest place in the log when this was read.
 */
head_seq: Seq, } | { "type": "message", message: MessageView, } | { "type": "pins", messages: Array<MessageView>, } | { "type": "members", members: Array<MemberView>, } | { "type": "search_results", found: Array<Found>, has_more: boolean, } | { "type": "circle_created", circle: CircleId, } | { "type": "circles", circles: Array<CentreCircle>, } | { "type": "roster", entries: Array<RosterEntry>, } | { "type": "invite_created", invite: InviteId, path: string, expires_at: Timestamp, } | { "type": "invites", invites: Array<InviteView>, } | { "type": "acted", act: ActId, } | { "type": "own_acts", acts: Array<OwnAct>, } | { "type": "acts", acts: Array<ActView>, } | { "type": "reported", report: ReportId, } | { "type": "own_reports", reports: Array<OwnReport>, } | { "type": "held", messages: Array<HeldView>, } | { "type": "cases", cases: Array<CaseView>, has_more: boolean, } | { "type": "case", opened: OpenedCase, } | { "type": "appealed", due_at: Timestamp, } | { "type": "appeals", appeals: Array<AppealView>, } | { "type": "appeal", opened: OpenedAppeal, } | { "type": "proposed", proposal: ProposalId, } | { "type": "proposals", proposals: Array<ProposalView>, } | { "type": "overdue", circles: Array<OverdueView>, } | { "type": "centre_settings", settings: CentreSettings, } | { "type": "audit", entries: Array<AuditEntry>, has_more: boolean, };

export type ServerFrame = { "type": "reply", request_id: RequestId, result: Reply, } | { "type": "refused", 
/**
 * Null where the frame held no readable one.
 */
request_id: RequestId | null, refusal: Refusal, } | { "type": "event" } & CircleEvent | { "type": "notice", notice: Notice, };

export type InviteToken = string;

export type LookAtInvite = { token: InviteToken, };

export type InvitePreview = { role: InviteRole, 
/**
 * Null for a coordinator.
 */
circle: CircleName | null, };

export type SignUp = { token: InviteToken, 
/**
 * What the circle sees.
 */
alias: Alias, 
/**
 * What only you and the sign-in page see.
 */
sign_in_name: SignInName, passphrase: Passphrase, };

export type JoinCircle = { token: InviteToken, 
/**
 * Another alias for this circle; null for the usual one.
 */
alias: Alias | null, };

export type Joined = { circle: CircleId | null, };

export type SignIn = { sign_in_name: SignInName, passphrase: Passphrase, };

export type ChangePassphrase = { current: Passphrase, new: Passphrase, };

export type Me = { account: AccountId, alias: Alias, coordinator: boolean, };

export type SessionView = { id: SessionId, 
/**
 * A coarse kind of device ("Android phone"), from what the browser said.
 */
device: string, signed_in_at: Timestamp, expires_at: Timestamp, 
/**
 * The session that asks.
 */
current: boolean, };

export type Sessions = { sessions: Array<SessionView>, };

/** Bounds of the wire; a character is a Unicode code point. */
export const limits = {
  bodyChars: 8000,
  aliasChars: 32,
  circleNameChars: 60,
  inviteLabelChars: 80,
  messagesPerMute: 100,
  statementChars: 1000,
  casesPage: 50,
  holdDaysMax: 365,
  searchQueryChars: 200,
  signInNameMinChars: 3,
  signInNameChars: 64,
  passphraseMinChars: 10,
  passphraseChars: 256,
  pageMessages: 100,
  mentionsPerMessage: 20,
  pinsPerCircle: 20,
  requestsInFlight: 64,
  unreadShown: 100,
  circleSoftMembers: 15,
  circleDefaultMembers: 30,
  circleMaxMembers: 5000,
} as const;

export const closeCodes = {
  normal: 1000,
  protocol_error: 1002,
  binary: 1003,
  invalid_utf8: 1007,
  too_big: 1009,
  restart: 1012,
  overflow: 4000,
  ping_timeout: 4001,
  write_stall: 4002,
  session_ended: 4003,
  flooding: 4004,
  too_many_sockets: 4005,
  hello_timeout: 4006,
} as const;

export const subprotocol = "circles.v1";

export const reactions: readonly Reaction[] = [
  "with_you",
  "proud_of_you",
  "thank_you",
  "me_too",
  "strength",
];

export const concerns: readonly Concern[] = [
  "danger",
  "predation",
  "outing",
  "solicitation",
  "shaming",
  "other",
];

export const auditActs: readonly AuditAct[] = [
  "message_muted",
  "message_unmuted",
  "message_revealed",
  "member_muted",
  "mute_lifted",
  "mass_muted",
  "content_note_changed",
  "slow_mode_changed",
  "member_removed",
  "role_changed",
  "circle_created",
  "circle_renamed",
  "circle_resized",
  "circle_closed",
  "invite_created",
  "invite_withdrawn",
  "case_opened",
  "case_claimed",
  "case_handed_over",
  "case_dismissed",
  "held_released",
  "held_back",
  "appeal_opened",
  "appeal_stands",
  "appeal_taken_back",
  "measure_proposed",
  "measure_agreed",
  "measure_declined",
  "account_suspended",
  "account_restored",
  "settings_changed",
];

export const signs: readonly Sign[] = [
  "phone_number",
  "payment_handle",
  "link",
  "price",
  "crisis",
];

export const contentNotes: readonly ContentNote[] = [
  "substance_use",
  "self_harm",
  "death_and_loss",
  "violence",
  "other",
];

export const slowModeSeconds = [0, 10, 30, 60, 300, 900] as const;

export const refusalCodes: readonly RefusalCode[] = [
  "not_json",
  "unknown_type",
  "missing_field",
  "invalid_field",
  "text_empty",
  "text_too_short",
  "text_too_long",
  "text_invisible",
  "text_control",
  "text_whitespace",
  "hello_first",
  "not_found",
  "not_allowed",
  "id_conflict",
  "circle_closed",
  "circle_full",
  "limit_reached",
  "alias_taken",
  "alias_reserved",
  "sign_in_name_taken",
  "sign_in_failed",
  "invite_invalid",
  "already_member",
  "muted",
  "message_muted",
  "slow_mode",
  "already_muted",
  "needs_moderator",
  "claimed",
  "already_handled",
  "already_appealed",
  "account_suspended",
  "not_signed_in",
  "foreign_origin",
  "too_fast",
  "unavailable",
  "internal",
];
