// Chromium, and the browsers of different people in it. Every page is watched
// from its first moment: what no page may do counts as a fault of the test.

import { createRequire } from "node:module";
import { program } from "./house.mjs";

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));
const { chromium } = require("playwright-core");

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

const patienceMs = 10_000;
const noise = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

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

export class Street {
  #faults = [];
  #loseable = new WeakSet();
  #sameTime;

  /** With `sameTime` every browser has the time of a house with a movable clock. */
  static async open(house, { sameTime = false } = {}) {
    const street = new Street();
    street.house = house;
    street.#sameTime = sameTime;
    street.browser = await chromium.launch({
      executablePath: program(
        process.env.CHROMIUM ?? "/usr/bin/chromium",
        "Install Chromium, or name it in CHROMIUM.",
      ),
      args: noise,
    });
    return street;
  }

  /** A browser of one's own: cookies and storage are shared with nobody. */
  async newBrowser(device = desktop) {
    const context = await this.browser.newContext(device);
    context.setDefaultTimeout(patienceMs);
    await context.addInitScript(watchFromInside);
    context.on("page", (page) => this.#watch(context, page));
    context.on("request", (request) => this.#mindOrigin(request.url()));
    if (this.#sameTime) await context.clock.setSystemTime(this.house.now);
    return context;
  }

  /** Lets so much time pass at once, for the server and in every browser. */
  async advance(ms) {
    this.house.advance(ms);
    const all = this.browser.contexts();
    await Promise.all(all.map(({ clock }) => clock.setSystemTime(this.house.now)));
  }

  /** From now on a browser may grumble that it has no network. */
  mayLoseNetwork(context) {
    this.#loseable.add(context);
  }

  /** Closes the browsers of a test, and throws what no page may do but one did. */
  async endOfTest({ stays = [] } = {}) {
    const leaving = this.browser.contexts().filter((one) => !stays.includes(one));
    await Promise.all(leaving.map((one) => one.close()));
    this.mindFaults();
  }

  mindFaults() {
    const faults = this.#faults.splice(0);
    if (faults.length > 0) throw new Error(`On the pages:\n  ${faults.join("\n  ")}`);
  }

  async close() {
    await this.browser.close();
  }

  #watch(context, page) {
    page.on("pageerror", (error) => this.#faults.push(String(error.stack ?? error)));
    page.on("websocket", (socket) => this.#mindOrigin(socket.url().replace(/^ws/, "http")));
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      const [text, at] = [message.text(), message.location().url];
      if (isRefusal(text, at) || (this.#loseable.has(context) && isLoss(text))) return;
      this.#faults.push(`${text} (${at})`);
    });
  }

  #mindOrigin(address) {
    const url = new URL(address);
    if (["data:", "blob:"].includes(url.protocol) || url.origin === this.house.origin) return;
    this.#faults.push(`A page asked ${url.origin} for something`);
  }
}

/** Chromium itself notes each refused request; refusals are part of a day. */
const isRefusal = (text, at) =>
  /^Failed to load resource: the server responded with a status of 4\d\d/.test(text) &&
  new URL(at).pathname.startsWith("/api/");

const isLoss = (text) =>
  /^Failed to load resource: net::ERR_/.test(text) ||
  /^WebSocket (connection to|is already in CLOSING)/.test(text);
