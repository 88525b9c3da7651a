// How the client is built and served while it is being worked on. The result in
// dist/ is embedded in the server's binary; it must run under a policy that
// forbids inline scripts and styles, so nothing is ever inlined here.

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { buildTargets } from "./lint/oldest-browsers.js";
import { shell } from "./src/service-worker/shell.ts";
import { plainPage } from "./src/start/plain-page.ts";
import { safari15 } from "./src/start/safari-15.ts";

const server = process.env["CIRCLES_SERVER"] ?? "http://localhost:8080";

// The server compares Origin with its own address, to the letter.
const asTheServersOwn = { changeOrigin: true, headers: { origin: server } };

// The service worker is a page of its own, and must stand alone.
const isNoWorker = (id: string): boolean => !id.includes("/service-worker.ts");

export default defineConfig({
  plugins: [svelte(), plainPage(), safari15(), shell()],
  build: {
    // Every browser we serve runs this as it is, but for what safari15 mends. With
    // their versions as the target, all private fields would become weak maps.
    target: "es2022",
    cssTarget: buildTargets,
    assetsInlineLimit: 0,
    // The polyfill would be an inline script in spirit: browsers that lack
    // module preloading are older than anything else here asks for.
    modulePreload: { polyfill: false },
    // One sheet for all: a screen that comes later must not come without its styles.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // All that the page needs before it can show anything, as one file: in two it
          // would be compressed worse, and whether it is one must not be left to chance.
          // So with what whoever is not signed in needs beyond that.
          groups: [
            { name: "first", tags: ["$initial"], test: isNoWorker },
            { name: "auth-chunk", test: "/views/auth-chunk.ts" },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: server, ...asTheServersOwn },
      "/socket": { target: server, ws: true, ...asTheServersOwn },
    },
  },
});
