// Readers of what the server sends, generated from protocol/ by `make generate`. Never
// edited by hand. How a line is read stands in shape.ts.

import { kinds, shape, type Unread, type UnreadIn } from "./shape";
import type {
  CatchUp,
  CircleEvent,
  CircleView,
  EventPayload,
  HelpCard,
  InvitePreview,
  Joined,
  Me,
  Notice,
  RecoveryPreview,
  Refusal,
  Reply,
  Sessions,
} from "./wire";

export const refusal = shape<Refusal>`code field? message retry_after_ms?#`;
const joinedAt = shape`seq# at#`;
const memberView = shape`id alias role present! joined?:${joinedAt}`;
const directView = shape`state with:${memberView}`;
export const circleView = shape<Unread<CircleView, "catch_up">>`id name me role joined_seq# head_seq# read_seq# unread# unread_mentions# closed! muted_until~# slow_mode_seconds# direct?:${directView} hidden?[]`;
export const catchUp = kinds<UnreadIn<CatchUp, "events", "events">>({
  events: shape``,
  gap: shape``,
});
export const circleEvent = shape<Unread<CircleEvent, "what">>`circle seq# at# by~`;
const reactionView = shape`reaction members[]`;
const messageView = shape`id seq# author sent_at# body~ reply_to~ mentions[] edited_at~# deleted! muted! content_note~ pinned! reactions[]:${reactionView} under_review?! win?! daily_on? milestone?`;
export const eventPayload = kinds<EventPayload>({
  message_posted: shape`message:${messageView}`,
  message_edited: shape`message body~ mentions[] edited_at#`,
  message_deleted: shape`message`,
  reaction_added: shape`message reaction`,
  reaction_removed: shape`message reaction`,
  message_pinned: shape`message`,
  message_unpinned: shape`message`,
  member_joined: shape`member:${memberView}`,
  member_left: shape`member`,
  member_removed: shape`member`,
  member_role_changed: shape`member role`,
  circle_renamed: shape`name`,
  circle_closed: shape``,
  message_muted: shape`message`,
  message_unmuted: shape`message:${messageView}`,
  content_note_changed: shape`message note~`,
  slow_mode_changed: shape`seconds#`,
  under_review_changed: shape`message under_review!`,
});
const helpView = shape`id to asked_at# state last_step by_words! by~ direct~ undo_until?# alerted?[] wants_call?!`;
const helpAlert = shape`id who asked_at# alerted_at# state words~ by_words! direct~ wants_call?! phone?`;
const accountRecovery = shape`link_until~# closed_until~#`;
export const notice = kinds<Notice>({
  circles_changed: shape``,
  read_marker_moved: shape`circle seq#`,
  action_about_you: shape`circle muted_until~#`,
  queue_changed: shape``,
  report_handled: shape`circle report`,
  held_decided: shape`circle message released!`,
  care_changed: shape``,
  board_changed: shape``,
  help_changed: shape`help:${helpView}`,
  help_alerted: shape`alert:${helpAlert}`,
  rota_changed: shape``,
  meeting_near: shape`meeting on starts_at#`,
  centre_changed: shape``,
  message_hidden: shape`circle message hidden!`,
  security_noticed: shape``,
  account_recovery_changed: shape`recovery:${accountRecovery}`,
  session_renewal_due: shape``,
});
const found = shape`circle message:${messageView}`;
const centreCircle = shape`id name members# member_limit# closed! created_at#`;
const rosterEntry = shape`member label~ alias~ invited_at~# role joined_at# present! suspended!`;
const inviteView = shape`id circle~ role label~ created_at# expires_at# state`;
const ownAppeal = shape`at# due_at# outcome~`;
const ownAction = shape`id circle kind reason at# until~# ended_at~# messages[] appeal~:${ownAppeal}`;
const actionView = shape`id kind subject by~ reason at# until~# ended_at~# messages#`;
const ownReport = shape`id circle reason at# handled_at~#`;
const leftMember = shape`id alias`;
const leftView = shape`circle name~ left_at# reportable_until# members[]:${leftMember}`;
const leftMessage = shape`id seq# author sent_at# body~`;
const heldView = shape`id circle body reply_to~ content_note~ held_at# not_posted!`;
const claim = shape`by~ mine! until#`;
const caseView = shape`id circle kind reason subject message~ signals[] reports# opened_at# due_at# claim~:${claim} reopened_at?# folded_under?`;
const decisionView = shape`id kind by~ mine! at# reason~ duration~ note~ action~:${actionView} undo_status`;
const decidedCase = shape`case:${caseView} decision:${decisionView}`;
const undone = shape`messages# mute_lifted! still_muted_until~# note_restored! held_again! changed_since!`;
const evidence = shape`message body sent_at# taken_at#`;
const reportGiven = shape`reason statement~ at#`;
const openedCase = shape`case:${caseView} evidence[]:${evidence} has_more?! reports[]:${reportGiven} actions[]:${actionView}`;
const appealView = shape`id circle action:${actionView} at# due_at#`;
const openedAppeal = shape`appeal:${appealView} statement~ messages[]:${evidence} has_more?!`;
const proposalView = shape`id circle subject action reason by mine! at# until#`;
const openedProposal = shape`proposal:${proposalView} evidence[]:${evidence} has_more?! reports[]:${reportGiven} actions[]:${actionView}`;
const overdueView = shape`circle cases# appeals#`;
const centreSettings = shape`muted_may_react! new_account_hold_days# watch_for[] zone~ milestone_style~ fold_reports_days?#`;
const backupView = shape`scheduled! last_at~# overdue! failed!`;
const storageView = shape`used_mib# most_mib# low! backup?:${backupView}`;
const auditEntry = shape`number# at# action actor~ actor_label~ circle~ target~ reason~`;
const consentView = shape`consent version# given_at#`;
const emergencyContact = shape`name phone`;
const pairingView = shape`id mentor! with state since# direct~`;
const milestoneView = shape`milestone on`;
const recoveryView = shape`date label paused! days# days_in_all# next~:${milestoneView} reached[]:${milestoneView} asked[]`;
const ownCare = shape`zone~ centre_zone check_in_at graduated_on consent_version# consents[]:${consentView} phone~ emergency_contact~:${emergencyContact} pairings[]:${pairingView} last_check_in_at~# paused_until~# hello_due! recovery~:${recoveryView} mentor! on_call!`;
const howItIs = shape`mood craving# halt[] note~`;
const checkInView = shape`id at# how~:${howItIs} wants_call!`;
const lapseView = shape`id from to shared_with recorded_at#`;
const outreachView = shape`at# means outcome`;
const menteeCard = shape`pairing alias weeks# attention next_contact_at~# last_outreach~:${outreachView} hello_step~ wants_call_since~# help_since~# shares_check_ins! last_check_in~:${checkInView} paused_until~# next_milestone~:${milestoneView} congratulate~:${milestoneView} lapse~:${lapseView} phone~ means[] direct~`;
const menteeView = shape`card:${menteeCard} check_ins[]:${checkInView} has_more! outreach[]:${outreachView} lapses[]:${lapseView} milestones[]:${milestoneView}`;
const helpStatus = shape`on_duty~ mentor~ open~:${helpView} centre?!`;
const onCallPerson = shape`id alias label~ me!`;
const shiftView = shape`id person rank from# to#`;
const stretch = shape`from# to#`;
const rota = shape`people[]:${onCallPerson} shifts[]:${shiftView} gaps[]:${stretch} overlaps[]:${stretch} now~ shown_to?#`;
const blockView = shape`id alias at#`;
const occurrence = shape`meeting on starts_at# ends_at# circle~ title zone repeats link~ place~ cancelled! host! answer~ coming[]`;
const person = shape`circle member label~ alias~ invited_at~#`;
const mentorEntry = shape`id person~:${person} caseload# caseload_early#`;
const centrePairing = shape`id mentor mentee~:${person} active! since#`;
const unassignedMentee = shape`mentee:${person} since#`;
const noContactView = shape`id person~:${person} since# close_due! emergency_contact~:${emergencyContact}`;
const weekCounts = shape`week joined# check_ins# outreach# help_requests# help_acknowledged# no_contacts#`;
const recoveryLinkView = shape`id person~:${person} state made_at# until# own!`;
const securityNotice = shape`kind at# device~ actor~ about~ seen!`;
export const reply = kinds<UnreadIn<Reply, "welcome", "circles">>({
  welcome: shape`epoch account alias coordinator! mentor?! on_call?! milestone_style? security_notice?! recovery?:${accountRecovery} server_time#`,
  pong: shape``,
  message_accepted: shape`seq# at# offer_help?! content_note?`,
  message_held: shape`at#`,
  accepted: shape`seq~#`,
  done: shape``,
  history: shape`messages[]:${messageView} has_older! has_newer! head_seq#`,
  message: shape`message:${messageView}`,
  pins: shape`messages[]:${messageView} has_more?!`,
  members: shape`members[]:${memberView} has_more?!`,
  search_results: shape`found[]:${found} has_more!`,
  circle_created: shape`circle`,
  circles: shape`circles[]:${centreCircle} has_more?!`,
  roster: shape`entries[]:${rosterEntry} has_more?!`,
  invite_created: shape`invite path expires_at#`,
  invites: shape`invites[]:${inviteView}`,
  action_taken: shape`action`,
  own_actions: shape`actions[]:${ownAction}`,
  actions: shape`actions[]:${actionView}`,
  reported: shape`report`,
  own_reports: shape`reports[]:${ownReport}`,
  left_circles: shape`circles[]:${leftView} has_more?!`,
  left_messages: shape`messages[]:${leftMessage} has_more!`,
  held: shape`messages[]:${heldView} has_more?!`,
  cases: shape`cases[]:${caseView} has_more!`,
  decided_cases: shape`decided[]:${decidedCase} has_more!`,
  decision_undone: shape`undone:${undone}`,
  case: shape`opened:${openedCase}`,
  appealed: shape`due_at#`,
  appeals: shape`appeals[]:${appealView}`,
  appeal: shape`opened:${openedAppeal}`,
  proposed: shape`proposal`,
  proposals: shape`proposals[]:${proposalView}`,
  proposal: shape`opened:${openedProposal}`,
  overdue: shape`circles[]:${overdueView}`,
  centre_settings: shape`settings:${centreSettings} storage?:${storageView}`,
  audit: shape`entries[]:${auditEntry} has_more!`,
  care: shape`care:${ownCare}`,
  check_ins: shape`check_ins[]:${checkInView} has_more!`,
  lapses: shape`lapses[]:${lapseView}`,
  board: shape`cards[]:${menteeCard}`,
  mentee: shape`mentee:${menteeView}`,
  help_status: shape`status:${helpStatus}`,
  help_asked: shape`help:${helpView}`,
  help_acknowledged: shape`direct`,
  help_alerts: shape`alerts[]:${helpAlert}`,
  rota: shape`rota:${rota}`,
  on_call_added: shape`person`,
  shift_added: shape`shift`,
  direct_opened: shape`circle offer_help?!`,
  direct_preview: shape`terms newcomer_days#`,
  blocks: shape`blocks[]:${blockView}`,
  daily: shape`on messages[]:${messageView} has_more!`,
  wins: shape`messages[]:${messageView} has_more!`,
  meeting_created: shape`meeting`,
  meetings: shape`meetings[]:${occurrence} has_more?!`,
  calendar_feed: shape`path`,
  mentors: shape`mentors[]:${mentorEntry}`,
  mentor_added: shape`mentor`,
  pairing_proposed: shape`pairing`,
  pairings: shape`pairings[]:${centrePairing} unassigned[]:${unassignedMentee} has_more?!`,
  no_contacts: shape`no_contacts[]:${noContactView}`,
  counts: shape`weeks[]:${weekCounts}`,
  recovery_link_created: shape`link path expires_at#`,
  recovery_links: shape`links[]:${recoveryLinkView}`,
  security_notices: shape`notices[]:${securityNotice}`,
});
const helpNumber = shape`label phone`;
export const helpCard = shape<HelpCard>`numbers[]:${helpNumber} steps[] last_checked~`;
export const invitePreview = shape<InvitePreview>`role circle~`;
export const joined = shape<Joined>`circle~`;
export const me = shape<Me>`account alias coordinator! sign_in_name? calendar_feed?!`;
export const recoveryPreview = shape<RecoveryPreview>`sign_in_name expires_at#`;
const sessionView = shape`id device signed_in_at# expires_at# current!`;
export const sessions = shape<Sessions>`sessions[]:${sessionView}`;
