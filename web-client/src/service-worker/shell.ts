// A Vite plugin that gives the service worker the list of files of the app shell and a
// digest over them, so that any change makes a new version.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

import { screenPaths } from "../screen-paths.ts";

const output = "service-worker.js";

function publicFiles(folder: string): Map<string, Uint8Array> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** The page is cached as "/", which every server answers without a redirect. */
const address = (path: string): string => (path === "index.html" ? "/" : `/${path}`);

export function shell(): Plugin {
  let publicFolder = "";
  return {
    name: "circles-shell",
    apply: "build",
    enforce: "post",
    config: () => ({
      build: {
        rolldownOptions: {
          input: { index: "index.html", worker: "src/service-worker/service-worker.ts" },
          output: {
            entryFileNames: (chunk) =>
              chunk.name === "worker" ? output : "assets/[name]-[hash].js",
          },
        },
      },
    }),
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const worker = bundle[output];
        if (worker?.type !== "chunk") throw new Error("the service worker was not built");
        if (worker.imports.length > 0) throw new Error("the service worker must stand alone");
        const files = publicFiles(publicFolder);
        for (const [path, file] of Object.entries(bundle)) {
          if (path === output) continue;
          const content = file.type === "chunk" ? file.code : file.source;
          files.set(path, typeof content === "string" ? Buffer.from(content) : content);
        }
        const paths = [...files.keys()].sort();
        const digest = createHash("sha256");
        for (const path of paths) digest.update(path).update(files.get(path) ?? "");
        const version = digest.digest("hex").slice(0, 16);
        worker.code = worker.code
          .replaceAll("SHELL_VERSION", JSON.stringify(version))
          .replaceAll("SHELL_FILES", JSON.stringify(paths.map(address)))
          .replaceAll("SCREEN_PATHS", JSON.stringify(screenPaths));
      },
    },
  };
}
