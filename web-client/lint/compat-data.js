// Which of the oldest browsers we serve lack something, by MDN's compatibility data.

import { createRequire } from "node:module";

import { oldestBrowsers } from "./oldest-browsers.js";

export const data = createRequire(import.meta.url)("@mdn/browser-compat-data");

const nameInData = (browser) => (browser === "ios_saf" ? "safari_ios" : browser);

function hasSince(statement, version) {
  const { version_added: added, version_removed: removed, flags, prefix } = statement;
  if (typeof added !== "string" || added === "preview") return false;
  if (flags !== undefined || prefix !== undefined) return false;
  const number = (text) => Number(text.replace("≤", ""));
  return number(added) <= version && (removed === undefined || number(removed) > version);
}

/** The browsers that do not have it in the oldest version we serve. */
export function missingIn({ support }) {
  return [...oldestBrowsers]
    .filter(([browser, version]) => {
      const statements = [support[nameInData(browser)] ?? []].flat();
      return !statements.some((statement) => hasSince(statement, version));
    })
    .map(([browser, version]) => `${browser} ${version}`);
}
