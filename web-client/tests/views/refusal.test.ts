// What somebody reads who is asked to wait: until when, by the clock on their wall.

import { expect, test } from "vitest";
import { Refused } from "../../src/net/refused";
import { formatTime } from "../../src/views/local-date";
import { refusalFrom, untilWhen } from "../../src/views/refusal";

const message = "A moment, please: that was a lot at once.";
const at = (hour: number, minute: number, second = 0) =>
  new Date(2026, 10, 29, hour, minute, second).getTime();

test("a long wait ends at a time by the clock, never too early", () => {
  const refusal = { code: "rate_limited", message, retry_after_ms: 179_000 } as const;
  const said = untilWhen(refusal, at(2, 10, 30)).message;
  expect(said).toBe(`${message} You can try again at ${formatTime(at(2, 14))}.`);
});

test("a short wait is less than a minute", () => {
  const refusal = { code: "rate_limited", message, retry_after_ms: 1_500 } as const;
  expect(untilWhen(refusal).message).toBe(`${message} You can try again in less than a minute.`);
});

test("whatever was thrown, every screen gets the sentence, and its field stays", () => {
  const refused = new Refused({ code: "rate_limited", message, retry_after_ms: 900, field: "new" });
  const said = refusalFrom(refused);
  expect(said.message).toContain("You can try again");
  expect(said).toMatchObject({ code: "rate_limited", field: "new" });
});

test("a refusal that asks for no wait says what it said", () => {
  const refusal = { code: "not_found", message: "No." } as const;
  expect(untilWhen(refusal)).toBe(refusal);
});
