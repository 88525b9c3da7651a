// How the tests run: in plain Node without a DOM, because `net` and `state` must
// not know one; but with Svelte compiled for the browser, because compiled for a
// server its derived values never change.

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [svelte()],
  resolve: { conditions: ["browser"] },
  test: {
    include: ["tests/**/*.test.ts"],
    // Long enough for a machine that is busy with something else.
    testTimeout: 60_000,
    environment: "./tests/no-dom-environment.ts",
  },
});
