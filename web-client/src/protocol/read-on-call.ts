// Checks of help alerts and of the rota. Enum values are only checked to be text, as in
// read-views.

import { list, number, optional, orNull, shape, text, truth, type Check } from "./shape";
import type {
  OnCallPerson,
  HelpAlert,
  HelpAlertState,
  Rank,
  Rota,
  ShiftView,
  Stretch,
} from "./wire";

export const helpAlert: Check<HelpAlert> = shape<HelpAlert>({
  id: text,
  who: text,
  asked_at: number,
  alerted_at: number,
  state: text as Check<HelpAlertState>,
  words: orNull(text),
  by_words: truth,
  direct: orNull(text),
  wants_call: optional(truth),
  phone: optional(text),
});

const stretches = list(shape<Stretch>({ from: number, to: number }));

export const rota: Check<Rota> = shape<Rota>({
  people: list(shape<OnCallPerson>({ id: text, alias: text, label: orNull(text), me: truth })),
  shifts: list(
    shape<ShiftView>({
      id: text,
      person: text,
      rank: text as Check<Rank>,
      from: number,
      to: number,
    }),
  ),
  gaps: stretches,
  overlaps: stretches,
  now: orNull(text),
  shown_to: optional(number),
});
