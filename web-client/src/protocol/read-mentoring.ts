// Checks of what a mentor receives. Enum values are only checked to be text, as in
// read-views.

import { list, number, orNull, shape, text, truth, type Check } from "./shape";
import type {
  Attention,
  CheckInView,
  HelloDue,
  HowItIs,
  LapseTold,
  LapseView,
  Means,
  MenteeCard,
  MenteeView,
  MilestoneView,
  OutreachOutcome,
  OutreachView,
} from "./wire";

export const checkIn: Check<CheckInView> = shape<CheckInView>({
  id: text,
  at: number,
  how: orNull(
    shape<HowItIs>({
      mood: text as Check<HowItIs["mood"]>,
      craving: number,
      halt: list(text as Check<HowItIs["halt"][number]>),
      note: orNull(text),
    }),
  ),
  wants_call: truth,
});

export const milestone: Check<MilestoneView> = shape<MilestoneView>({ milestone: text, on: text });

export const lapse: Check<LapseView> = shape<LapseView>({
  id: text,
  from: text,
  to: text,
  told: text as Check<LapseTold>,
  recorded_at: number,
});

const outreach: Check<OutreachView> = shape<OutreachView>({
  at: number,
  means: text as Check<Means>,
  outcome: text as Check<OutreachOutcome>,
});

export const card: Check<MenteeCard> = shape<MenteeCard>({
  pairing: text,
  alias: text,
  weeks: number,
  attention: text as Check<Attention>,
  next_contact_at: orNull(number),
  last_outreach: orNull(outreach),
  hello: orNull(text as Check<HelloDue>),
  wants_call_since: orNull(number),
  help_since: orNull(number),
  shares_check_ins: truth,
  last_check_in: orNull(checkIn),
  paused_until: orNull(number),
  next_milestone: orNull(milestone),
  congratulate: orNull(milestone),
  lapse: orNull(lapse),
  phone: orNull(text),
  means: list(text as Check<Means>),
  direct: orNull(text),
});

export const mentee: Check<MenteeView> = shape<MenteeView>({
  card,
  check_ins: list(checkIn),
  has_more: truth,
  outreach: list(outreach),
  lapses: list(lapse),
  milestones: list(milestone),
});
