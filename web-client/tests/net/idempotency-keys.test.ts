// Keys of attempts: the same until one succeeds, and a new one afterwards.

import { expect, test } from "vitest";
import { IdempotencyKeys } from "../../src/net/idempotency-keys";
import { NoResponse } from "../../src/net/refused";
import { messageIds } from "../../src/state/message-ids";

let made = 0;
const newKey = () => `key ${(made += 1)}`;

const lost = () => Promise.reject(new NoResponse());

async function keyOf(attempts: IdempotencyKeys, what: string): Promise<string> {
  return attempts.run(what, (key) => Promise.resolve(key));
}

test("an attempt keeps its key until it has succeeded", async () => {
  const attempts = new IdempotencyKeys(newKey);
  await attempts.run("join", lost).catch(() => {});
  const kept = attempts.keyOf("join");
  await attempts.run("join", lost).catch(() => {});
  expect(await keyOf(attempts, "join")).toBe(kept);
  expect(await keyOf(attempts, "join")).not.toBe(kept);
});

test("two attempts have two keys", async () => {
  const attempts = new IdempotencyKeys(newKey);
  expect(await keyOf(attempts, "join")).not.toBe(await keyOf(attempts, "sign in"));
});

test("a key outlasts a reload", async () => {
  let kept: string | null = null;
  const storage = { read: () => kept, write: (text: string) => (kept = text) };
  const before = new IdempotencyKeys(newKey, storage);
  await before.run("join", lost).catch(() => {});
  const after = new IdempotencyKeys(newKey, storage);
  expect(after.keyOf("join")).toBe(before.keyOf("join"));
  after.forgetAll();
  expect(new IdempotencyKeys(newKey, storage).keyOf("join")).toBeUndefined();
});

test("what another page keeps beside is left to it", async () => {
  let kept: string | null = null;
  const storage = { read: () => kept, write: (text: string) => (kept = text) };
  const one = new IdempotencyKeys(newKey, storage);
  const other = new IdempotencyKeys(newKey, storage);
  await one.run("join", lost).catch(() => {});
  await other.run("sign in", lost).catch(() => {});
  await one.run("join", (key) => Promise.resolve(key));
  expect(one.keyOf("join")).toBeUndefined();
  expect(other.keyOf("join")).toBeUndefined();
  expect(one.keyOf("sign in")).toBe(other.keyOf("sign in"));
});

test("where nothing is kept a key lasts as long as the page", async () => {
  const attempts = new IdempotencyKeys(newKey, { read: () => null, write: () => {} });
  await attempts.run("join", lost).catch(() => {});
  const kept = attempts.keyOf("join");
  expect(kept).toBeDefined();
  expect(await keyOf(attempts, "join")).toBe(kept);
});

test("a key that the server has forgotten is not used again", async () => {
  let now = 1_790_000_000_000;
  const ids = messageIds(
    () => now,
    (bytes) => bytes.fill(7),
  );
  const attempts = new IdempotencyKeys(ids, null, () => now);
  await attempts.run("join", lost).catch(() => {});
  now += 24 * 3_600_000;
  expect(attempts.keyOf("join")).toBeDefined();
  now += 1;
  expect(attempts.keyOf("join")).toBeUndefined();
});

test("what is no list of keys is passed over", () => {
  for (const text of ["", "{", "null", '[["a"]]', "[1]"]) {
    const attempts = new IdempotencyKeys(newKey, { read: () => text, write: () => {} });
    expect(attempts.keyOf("a")).toBeUndefined();
  }
});
