// The wire format, generated from protocol/ by `make generate`. Never edited by hand.

export type AccountId = string;

export type CircleId = string;

export type MemberId = string;

export type MessageId = string;

export type IdempotencyKey = string;

export type InviteId = string;

export type RecoveryLinkId = string;

export type SessionId = string;

export type ActionId = string;

export type ReportId = string;

export type CaseId = string;

export type DecisionId = string;

export type AppealId = string;

export type ProposalId = string;

export type MentorId = string;

export type PairingId = string;

export type CheckInId = string;

export type LapseId = string;

export type HelpId = string;

export type OnCallId = string;

export type ShiftId = string;

export type BlockId = string;

export type MeetingId = string;

export type NoContactId = string;

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

export type EnteredPassphrase = string;

export type Phone = string;

export type ContactName = string;

export type MeetingTitle = string;

export type Place = string;

export type Link = string;

export type CardText = string;

export type LocalDate = string;

export type LocalTime = string;

export type Milestone = string;

export type Zone = string;

export type Role = "member" | "moderator";

export type Reaction = "with_you" | "proud_of_you" | "thank_you" | "me_too" | "strength";

export type MemberView = { id: MemberId, alias: Alias, role: Role, 
/**
 * False for someone who left or was removed; their words stay.
 */
present: boolean, 
/**
 * Only in a list of members, of those who joined after you did.
 */
joined?: JoinedAt, };

export type JoinedAt = { seq: Seq, at: Timestamp, };

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
content_note: ContentNote | null, pinned: boolean, reactions: Array<ReactionView>, 
/**
 * Several people reported it, and no moderator has looked at it yet: it is
 * folded for everybody but its author.
 */
under_review?: boolean, 
/**
 * Its author calls it a win.
 */
win?: boolean, 
/**
 * It belongs to the circle's thread of this day.
 */
daily_on?: LocalDate, 
/**
 * The milestone its author shares with it.
 */
milestone?: Milestone, };

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
slow_mode_seconds: number, 
/**
 * Only where this is a private conversation.
 */
direct?: DirectView, 
/**
 * Messages of others that you have hidden for yourself.
 */
hidden?: Array<MessageId>, catch_up: CatchUp, };

export type CatchUp = { "type": "events", events: Array<CircleEvent>, } | { "type": "gap" };

export type Found = { circle: CircleId, message: MessageView, };

export type CentreCircle = { id: CircleId, name: CircleName, members: number, member_limit: number, closed: boolean, created_at: Timestamp, };

export type RosterEntry = { member: MemberId, label: InviteLabel | null, 
/**
 * Where there is no label and whoever asks has met them in this circle.
 */
alias: Alias | null, 
/**
 * Where there is no label: when the invite was made that they joined by.
 */
invited_at: Timestamp | null, role: Role, joined_at: Timestamp, present: boolean, 
/**
 * Nobody can sign in to their account for now.
 */
suspended: boolean, };

export type RosterCursor = { member: MemberId, present: boolean, 
/**
 * As it was read: whoever came back since is no place any more.
 */
joined_at: Timestamp, };

export type InviteRole = "member" | "moderator" | "mentor" | "coordinator";

export type InviteState = "open" | "used" | "withdrawn" | "expired" | "locked";

export type InviteView = { id: InviteId, circle: CircleId | null, role: InviteRole, label: InviteLabel | null, created_at: Timestamp, expires_at: Timestamp, state: InviteState, };

export type Reason = "danger" | "predation" | "outing" | "solicitation" | "shaming" | "other";

export type MuteDuration = "one_hour" | "one_day" | "one_week";

export type ContentNote = "substance_use" | "self_harm" | "death_and_loss" | "violence" | "other";

export type ActionKind = "message_mute" | "member_mute" | "mass_mute" | "held_back" | "removal";

export type OwnAction = { id: ActionId, circle: CircleId, kind: ActionKind, reason: Reason, at: Timestamp, 
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

export type ActionView = { id: ActionId, kind: ActionKind, subject: MemberId, 
/**
 * Null for an action of the centre.
 */
by: MemberId | null, reason: Reason, at: Timestamp, until: Timestamp | null, ended_at: Timestamp | null, 
/**
 * How many messages it still hides.
 */
messages: number, };

export type AuditAction = "message_muted" | "message_unmuted" | "message_revealed" | "member_muted" | "mute_lifted" | "mass_muted" | "content_note_changed" | "slow_mode_changed" | "member_removed" | "role_changed" | "circle_created" | "circle_renamed" | "circle_resized" | "circle_closed" | "invite_created" | "invite_withdrawn" | "case_opened" | "case_claimed" | "case_handed_over" | "case_dismissed" | "held_released" | "held_back" | "appeal_opened" | "action_upheld" | "action_overturned" | "proposal_made" | "proposal_agreed" | "proposal_declined" | "proposal_opened" | "decision_undone" | "account_suspended" | "account_restored" | "recovery_link_made" | "recovery_link_withdrawn" | "recovery_link_stopped" | "recovery_link_used" | "recovery_confirmed" | "settings_changed" | "mentor_added" | "mentor_removed" | "pairing_proposed" | "pairing_ended" | "no_contact_closed" | "on_call_added" | "on_call_removed" | "shift_added" | "shift_removed" | "shift_handed_over" | "help_acknowledged" | "help_card_changed" | "meeting_created" | "meeting_cancelled";

export type AuditEntry = { 
/**
 * Contiguous from 1.
 */
number: number, at: Timestamp, action: AuditAction, 
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
target: string | null, reason: Reason | null, };

export type Signal = "phone_number" | "payment_handle" | "link" | "price" | "crisis";

export type HeldCursor = { circle: CircleId, message: MessageId, 
/**
 * As it stood there: what was decided since is no place any more.
 */
not_posted: boolean, };

export type HeldView = { id: MessageId, circle: CircleId, body: Body, reply_to: MessageId | null, content_note: ContentNote | null, held_at: Timestamp, 
/**
 * A moderator decided not to post it. Its words are here until its author takes
 * them back.
 */
not_posted: boolean, };

export type CentreSettings = { 
/**
 * Whether a muted member may still add words of support.
 */
muted_may_react: boolean, 
/**
 * For how many days after signing up a message with a signal is held; later
 * it is posted and flagged. 0 to 365.
 */
new_account_hold_days: number, 
/**
 * The signals that are looked for, each at most once.
 */
watch_for: Array<Signal>, 
/**
 * The centre's time zone; null in a change leaves it as it is.
 */
zone: Zone | null, 
/**
 * How milestones look; null in a change leaves it as it is.
 */
milestone_style: MilestoneStyle | null, 
/**
 * For how many days after signing up two reports fold a message until a
 * moderator has looked at it. 0 to 365, 0 for never; null in a change leaves
 * it as it is.
 */
fold_reports_days?: number, };

export type BackupView = { 
/**
 * Whether the server makes any.
 */
scheduled: boolean, 
/**
 * When the newest was made.
 */
last_at: Timestamp | null, 
/**
 * It makes them, and none is younger than 48 hours.
 */
overdue: boolean, 
/**
 * The last attempt to make one failed; the server's log says why.
 */
failed: boolean, };

export type StorageView = { 
/**
 * In MiB, rounded up.
 */
used_mib: number, 
/**
 * What it may take in all, in MiB: the operator's bound, or what the disk has room
 * for where that is less.
 */
most_mib: number, 
/**
 * Somebody should make room: from four fifths on, or with less than 256 MiB free
 * on the disk.
 */
low: boolean, 
/**
 * Absent from servers that can't make backups themselves.
 */
backup?: BackupView, };

export type OwnReport = { id: ReportId, circle: CircleId, reason: Reason, at: Timestamp, 
/**
 * When somebody had dealt with it; what was done is not said.
 */
handled_at: Timestamp | null, };

export type LeftMember = { id: MemberId, alias: Alias, };

export type LeftMessage = { id: MessageId, seq: Seq, author: MemberId, sent_at: Timestamp, 
/**
 * Null where its author has changed the words since.
 */
body: Body | null, };

export type LeftCursor = { circle: CircleId, 
/**
 * The last of those met there; null where none is on the page.
 */
member: MemberId | null, };

export type LeftView = { circle: CircleId, 
/**
 * Null for a private conversation.
 */
name: CircleName | null, left_at: Timestamp, 
/**
 * Until then what was received there can be reported.
 */
reportable_until: Timestamp, 
/**
 * Everybody else whom one met there. Where a page ends among them, the next page
 * begins with the same circle and the rest of them.
 */
members: Array<LeftMember>, };

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
reason: Reason, 
/**
 * Whom it is about.
 */
subject: MemberId, 
/**
 * The message it is about; null where it is about the person.
 */
message: MessageId | null, signals: Array<Signal>, 
/**
 * How many people reported it.
 */
reports: number, opened_at: Timestamp, 
/**
 * From then on it counts as overdue.
 */
due_at: Timestamp, claim: Claim | null, 
/**
 * When a decision about it was undone last.
 */
reopened_at?: Timestamp, 
/**
 * It stands behind this case, as one of many that one person reported alone, or that
 * are about messages of one person.
 */
folded_under?: CaseId, };

