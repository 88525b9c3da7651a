// What the linter holds us to, the direction of imports included:
// views → state → net → protocol, and no DOM below the views.

import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { isolatedNames } from "./lint/isolated-names.js";
import svelteConfig from "./svelte.config.js";

const domGlobals = [
  "document",
  "window",
  "self",
  "navigator",
  "location",
  "history",
  "localStorage",
  "sessionStorage",
  "fetch",
  "WebSocket",
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "BroadcastChannel",
];

const noDom = [
  "error",
  ...domGlobals.map((name) => ({
    name,
    message: "Take it from Platform, so that tests can stand in for it.",
  })),
];

const onlyBelow = (folders) => [
  "error",
  {
    patterns: folders.map((folder) => ({
      regex: `/${folder}/`,
      message: "Imports run one way: views → state → net → protocol.",
    })),
  },
];

export default ts.config(
  { ignores: ["dist", "src/protocol/wire.ts"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 70 }],
      "svelte/no-at-html-tags": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "What a member wrote is text, never markup." },
        { property: "outerHTML", message: "What a member wrote is text, never markup." },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    files: ["src/protocol/**", "src/net/**", "src/state/**"],
    rules: { "no-restricted-globals": noDom },
  },
  {
    // What is shown lives in raw state that is replaced whole; the maps and sets
    // beside it are bookkeeping that nobody watches.
    files: ["src/state/**"],
    rules: { "svelte/prefer-svelte-reactivity": "off" },
  },
  {
    files: ["src/protocol/**"],
    rules: { "no-restricted-imports": onlyBelow(["net", "state", "views"]) },
  },
  { files: ["src/net/**"], rules: { "no-restricted-imports": onlyBelow(["state", "views"]) } },
  { files: ["src/state/**"], rules: { "no-restricted-imports": onlyBelow(["views"]) } },
  {
    files: ["src/views/**"],
    plugins: { names: { rules: { isolated: isolatedNames } } },
    rules: { "no-restricted-imports": onlyBelow(["net"]), "names/isolated": "error" },
  },
  {
    files: ["*.config.*", "tests/**"],
    languageOptions: { globals: { ...globals.node } },
    rules: {
      "max-lines-per-function": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
);
