// Checks of moderation: actions, reports, cases, appeals and proposals. Enum values are
// only checked to be text, as in read-views.

import { contentNote } from "./read-views";
import { list, number, optional, orNull, shape, text, truth, type Check } from "./shape";
import type {
  ActionKind,
  ActionView,
  AppealOutcome,
  AppealView,
  CaseKind,
  CaseView,
  Claim,
  Concern,
  DecidedCase,
  DecisionKind,
  DecisionView,
  Evidence,
  HeldView,
  LeftMember,
  LeftMessage,
  LeftView,
  ProposedAction,
  MuteDuration,
  OpenedAppeal,
  OpenedCase,
  OpenedProposal,
  OwnAction,
  OwnAppeal,
  OwnReport,
  ProposalView,
  ReportGiven,
  SecurityNotice,
  SecurityNoticeKind,
  Signal,
  Undoing,
  Undone,
} from "./wire";

export const concern = text as Check<Concern>;
const actionKind = text as Check<ActionKind>;
const outcome = text as Check<AppealOutcome>;

export const action: Check<ActionView> = shape<ActionView>({
  id: text,
  kind: actionKind,
  subject: text,
  by: orNull(text),
  reason: concern,
  at: number,
  until: orNull(number),
  ended_at: orNull(number),
  messages: number,
});

export const securityNotice: Check<SecurityNotice> = shape<SecurityNotice>({
  kind: text as Check<SecurityNoticeKind>,
  at: number,
  device: orNull(text),
  actor: orNull(text),
  about: orNull(text),
  seen: truth,
});

export const ownAction: Check<OwnAction> = shape<OwnAction>({
  id: text,
  circle: text,
  kind: actionKind,
  reason: concern,
  at: number,
  until: orNull(number),
  ended_at: orNull(number),
  messages: list(text),
  appeal: orNull(shape<OwnAppeal>({ at: number, due_at: number, outcome: orNull(outcome) })),
});

export const ownReport: Check<OwnReport> = shape<OwnReport>({
  id: text,
  circle: text,
  concern,
  at: number,
  handled_at: orNull(number),
});

export const left: Check<LeftView> = shape<LeftView>({
  circle: text,
  name: orNull(text),
  left_at: number,
  reportable_until: number,
  members: list(shape<LeftMember>({ id: text, alias: text })),
});

export const leftMessage: Check<LeftMessage> = shape<LeftMessage>({
  id: text,
  seq: number,
  author: text,
  sent_at: number,
  body: orNull(text),
});

export const held: Check<HeldView> = shape<HeldView>({
  id: text,
  circle: text,
  body: text,
  reply_to: orNull(text),
  content_note: orNull(contentNote),
  held_at: number,
  not_posted: truth,
});

export const caseView: Check<CaseView> = shape<CaseView>({
  id: text,
  circle: text,
  kind: text as Check<CaseKind>,
  concern,
  subject: text,
  message: orNull(text),
  signals: list(text as Check<Signal>),
  reports: number,
  opened_at: number,
  due_at: number,
  claim: orNull(shape<Claim>({ by: orNull(text), mine: truth, until: number })),
  reopened_at: optional(number),
  folded_under: optional(text),
});

export const decidedCase: Check<DecidedCase> = shape<DecidedCase>({
  case: caseView,
  decision: shape<DecisionView>({
    id: text,
    kind: text as Check<DecisionKind>,
    by: orNull(text),
    mine: truth,
    at: number,
    reason: orNull(concern),
    duration: orNull(text as Check<MuteDuration>),
    note: orNull(contentNote),
    action: orNull(action),
    undoing: text as Check<Undoing>,
  }),
});

export const undone: Check<Undone> = shape<Undone>({
  messages: number,
  mute_lifted: truth,
  still_muted_until: orNull(number),
  note_restored: truth,
  waits: truth,
  changed_since: truth,
});

const evidence = list(
  shape<Evidence>({ message: text, body: text, sent_at: number, taken_at: number }),
);

const reports = list(shape<ReportGiven>({ concern, statement: orNull(text), at: number }));

export const openedCase: Check<OpenedCase> = shape<OpenedCase>({
  case: caseView,
  evidence,
  has_more: optional(truth),
  reports,
  actions: list(action),
});

export const appeal: Check<AppealView> = shape<AppealView>({
  id: text,
  circle: text,
  action,
  at: number,
  due_at: number,
});

export const openedAppeal: Check<OpenedAppeal> = shape<OpenedAppeal>({
  appeal,
  statement: orNull(text),
  messages: evidence,
  has_more: optional(truth),
});

export const proposal: Check<ProposalView> = shape<ProposalView>({
  id: text,
  circle: text,
  subject: text,
  action: text as Check<ProposedAction>,
  reason: concern,
  by: text,
  mine: truth,
  at: number,
  until: number,
});

export const openedProposal: Check<OpenedProposal> = shape<OpenedProposal>({
  proposal,
  evidence,
  has_more: optional(truth),
  reports,
  actions: list(action),
});
