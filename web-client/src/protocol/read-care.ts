// Checks of an alum's own care data and of requests for help. Enum values are only checked
// to be text, as in read-views.

import { milestone } from "./read-mentoring";
import { list, number, optional, orNull, shape, text, truth, type Check } from "./shape";
import type {
  Consent,
  ConsentView,
  EmergencyContact,
  HelpState,
  HelpStatus,
  HelpTo,
  HelpTold,
  HelpView,
  OwnCare,
  PairingState,
  PairingView,
  RecoveryLabel,
  RecoveryView,
} from "./wire";

const recovery: Check<RecoveryView> = shape<RecoveryView>({
  date: text,
  label: text as Check<RecoveryLabel>,
  paused: truth,
  days: number,
  days_in_all: number,
  next: orNull(milestone),
  reached: list(milestone),
  asked: list(text),
});

const pairing: Check<PairingView> = shape<PairingView>({
  id: text,
  mentor: truth,
  with: text,
  state: text as Check<PairingState>,
  since: number,
  direct: orNull(text),
});

export const care: Check<OwnCare> = shape<OwnCare>({
  zone: orNull(text),
  centre_zone: text,
  check_in_at: text,
  graduated_on: text,
  consent_version: number,
  consents: list(
    shape<ConsentView>({ consent: text as Check<Consent>, version: number, given_at: number }),
  ),
  phone: orNull(text),
  emergency_contact: orNull(shape<EmergencyContact>({ name: text, phone: text })),
  pairings: list(pairing),
  last_check_in_at: orNull(number),
  paused_until: orNull(number),
  hello: truth,
  recovery: orNull(recovery),
  mentor: truth,
  on_call: truth,
});

export const help: Check<HelpView> = shape<HelpView>({
  id: text,
  to: text as Check<HelpTo>,
  asked_at: number,
  state: text as Check<HelpState>,
  told: text as Check<HelpTold>,
  by_words: truth,
  by: orNull(text),
  direct: orNull(text),
  undo_until: optional(number),
  alerted: optional(list(text as Check<HelpTo>)),
  wants_call: optional(truth),
});

export const helpStatus: Check<HelpStatus> = shape<HelpStatus>({
  on_duty: orNull(text),
  mentor: orNull(text),
  open: orNull(help),
  centre: optional(truth),
});
