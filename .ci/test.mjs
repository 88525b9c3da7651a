// `make test`: every check and every test, each part to its end even when an
// earlier one failed, then a table and one line of totals. No dependencies.
//
// What looks at the client alone goes beside what compiles the server, since each leaves
// a processor idle now and then. What such a part prints is shown after the part that
// it went beside, so that no two mix.
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

/** What `cargo clippy -- -D warnings` sets for the compiler of this workspace's crates. */
const linted = {
  RUSTC_WORKSPACE_WRAPPER: "clippy-driver",
  CLIPPY_ARGS: "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__",
};
const lint = "clippy-driver rustc --emit=metadata -o /dev/null -";
const lintsFind = `echo 'fn main() {}' | ${lint} && ! echo 'fn main() { return; }' | ${lint}`;
const withBinary = { ...linted, CIRCLES_BIN: circlesBin };

// Far beyond what any part needs, even on a slow machine with empty caches.
const partLimitMs = 20 * 60 * 1000;

const hasNextest = spawnSync("cargo", ["nextest", "--version"]).status === 0;
const quiet = ["--no-install"];
const vitestReport = join(reports, "vitest.json");
const browserReport = join(reports, "browser.tap");

/** A check that has no tests of its own counts as one. */
const check = (name, command, args, more = {}) => ({ name, command, args, ...more });

/** A part that needs nothing but the client's packages and what was built of it. */
const beside = (part) => ({ ...part, beside: true });

const cargoTest = {
  name: "tests: Rust",
  command: "cargo",
  args: ["test", "--workspace", "--all-targets", "--locked", "--no-fail-fast"],
  count: fromCargoTest,
};
const nextest = {
  name: "tests: Rust",
  command: "cargo",
  args: ["nextest", "run", "--workspace", "--locked", "--no-fail-fast"],
  count: fromNextest,
  // Where it is installed and can't run, nothing is left untested.
  orElse: cargoTest,
};
const rustTests = hasNextest ? nextest : cargoTest;

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
  // Before all else that compiles the server: the client is embedded in it.
  check("client: build", "npm", ["run", "--silent", "build"], { in: client }),
  beside(check("format: client", "npx", [...quiet, "prettier", "--check", "."], { in: client })),
  beside(
    check(
      "format: scripts",
      "npx",
      [
        ...[
          ...quiet,
          "prettier",
          "--config",
          ".prettierrc.json",
          "--no-error-on-unmatched-pattern",
        ],
        ...["--check", "../.ci/*.mjs", "../tests/**/*.mjs"],
      ],
      { in: client },
    ),
  ),
  beside(
    check("lints: client", "npx", [...quiet, "eslint", "--max-warnings=0", "."], { in: client }),
  ),
  beside(check("types: client", "npm", ["run", "--silent", "check"], { in: client })),
  beside({
    name: "tests: client",
    command: "npx",
    args: [
      ...[...quiet, "vitest", "run", "--reporter=default", "--reporter=json"],
      `--outputFile.json=${vitestReport}`,
    ],
    in: client,
    report: vitestReport,
    count: fromVitest,
  }),
  beside({
    name: "client: old browsers",
    command: "node",
    args: ["--test", "--test-reporter=spec", "web-client/lint/built-files.test.mjs"],
    count: fromNodeTest,
  }),
  check("format: Rust", "cargo", ["fmt", "--all", "--check"]),
  // Those settings are not promised to anybody: where they mean nothing any more, the
  // next part would find nothing.
  check("lints: they find", "sh", ["-c", lintsFind], { env: linted }),
  // All at once, so that every later part finds the same build. Clippy compiles as it
  // looks: checking alone would go through every crate a second time.
  check("lints and build: Rust", "cargo", ["build", "--workspace", "--all-targets", "--locked"], {
    env: linted,
  }),
  // From here on parts have the machine to themselves.
  { ...rustTests, env: withBinary, alone: true },
  {
    name: "tests: Rust docs",
    command: "cargo",
    args: ["test", "--workspace", "--doc", "--locked"],
    env: linted,
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
  check("abuse: short", join(target, "debug", "abuse"), ["--short"], { env: withBinary }),
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

const running = new Set();

function stop(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const child of running) stop(child, "SIGKILL");
    process.exit(1);
  });
}

