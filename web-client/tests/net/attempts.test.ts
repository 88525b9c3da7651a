// Keys of attempts: the same until one succeeds, and a new one afterwards.

import { expect, test } from "vitest";
import { Attempts } from "../../src/net/attempts";
import { Unanswered } from "../../src/net/refused";

let made = 0;
const newKey = () => `key ${(made += 1)}`;

const lost = () => Promise.reject(new Unanswered());

async function keyOf(attempts: Attempts, what: string): Promise<string> {
  return attempts.run(what, (key) => Promise.resolve(key));
}

test("an attempt keeps its key until it has succeeded", async () => {
  const attempts = new Attempts(newKey);
  await attempts.run("join", lost).catch(() => {});
  const kept = attempts.keyOf("join");
  await attempts.run("join", lost).catch(() => {});
  expect(await keyOf(attempts, "join")).toBe(kept);
  expect(await keyOf(attempts, "join")).not.toBe(kept);
});

test("two attempts have two keys", async () => {
  const attempts = new Attempts(newKey);
  expect(await keyOf(attempts, "join")).not.toBe(await keyOf(attempts, "sign in"));
});

test("a key outlasts a reload", async () => {
  let kept: string | null = null;
  const storage = { read: () => kept, keep: (text: string) => (kept = text) };
  const before = new Attempts(newKey, storage);
  await before.run("join", lost).catch(() => {});
  const after = new Attempts(newKey, storage);
  expect(after.keyOf("join")).toBe(before.keyOf("join"));
  after.forgetAll();
  expect(new Attempts(newKey, storage).keyOf("join")).toBeUndefined();
});

test("what is no list of keys is passed over", () => {
  for (const text of ["", "{", "null", '[["a"]]', "[1]"]) {
    const attempts = new Attempts(newKey, { read: () => text, keep: () => {} });
    expect(attempts.keyOf("a")).toBeUndefined();
  }
});