export type Evidence = { message: MessageId, body: Body, sent_at: Timestamp, taken_at: Timestamp, };

export type ReportGiven = { reason: Reason, statement: Statement | null, at: Timestamp, };

export type OpenedCase = { case: CaseView, 
/**
 * Oldest first.
 */
evidence: Array<Evidence>, 
/**
 * There are more copies: they are asked for with `skip`.
 */
has_more: boolean, 
/**
 * Oldest first, at most 100.
 */
reports: Array<ReportGiven>, 
/**
 * What was done about the same person in this circle before, newest first.
 */
actions: Array<ActionView>, };

export type CaseResolution = { "type": "dismiss" } | { "type": "mute_message" } | { "type": "mute_member", duration: MuteDuration, } | { "type": "mass_mute", duration: MuteDuration, } | { "type": "add_note", note: ContentNote, } | { "type": "propose_removal" } | { "type": "release" } | { "type": "hold_back" };

export type OverdueView = { circle: CircleId, cases: number, appeals: number, };

export type AppealOutcome = "action_upheld" | "action_overturned";

export type OwnAppeal = { at: Timestamp, 
/**
 * By when it is to be decided.
 */
due_at: Timestamp, 
/**
 * Null while nobody has decided.
 */
outcome: AppealOutcome | null, };

export type AppealView = { id: AppealId, circle: CircleId, action: ActionView, at: Timestamp, due_at: Timestamp, };

export type OpenedAppeal = { appeal: AppealView, statement: Statement | null, 
/**
 * What the action hides, oldest first.
 */
messages: Array<Evidence>, 
/**
 * There are more copies: they are asked for with `skip`.
 */
has_more: boolean, };

export type ProposedAction = "removal" | "one_month_mute";

export type ProposalView = { id: ProposalId, circle: CircleId, subject: MemberId, action: ProposedAction, reason: Reason, by: MemberId, 
/**
 * It is yours: you may withdraw it, not agree to it.
 */
mine: boolean, at: Timestamp, 
/**
 * When it lapses by itself.
 */
until: Timestamp, };

export type DecisionKind = "dismiss" | "mute_message" | "mute_member" | "mass_mute" | "add_note" | "propose_removal" | "release" | "hold_back" | "withdrawn";

export type UndoStatus = "possible" | "appealed" | "final";

export type DecisionView = { id: DecisionId, kind: DecisionKind, 
/**
 * Null for the centre, and where nobody decided.
 */
by: MemberId | null, 
/**
 * It was you.
 */
mine: boolean, at: Timestamp, 
/**
 * As whoever decided gave it.
 */
reason: Reason | null, 
/**
 * Of the mute.
 */
duration: MuteDuration | null, 
/**
 * The note that was put on.
 */
note: ContentNote | null, 
/**
 * What was done about the person, with what of it is in force.
 */
action: ActionView | null, undo_status: UndoStatus, };

export type DecidedCase = { case: CaseView, decision: DecisionView, };

export type Undone = { 
/**
 * Messages that the circle sees again.
 */
messages: number, 
/**
 * The mute of the member ended by this.
 */
mute_lifted: boolean, 
/**
 * By another mute they can't post until then.
 */
still_muted_until: Timestamp | null, 
/**
 * The content note is again as it was before.
 */
note_restored: boolean, 
/**
 * The message waits for a moderator again.
 */
held_again: boolean, 
/**
 * Something of it was no longer as decided, and was left as it is.
 */
changed_since: boolean, };

export type OpenedProposal = { proposal: ProposalView, 
/**
 * Of the case in which it was proposed, oldest first; empty where it was
 * proposed without one.
 */
evidence: Array<Evidence>, 
/**
 * There are more copies: they are asked for with `skip`.
 */
has_more: boolean, reports: Array<ReportGiven>, 
/**
 * What was done about the same person in this circle before, newest first.
 */
actions: Array<ActionView>, };

export type Consent = "mentor_sees_check_ins" | "mentor_sees_dates" | "mentor_told_of_lapse" | "may_be_phoned" | "emergency_contact";

export type ConsentView = { consent: Consent, 
/**
 * The wording it was given to.
 */
version: number, given_at: Timestamp, };

export type EmergencyContact = { name: ContactName, phone: Phone, };

export type Mood = "very_low" | "low" | "okay" | "good" | "very_good";

export type Halt = "hungry" | "angry" | "lonely" | "tired";

export type HowItIs = { mood: Mood, 
/**
 * 0 to 10.
 */
craving: number, halt: Array<Halt>, note: Statement | null, };

export type CheckInView = { id: CheckInId, 
/**
 * When it was made, by the device.
 */
at: Timestamp, 
/**
 * Null for "not today, I'm OK", or for a wish for a call alone.
 */
how: HowItIs | null, wants_call: boolean, };

export type RecoveryLabel = "recovery" | "sobriety" | "clean";

export type RecoveryDate = { date: LocalDate, label: RecoveryLabel, };

export type MilestoneView = { milestone: Milestone, on: LocalDate, };

export type RecoveryView = { date: LocalDate, label: RecoveryLabel, 
/**
 * No milestones for now, by the alum's own choice.
 */
paused: boolean, 
/**
 * `days` of the last `days_in_all`: what a lapse doesn't take away.
 */
days: number, days_in_all: number, 
/**
 * Null while paused.
 */
next: MilestoneView | null, 
/**
 * Reached, newest first; those before a lapse stay.
 */
reached: Array<MilestoneView>, 
/**
 * Reached, and not yet answered: share, or keep private?
 */
asked: Array<Milestone>, };

export type LapseSharing = "nobody" | "mentor" | "circle";

export type DateChoice = { "type": "keep_date" } | { "type": "change_date", date: LocalDate, } | { "type": "pause_date" };

export type LapseView = { id: LapseId, from: LocalDate, 
/**
 * The last day of it; the same day for most.
 */
to: LocalDate, shared_with: LapseSharing, recorded_at: Timestamp, };

export type PairingState = "proposed" | "accepted" | "active";

export type PairingView = { id: PairingId, 
/**
 * You are the mentor of the two.
 */
mentor: boolean, with: Alias, state: PairingState, 
/**
 * When it was proposed, or has been active since.
 */
since: Timestamp, 
/**
 * The private conversation of the two, once one of them has opened it.
 */
direct: CircleId | null, };

export type OwnCare = { 
/**
 * Null while it is the centre's.
 */
zone: Zone | null, centre_zone: Zone, 
/**
 * From then on the day's check-in is looked for.
 */
check_in_at: LocalTime, graduated_on: LocalDate, 
/**
 * Of the consents as they are worded now.
 */
consent_version: number, consents: Array<ConsentView>, phone: Phone | null, emergency_contact: EmergencyContact | null, pairings: Array<PairingView>, last_check_in_at: Timestamp | null, paused_until: Timestamp | null, 
/**
 * Nothing was heard for a while: a friendly hello is due, to you alone.
 */
hello_due: boolean, recovery: RecoveryView | null, 
/**
 * You are a mentor, and have a board.
 */
mentor: boolean, 
/**
 * You take shifts on call.
 */
on_call: boolean, };

export type Attention = "wants_call" | "asked_for_help" | "hello_due" | "milestone" | "nothing";

export type HelloStep = "say_hello" | "log_attempt";

export type Means = "message" | "phone" | "in_person";

export type OutreachOutcome = "attempt" | "reached";

export type OutreachView = { at: Timestamp, means: Means, outcome: OutreachOutcome, };

export type MenteeCard = { pairing: PairingId, alias: Alias, 
/**
 * Whole weeks since graduating.
 */
weeks: number, attention: Attention, next_contact_at: Timestamp | null, last_outreach: OutreachView | null, hello_step: HelloStep | null, 
/**
 * Since when they would like a call.
 */
wants_call_since: Timestamp | null, 
/**
 * Since when they have been waiting for help from you.
 */
help_since: Timestamp | null, 
/**
 * Check-ins are shared with you.
 */
shares_check_ins: boolean, last_check_in: CheckInView | null, 
/**
 * Check-ins are paused until then.
 */
paused_until: Timestamp | null, next_milestone: MilestoneView | null, 
/**
 * Reached in these days, or tomorrow: a kind word is in place.
 */
congratulate: MilestoneView | null, 
/**
 * The newest lapse you were told of.
 */
lapse: LapseView | null, phone: Phone | null, 
/**
 * By which you may get in touch.
 */
means: Array<Means>, 
/**
 * The private conversation of the two of you, once opened.
 */
direct: CircleId | null, };

export type MenteeView = { card: MenteeCard, check_ins: Array<CheckInView>, has_more: boolean, outreach: Array<OutreachView>, lapses: Array<LapseView>, milestones: Array<MilestoneView>, };

export type HelpTo = "mentor" | "on_call" | "centre";

export type HelpState = "waiting" | "acknowledged" | "ended";

export type HelpStep = "mentor" | "on_call" | "second_on_call" | "centre" | "nobody";

