// What the built files may use: nothing that one of the oldest browsers we serve lacks
// (browserslist in package.json), but for what polyfills.ts adds to them. It looks at
// what is served, so that Svelte's own code and the service worker are seen as well:
//   npx eslint --no-inline-config --config built.eslint.config.js dist

import { readFileSync } from "node:fs";

import css from "@eslint/css";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";

import { data, missingIn } from "./lint/compat-data.js";
import { noNewerNames } from "./lint/no-newer-names.js";

const polyfills = readFileSync(new URL("src/start/polyfills.ts", import.meta.url), "utf8");
const camelCase = (text) => text.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const addedToArrays = [...polyfills.matchAll(/"core-js\/actual\/array\/([a-z-]+)"/g)].map(
  ([, name]) => camelCase(name),
);

const off = (names) => Object.fromEntries(names.map((name) => [`es-x/${name}`, "off"]));
const rulesAbout = (start) => Object.keys(esx.rules).filter((name) => name.startsWith(start));
const rulesAboutPolyfills = addedToArrays.map((name) =>
  /^findLast/.test(name)
    ? "no-array-prototype-findlast-findlastindex"
    : `no-array-prototype-${name.toLowerCase()}`,
);

const ownNames = [
  // Fields of the wire, and methods of our own and of Svelte's.
  ...["changed", "connection", "deleted", "device", "from", "locale", "restore", "role"],
  ...["search", "watch"],
  // A local name of core-js.
  "display",
];

const harmlessWhereMissing = [
  // Read and set by Svelte, and ignored by a browser that does not know them.
  ...["autocapitalize", "autofocus", "capture"],
  // Events of fingers, wheels and right mouse buttons: without those they do not come.
  ...["contextmenu", "touchmove", "touchstart", "wheel"],
  // Asks before a page goes with unsaved changes; iOS never asks.
  "beforeunload",
  // An array's method; the data has it as an event of a page's.
  "push",
];

// Each of these only makes better what works without it.
const harmlessProperties = [
  ...["box-decoration-break", "field-sizing", "line-clamp", "overflow-anchor"],
  ...["overscroll-behavior", "resize", "text-size-adjust", "user-select"],
];

// The checker knows years only. These came into the last of the three later than in the
// year below, and yet all that we serve have them.
const properties = ["accent-color", "appearance", "color-scheme", "contain", "outline"];
properties.push("scroll-behavior");
const selectors = ["backdrop", "focus-visible"];
for (const [names, group] of [
  [properties, data.css.properties],
  [selectors, data.css.selectors],
]) {
  const newer = names.filter((name) => missingIn(group[name].__compat).length > 0);
  if (newer.length > 0) throw new Error(`Not everywhere: ${newer.join(", ")}`);
}

const scripts = { files: ["**/*.js"] };

export default [
  { linterOptions: { reportUnusedDisableDirectives: "off" } },
  { ...scripts, ...compat.configs["flat/recommended"] },
  { ...scripts, ...esx.configs["flat/restrict-to-es2022"] },
  {
    ...scripts,
    plugins: { built: { rules: { "no-newer-names": noNewerNames } } },
    settings: {
      // Without types a method goes by its name alone.
      "es-x": { aggressive: true },
      polyfills: [...addedToArrays.map((name) => `Array.${name}`), "structuredClone"],
    },
    rules: {
      "built/no-newer-names": ["error", { allow: [...ownNames, ...harmlessWhereMissing] }],
      "es-x/no-class-static-block": "error",
      "es-x/no-regexp-lookbehind-assertions": "error",
      // They share their names with arrays' methods; the compiler's `lib` keeps us
      // from using them.
      ...off(rulesAbout("no-iterator-prototype-")),
      ...off(rulesAboutPolyfills),
    },
  },
  {
    files: ["**/*.css"],
    plugins: { css },
    language: "css/css",
    languageOptions: { tolerant: true },
    rules: {
      "css/use-baseline": [
        "error",
        {
          // The year in which the oldest of them came out.
          available: 2021,
          // Of a property that is allowed the checker does not look at the values.
          allowProperties: [...properties, ...harmlessProperties],
          allowSelectors: selectors,
          // Where there is no `clip`, the `hidden` that stands before it holds.
          allowPropertyValues: { overflow: ["clip"], "overflow-wrap": ["anywhere"] },
        },
      ],
    },
  },
];