/** Runs a command, gives `show` what it prints, and keeps it for counting. */
function run(part, args, env, show) {
  return new Promise((done) => {
    const output = [];
    // Its own process group, so that a hanging grandchild ends with it.
    const child = spawn(part.command, args, {
      cwd: part.in ?? root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    const limit = setTimeout(() => {
      show(`\nStopped: it did not end within ${partLimitMs / 60_000} minutes.\n`);
      stop(child, "SIGKILL");
    }, partLimitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output.push(chunk);
        show(chunk);
      });
    }
    const end = (exitedWell) => {
      clearTimeout(limit);
      // Whatever it left running must not disturb the parts to come.
      if (child.pid !== undefined) stop(child, "SIGKILL");
      running.delete(child);
      done({ exitedWell, output: Buffer.concat(output).toString("utf8") });
    };
    child.on("error", (error) => {
      show(`${error.message}\n`);
      end(false);
    });
    child.on("exit", () => stop(child, "SIGTERM"));
    child.on("close", (code) => end(code === 0));
  });
}

async function carryOut(part, show) {
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
  const { exitedWell, output } = await run(part, args, { ...part.env, ...ready.env }, show);
  if (part.count === undefined) {
    return { passed: exitedWell ? 1 : 0, failed: exitedWell ? 0 : 1, skipped: 0 };
  }
  const counts = part.count(part.report === undefined ? output : readReport(part.report));
  if (counts === null && part.orElse !== undefined) {
    const { command, args: anew } = part.orElse;
    show(`\nNo test ran, so: ${command} ${anew.join(" ")}\n`);
    return carryOut({ ...part, ...part.orElse, orElse: undefined }, show);
  }
  const result = judge(counts, { exitedWell, mayBeEmpty: part.mayBeEmpty });
  if (counts !== null) return result;
  const last = output.trim().split("\n").slice(-3).join(" / ");
  return { ...result, why: `${result.why}: ${last}` };
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

const show = (text) => process.stdout.write(text);

/** Carries out one part; `tell` is given all that is to be read of it. */
async function timed(part, tell) {
  tell(`\n── ${part.name} ${"─".repeat(Math.max(3, 60 - part.name.length))}\n`);
  const startedAt = performance.now();
  const result = await carryOut(part, tell);
  return { ...part, ...result, seconds: (performance.now() - startedAt) / 1000 };
}

/** What the parts that go beside others printed, and nobody has seen yet. */
const unseen = [];

function showUnseen() {
  for (const text of unseen.splice(0)) show(text);
}

/** One after the other. */
async function inTurn(all) {
  const ended = [];
  for (const part of all) {
    const printed = [];
    ended.push(await timed(part, (text) => printed.push(text)));
    unseen.push(...printed);
  }
  return ended;
}

mkdirSync(reports, { recursive: true });
const startedAt = performance.now();
const wanted = process.argv.slice(2);
const chosen = parts.filter(
  ({ name }) => wanted.length === 0 || wanted.some((piece) => name.includes(piece)),
);
const besides = chosen.filter(({ beside }) => beside);
const results = [];
let aside = Promise.resolve([]);
for (const part of chosen) {
  if (part === besides[0]) aside = inTurn(besides);
  if (part.beside) continue;
  if (part.alone) await aside;
  results.push(await timed(part, show));
  showUnseen();
}
results.push(...(await aside));
showUnseen();

const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log("\nPart by part:");
for (const result of results) {
  const mark = result.failed > 0 ? "FAILED " : result.passed === 0 ? "skipped" : "ok     ";
  const seconds = `${result.seconds.toFixed(1)} s`.padStart(8);
  console.log(`  ${mark} ${result.name.padEnd(20)} ${seconds}  ${describe(result)}`);
}
console.log(`  in ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes\n`);
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exitCode = total("failed") > 0 ? 1 : 0;