export type HelpView = { id: HelpId, to: HelpTo, asked_at: Timestamp, state: HelpState, last_step: HelpStep, 
/**
 * On-call was told because of words in a message; you need not have asked.
 */
by_words: boolean, 
/**
 * Who is replying.
 */
by: Alias | null, 
/**
 * The private conversation with them.
 */
direct: CircleId | null, 
/**
 * Nobody is told before this moment; until then the request can be taken back.
 */
undo_until?: Timestamp, 
/**
 * Who has been alerted so far.
 */
alerted?: Array<HelpTo>, 
/**
 * You would like a call; you have not asked for more.
 */
wants_call?: boolean, };

export type HelpAlertState = "waiting" | "yours" | "taken" | "ended";

export type HelpAlert = { id: HelpId, who: Alias, asked_at: Timestamp, 
/**
 * When it came to you.
 */
alerted_at: Timestamp, state: HelpAlertState, 
/**
 * What they wrote with it.
 */
words: Statement | null, 
/**
 * Words in a message sounded like a crisis; they have not asked themselves.
 */
by_words: boolean, direct: CircleId | null, 
/**
 * They would like a call; they have not asked for more.
 */
wants_call?: boolean, 
/**
 * Their telephone number, where you are replying and they agreed that you may call.
 */
phone?: Phone, };

export type HelpStatus = { 
/**
 * Who is on call now; null where nobody is on duty.
 */
on_duty: Alias | null, 
/**
 * Your mentor, where you have one.
 */
mentor: Alias | null, open: HelpView | null, 
/**
 * Somebody of the centre's staff can be told.
 */
centre?: boolean, };

export type Rank = "first" | "second";

export type OnCallPerson = { id: OnCallId, alias: Alias, 
/**
 * To coordinators only: the label of their invite.
 */
label: InviteLabel | null, 
/**
 * It is you.
 */
me: boolean, };

export type ShiftView = { id: ShiftId, person: OnCallId, rank: Rank, from: Timestamp, to: Timestamp, };

export type Stretch = { from: Timestamp, to: Timestamp, };

export type Rota = { people: Array<OnCallPerson>, 
/**
 * In the order they begin.
 */
shifts: Array<ShiftView>, gaps: Array<Stretch>, overlaps: Array<Stretch>, 
/**
 * Who is first on call now.
 */
now: OnCallId | null, 
/**
 * More shifts than one answer holds: those that begin from then on are to be asked
 * for, and gaps and overlaps are told of up to then.
 */
shown_to?: Timestamp, };

export type HelpNumber = { label: CardText, phone: Phone, };

export type HelpCard = { 
/**
 * At most 12, in their order.
 */
numbers: Array<HelpNumber>, 
/**
 * What to do where somebody may have taken too much; at most 12.
 */
steps: Array<CardText>, 
/**
 * When somebody last made sure that it is right.
 */
last_checked: LocalDate | null, };

export type DirectState = "asking" | "asked" | "open" | "ended";

export type DirectTerms = "open" | "request" | "newcomer" | "waiting" | "weekly_limit" | "blocked";

export type DirectView = { state: DirectState, with: MemberView, };

export type DirectWith = { "type": "by_member", circle: CircleId, member: MemberId, } | { "type": "by_pairing", pairing: PairingId, };

export type BlockView = { id: BlockId, alias: Alias, at: Timestamp, };

export type Repeats = "never" | "daily" | "weekly" | "every_two_weeks" | "monthly" | "monthly_weekday" | "monthly_last_weekday";

export type MeetingAnswer = "coming" | "not_coming";

export type Occurrence = { meeting: MeetingId, 
/**
 * The day it is on, in the meeting's own zone: what tells it from the others.
 */
on: LocalDate, starts_at: Timestamp, ends_at: Timestamp, 
/**
 * Null for a meeting of the whole centre.
 */
circle: CircleId | null, title: MeetingTitle, zone: Zone, repeats: Repeats, link: Link | null, place: Place | null, 
/**
 * This one does not take place.
 */
cancelled: boolean, 
/**
 * You are its host.
 */
host: boolean, 
/**
 * What you said.
 */
answer: MeetingAnswer | null, 
/**
 * To the host only: who said they would come.
 */
coming: Array<Alias>, };

export type OccurrenceCursor = { meeting: MeetingId, on: LocalDate, };

export type Person = { circle: CircleId, member: MemberId, label: InviteLabel | null, 
/**
 * Where there is no label and whoever asks has met them in this circle.
 */
alias: Alias | null, 
/**
 * Where there is no label: when the invite was made that they joined by.
 */
invited_at: Timestamp | null, };

export type MentorEntry = { id: MentorId, person: Person | null, 
/**
 * Pairings that are active or proposed, and those of them in the mentee's
 * early days.
 */
caseload: number, caseload_early: number, };

export type CentrePairing = { id: PairingId, mentor: MentorId, mentee: Person | null, active: boolean, 
/**
 * When it was proposed, or has been active since.
 */
since: Timestamp, };

export type UnassignedMentee = { mentee: Person, since: Timestamp, };

export type NoContactOutcome = "reached" | "emergency_contact_called" | "closed";

export type NoContactView = { id: NoContactId, person: Person | null, since: Timestamp, 
/**
 * It is time to close it, or to call the emergency contact.
 */
close_due: boolean, 
/**
 * From then on, and only where the alum agreed to it.
 */
emergency_contact: EmergencyContact | null, };

export type WeekCounts = { 
/**
 * Its Monday, in the centre's zone.
 */
week: LocalDate, joined: number, check_ins: number, outreach: number, help_requests: number, help_acknowledged: number, no_contacts: number, };

export type MilestoneStyle = "plain" | "medallions";

export type SecurityNoticeKind = "new_device" | "passphrase_changed" | "sign_ins_throttled" | "coordinator_invited" | "coordinator_joined" | "coordinator_suspended" | "coordinator_restored" | "recovery_link_made" | "recovery_link_used" | "recovery_link_stopped" | "coordinator_recovery_link_made";

export type SecurityNotice = { kind: SecurityNoticeKind, at: Timestamp, 
/**
 * A coarse kind of device ("Android phone"), where it happened on one.
 */
device: string | null, 
/**
 * The coordinator who did it, or who made the link; null on the command line, and for anything else.
 */
actor: Alias | null, 
/**
 * The coordinator it was done to.
 */
about: Alias | null, seen: boolean, };

export type AccountRecovery = { 
/**
 * A recovery link can be used until then, unless the holder stops it.
 */
link_until: Timestamp | null, 
/**
 * Private conversations, check-ins and dates are closed until then, unless a second
 * coordinator confirms.
 */
closed_until: Timestamp | null, };

export type RecoveryLinkState = "open" | "used" | "stopped";

export type RecoveryLinkView = { id: RecoveryLinkId, 
/**
 * Whose account it is for; null once they are in no circle.
 */
person: Person | null, state: RecoveryLinkState, made_at: Timestamp, 
/**
 * Until when it can be used; for a used one, until when the account is partly closed;
 * for a stopped one, when it was stopped.
 */
until: Timestamp, 
/**
 * Whether you made it. Only somebody else can confirm.
 */
own: boolean, };

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
content_note: ContentNote | null, 
/**
 * The author calls it a win.
 */
win: boolean, 
/**
 * It goes into the circle's thread of today, in the centre's zone.
 */
daily: boolean, };

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

export type ListPins = { circle: CircleId, 
/**
 * Only those that come after this one.
 */
after: MessageId | null, };

export type ListMembers = { circle: CircleId, 
/**
 * Only those who come after this one.
 */
after: MemberId | null, };

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

export type ListCircles = { 
/**
 * Only those that come after this one.
 */
after: CircleId | null, };

export type ListRoster = { circle: CircleId, former?: boolean, 
/**
 * Only those who come after this one.
 */
after: RosterCursor | null, };

export type ChangeRole = { circle: CircleId, member: MemberId, role: Role, };

export type RemoveMember = { circle: CircleId, member: MemberId, reason?: Reason, };

export type CreateInvite = { role: InviteRole, 
/**
 * Where the role holds; null exactly for a coordinator.
 */
circle: CircleId | null, label: InviteLabel | null, 
/**
 * For a member: the mentor proposed to them once they have signed up.
 */
mentor: MentorId | null, 
/**
 * When they finished treatment; null for the day they sign up.
 */
graduated_on: LocalDate | null, };

export type ListInvites = Record<symbol, never>;

export type WithdrawInvite = { invite: InviteId, };

export type SetContentNote = { circle: CircleId, message: MessageId, note: ContentNote | null, };

export type HideMessage = { circle: CircleId, message: MessageId, };

export type UnhideMessage = { circle: CircleId, message: MessageId, };

export type ListOwnActions = Record<symbol, never>;

export type ListSecurityNotices = Record<symbol, never>;

export type MarkSecurityNoticesSeen = { through: Timestamp, };

export type MuteMessages = { circle: CircleId, messages: Array<MessageId>, reason: Reason, };

