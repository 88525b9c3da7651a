// `make dev`: the server built anew and restarted when a Rust file changes, the
// client served by Vite with hot reload. Open the address that Vite prints.
// Its data is apart from ./data, so that nothing real is ever played with.

import { spawn } from "node:child_process";
import { existsSync, watch } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const client = join(root, "web-client");
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const binary = join(target, "debug", "circles");
const data = join(target, "dev-data");
const settleMs = 200;

const start = (command, args, cwd = root) =>
  spawn(command, args, { cwd, stdio: ["ignore", "inherit", "inherit"] });
const ended = (child) =>
  new Promise((done) => {
    child.on("error", () => done(1));
    child.on("exit", (code) => done(code ?? 1));
  });

let server = null;
let building = false;
let changedMeanwhile = false;

async function rebuild() {
  if (building) {
    changedMeanwhile = true;
    return;
  }
  building = true;
  do {
    changedMeanwhile = false;
    const built = await ended(start("cargo", ["build", "--locked", "-p", "circles-server"]));
    // A build that failed leaves the last good server running.
    if (built === 0 && !changedMeanwhile) await restart();
  } while (changedMeanwhile);
  building = false;
}

async function restart() {
  if (server !== null && server.exitCode === null && server.signalCode === null) {
    const gone = ended(server);
    server.kill("SIGTERM");
    await gone;
  }
  server = start(binary, ["serve", "--data-dir", data]);
}

let settling = null;
for (const folder of ["protocol/src", "server/src", "server/Cargo.toml", "Cargo.toml"]) {
  const path = join(root, folder);
  if (!existsSync(path)) continue;
  watch(path, { recursive: true }, () => {
    clearTimeout(settling);
    settling = setTimeout(rebuild, settleMs);
  });
}

// The server embeds the client's build; without one it has no page of its own.
if (!existsSync(join(client, "dist", "index.html"))) {
  await ended(start("npm", ["run", "--silent", "build"], client));
}
await rebuild();
const vite = start("npx", ["--no-install", "vite"], client);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    vite.kill();
    server?.kill("SIGTERM");
    process.exitCode = 0;
    process.exit();
  });
}
