// Playwright Test, which stands among the packages of the web client. Everything here
// takes it from this file, so that there is only one of it in a process.

import { createRequire } from "node:module";

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));

export const { chromium, expect, test } = require("@playwright/test");
