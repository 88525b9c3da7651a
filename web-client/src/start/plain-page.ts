// A Vite plugin that fills the part of index.html that works without scripts: the help card
// and the browsers that can run the client, each from the one place that defines it.

import type { Plugin } from "vite";

import { oldestBrowsers } from "../../lint/oldest-browsers.js";
import { defaultHelpCard } from "../state/default-help-card.ts";

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

function numbers(): string {
  return defaultHelpCard.numbers
    .map(({ label, phone }) => {
      const call = `<a href="tel:${phone.replace(/[^\d+*#]/g, "")}">${escaped(phone)}</a>`;
      return `<li>${escaped(label)}: ${call}</li>`;
    })
    .join("");
}

const steps = (): string =>
  defaultHelpCard.steps.map((step) => `<li>${escaped(step)}</li>`).join("");

const version = (name: string): string => String(oldestBrowsers.get(name));

const browsers = (): string =>
  `Chrome or Edge ${version("chrome")}, Firefox ${version("firefox")}, ` +
  `Safari ${version("safari")} (iPhone and iPad: iOS ${version("ios_saf")})`;

export function plainPage(): Plugin {
  return {
    name: "circles-plain-page",
    transformIndexHtml: (html) =>
      html
        .replace("<!-- numbers -->", numbers())
        .replace("<!-- steps -->", steps())
        .replace("<!-- browsers -->", browsers()),
  };
}
