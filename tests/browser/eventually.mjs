// Waits for a thing itself: reads again with every frame that a page draws, until
// what it reads is right or patience ends. Knows no circle.

import assert from "node:assert/strict";

const patienceMs = 10_000;

const nextFrame = (page) => page.evaluate(() => new Promise(requestAnimationFrame));

/** Throws the difference between what it read last and `expected`. */
export async function eventually(page, read, expected, ms = patienceMs) {
  const until = performance.now() + ms;
  for (;;) {
    const value = await read();
    try {
      assert.deepEqual(value, expected);
      return;
    } catch (difference) {
      if (performance.now() > until) throw difference;
    }
    await nextFrame(page);
  }
}

/** Returns what `read` gives once that is true. */
export async function eventuallyTrue(page, what, read, ms = patienceMs) {
  const until = performance.now() + ms;
  for (;;) {
    const value = await read();
    if (value) return value;
    assert.ok(performance.now() < until, `it never came true: ${what}`);
    await nextFrame(page);
  }
}
