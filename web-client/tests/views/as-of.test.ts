// Whether a screen follows the news, and how old it is where it does not.

import { expect, test } from "vitest";
import { formatAsOf, connected } from "../../src/views/as-of";
import { formatTime } from "../../src/views/local-date";

const now = new Date(2026, 10, 30, 14, 0).getTime();
const hour = 3_600_000;

test("only a connection that stands brings news", () => {
  expect(connected({ kind: "online" })).toBe(true);
  expect(connected({ kind: "server_trouble" })).toBe(true);
  for (const kind of ["connecting", "offline", "blocked", "replaced"] as const)
    expect(connected({ kind })).toBe(false);
  expect(connected({ kind: "waiting", retryAt: 1 })).toBe(false);
});

test("what is shown from memory has the time until which it was true", () => {
  const at = (when: number) => formatAsOf(when, now);
  expect(at(now - hour)).toBe(`As of ${formatTime(now - hour)}; this may have changed.`);
  expect(at(now - 24 * hour)).toMatch(/^As of yesterday, /);
  expect(at(now - 48 * hour)).toMatch(/^As of Saturday/);
  expect(formatAsOf(null, now)).toMatch(/may have changed/);
});
