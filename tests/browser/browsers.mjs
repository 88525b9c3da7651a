// Chromium, and one browser context for each user. Every page is watched from its
// first moment: whatever no page may do (errors, foreign origins) fails the test.

import { chromium } from "./playwright.mjs";
import { executable } from "./test-server.mjs";

export const phone = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};
export const desktop = { viewport: { width: 1280, height: 800 } };

const noise = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The system's Chromium: Playwright downloads none. */
export const chromiumPath = () =>
  executable(
    process.env.CHROMIUM ?? "/usr/bin/chromium",
    "Install Chromium, or name it in CHROMIUM.",
  );

/** Runs in each page before its own scripts. */
function watchFromInside() {
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    console.error(`The content security policy stopped ${violatedDirective} ${blockedURI}`),
  );
  addEventListener("DOMContentLoaded", () => {
    if (document.head === null || location.protocol === "about:") return;
    // A tab is seen by others: a count at most, never a name or what this is for.
    const look = () => {
      if (!/^(\(\d+\+?\) )?Circles$/.test(document.title)) {
        console.error(`The title says "${document.title}"`);
      }
    };
    look();
    const seen = { childList: true, subtree: true, characterData: true };
    new MutationObserver(look).observe(document.head, seen);
  });
}

export class Browsers {
  #faults = [];
  #networkErrorsAllowed = new WeakSet();
  #sameTime;

  /** With `sameTime` every browser follows the movable clock of the server. */
  static async open(server, { sameTime = false } = {}) {
    const browsers = new Browsers();
    browsers.server = server;
    browsers.#sameTime = sameTime;
    browsers.browser = await chromium.launch({ executablePath: chromiumPath(), args: noise });
    return browsers;
  }

  /** A browser context of its own: it shares no cookies or storage. */
  async newBrowser(device = desktop) {
    const context = await this.browser.newContext(device);
    await context.addInitScript(watchFromInside);
    context.on("page", (page) => this.#watch(context, page));
    context.on("request", (request) => this.#checkOrigin(request.url()));
    if (this.#sameTime) await context.clock.setSystemTime(this.server.now);
    return context;
  }

  /** Moves the clock of the server and of every browser forward. */
  async advance(ms) {
    this.server.advance(ms);
    const all = this.browser.contexts();
    await Promise.all(all.map(({ clock }) => clock.setSystemTime(this.server.now)));
  }

  /** From now on network errors in the console of this browser are not faults. */
  allowNetworkErrors(context) {
    this.#networkErrorsAllowed.add(context);
  }

  /** Closes the browsers of a test, and throws what no page may do but one did. */
  async closeAfterTest({ keep = [] } = {}) {
    const leaving = this.browser.contexts().filter((one) => !keep.includes(one));
    await Promise.all(leaving.map((one) => one.close()));
    this.throwFaults();
  }

  throwFaults() {
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`On the pages:\n  ${faults.join("\n  ")}`);
  }

  async close() {
    await this.browser.close();
  }

  #watch(context, page) {
    page.on("pageerror", (error) => this.#faults.push(String(error.stack ?? error)));
    page.on("websocket", (socket) => this.#checkOrigin(socket.url().replace(/^ws/, "http")));
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      const [text, at] = [message.text(), message.location().url];
      if (isRefusal(text, at) || (this.#networkErrorsAllowed.has(context) && isLoss(text))) return;
      this.#faults.push(`${text} (${at})`);
    });
  }

  #checkOrigin(address) {
    const url = new URL(address);
    if (["data:", "blob:"].includes(url.protocol) || url.origin === this.server.origin) return;
    this.#faults.push(`A page asked ${url.origin} for something`);
  }
}

/** Chromium logs each refused request; refusals are expected. */
const isRefusal = (text, at) =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(text) &&
  new URL(at).pathname.startsWith("/api/");

const isLoss = (text) =>
  /^Failed to load resource: net::ERR_/.test(text) ||
  /^WebSocket (connection to|is already in CLOSING)/.test(text);
