// Checks of meetings. Enum values are only checked to be text, as in read-views.

import { list, number, orNull, shape, text, truth, type Check } from "./shape";
import type { MeetingAnswer, Occurrence, Repeats } from "./wire";

export const meeting: Check<Occurrence> = shape<Occurrence>({
  meeting: text,
  on: text,
  starts_at: number,
  ends_at: number,
  circle: orNull(text),
  title: text,
  zone: text,
  repeats: text as Check<Repeats>,
  link: orNull(text),
  place: orNull(text),
  cancelled: truth,
  host: truth,
  answer: orNull(text as Check<MeetingAnswer>),
  coming: list(text),
});
