// The totals are only as good as how they are read.

import assert from "node:assert/strict";
import test from "node:test";

import { fromCargoTest, fromNextest, fromNodeTest, fromVitest, judge } from "./counts.mjs";

test("nextest's summary is read, colours and all", () => {
  const text = "\x1b[32m     Summary\x1b[0m [   0.149s] 2 tests run: 1 passed, 1 failed, 1 skipped";
  assert.deepEqual(fromNextest(text), { passed: 1, failed: 1, skipped: 1 });
});

test("nextest's slow and leaky tests count once, timed out ones as failed", () => {
  const text =
    "Summary [  61.002s] 30 tests run: 26 passed (2 slow, 1 leaky), 3 failed, 1 timed out, 0 skipped";
  assert.deepEqual(fromNextest(text), { passed: 26, failed: 4, skipped: 0 });
});

test("tests that nextest never came to count as failed", () => {
  const text = "Summary [ 0.1s] 5/30 tests run: 4 passed, 1 failed, 2 skipped";
  assert.deepEqual(fromNextest(text), { passed: 4, failed: 26, skipped: 2 });
});

test("cargo's results are added up over all binaries", () => {
  const text =
    "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n" +
    "noise\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
  assert.deepEqual(fromCargoTest(text), { passed: 5, failed: 1, skipped: 1 });
});

test("node's closing lines are read in both styles", () => {
  const tap = "# tests 6\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 0\n";
  assert.deepEqual(fromNodeTest(tap), { passed: 3, failed: 2, skipped: 1 });
  assert.deepEqual(fromNodeTest(tap.replaceAll("#", "ℹ")), { passed: 3, failed: 2, skipped: 1 });
});

test("vitest's report is read", () => {
  const report = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 };
  assert.deepEqual(fromVitest(JSON.stringify(report)), { passed: 7, failed: 0, skipped: 2 });
});

test("output without counts is null, whoever printed it", () => {
  for (const read of [fromNextest, fromCargoTest, fromNodeTest, fromVitest]) {
    assert.equal(read("error: could not compile"), null);
    assert.equal(read(""), null);
  }
});

test("no counts, no tests, or an error outside the tests is a failure", () => {
  const none = { passed: 0, failed: 0, skipped: 4 };
  const good = { passed: 4, failed: 0, skipped: 0 };
  assert.equal(judge(null, { exitedWell: true }).failed, 1);
  assert.equal(judge(none, { exitedWell: true }).failed, 1);
  assert.equal(judge(good, { exitedWell: false }).failed, 1);
});

test("a clean run is taken as it is, and an empty one where that may be", () => {
  const none = { passed: 0, failed: 0, skipped: 0 };
  const good = { passed: 4, failed: 0, skipped: 1 };
  assert.deepEqual(judge(good, { exitedWell: true }), good);
  assert.deepEqual(judge(none, { exitedWell: true, mayBeEmpty: true }), none);
});