export type UnmuteMessages = { circle: CircleId, messages: Array<MessageId>, };

export type RevealMessage = { circle: CircleId, message: MessageId, };

export type MuteMember = { circle: CircleId, member: MemberId, duration: MuteDuration, reason: Reason, };

export type UnmuteMember = { circle: CircleId, member: MemberId, };

export type MassMute = { circle: CircleId, member: MemberId, duration: MuteDuration, reason: Reason, };

export type SetSlowMode = { circle: CircleId, seconds: number, };

export type ListActions = { circle: CircleId, };

export type ListAudit = { 
/**
 * Only rows with a smaller number.
 */
before: number | null, action: AuditAction | null, circle: CircleId | null, };

export type ReportMessage = { circle: CircleId, message: MessageId, reason: Reason, statement: Statement | null, };

export type ReportMember = { circle: CircleId, member: MemberId, reason: Reason, statement: Statement | null, 
/**
 * It is about the private conversation of the two: the centre decides about
 * it, with what they wrote there.
 */
in_private?: boolean, };

export type ListOwnReports = Record<symbol, never>;

export type ListLeftCircles = { 
/**
 * Only what comes after this.
 */
after: LeftCursor | null, };

export type FetchLeftMessages = { circle: CircleId, 
/**
 * Only those before this place; the last ones without it.
 */
before: Seq | null, };

export type ListHeldMessages = { 
/**
 * Only those that come before this one.
 */
before: HeldCursor | null, };

export type ListCases = { 
/**
 * Only those that come after this one.
 */
after: CaseId | null, };

export type ListDecidedCases = { 
/**
 * Only those decided before this.
 */
before: DecisionId | null, };

export type UndoDecision = { decision: DecisionId, };

export type FetchCase = { case: CaseId, 
/**
 * Leaves out so many copies, counted from the oldest, and what comes with the
 * first page alone.
 */
skip: number, };

export type ClaimCase = { case: CaseId, };

export type HandOverCase = { case: CaseId, to: MemberId | null, };

export type CloseCase = { case: CaseId, resolution: CaseResolution, 
/**
 * Why; whoever it is about is told this.
 */
reason: Reason, };

export type ListOverdue = Record<symbol, never>;

export type ShowCentreSettings = Record<symbol, never>;

export type ChangeCentreSettings = { settings: CentreSettings, };

export type SuspendAccount = { circle: CircleId, member: MemberId, reason: Reason, };

export type RestoreAccount = { circle: CircleId, member: MemberId, };

export type CreateRecoveryLink = { circle: CircleId, member: MemberId, };

export type WithdrawRecoveryLink = { link: RecoveryLinkId, };

export type ListRecoveryLinks = Record<symbol, never>;

export type ConfirmRecovery = { link: RecoveryLinkId, };

export type StopRecoveryLink = Record<symbol, never>;

export type AppealAction = { action: ActionId, statement: Statement | null, };

export type ListAppeals = Record<symbol, never>;

export type FetchAppeal = { appeal: AppealId, 
/**
 * Leaves out so many copies, counted from the oldest.
 */
skip: number, };

export type DecideAppeal = { appeal: AppealId, outcome: AppealOutcome, };

export type ProposeAction = { circle: CircleId, member: MemberId, action: ProposedAction, reason: Reason, };

export type ListProposals = Record<symbol, never>;

export type FetchProposal = { proposal: ProposalId, 
/**
 * As in `fetch_case`.
 */
skip: number, };

export type DecideProposal = { proposal: ProposalId, agree: boolean, };

export type ShowCare = Record<symbol, never>;

export type ChangeCareSettings = { zone: Zone | null, check_in_at: LocalTime, };

export type SetContact = { phone: Phone | null, emergency_contact: EmergencyContact | null, };

export type GiveConsent = { consent: Consent, version: number, };

export type RevokeConsent = { consent: Consent, };

export type SendCheckIn = { id: CheckInId, at: Timestamp, 
/**
 * Null for "not today, I'm OK", and where one would only like a call.
 */
how: HowItIs | null, wants_call: boolean, 
/**
 * The centre's staff are told of the wish for a call, and of nothing else. May
 * be said later, with the same check-in again.
 */
tell_centre: boolean, };

export type ListCheckIns = { 
/**
 * Only older than this.
 */
before: Timestamp | null, };

export type DeleteCheckIn = { check_in: CheckInId, };

export type PauseCheckIns = { days: number, };

export type SetRecoveryDate = { recovery: RecoveryDate | null, };

export type ShareMilestone = { milestone: Milestone, circle: CircleId, id: MessageId, body: Body, };

export type KeepMilestonePrivate = { milestone: Milestone, };

export type RecordLapse = { id: LapseId, from: LocalDate, to: LocalDate, shared_with: LapseSharing, date: DateChoice, };

export type ListLapses = Record<symbol, never>;

export type DeleteLapse = { lapse: LapseId, };

export type AcceptPairing = { pairing: PairingId, };

export type EndPairing = { pairing: PairingId, };

export type StopMentoring = Record<symbol, never>;

export type ShowBoard = Record<symbol, never>;

export type ShowMentee = { pairing: PairingId, 
/**
 * Only check-ins older than this.
 */
before: Timestamp | null, };

export type LogOutreach = { pairing: PairingId, means: Means, outcome: OutreachOutcome, };

export type SetNextContact = { pairing: PairingId, at: Timestamp | null, };

export type ShowHelp = Record<symbol, never>;

export type AskForHelp = { id: HelpId, to: HelpTo, words: Statement | null, 
/**
 * Nobody is told for five seconds, in which `end_help` takes it back.
 */
undo: boolean, };

export type AddHelpRecipient = { help: HelpId, to: HelpTo, };

export type EndHelp = { help: HelpId, };

export type AcknowledgeHelp = { help: HelpId, };

export type ListHelpAlerts = Record<symbol, never>;

export type ListRota = { from: Timestamp, to: Timestamp, };

export type HandOverShift = { shift: ShiftId, to: OnCallId, };

export type AddOnCall = { member: MemberId | null, };

export type RemoveOnCall = { person: OnCallId, };

export type AddShift = { person: OnCallId, rank: Rank, from: Timestamp, to: Timestamp, };

export type RemoveShift = { shift: ShiftId, };

export type RequestDirect = { with: DirectWith, 
/**
 * Both or neither: the first message, by its id.
 */
id: MessageId | null, body: Body | null, };

export type PreviewDirect = { circle: CircleId, member: MemberId, };

export type AcceptDirect = { circle: CircleId, };

export type DeclineDirect = { circle: CircleId, };

export type BlockMember = { circle: CircleId, member: MemberId, };

export type ListBlocks = Record<symbol, never>;

export type UnblockMember = { block: BlockId, };

export type FetchDaily = { circle: CircleId, 
/**
 * Null for today, in the centre's zone.
 */
on: LocalDate | null, 
/**
 * Only after this place.
 */
after: Seq | null, };

export type ListWins = { circle: CircleId, 
/**
 * Only before this place.
 */
before: Seq | null, };

export type CreateMeeting = { 
/**
 * Null for the whole centre.
 */
circle: CircleId | null, title: MeetingTitle, 
/**
 * The first day of it, and when it starts there.
 */
on: LocalDate, at: LocalTime, zone: Zone, 
/**
 * 5 to 720.
 */
minutes: number, repeats: Repeats, 
/**
 * The last day it may be on; null for no end.
 */
until: LocalDate | null, link: Link | null, place: Place | null, };

export type CancelMeeting = { meeting: MeetingId, on: LocalDate | null, };

export type ListMeetings = { from: LocalDate, days: number, 
/**
 * Only those that come after this one.
 */
after: OccurrenceCursor | null, };

export type AnswerMeeting = { meeting: MeetingId, on: LocalDate, answer: MeetingAnswer, };

export type CreateCalendarFeed = Record<symbol, never>;

export type EndCalendarFeed = Record<symbol, never>;

export type ListMentors = Record<symbol, never>;

export type AddMentor = { member: MemberId, };

export type RemoveMentor = { mentor: MentorId, };

export type ProposePairing = { mentor: MentorId, mentee: MemberId, over_caseload: boolean, };

export type ListPairings = { 
/**
 * Only those that come after this one.
 */
after: PairingId | null, };

export type WithdrawPairing = { pairing: PairingId, };

export type ListNoContacts = Record<symbol, never>;

export type CloseNoContact = { no_contact: NoContactId, outcome: NoContactOutcome, };

export type ChangeHelpCard = { card: HelpCard, };

export type ListCounts = Record<symbol, never>;

