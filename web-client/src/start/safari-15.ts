// A Vite plugin that works around a bug of Safari before 16 (WebKit bug 236843): a class
// field whose value is in parentheses may not find the variables around the class. Babel's
// plugin wraps such values in functions. It runs after the minifier, which would undo that.

import { createRequire } from "node:module";
import { transformAsync, version } from "@babel/core";
import type { Plugin } from "vite";

const plugin = createRequire(import.meta.url).resolve(
  "@babel/plugin-bugfix-safari-class-field-initializer-scope",
);

async function withSafeFields(code: string): Promise<string> {
  const options = { babelrc: false, configFile: false, minified: true, plugins: [plugin] };
  const result = await transformAsync(code, options);
  if (typeof result?.code !== "string") throw new Error("Babel gave no code");
  return result.code;
}

export function safari15(): Plugin {
  return {
    name: "circles-safari-15",
    apply: "build",
    enforce: "post",
    // File names contain a hash that is computed before this plugin runs.
    augmentChunkHash: () => version,
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === "chunk") file.code = await withSafeFields(file.code);
        }
      },
    },
  };
}
