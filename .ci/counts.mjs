// How many tests passed, failed and were skipped, read from what a runner
// printed or wrote. Null where no counts were found: never guessed.

const plain = (text) => text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, "");

const sum = (list) => list.reduce((total, number) => total + number, 0);

const numberBefore = (line, words) =>
  sum([...line.matchAll(new RegExp(`(\\d+) (?:${words})\\b`, "g"))].map((hit) => Number(hit[1])));

/** `Summary [ 1.2s] 30 tests run: 28 passed (1 slow), 1 failed, 1 timed out, 3 skipped` */
export function fromNextest(text) {
  const line = plain(text)
    .split("\n")
    .findLast((each) => /^\s*Summary \[.*\] .*tests? run:/.test(each));
  if (line === undefined) return null;
  const [, ran, outcome] = line.match(/\] ([\d/]+) tests? run:(.*)$/) ?? [];
  if (outcome === undefined) return null;
  const [done, all] = ran.split("/").map(Number);
  // Stopped early: what never ran counts as failed.
  const missing = all === undefined ? 0 : all - done;
  return {
    passed: numberBefore(outcome, "passed"),
    failed: numberBefore(outcome, "failed|exec failed|timed out") + missing,
    skipped: numberBefore(outcome, "skipped"),
  };
}

/** `test result: ok. 3 passed; 0 failed; 1 ignored; …`, once per test binary. */
export function fromCargoTest(text) {
  const lines = [
    ...plain(text).matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm),
  ];
  if (lines.length === 0) return null;
  const column = (index) => sum(lines.map((line) => Number(line[index])));
  return { passed: column(1), failed: column(2), skipped: column(3) };
}

/** The closing lines of node's test runner, in either of its styles. */
export function fromNodeTest(text) {
  const last = (word) => {
    const hits = [...plain(text).matchAll(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, "gm"))];
    return hits.length === 0 ? null : Number(hits.at(-1)[1]);
  };
  const [passed, failed, cancelled] = [last("pass"), last("fail"), last("cancelled")];
  if (passed === null || failed === null) return null;
  const skipped = (last("skipped") ?? 0) + (last("todo") ?? 0);
  return { passed, failed: failed + (cancelled ?? 0), skipped };
}

/** What Vitest's JSON reporter wrote. */
export function fromVitest(json) {
  let report;
  try {
    report = JSON.parse(json);
  } catch {
    return null;
  }
  const { numPassedTests: passed, numFailedTests: failed } = report;
  if (!Number.isInteger(passed) || !Number.isInteger(failed)) return null;
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  return { passed, failed, skipped };
}

/**
 * What a part counts for, given what its runner counted and how it ended. A
 * runner that fails without saying so, says nothing, or ran nothing has failed.
 */
export function judge(counts, { exitedWell, mayBeEmpty = false }) {
  if (counts === null) {
    const why = exitedWell ? "it ended without counts" : "it broke off without counts";
    return { passed: 0, failed: 1, skipped: 0, why };
  }
  if (!exitedWell && counts.failed === 0) {
    return { ...counts, failed: 1, why: "it ended with an error outside its tests" };
  }
  if (counts.passed + counts.failed === 0 && !mayBeEmpty) {
    return { ...counts, failed: 1, why: "it ran no test" };
  }
  return counts;
}
