// Checks of what only coordinators receive: circles, rosters, invites, settings, the audit,
// mentors and pairings.

import { concern } from "./read-safety";
import { role } from "./read-views";
import { list, number, optional, orNull, shape, text, truth, type Check } from "./shape";
import type {
  AuditAction,
  AuditEntry,
  CentreCircle,
  CentrePairing,
  CentreSettings,
  Chips,
  EmergencyContact,
  HandOver,
  InviteRole,
  InviteState,
  InviteView,
  MentorEntry,
  NoContactView,
  OverdueView,
  Person,
  RosterEntry,
  Signal,
  WeekCounts,
  StorageView,
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
  alias: orNull(text),
  invited_at: orNull(number),
  role,
  joined_at: number,
  present: truth,
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

export const storage: Check<StorageView> = shape<StorageView>({
  used_mib: number,
  most_mib: number,
  low: truth,
});

export const centreSettings: Check<CentreSettings> = shape<CentreSettings>({
  muted_may_react: truth,
  hold_days: number,
  watch_for: list(text as Check<Signal>),
  zone: orNull(text),
  chips: orNull(text as Check<Chips>),
  fold_reports_days: optional(number),
});

const person: Check<Person> = shape<Person>({
  circle: text,
  member: text,
  label: orNull(text),
  alias: orNull(text),
  invited_at: orNull(number),
});

export const mentor: Check<MentorEntry> = shape<MentorEntry>({
  id: text,
  person: orNull(person),
  caseload: number,
  caseload_early: number,
});

export const pairing: Check<CentrePairing> = shape<CentrePairing>({
  id: text,
  mentor: text,
  mentee: orNull(person),
  active: truth,
  since: number,
});

export const handOver: Check<HandOver> = shape<HandOver>({ mentee: person, since: number });

export const noContact: Check<NoContactView> = shape<NoContactView>({
  id: text,
  person: orNull(person),
  since: number,
  close_due: truth,
  emergency_contact: orNull(shape<EmergencyContact>({ name: text, phone: text })),
});

export const weekCounts: Check<WeekCounts> = shape<WeekCounts>({
  week: text,
  joined: number,
  check_ins: number,
  outreach: number,
  help_requests: number,
  help_acknowledged: number,
  no_contacts: number,
});

export const overdue: Check<OverdueView> = shape<OverdueView>({
  circle: text,
  cases: number,
  appeals: number,
});

export const auditEntry: Check<AuditEntry> = shape<AuditEntry>({
  number,
  at: number,
  action: text as Check<AuditAction>,
  actor: orNull(text),
  actor_label: orNull(text),
  circle: orNull(text),
  target: orNull(text),
  reason: orNull(concern),
});
