// A test environment that adds nothing to Node's globals and yet takes modules
// through the client's side of Vite.

import type { Environment } from "vitest/runtime";

export default {
  name: "no-dom",
  viteEnvironment: "client",
  setup: () => ({ teardown() {} }),
} satisfies Environment;
