// The last lines of `make test`: how each part ended, what failed, what was skipped and
// why, and one line of totals. Made from what the parts left in the folder of reports.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const none = { passed: 0, failed: [], skipped: [], seconds: 0 };

const entities = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const plain = (text) => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name]);

/** The tests of a JUnit report; null where it is not whole. */
export function fromJunit(xml) {
  if (!/<\/testsuites>\s*$|<testsuites[^<]*\/>\s*$/.test(xml)) return null;
  const counts = structuredClone(none);
  const tests = xml
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "")
    .matchAll(/<testcase\b((?:[^">]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g);
  for (const [, attributes, inside = ""] of tests) {
    const name = plain(attributes.match(/\bname="([^"]*)"/)?.[1] ?? "?");
    const why = inside.match(/<skipped\b[^>]*? message="([^"]*)"|name="skip" value="([^"]*)"/);
    if (/<(failure|error)\b/.test(inside)) counts.failed.push(name);
    else if (!/<skipped\b/.test(inside)) counts.passed += 1;
    else
      counts.skipped.push(
        `${name}: ${plain(why?.[1] || why?.[2] || "it did not run, for no reason given")}`,
      );
  }
  return counts;
}

/** What `cargo test` printed, with a result for each program of tests; null without one. */
export function fromCargoTest(text) {
  const all = (pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
  const passed = all(/^test result: \w+\. (\d+) passed;/gm).map(Number);
  if (passed.length === 0) return null;
  return {
    passed: passed.reduce((sum, number) => sum + number, 0),
    failed: all(/^test (.+) \.\.\. FAILED$/gm),
    skipped: all(/^test (.+ \.\.\. ignored.*)$/gm),
  };
}

/** What one part counts for. `read` returns what a file of the reports holds, or null. */
export function ofPart(name, read) {
  const ended = read(`${name}.ended`);
  if (ended === null) return { ...none, failed: ["it did not run"] };
  const [status, seconds] = ended.split(" ").map(Number);
  const broke = status === 0 ? [] : [`it ended with ${status}`];
  const skipped = read(`${name}.skipped`);
  if (!name.endsWith("-tests")) return { ...none, seconds, failed: broke };
  if (skipped !== null) return { ...none, seconds, failed: broke, skipped: [skipped.trim()] };
  const text = read(`${name}.txt`);
  const counts = text === null ? fromJunit(read(`${name}.xml`) ?? "") : fromCargoTest(text);
  if (counts === null) return { ...none, seconds, failed: ["it left no report"] };
  const ranNone = counts.passed + counts.failed.length === 0 && name !== "rust-doc-tests";
  if (ranNone) broke.push("it ran no test");
  return { ...counts, seconds, failed: counts.failed.length > 0 ? counts.failed : broke };
}

function main([folder, ...names]) {
  const file = (name) => join(folder, name);
  const read = (name) => (existsSync(file(name)) ? readFileSync(file(name), "utf8") : null);
  const parts = names.map((name) => ({ name, ...ofPart(name, read) }));
  for (const { name, passed, failed, skipped, seconds } of parts) {
    const counts = `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
    const how = name.endsWith("-tests") ? counts : failed.length > 0 ? "failed" : "ok";
    console.log(`${name.padEnd(19)} ${String(seconds).padStart(4)} s  ${how}`);
  }
  const all = (key) => parts.flatMap((part) => part[key].map((one) => `${part.name}: ${one}`));
  const [failed, skipped] = [all("failed"), all("skipped")];
  for (const one of skipped) console.log(`skipped: ${one}`);
  for (const one of failed) console.log(`FAILED: ${one}`);
  const passed = parts.reduce((sum, part) => sum + part.passed, 0);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
