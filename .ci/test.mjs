// `make test`: every check and every test, each part to its end even when an
// earlier one failed, then a table and one line of totals. No dependencies.
//
// Arguments pick parts by a piece of their name: `node .ci/test.mjs client`.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { fromCargoTest, fromNextest, fromNodeTest, fromVitest, judge } from "./counts.mjs";

const root = resolve(import.meta.dirname, "..");
const client = join(root, "web-client");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const reports = join(target, "test-reports");
const circlesBin = join(target, "debug", "circles");
const withBinary = { CIRCLES_BIN: circlesBin };

// Far beyond what any part needs, even on a slow machine with empty caches.
const partLimitMs = 20 * 60 * 1000;

const hasNextest = spawnSync("cargo", ["nextest", "--version"]).status === 0;
const quiet = ["--no-install"];
const vitestReport = join(reports, "vitest.json");
const browserReport = join(reports, "browser.tap");

/** A check that has no tests of its own counts as one. */
const check = (name, command, args, more = {}) => ({ name, command, args, ...more });

const rustTests = hasNextest
  ? {
      name: "tests: Rust",
      command: "cargo",
      args: ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"],
      count: fromNextest,
    }
  : {
      name: "tests: Rust",
      command: "cargo",
      args: ["test", "--workspace", "--all-targets", "--locked", "--no-fail-fast"],
      count: fromCargoTest,
    };

const parts = [
  {
    name: "tests: this script",
    command: "node",
    args: ["--test", "--test-reporter=spec", ".ci/counts.test.mjs"],
    count: fromNodeTest,
  },
  {
    name: "tests: docs",
    command: "node",
    args: ["--test", "--test-reporter=spec", ".ci/docs.test.mjs"],
    count: fromNodeTest,
  },
  check("client: packages", "make", ["--no-print-directory", "packages"]),
  check("format: Rust", "cargo", ["fmt", "--all", "--check"]),
  check("format: client", "npx", [...quiet, "prettier", "--check", "."], { in: client }),
  check(
    "format: scripts",
    "npx",
    [
      ...[...quiet, "prettier", "--config", ".prettierrc.json", "--no-error-on-unmatched-pattern"],
      ...["--check", "../.ci/*.mjs", "../tests/**/*.mjs"],
    ],
    { in: client },
  ),
  check("lints: client", "npx", [...quiet, "eslint", "--max-warnings=0", "."], { in: client }),
  check("types: client", "npm", ["run", "--silent", "check"], { in: client }),
  {
    name: "tests: client",
    command: "npx",
    args: [
      ...[...quiet, "vitest", "run", "--reporter=default", "--reporter=json"],
      `--outputFile.json=${vitestReport}`,
    ],
    in: client,
    report: vitestReport,
    count: fromVitest,
  },
  // Before all else that compiles the server: the client is embedded in it.
  check("client: build", "npm", ["run", "--silent", "build"], { in: client }),
  {
    name: "client: old browsers",
    command: "node",
    args: ["--test", "--test-reporter=spec", "web-client/lint/built-files.test.mjs"],
    count: fromNodeTest,
  },
  check("lints: Rust", "cargo", [
    ...["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
  ]),
  // All at once, so that every later part finds the same build.
  check("build: Rust", "cargo", ["build", "--workspace", "--all-targets", "--locked"]),
  { ...rustTests, env: withBinary },
  {
    name: "tests: Rust docs",
    command: "cargo",
    args: ["test", "--workspace", "--doc", "--locked"],
    count: fromCargoTest,
    mayBeEmpty: true,
  },
  {
    name: "tests: browser",
    command: "node",
    args: () => [
      ...["--test", "--test-concurrency=1", "--test-reporter=spec"],
      ...["--test-reporter-destination=stdout", "--test-reporter=tap"],
      `--test-reporter-destination=${browserReport}`,
      ...testFiles("tests/browser"),
    ],
    before: findBrowser,
    env: withBinary,
    report: browserReport,
    count: fromNodeTest,
  },
  check("bench: short", join(target, "debug", "bench"), ["--short"], { env: withBinary }),
];

function testFiles(folder) {
  const files = readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(".test.mjs"))
    .map((file) => join(folder, file))
    .sort();
  if (files.length === 0) throw new Error(`${folder} holds no *.test.mjs`);
  return files;
}

