// How the browser tests run. The tests of a file share a server and follow on one
// another; files run side by side, each with a server and a browser of its own.

import { resolve } from "node:path";

const target = resolve(import.meta.dirname, "../..", process.env.CARGO_TARGET_DIR ?? "target");
const minuteMs = 60_000;

export default {
  testMatch: "*.test.mjs",
  workers: 2,
  fullyParallel: false,
  retries: 0,
  // Only a test that hangs meets these; a slow machine must not.
  timeout: 5 * minuteMs,
  expect: { timeout: minuteMs },
  use: {
    actionTimeout: minuteMs,
    navigationTimeout: minuteMs,
    // The page's elements at each step show as much as films do, for half of the time.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
  },
  outputDir: resolve(target, "browser-traces"),
  reporter: [
    ["list"],
    ["junit", { outputFile: resolve(target, "test-reports/browser-tests.xml") }],
  ],
};
