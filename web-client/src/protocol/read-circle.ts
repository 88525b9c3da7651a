// A circle and its log as the client keeps them. Where a newer server sends a kind that
// this client does not know, what is known of it is kept.

import { catchUp, circleEvent, circleView, eventPayload } from "./readers";
import type { CircleEvent, CircleView, EventPayload } from "./wire";

/** A log entry. `what` is null for a kind that this client does not know. */
export type Entry = Omit<CircleEvent, "what"> & { what: EventPayload | null };

/** A circle in a `welcome`, with its log entries parsed. */
export type CircleState = Omit<CircleView, "catch_up"> & {
  catch_up: { type: "events"; events: Entry[] } | { type: "gap" };
};

/** Null only where not even the position in the log can be read. */
export function readEntry(value: unknown): Entry | null {
  if (!circleEvent(value)) return null;
  const { circle, seq, at, by, what } = value;
  return { circle, seq, at, by, what: eventPayload(what) ? what : null };
}

export function readCircle(value: unknown): CircleState | null {
  if (!circleView(value)) return null;
  const events = readEvents(value.catch_up);
  // What can't be read is treated as a gap, which always works.
  return { ...value, catch_up: events ? { type: "events", events } : { type: "gap" } };
}

/** Null for a gap, and where any entry or the kind of catch-up can't be read. */
function readEvents(value: unknown): Entry[] | null {
  if (!catchUp(value) || value.type === "gap" || !Array.isArray(value.events)) return null;
  return readEach(value.events, readEntry);
}

/** Null where one of them is null. */
export function readEach<T>(values: unknown[], read: (value: unknown) => T | null): T[] | null {
  const all = values.map(read);
  return all.every((one) => one !== null) ? all : null;
}
