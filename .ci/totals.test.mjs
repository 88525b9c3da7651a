// The totals are only as good as how the reports are read.

import assert from "node:assert/strict";
import test from "node:test";

import { fromCargoTest, fromJunit, ofPart } from "./totals.mjs";

const junit = (...cases) => `<testsuites><testsuite>${cases.join("\n")}</testsuite></testsuites>\n`;
const good = '<testcase name="good" time="0.1"/>';
const bad = '<testcase name="bad"><failure message="&lt;no&gt;">why</failure></testcase>';

/** Reads the files of a folder that is written here. */
const folder = (files) => (name) => files[name] ?? null;

test("a report's tests are counted, failed and skipped ones by their names", () => {
  const xml = junit(
    ...[good, bad, '<testcase name="a -&gt; &quot;b&quot;"><error type="x"></error></testcase>'],
    '<testcase name="later"><skipped message="takes minutes"/></testcase>',
  );
  assert.deepEqual(fromJunit(xml), {
    passed: 1,
    failed: ["bad", 'a -> "b"'],
    skipped: ["later: takes minutes"],
    seconds: 0,
  });
});

test("the reason of a skipped browser test is found, and a missing one is said to be", () => {
  const why = '<properties><property name="skip" value="no disk"></property></properties>';
  const xml = junit(
    `<testcase name="full">${why}<skipped></skipped></testcase>`,
    '<testcase name="next"><skipped></skipped></testcase>',
  );
  assert.deepEqual(fromJunit(xml).skipped, [
    "full: no disk",
    "next: it did not run, for no reason given",
  ]);
});

test("what a test printed is no part of the report's own words", () => {
  const printed = "<system-out><![CDATA[<failure/></testcase><testcase>]]></system-out>";
  const xml = junit(`<testcase name="a > b">${printed}</testcase>`, good);
  assert.deepEqual(fromJunit(xml), { passed: 2, failed: [], skipped: [], seconds: 0 });
});

test("a report that breaks off is none", () => {
  assert.equal(fromJunit(""), null);
  assert.equal(fromJunit(`<testsuites><testsuite>${good}`), null);
});

test("cargo's results are added up over all programs of tests", () => {
  const text = [
    ...["test a ... ok", "test slow ... ignored, takes minutes", "test b ... FAILED"],
    "test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out",
    ...["noise", "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out"],
  ].join("\n");
  assert.deepEqual(fromCargoTest(text), {
    passed: 5,
    failed: ["b"],
    skipped: ["slow ... ignored, takes minutes"],
  });
  assert.equal(fromCargoTest("error: could not compile"), null);
});

test("a part that ended badly has failed, with tests of its own or without", () => {
  const failed = (name, files) => ofPart(name, folder(files)).failed;
  assert.deepEqual(failed("lint", { "lint.ended": "0 3\n" }), []);
  assert.deepEqual(failed("lint", { "lint.ended": "2 3\n" }), ["it ended with 2"]);
  assert.deepEqual(failed("lint", {}), ["it did not run"]);
  const ended = (status, xml) => ({ "a-tests.ended": `${status} 1\n`, "a-tests.xml": xml });
  assert.deepEqual(failed("a-tests", ended(0, junit(good))), []);
  assert.deepEqual(failed("a-tests", ended(2, junit(good, bad))), ["bad"]);
  assert.deepEqual(failed("a-tests", ended(2, junit(good))), ["it ended with 2"]);
  assert.deepEqual(failed("a-tests", ended(0, junit())), ["it ran no test"]);
  assert.deepEqual(failed("a-tests", { "a-tests.ended": "0 1\n" }), ["it left no report"]);
});

test("a part that a machine can't run is skipped, and says why", () => {
  const files = { "a-tests.ended": "0 1\n", "a-tests.skipped": "Install Chromium.\n" };
  const part = ofPart("a-tests", folder(files));
  assert.deepEqual([part.failed, part.skipped], [[], ["Install Chromium."]]);
});
