// The bounds of every wait before another attempt.

import { expect, test } from "vitest";
import { Backoff, spreadMs } from "../../src/net/backoff";

test("each wait lies between nothing and a ceiling that doubles up to 30 seconds", () => {
  const shortest = new Backoff(() => 0);
  const longest = new Backoff(() => 0.999_999);
  const ceilings = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000];
  for (const ceiling of ceilings) {
    expect(shortest.nextMs()).toBe(0);
    const wait = longest.nextMs();
    expect(wait).toBeGreaterThan(ceiling * 0.99);
    expect(wait).toBeLessThan(ceiling);
  }
});

test("a success makes the next wait short again", () => {
  const backoff = new Backoff(() => 1);
  for (let attempt = 0; attempt < 8; attempt += 1) backoff.nextMs();
  backoff.succeeded();
  expect(backoff.nextMs()).toBe(500);
});

test("a spread stays between its bounds", () => {
  expect(spreadMs(() => 0, 500, 5000)).toBe(500);
  expect(spreadMs(() => 0.999_999, 500, 5000)).toBeLessThan(5000);
});
