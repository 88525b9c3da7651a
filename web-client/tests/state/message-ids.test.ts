// Ids that sort by the time of writing, whatever the clock does.

import { expect, test } from "vitest";
import { messageIds } from "../../src/state/message-ids";

test("an id is a UUID of version 7 that begins with the time", () => {
  const newId = messageIds(
    () => 0x0190_1234_5678,
    (bytes) => bytes.fill(0xff),
  );
  expect(newId()).toBe("01901234-5678-7000-bfff-ffffffffffff");
});

test("each id is greater than the one before, even when the clock is set back", () => {
  let now = 1_790_000_000_000;
  const newId = messageIds(
    () => now,
    (bytes) => bytes.fill(0),
  );
  const ids: string[] = [];
  for (let n = 0; n < 5_000; n += 1) ids.push(newId());
  now -= 60_000;
  ids.push(newId());
  now += 120_000;
  ids.push(newId());
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});