export type Request = { "type": "hello" } & Hello | { "type": "ping" } & Ping | { "type": "send_message" } & SendMessage | { "type": "edit_message" } & EditMessage | { "type": "delete_message" } & DeleteMessage | { "type": "add_reaction" } & AddReaction | { "type": "remove_reaction" } & RemoveReaction | { "type": "pin_message" } & PinMessage | { "type": "unpin_message" } & UnpinMessage | { "type": "mark_read" } & MarkRead | { "type": "fetch_history" } & FetchHistory | { "type": "fetch_message" } & FetchMessage | { "type": "list_pins" } & ListPins | { "type": "list_members" } & ListMembers | { "type": "search" } & Search | { "type": "leave_circle" } & LeaveCircle | { "type": "create_circle" } & CreateCircle | { "type": "rename_circle" } & RenameCircle | { "type": "resize_circle" } & ResizeCircle | { "type": "close_circle" } & CloseCircle | { "type": "list_circles" } & ListCircles | { "type": "list_roster" } & ListRoster | { "type": "change_role" } & ChangeRole | { "type": "remove_member" } & RemoveMember | { "type": "create_invite" } & CreateInvite | { "type": "list_invites" } & ListInvites | { "type": "withdraw_invite" } & WithdrawInvite | { "type": "set_content_note" } & SetContentNote | { "type": "hide_message" } & HideMessage | { "type": "unhide_message" } & UnhideMessage | { "type": "list_own_actions" } & ListOwnActions | { "type": "list_security_notices" } & ListSecurityNotices | { "type": "mark_security_notices_seen" } & MarkSecurityNoticesSeen | { "type": "mute_messages" } & MuteMessages | { "type": "unmute_messages" } & UnmuteMessages | { "type": "reveal_message" } & RevealMessage | { "type": "mute_member" } & MuteMember | { "type": "unmute_member" } & UnmuteMember | { "type": "mass_mute" } & MassMute | { "type": "set_slow_mode" } & SetSlowMode | { "type": "list_actions" } & ListActions | { "type": "list_audit" } & ListAudit | { "type": "report_message" } & ReportMessage | { "type": "report_member" } & ReportMember | { "type": "list_own_reports" } & ListOwnReports | { "type": "list_left_circles" } & ListLeftCircles | { "type": "fetch_left_messages" } & FetchLeftMessages | { "type": "list_held_messages" } & ListHeldMessages | { "type": "list_cases" } & ListCases | { "type": "list_decided_cases" } & ListDecidedCases | { "type": "undo_decision" } & UndoDecision | { "type": "fetch_case" } & FetchCase | { "type": "claim_case" } & ClaimCase | { "type": "hand_over_case" } & HandOverCase | { "type": "close_case" } & CloseCase | { "type": "list_overdue" } & ListOverdue | { "type": "show_centre_settings" } & ShowCentreSettings | { "type": "change_centre_settings" } & ChangeCentreSettings | { "type": "suspend_account" } & SuspendAccount | { "type": "restore_account" } & RestoreAccount | { "type": "create_recovery_link" } & CreateRecoveryLink | { "type": "withdraw_recovery_link" } & WithdrawRecoveryLink | { "type": "list_recovery_links" } & ListRecoveryLinks | { "type": "confirm_recovery" } & ConfirmRecovery | { "type": "stop_recovery_link" } & StopRecoveryLink | { "type": "appeal_action" } & AppealAction | { "type": "list_appeals" } & ListAppeals | { "type": "fetch_appeal" } & FetchAppeal | { "type": "decide_appeal" } & DecideAppeal | { "type": "propose_action" } & ProposeAction | { "type": "list_proposals" } & ListProposals | { "type": "fetch_proposal" } & FetchProposal | { "type": "decide_proposal" } & DecideProposal | { "type": "show_care" } & ShowCare | { "type": "change_care_settings" } & ChangeCareSettings | { "type": "set_contact" } & SetContact | { "type": "give_consent" } & GiveConsent | { "type": "revoke_consent" } & RevokeConsent | { "type": "send_check_in" } & SendCheckIn | { "type": "list_check_ins" } & ListCheckIns | { "type": "delete_check_in" } & DeleteCheckIn | { "type": "pause_check_ins" } & PauseCheckIns | { "type": "set_recovery_date" } & SetRecoveryDate | { "type": "share_milestone" } & ShareMilestone | { "type": "keep_milestone_private" } & KeepMilestonePrivate | { "type": "record_lapse" } & RecordLapse | { "type": "list_lapses" } & ListLapses | { "type": "delete_lapse" } & DeleteLapse | { "type": "accept_pairing" } & AcceptPairing | { "type": "end_pairing" } & EndPairing | { "type": "stop_mentoring" } & StopMentoring | { "type": "show_board" } & ShowBoard | { "type": "show_mentee" } & ShowMentee | { "type": "log_outreach" } & LogOutreach | { "type": "set_next_contact" } & SetNextContact | { "type": "show_help" } & ShowHelp | { "type": "ask_for_help" } & AskForHelp | { "type": "add_help_recipient" } & AddHelpRecipient | { "type": "end_help" } & EndHelp | { "type": "acknowledge_help" } & AcknowledgeHelp | { "type": "list_help_alerts" } & ListHelpAlerts | { "type": "list_rota" } & ListRota | { "type": "hand_over_shift" } & HandOverShift | { "type": "add_on_call" } & AddOnCall | { "type": "remove_on_call" } & RemoveOnCall | { "type": "add_shift" } & AddShift | { "type": "remove_shift" } & RemoveShift | { "type": "request_direct" } & RequestDirect | { "type": "preview_direct" } & PreviewDirect | { "type": "accept_direct" } & AcceptDirect | { "type": "decline_direct" } & DeclineDirect | { "type": "block_member" } & BlockMember | { "type": "list_blocks" } & ListBlocks | { "type": "unblock_member" } & UnblockMember | { "type": "fetch_daily" } & FetchDaily | { "type": "list_wins" } & ListWins | { "type": "create_meeting" } & CreateMeeting | { "type": "cancel_meeting" } & CancelMeeting | { "type": "list_meetings" } & ListMeetings | { "type": "answer_meeting" } & AnswerMeeting | { "type": "create_calendar_feed" } & CreateCalendarFeed | { "type": "end_calendar_feed" } & EndCalendarFeed | { "type": "list_mentors" } & ListMentors | { "type": "add_mentor" } & AddMentor | { "type": "remove_mentor" } & RemoveMentor | { "type": "propose_pairing" } & ProposePairing | { "type": "list_pairings" } & ListPairings | { "type": "withdraw_pairing" } & WithdrawPairing | { "type": "list_no_contacts" } & ListNoContacts | { "type": "close_no_contact" } & CloseNoContact | { "type": "change_help_card" } & ChangeHelpCard | { "type": "list_counts" } & ListCounts;

