// The real server, on a free port and with a temporary data folder. Tests can kill it
// and start it again. Knows no browser.

import { spawn, spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  mkdtempSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const startWithinMs = 60_000;

/** `path`, if it can be executed; otherwise throws an error that says what to do. */
export function executable(path, whatToDo) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(`${path} is not an executable file. ${whatToDo}`);
  }
  return path;
}

function serverBinary() {
  const path =
    process.env.CIRCLES_BIN ?? resolve(import.meta.dirname, "../../target/debug/circles");
  return executable(
    path,
    "Build it with `cargo build -p circles-server`, or name it in CIRCLES_BIN.",
  );
}

/** Mounts a small file system over the first argument (a folder), visible only to the command that follows. */
const onSmallDisk = (mib) => [
  ...["--user", "--map-root-user", "--mount", "sh", "-c"],
  `mount -t tmpfs -o size=${mib}m none "$0" && exec "$@"`,
];

/** Why a server cannot be put on a small disk here; null if it can. */
export function whySmallDiskUnavailable() {
  const tried = spawnSync("unshare", [...onSmallDisk(1), tmpdir(), "true"], {
    encoding: "utf8",
  });
  if (tried.status === 0) return null;
  return `a small file system cannot be mounted here: ${tried.error?.message ?? tried.stderr.trim()}`;
}

const running = new Set();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export class TestServer {
  /** The origin that browsers use: localhost and 127.0.0.1 count as secure contexts. */
  origin = "";
  /** The link by which the first coordinator signs up; null once there is one. */
  firstLink = null;
  #folder = mkdtempSync(join(tmpdir(), "circles-browser-"));
  #command;
  /** How far the server's clock is ahead; null if its clock cannot be moved. */
  #aheadMs = null;
  #child = null;
  #log = "";
  /** The size of the file system that the data are on; null for the machine's own. */
  #diskMib;

  /**
   * `demo` has people and talk from the start, and takes neither settings nor a
   * movable clock. With that the server notices soon what is due by time.
   */
  constructor({ command = "serve", settings = [], movableClock = false, diskMib = null } = {}) {
    this.#diskMib = diskMib;
    const all = movableClock ? ["scheduler_tick_ms=20", ...settings] : settings;
    const args = ["--data-dir", this.#folder, ...all.flatMap((one) => ["--set", one])];
    if (movableClock) {
      this.#aheadMs = 0;
      args.push("--test-clock", this.#clockFile);
    }
    this.#command = [command, ...args];
  }

  get #clockFile() {
    return join(this.#folder, "test-clock");
  }

  /** The time as the server has it. */
  get now() {
    return Date.now() + (this.#aheadMs ?? 0);
  }

  /** From here on the clock of the server stands; the browsers keep theirs. */
  standStill() {
    this.#writeClock(`=${this.now}`);
  }

  /** Moves the clock of the server forward; the browsers keep theirs. */
  advance(ms) {
    if (this.#aheadMs === null) throw new Error("This server was not started with movableClock.");
    this.#aheadMs += ms;
    this.#writeClock(String(this.#aheadMs));
  }

  #writeClock(text) {
    // The server may read at any moment, so the file is there as a whole or not.
    const written = `${this.#clockFile}.new`;
    writeFileSync(written, text);
    renameSync(written, this.#clockFile);
  }

  /** Puts people and messages into the data folder; only before the server starts. */
  fill({ members, messages }) {
    const args = ["fill", "--data-dir", this.#folder];
    const filled = spawnSync(
      serverBinary(),
      [...args, "--members", String(members), "--messages", String(messages)],
      { encoding: "utf8" },
    );
    if (filled.status !== 0) throw new Error(`circles fill failed: ${filled.stderr}`);
    const all = (word) =>
      [...filled.stdout.matchAll(new RegExp(`^${word}: (\\S+)$`, "gm"))].map(([, value]) => value);
    return { sessions: all("session"), circle: all("circle")[0] };
  }

  /** What another command of the program says about this data folder. */
  run(...command) {
    const ran = spawnSync(serverBinary(), [...command, "--data-dir", this.#folder], {
      encoding: "utf8",
    });
    if (ran.status !== 0)
      throw new Error(`circles ${command[0]} failed: ${ran.stdout}${ran.stderr}`);
    return ran.stdout;
  }

  async start(port = 0) {
    const serve = [serverBinary(), ...this.#command, "--listen", `127.0.0.1:${port}`];
    const [command, ...args] =
      this.#diskMib === null
        ? serve
        : ["unshare", ...onSmallDisk(this.#diskMib), this.#folder, ...serve];
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    running.add(child);
    child.on("exit", () => running.delete(child));
    child.stderr.on("data", (chunk) => (this.#log += chunk));
    const said = await this.#untilListening(child);
    const at = said.match(/^listening on http:\/\/[^:]+:(\d+)$/m);
    this.origin = `http://localhost:${at[1]}`;
    this.firstLink = said.match(/^first coordinator: (\S+)$/m)?.[1] ?? null;
  }

  /** Fills the small disk until only `freeBytes` are left. */
  fillDisk(freeBytes) {
    const { bavail, bsize } = statfsSync(this.#disk);
    writeFileSync(this.#filler, Buffer.alloc(Math.max(0, bavail * bsize - freeBytes), 1));
  }

  freeDisk() {
    rmSync(this.#filler);
  }

  /** Only the server process sees the file system mounted for it. */
  get #disk() {
    return join("/proc", String(this.#child.pid), "root", this.#folder);
  }

  get #filler() {
    return join(this.#disk, "filler");
  }

  /** Like a power cut: nobody is told. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** On the same port and with the same data as before. */
  async startAgain() {
    await this.start(Number(new URL(this.origin).port));
  }

  async close() {
    await this.#end("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #untilListening(child) {
    return new Promise((done, fail) => {
      let said = "";
      const late = setTimeout(() => fail(this.#fault("said nothing")), startWithinMs);
      child.stdout.on("data", (chunk) => {
        said += chunk;
        // Both lines come in one write; the second one only to an empty centre.
        if (!/^listening on .*\n/m.test(said)) return;
        clearTimeout(late);
        done(said);
      });
      child.on("exit", (code) => {
        clearTimeout(late);
        fail(this.#fault(`ended with ${code}`));
      });
    });
  }

  #fault(what) {
    return new Error(`The server ${what}. Its log:\n${this.#log}`);
  }

  async #end(signal) {
    const child = this.#child;
    if (child === null || !running.has(child)) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }
}
