// The build's answer to a fault of Safari before 16: a class field whose value stands
// in parentheses may not find the variables around the class
// (WebKit bug 236843). Babel's plugin puts such values into a function of
// their own. It comes after the minifier, which would take that away again.

import { createRequire } from "node:module";
import { transformAsync, version } from "@babel/core";
import type { Plugin } from "vite";

const plugin = createRequire(import.meta.url).resolve(
  "@babel/plugin-bugfix-safari-class-field-initializer-scope",
);

async function mended(code: string): Promise<string> {
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
    // The names of files hold a digest that is taken before.
    augmentChunkHash: () => version,
    generateBundle: {
      order: "post",
      async handler(_options, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type === "chunk") file.code = await mended(file.code);
        }
      },
    },
  };
}