export type ClientFrame = { request_id: RequestId, 
/**
 * For requests that would do something twice when they are sent again.
 */
idempotency_key?: IdempotencyKey, } & ({ "type": "hello" } & Hello | { "type": "ping" } & Ping | { "type": "send_message" } & SendMessage | { "type": "edit_message" } & EditMessage | { "type": "delete_message" } & DeleteMessage | { "type": "add_reaction" } & AddReaction | { "type": "remove_reaction" } & RemoveReaction | { "type": "pin_message" } & PinMessage | { "type": "unpin_message" } & UnpinMessage | { "type": "mark_read" } & MarkRead | { "type": "fetch_history" } & FetchHistory | { "type": "fetch_message" } & FetchMessage | { "type": "list_pins" } & ListPins | { "type": "list_members" } & ListMembers | { "type": "search" } & Search | { "type": "leave_circle" } & LeaveCircle | { "type": "create_circle" } & CreateCircle | { "type": "rename_circle" } & RenameCircle | { "type": "resize_circle" } & ResizeCircle | { "type": "close_circle" } & CloseCircle | { "type": "list_circles" } & ListCircles | { "type": "list_roster" } & ListRoster | { "type": "change_role" } & ChangeRole | { "type": "remove_member" } & RemoveMember | { "type": "create_invite" } & CreateInvite | { "type": "list_invites" } & ListInvites | { "type": "withdraw_invite" } & WithdrawInvite | { "type": "set_content_note" } & SetContentNote | { "type": "hide_message" } & HideMessage | { "type": "unhide_message" } & UnhideMessage | { "type": "list_own_actions" } & ListOwnActions | { "type": "list_security_notices" } & ListSecurityNotices | { "type": "mark_security_notices_seen" } & MarkSecurityNoticesSeen | { "type": "mute_messages" } & MuteMessages | { "type": "unmute_messages" } & UnmuteMessages | { "type": "reveal_message" } & RevealMessage | { "type": "mute_member" } & MuteMember | { "type": "unmute_member" } & UnmuteMember | { "type": "mass_mute" } & MassMute | { "type": "set_slow_mode" } & SetSlowMode | { "type": "list_actions" } & ListActions | { "type": "list_audit" } & ListAudit | { "type": "report_message" } & ReportMessage | { "type": "report_member" } & ReportMember | { "type": "list_own_reports" } & ListOwnReports | { "type": "list_left_circles" } & ListLeftCircles | { "type": "fetch_left_messages" } & FetchLeftMessages | { "type": "list_held_messages" } & ListHeldMessages | { "type": "list_cases" } & ListCases | { "type": "list_decided_cases" } & ListDecidedCases | { "type": "undo_decision" } & UndoDecision | { "type": "fetch_case" } & FetchCase | { "type": "claim_case" } & ClaimCase | { "type": "hand_over_case" } & HandOverCase | { "type": "close_case" } & CloseCase | { "type": "list_overdue" } & ListOverdue | { "type": "show_centre_settings" } & ShowCentreSettings | { "type": "change_centre_settings" } & ChangeCentreSettings | { "type": "suspend_account" } & SuspendAccount | { "type": "restore_account" } & RestoreAccount | { "type": "create_recovery_link" } & CreateRecoveryLink | { "type": "withdraw_recovery_link" } & WithdrawRecoveryLink | { "type": "list_recovery_links" } & ListRecoveryLinks | { "type": "confirm_recovery" } & ConfirmRecovery | { "type": "stop_recovery_link" } & StopRecoveryLink | { "type": "appeal_action" } & AppealAction | { "type": "list_appeals" } & ListAppeals | { "type": "fetch_appeal" } & FetchAppeal | { "type": "decide_appeal" } & DecideAppeal | { "type": "propose_action" } & ProposeAction | { "type": "list_proposals" } & ListProposals | { "type": "fetch_proposal" } & FetchProposal | { "type": "decide_proposal" } & DecideProposal | { "type": "show_care" } & ShowCare | { "type": "change_care_settings" } & ChangeCareSettings | { "type": "set_contact" } & SetContact | { "type": "give_consent" } & GiveConsent | { "type": "revoke_consent" } & RevokeConsent | { "type": "send_check_in" } & SendCheckIn | { "type": "list_check_ins" } & ListCheckIns | { "type": "delete_check_in" } & DeleteCheckIn | { "type": "pause_check_ins" } & PauseCheckIns | { "type": "set_recovery_date" } & SetRecoveryDate | { "type": "share_milestone" } & ShareMilestone | { "type": "keep_milestone_private" } & KeepMilestonePrivate | { "type": "record_lapse" } & RecordLapse | { "type": "list_lapses" } & ListLapses | { "type": "delete_lapse" } & DeleteLapse | { "type": "accept_pairing" } & AcceptPairing | { "type": "end_pairing" } & EndPairing | { "type": "stop_mentoring" } & StopMentoring | { "type": "show_board" } & ShowBoard | { "type": "show_mentee" } & ShowMentee | { "type": "log_outreach" } & LogOutreach | { "type": "set_next_contact" } & SetNextContact | { "type": "show_help" } & ShowHelp | { "type": "ask_for_help" } & AskForHelp | { "type": "add_help_recipient" } & AddHelpRecipient | { "type": "end_help" } & EndHelp | { "type": "acknowledge_help" } & AcknowledgeHelp | { "type": "list_help_alerts" } & ListHelpAlerts | { "type": "list_rota" } & ListRota | { "type": "hand_over_shift" } & HandOverShift | { "type": "add_on_call" } & AddOnCall | { "type": "remove_on_call" } & RemoveOnCall | { "type": "add_shift" } & AddShift | { "type": "remove_shift" } & RemoveShift | { "type": "request_direct" } & RequestDirect | { "type": "preview_direct" } & PreviewDirect | { "type": "accept_direct" } & AcceptDirect | { "type": "decline_direct" } & DeclineDirect | { "type": "block_member" } & BlockMember | { "type": "list_blocks" } & ListBlocks | { "type": "unblock_member" } & UnblockMember | { "type": "fetch_daily" } & FetchDaily | { "type": "list_wins" } & ListWins | { "type": "create_meeting" } & CreateMeeting | { "type": "cancel_meeting" } & CancelMeeting | { "type": "list_meetings" } & ListMeetings | { "type": "answer_meeting" } & AnswerMeeting | { "type": "create_calendar_feed" } & CreateCalendarFeed | { "type": "end_calendar_feed" } & EndCalendarFeed | { "type": "list_mentors" } & ListMentors | { "type": "add_mentor" } & AddMentor | { "type": "remove_mentor" } & RemoveMentor | { "type": "propose_pairing" } & ProposePairing | { "type": "list_pairings" } & ListPairings | { "type": "withdraw_pairing" } & WithdrawPairing | { "type": "list_no_contacts" } & ListNoContacts | { "type": "close_no_contact" } & CloseNoContact | { "type": "change_help_card" } & ChangeHelpCard | { "type": "list_counts" } & ListCounts);

export type RepliesTo = {
  hello: "welcome";
  ping: "pong";
  send_message: "message_accepted" | "message_held";
  edit_message: "accepted";
  delete_message: "accepted";
  add_reaction: "accepted";
  remove_reaction: "accepted";
  pin_message: "accepted";
  unpin_message: "accepted";
  mark_read: "done";
  fetch_history: "history";
  fetch_message: "message";
  list_pins: "pins";
  list_members: "members";
  search: "search_results";
  leave_circle: "accepted";
  create_circle: "circle_created";
  rename_circle: "accepted";
  resize_circle: "done";
  close_circle: "accepted";
  list_circles: "circles";
  list_roster: "roster";
  change_role: "accepted";
  remove_member: "accepted";
  create_invite: "invite_created";
  list_invites: "invites";
  withdraw_invite: "done";
  set_content_note: "accepted";
  hide_message: "done";
  unhide_message: "done";
  list_own_actions: "own_actions";
  list_security_notices: "security_notices";
  mark_security_notices_seen: "done";
  mute_messages: "action_taken";
  unmute_messages: "accepted";
  reveal_message: "message";
  mute_member: "action_taken";
  unmute_member: "done";
  mass_mute: "action_taken";
  set_slow_mode: "accepted";
  list_actions: "actions";
  list_audit: "audit";
  report_message: "reported";
  report_member: "reported";
  list_own_reports: "own_reports";
  list_left_circles: "left_circles";
  fetch_left_messages: "left_messages";
  list_held_messages: "held";
  list_cases: "cases";
  list_decided_cases: "decided_cases";
  undo_decision: "decision_undone";
  fetch_case: "case";
  claim_case: "done";
  hand_over_case: "done";
  close_case: "done";
  list_overdue: "overdue";
  show_centre_settings: "centre_settings";
  change_centre_settings: "done";
  suspend_account: "done";
  restore_account: "done";
  create_recovery_link: "recovery_link_created";
  withdraw_recovery_link: "done";
  list_recovery_links: "recovery_links";
  confirm_recovery: "done";
  stop_recovery_link: "done";
  appeal_action: "appealed";
  list_appeals: "appeals";
  fetch_appeal: "appeal";
  decide_appeal: "done";
  propose_action: "proposed";
  list_proposals: "proposals";
  fetch_proposal: "proposal";
  decide_proposal: "done";
  show_care: "care";
  change_care_settings: "done";
  set_contact: "done";
  give_consent: "done";
  revoke_consent: "done";
  send_check_in: "done";
  list_check_ins: "check_ins";
  delete_check_in: "done";
  pause_check_ins: "done";
  set_recovery_date: "done";
  share_milestone: "message_accepted" | "message_held";
  keep_milestone_private: "done";
  record_lapse: "done";
  list_lapses: "lapses";
  delete_lapse: "done";
  accept_pairing: "done";
  end_pairing: "done";
  stop_mentoring: "done";
  show_board: "board";
  show_mentee: "mentee";
  log_outreach: "done";
  set_next_contact: "done";
  show_help: "help_status";
  ask_for_help: "help_asked";
  add_help_recipient: "help_asked";
  end_help: "done";
  acknowledge_help: "help_acknowledged";
  list_help_alerts: "help_alerts";
  list_rota: "rota";
  hand_over_shift: "done";
  add_on_call: "on_call_added";
  remove_on_call: "done";
  add_shift: "shift_added";
  remove_shift: "done";
  request_direct: "direct_opened";
  preview_direct: "direct_preview";
  accept_direct: "done";
  decline_direct: "done";
  block_member: "done";
  list_blocks: "blocks";
  unblock_member: "done";
  fetch_daily: "daily";
  list_wins: "wins";
  create_meeting: "meeting_created";
  cancel_meeting: "done";
  list_meetings: "meetings";
  answer_meeting: "done";
  create_calendar_feed: "calendar_feed";
  end_calendar_feed: "done";
  list_mentors: "mentors";
  add_mentor: "mentor_added";
  remove_mentor: "done";
  propose_pairing: "pairing_proposed";
  list_pairings: "pairings";
  withdraw_pairing: "done";
  list_no_contacts: "no_contacts";
  close_no_contact: "done";
  change_help_card: "done";
  list_counts: "counts";
};

