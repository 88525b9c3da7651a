// The oldest browsers we serve, as package.json lists them for every tool: their
// version by name. Knows only lines of the form `name >= version`.

import { readFileSync } from "node:fs";

const file = new URL("../package.json", import.meta.url);
const { browserslist } = JSON.parse(readFileSync(file, "utf8"));

/** @type {ReadonlyMap<string, number>} */
export const oldestBrowsers = new Map(
  browserslist.map((line) => {
    const [, name, version] = /^(\w+) >= ([\d.]+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`package.json, browserslist: "${line}"`);
    return [name, Number(version)];
  }),
);

/** The same as the build tools spell it: `chrome95`. */
export const buildTargets = [...oldestBrowsers].map(
  ([name, version]) => (name === "ios_saf" ? "ios" : name) + String(version),
);
