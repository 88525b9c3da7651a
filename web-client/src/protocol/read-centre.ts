// Checks of what only coordinators are told: circles, rosters, invites, settings
// and the audit.

import { concern } from "./read-safety";
import { role } from "./read-views";
import { list, number, orNull, shape, text, truth, type Check } from "./shape";
import type {
  AuditAct,
  AuditEntry,
  CentreCircle,
  CentreSettings,
  InviteRole,
  InviteState,
  InviteView,
  OverdueView,
  RosterEntry,
  Sign,
} from "./wire";

export const centreCircle: Check<CentreCircle> = shape<CentreCircle>({
  id: text,
  name: text,
  members: number,
  member_limit: number,
  closed: truth,
  created_at: number,
});

export const rosterEntry: Check<RosterEntry> = shape<RosterEntry>({
  member: text,
  label: orNull(text),
  role,
  joined_at: number,
  suspended: truth,
});

export const invite: Check<InviteView> = shape<InviteView>({
  id: text,
  circle: orNull(text),
  role: text as Check<InviteRole>,
  label: orNull(text),
  created_at: number,
  expires_at: number,
  state: text as Check<InviteState>,
});

export const centreSettings: Check<CentreSettings> = shape<CentreSettings>({
  muted_may_react: truth,
  hold_days: number,
  watch_for: list(text as Check<Sign>),
});

export const overdue: Check<OverdueView> = shape<OverdueView>({
  circle: text,
  cases: number,
  appeals: number,
});

export const auditEntry: Check<AuditEntry> = shape<AuditEntry>({
  number,
  at: number,
  act: text as Check<AuditAct>,
  actor: orNull(text),
  actor_label: orNull(text),
  circle: orNull(text),
  target: orNull(text),
  reason: orNull(concern),
});