/** Left out are requests that are answered by `accepted` or `done`. */
export const repliesTo = {
  hello: ["welcome"],
  ping: ["pong"],
  send_message: ["message_accepted", "message_held"],
  fetch_history: ["history"],
  fetch_message: ["message"],
  list_pins: ["pins"],
  list_members: ["members"],
  search: ["search_results"],
  create_circle: ["circle_created"],
  list_circles: ["circles"],
  list_roster: ["roster"],
  create_invite: ["invite_created"],
  list_invites: ["invites"],
  list_own_actions: ["own_actions"],
  list_security_notices: ["security_notices"],
  mute_messages: ["action_taken"],
  reveal_message: ["message"],
  mute_member: ["action_taken"],
  mass_mute: ["action_taken"],
  list_actions: ["actions"],
  list_audit: ["audit"],
  report_message: ["reported"],
  report_member: ["reported"],
  list_own_reports: ["own_reports"],
  list_left_circles: ["left_circles"],
  fetch_left_messages: ["left_messages"],
  list_held_messages: ["held"],
  list_cases: ["cases"],
  list_decided_cases: ["decided_cases"],
  undo_decision: ["decision_undone"],
  fetch_case: ["case"],
  list_overdue: ["overdue"],
  show_centre_settings: ["centre_settings"],
  create_recovery_link: ["recovery_link_created"],
  list_recovery_links: ["recovery_links"],
  appeal_action: ["appealed"],
  list_appeals: ["appeals"],
  fetch_appeal: ["appeal"],
  propose_action: ["proposed"],
  list_proposals: ["proposals"],
  fetch_proposal: ["proposal"],
  show_care: ["care"],
  list_check_ins: ["check_ins"],
  share_milestone: ["message_accepted", "message_held"],
  list_lapses: ["lapses"],
  show_board: ["board"],
  show_mentee: ["mentee"],
  show_help: ["help_status"],
  ask_for_help: ["help_asked"],
  add_help_recipient: ["help_asked"],
  acknowledge_help: ["help_acknowledged"],
  list_help_alerts: ["help_alerts"],
  list_rota: ["rota"],
  add_on_call: ["on_call_added"],
  add_shift: ["shift_added"],
  request_direct: ["direct_opened"],
  preview_direct: ["direct_preview"],
  list_blocks: ["blocks"],
  fetch_daily: ["daily"],
  list_wins: ["wins"],
  create_meeting: ["meeting_created"],
  list_meetings: ["meetings"],
  create_calendar_feed: ["calendar_feed"],
  list_mentors: ["mentors"],
  add_mentor: ["mentor_added"],
  propose_pairing: ["pairing_proposed"],
  list_pairings: ["pairings"],
  list_no_contacts: ["no_contacts"],
  list_counts: ["counts"],
} as const;

export type RefusalCode = "not_json" | "unknown_type" | "missing_field" | "invalid_field" | "text_empty" | "text_too_short" | "text_too_long" | "text_invisible" | "text_control" | "text_whitespace" | "text_no_phone" | "passphrase_too_common" | "text_no_link" | "hello_first" | "not_found" | "not_allowed" | "id_conflict" | "idempotency_key_reused" | "circle_closed" | "circle_full" | "limit_reached" | "alias_taken" | "alias_reserved" | "alias_mixed_scripts" | "sign_in_name_taken" | "sign_in_failed" | "passphrase_needed" | "last_coordinator" | "invite_invalid" | "invite_locked" | "recovery_link_invalid" | "account_recovering" | "already_member" | "muted" | "message_muted" | "slow_mode" | "already_muted" | "needs_moderator" | "direct_refused" | "direct_waiting" | "plain_text_only" | "caseload_full" | "claimed" | "already_handled" | "already_appealed" | "account_suspended" | "not_signed_in" | "foreign_origin" | "rate_limited" | "daily_limit" | "unavailable" | "internal";

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

export type EventPayload = { "type": "message_posted", message: MessageView, } | { "type": "message_edited", message: MessageId, body: Body | null, mentions: Array<MemberId>, edited_at: Timestamp, } | { "type": "message_deleted", message: MessageId, } | { "type": "reaction_added", message: MessageId, reaction: Reaction, } | { "type": "reaction_removed", message: MessageId, reaction: Reaction, } | { "type": "message_pinned", message: MessageId, } | { "type": "message_unpinned", message: MessageId, } | { "type": "member_joined", member: MemberView, } | { "type": "member_left", member: MemberId, } | { "type": "member_removed", member: MemberId, } | { "type": "member_role_changed", member: MemberId, role: Role, } | { "type": "circle_renamed", name: CircleName, } | { "type": "circle_closed" } | { "type": "message_muted", message: MessageId, } | { "type": "message_unmuted", message: MessageView, } | { "type": "content_note_changed", message: MessageId, note: ContentNote | null, } | { "type": "slow_mode_changed", seconds: number, } | { "type": "under_review_changed", message: MessageId, under_review: boolean, };

export type CircleEvent = { circle: CircleId, seq: Seq, at: Timestamp, 
/**
 * Who did it; null for actions of the centre and of moderators.
 */
by: MemberId | null, what: EventPayload, };

export type Notice = { "type": "circles_changed" } | { "type": "read_marker_moved", circle: CircleId, seq: Seq, } | { "type": "action_about_you", circle: CircleId, muted_until: Timestamp | null, } | { "type": "queue_changed" } | { "type": "report_handled", circle: CircleId, report: ReportId, } | { "type": "held_decided", circle: CircleId, message: MessageId, released: boolean, } | { "type": "care_changed" } | { "type": "board_changed" } | { "type": "help_changed", help: HelpView, } | { "type": "help_alerted", alert: HelpAlert, } | { "type": "rota_changed" } | { "type": "meeting_near", meeting: MeetingId, on: LocalDate, starts_at: Timestamp, } | { "type": "centre_changed" } | { "type": "message_hidden", circle: CircleId, message: MessageId, hidden: boolean, } | { "type": "security_noticed" } | { "type": "account_recovery_changed", recovery: AccountRecovery, } | { "type": "session_renewal_due" };

export type Reply = { "type": "welcome", epoch: Epoch, account: AccountId, 
/**
 * The name a new circle would show.
 */
alias: Alias, coordinator: boolean, 
/**
 * You have a board.
 */
mentor?: boolean, 
/**
 * You take shifts on call.
 */
on_call?: boolean, 
/**
 * How milestones look here, where the centre has chosen.
 */
milestone_style?: MilestoneStyle, 
/**
 * There is a security notice that you have not seen.
 */
security_notice?: boolean, 
/**
 * Somebody at the centre opened a way back into this account.
 */
recovery?: AccountRecovery, server_time: Timestamp, circles: Array<CircleView>, } | { "type": "pong" } | { "type": "message_accepted", seq: Seq, at: Timestamp, 
/**
 * The words sound like a crisis: show the help card.
 */
offer_help?: boolean, 
/**
 * The content note that the message has: its author's, or one that its words got.
 */
content_note?: ContentNote, } | { "type": "message_held", at: Timestamp, } | { "type": "accepted", seq: Seq | null, } | { "type": "done" } | { "type": "history", 
/**
 * In the order of the log.
 */
messages: Array<MessageView>, has_older: boolean, has_newer: boolean, 
/**
 * The newest place in the log when this was read.
 */
head_seq: Seq, } | { "type": "message", message: MessageView, } | { "type": "pins", messages: Array<MessageView>, has_more: boolean, } | { "type": "members", members: Array<MemberView>, has_more: boolean, } | { "type": "search_results", found: Array<Found>, has_more: boolean, } | { "type": "circle_created", circle: CircleId, } | { "type": "circles", circles: Array<CentreCircle>, has_more: boolean, } | { "type": "roster", entries: Array<RosterEntry>, has_more: boolean, } | { "type": "invite_created", invite: InviteId, path: string, expires_at: Timestamp, } | { "type": "invites", invites: Array<InviteView>, } | { "type": "action_taken", action: ActionId, } | { "type": "own_actions", actions: Array<OwnAction>, } | { "type": "actions", actions: Array<ActionView>, } | { "type": "reported", report: ReportId, } | { "type": "own_reports", reports: Array<OwnReport>, } | { "type": "left_circles", circles: Array<LeftView>, has_more: boolean, } | { "type": "left_messages", messages: Array<LeftMessage>, has_more: boolean, } | { "type": "held", messages: Array<HeldView>, has_more: boolean, } | { "type": "cases", cases: Array<CaseView>, has_more: boolean, } | { "type": "decided_cases", decided: Array<DecidedCase>, has_more: boolean, } | { "type": "decision_undone", undone: Undone, } | { "type": "case", opened: OpenedCase, } | { "type": "appealed", due_at: Timestamp, } | { "type": "appeals", appeals: Array<AppealView>, } | { "type": "appeal", opened: OpenedAppeal, } | { "type": "proposed", proposal: ProposalId, } | { "type": "proposals", proposals: Array<ProposalView>, } | { "type": "proposal", opened: OpenedProposal, } | { "type": "overdue", circles: Array<OverdueView>, } | { "type": "centre_settings", settings: CentreSettings, storage?: StorageView, } | { "type": "audit", entries: Array<AuditEntry>, has_more: boolean, } | { "type": "care", care: OwnCare, } | { "type": "check_ins", check_ins: Array<CheckInView>, has_more: boolean, } | { "type": "lapses", lapses: Array<LapseView>, } | { "type": "board", cards: Array<MenteeCard>, } | { "type": "mentee", mentee: MenteeView, } | { "type": "help_status", status: HelpStatus, } | { "type": "help_asked", help: HelpView, } | { "type": "help_acknowledged", direct: CircleId, } | { "type": "help_alerts", alerts: Array<HelpAlert>, } | { "type": "rota", rota: Rota, } | { "type": "on_call_added", person: OnCallId, } | { "type": "shift_added", shift: ShiftId, } | { "type": "direct_opened", circle: CircleId, 
/**
 * The first words sound like a crisis: show the help card.
 */
offer_help?: boolean, } | { "type": "direct_preview", terms: DirectTerms, 
/**
 * For so many days after graduating one writes to one's mentor and moderators
 * alone, and they to one.
 */
newcomer_days: number, } | { "type": "blocks", blocks: Array<BlockView>, } | { "type": "daily", on: LocalDate, messages: Array<MessageView>, has_more: boolean, } | { "type": "wins", messages: Array<MessageView>, has_more: boolean, } | { "type": "meeting_created", meeting: MeetingId, } | { "type": "meetings", meetings: Array<Occurrence>, has_more: boolean, } | { "type": "calendar_feed", path: string, } | { "type": "mentors", mentors: Array<MentorEntry>, } | { "type": "mentor_added", mentor: MentorId, } | { "type": "pairing_proposed", pairing: PairingId, } | { "type": "pairings", pairings: Array<CentrePairing>, 
/**
 * On the first page alone.
 */
unassigned: Array<UnassignedMentee>, has_more: boolean, } | { "type": "no_contacts", no_contacts: Array<NoContactView>, } | { "type": "counts", weeks: Array<WeekCounts>, } | { "type": "recovery_link_created", link: RecoveryLinkId, path: string, expires_at: Timestamp, } | { "type": "recovery_links", links: Array<RecoveryLinkView>, } | { "type": "security_notices", notices: Array<SecurityNotice>, };

