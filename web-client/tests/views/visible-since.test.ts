// Whether a day of a circle can be said to be empty, where history begins with joining.

import { expect, test } from "vitest";
import type { TimelineItem } from "../../src/state/contract";
import type { MessageView } from "../../src/protocol/wire";
import { seesWholeDay } from "../../src/views/circle/visible-since";

const midnight = new Date(2026, 10, 29).getTime();
const message = (sent_at: number): TimelineItem => ({
  kind: "message",
  key: String(sent_at),
  message: { sent_at } as MessageView,
});

test("a day is seen whole by whoever sees something from before it", () => {
  expect(seesWholeDay("2026-11-29", [message(midnight - 1)])).toBe(true);
  expect(seesWholeDay("2026-11-29", [message(midnight)])).toBe(false);
});

test("nothing is known of a day where no message is here, or no day is meant", () => {
  const note: TimelineItem = {
    kind: "system",
    key: "n",
    at: midnight - 1,
    text: { what: "closed" },
  };
  expect(seesWholeDay("2026-11-29", [])).toBe(false);
  expect(seesWholeDay("2026-11-29", [note])).toBe(false);
  expect(seesWholeDay("no day", [message(midnight - 1)])).toBe(false);
});