/** Why the browser tests can't run here, or the environment they run in. */
function findBrowser() {
  const found = spawnSync("sh", [".ci/browser"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (found.status === 0) return { env: { CHROMIUM: found.stdout.trim() } };
  return { skip: found.stderr.trim().split("\n").at(-1) };
}

let running = null;

function stopRunning(signal) {
  if (running === null) return;
  try {
    process.kill(-running.pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopRunning("SIGKILL");
    process.exit(1);
  });
}

/** Runs a command, shows what it prints, and keeps it for counting. */
function run(part, args, env) {
  return new Promise((done) => {
    const output = [];
    // Its own process group, so that a hanging grandchild ends with it.
    const child = spawn(part.command, args, {
      cwd: part.in ?? root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running = child;
    const limit = setTimeout(() => {
      console.log(`\nStopped: it did not end within ${partLimitMs / 60_000} minutes.`);
      stopRunning("SIGKILL");
    }, partLimitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output.push(chunk);
        process.stdout.write(chunk);
      });
    }
    const end = (exitedWell) => {
      clearTimeout(limit);
      // Whatever it left running must not disturb the parts to come.
      stopRunning("SIGKILL");
      running = null;
      done({ exitedWell, output: Buffer.concat(output).toString("utf8") });
    };
    child.on("error", (error) => {
      console.log(error.message);
      end(false);
    });
    child.on("exit", () => stopRunning("SIGTERM"));
    child.on("close", (code) => end(code === 0));
  });
}

async function carryOut(part) {
  let args;
  let ready;
  try {
    ready = part.before?.() ?? {};
    args = typeof part.args === "function" ? part.args() : part.args;
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, why: error.message };
  }
  if (ready.skip !== undefined) {
    return { passed: 0, failed: 0, skipped: 1, why: ready.skip };
  }
  if (part.report !== undefined) rmSync(part.report, { force: true });
  const { exitedWell, output } = await run(part, args, { ...part.env, ...ready.env });
  if (part.count === undefined) {
    return { passed: exitedWell ? 1 : 0, failed: exitedWell ? 0 : 1, skipped: 0 };
  }
  const counted = part.report === undefined ? output : readReport(part.report);
  return judge(part.count(counted), { exitedWell, mayBeEmpty: part.mayBeEmpty });
}

const readReport = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

function describe({ passed, failed, skipped, why }) {
  const counted = [
    [passed, "passed"],
    [failed, "failed"],
    [skipped, "skipped"],
  ];
  const words = counted
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  return (words.join(" · ") || "nothing to run") + (why === undefined ? "" : ` (${why})`);
}

mkdirSync(reports, { recursive: true });
const wanted = process.argv.slice(2);
const results = [];
for (const part of parts) {
  if (wanted.length > 0 && !wanted.some((piece) => part.name.includes(piece))) continue;
  console.log(`\n── ${part.name} ${"─".repeat(Math.max(3, 60 - part.name.length))}`);
  const startedAt = performance.now();
  const result = await carryOut(part);
  const seconds = (performance.now() - startedAt) / 1000;
  results.push({ ...part, ...result, seconds });
}

const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log("\nPart by part:");
for (const result of results) {
  const mark = result.failed > 0 ? "FAILED " : result.passed === 0 ? "skipped" : "ok     ";
  const seconds = `${result.seconds.toFixed(1)} s`.padStart(8);
  console.log(`  ${mark} ${result.name.padEnd(20)} ${seconds}  ${describe(result)}`);
}
console.log(`  in ${(total("seconds") / 60).toFixed(1)} minutes\n`);
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exitCode = total("failed") > 0 ? 1 : 0;