export type ServerFrame = { "type": "reply", request_id: RequestId, result: Reply, } | { "type": "refused", 
/**
 * Null where the frame held no readable one.
 */
request_id: RequestId | null, refusal: Refusal, } | { "type": "event" } & CircleEvent | { "type": "notice", notice: Notice, };

export type InviteToken = string;

export type PreviewInvite = { token: InviteToken, };

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

export type SignIn = { sign_in_name: SignInName, passphrase: EnteredPassphrase, };

export type RecoveryToken = string;

export type PreviewRecovery = { token: RecoveryToken, };

export type RecoveryPreview = { 
/**
 * Somebody who forgot the passphrase may have forgotten this too.
 */
sign_in_name: SignInName, expires_at: Timestamp, };

export type RecoverAccount = { token: RecoveryToken, passphrase: Passphrase, };

export type ChangePassphrase = { current: EnteredPassphrase, new: Passphrase, 
/**
 * Also turns off the link of the own calendar, which otherwise goes on working.
 */
end_calendar_feed?: boolean, };

export type ConfirmPassphrase = { passphrase: EnteredPassphrase, };

export type HealthView = { 
/**
 * Room for the database is running out: from four fifths of it on, or with less
 * than 256 MiB free on the disk.
 */
storage_low: boolean, 
/**
 * Only for `?backup`: the server has no backup of its own that is younger than 48
 * hours.
 */
backup_overdue?: boolean, };

export type Me = { account: AccountId, alias: Alias, coordinator: boolean, 
/**
 * Only in the answer to `GET /api/me`: for password managers.
 */
sign_in_name?: SignInName, 
/**
 * Only in that answer: whether there is a link of the own calendar.
 */
calendar_feed?: boolean, };

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
  foldReportsDaysMax: 365,
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
  phoneChars: 32,
  contactNameChars: 60,
  meetingTitleChars: 80,
  placeChars: 200,
  linkChars: 500,
  cardTextChars: 300,
  cravingMost: 10,
  pauseDaysMost: 30,
  meetingMinutesMost: 720,
  calendarDaysMost: 92,
  cardNumbersMost: 12,
  cardStepsMost: 12,
  shiftHoursMost: 168,
} as const;

export const closeCodes = {
  normal: 1000,
  protocol_error: 1002,
  binary: 1003,
  invalid_utf8: 1007,
  too_big: 1009,
  restart: 1012,
  slow_consumer: 4000,
  ping_timeout: 4001,
  write_stall: 4002,
  session_ended: 4003,
  flooding: 4004,
  too_many_sockets: 4005,
  hello_timeout: 4006,
  session_renewed: 4007,
} as const;

export const subprotocol = "circles.v1";

export const reactions: readonly Reaction[] = [
  "with_you",
  "proud_of_you",
  "thank_you",
  "me_too",
  "strength",
];

export const reasons: readonly Reason[] = [
  "danger",
  "predation",
  "outing",
  "solicitation",
  "shaming",
  "other",
];

export const auditActions: readonly AuditAction[] = [
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
  "action_upheld",
  "action_overturned",
  "proposal_made",
  "proposal_agreed",
  "proposal_declined",
  "proposal_opened",
  "decision_undone",
  "account_suspended",
  "account_restored",
  "recovery_link_made",
  "recovery_link_withdrawn",
  "recovery_link_stopped",
  "recovery_link_used",
  "recovery_confirmed",
  "settings_changed",
  "mentor_added",
  "mentor_removed",
  "pairing_proposed",
  "pairing_ended",
  "no_contact_closed",
  "on_call_added",
  "on_call_removed",
  "shift_added",
  "shift_removed",
  "shift_handed_over",
  "help_acknowledged",
  "help_card_changed",
  "meeting_created",
  "meeting_cancelled",
];

export const signals: readonly Signal[] = [
  "phone_number",
  "payment_handle",
  "link",
  "price",
  "crisis",
];

export const consents: readonly Consent[] = [
  "mentor_sees_check_ins",
  "mentor_sees_dates",
  "mentor_told_of_lapse",
  "may_be_phoned",
  "emergency_contact",
];

export const moods: readonly Mood[] = [
  "very_low",
  "low",
  "okay",
  "good",
  "very_good",
];

export const halts: readonly Halt[] = [
  "hungry",
  "angry",
  "lonely",
  "tired",
];

export const recoveryLabels: readonly RecoveryLabel[] = [
  "recovery",
  "sobriety",
  "clean",
];

export const repeats: readonly Repeats[] = [
  "never",
  "daily",
  "weekly",
  "every_two_weeks",
  "monthly",
  "monthly_weekday",
  "monthly_last_weekday",
];

export const contentNotes: readonly ContentNote[] = [
  "substance_use",
  "self_harm",
  "death_and_loss",
  "violence",
  "other",
];

/** What a screen says in the place of a name; the server refuses it as an alias. */
export const standIns: readonly string[] = [
  "You",
  "Me",
  "Myself",
  "Yourself",
  "Tú",
  "Usted",
  "Ustedes",
  "Vosotros",
  "Yo",
  "Someone",
  "Someone else",
  "Somebody",
  "Somebody else",
  "Somebody in no circle",
  "Somebody without a label",
  "Anyone",
  "Anybody",
  "Everyone",
  "Everybody",
  "Here",
  "Alguien",
  "Alguien más",
  "Cualquiera",
  "Todos",
  "Todas",
  "Todo el mundo",
  "Nobody",
  "No one",
  "None",
  "Nobody yet",
  "Nadie",
  "Ninguno",
  "Ninguna",
  "Unknown",
  "Desconocido",
  "Desconocida",
  "Former member",
  "A former member",
  "Former members",
  "Someone who left",
  "Deleted account",
  "Member",
  "A member",
  "This member",
  "Members",
  "Mentee",
  "Antiguo miembro",
  "Antigua miembro",
  "Un antiguo miembro",
  "Exmiembro",
  "Alguien que se fue",
  "Cuenta eliminada",
  "Miembro",
  "Un miembro",
  "Miembros",
  "A moderator",
  "Your moderator",
  "Your mentor",
  "The centre",
  "Your centre",
  "System",
  "Un moderador",
  "Una moderadora",
  "Tu mentor",
  "Tu mentora",
  "El centro",
  "Tu centro",
  "Sistema",
  "El sistema",
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
  "text_no_phone",
  "passphrase_too_common",
  "text_no_link",
  "hello_first",
  "not_found",
  "not_allowed",
  "id_conflict",
  "idempotency_key_reused",
  "circle_closed",
  "circle_full",
  "limit_reached",
  "alias_taken",
  "alias_reserved",
  "alias_mixed_scripts",
  "sign_in_name_taken",
  "sign_in_failed",
  "passphrase_needed",
  "last_coordinator",
  "invite_invalid",
  "invite_locked",
  "recovery_link_invalid",
  "account_recovering",
  "already_member",
  "muted",
  "message_muted",
  "slow_mode",
  "already_muted",
  "needs_moderator",
  "direct_refused",
  "direct_waiting",
  "plain_text_only",
  "caseload_full",
  "claimed",
  "already_handled",
  "already_appealed",
  "account_suspended",
  "not_signed_in",
  "foreign_origin",
  "rate_limited",
  "daily_limit",
  "unavailable",
  "internal",
];
