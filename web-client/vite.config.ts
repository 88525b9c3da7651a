// How the client is built and served while it is being worked on. The result in
// dist/ is embedded in the server's binary; it must run under a policy that
// forbids inline scripts and styles, so nothing is ever inlined here.

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { shell } from "./src/service-worker/shell.ts";

const server = process.env["CIRCLES_SERVER"] ?? "http://localhost:8080";

// The server compares Origin with its own address, to the letter.
const asTheServersOwn = { changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  plugins: [svelte(), shell()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    // The polyfill would be an inline script in spirit: browsers that lack
    // module preloading are older than anything else here asks for.
    modulePreload: { polyfill: false },
    // One sheet for all: a screen that comes later must not come without its looks.
    cssCodeSplit: false,
  },
  server: {
    proxy: {
      "/api": { target: server, ...asTheServersOwn },
      "/socket": { target: server, ws: true, ...asTheServersOwn },
    },
  },
});
