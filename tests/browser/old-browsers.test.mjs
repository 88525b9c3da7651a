// The oldest browsers that are served, as far as a new one can play them: before any
// script of a page, all is taken out of it that one of them lacks. And a browser that
// can't run the client at all: it shows whom to call, and no invite is spent in it.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Walkers");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** Runs in each page before its own scripts. What Chrome 95, Safari 15.4 or Firefox 98
 *  lacks; what only a newer JavaScript engine or sheet has is the checker's part. */
function becomeOld() {
  const take = (holder, names) => {
    for (const name of names) if (holder !== undefined) delete holder[name];
  };
  take(Array.prototype, ["findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced"]);
  take(Array.prototype, ["with"]);
  take(Array, ["fromAsync"]);
  take(Object, ["groupBy"]);
  take(Map, ["groupBy"]);
  take(Map.prototype, ["getOrInsert", "getOrInsertComputed"]);
  take(Promise, ["try", "withResolvers"]);
  take(String.prototype, ["isWellFormed", "toWellFormed"]);
  take(Set.prototype, ["difference", "intersection", "isDisjointFrom", "isSubsetOf"]);
  take(Set.prototype, ["isSupersetOf", "symmetricDifference", "union"]);
  take(Object.getPrototypeOf(Object.getPrototypeOf([].values())), [
    ...["drop", "every", "filter", "find", "flatMap", "forEach", "map", "reduce", "some"],
    ...["take", "toArray"],
  ]);
  take(Intl, ["DurationFormat", "Segmenter", "supportedValuesOf"]);
  take(URL, ["canParse", "parse"]);
  take(AbortSignal, ["any", "timeout"]);
  take(Element.prototype, ["checkVisibility", "getHTML", "moveBefore", "setHTMLUnsafe"]);
  take(HTMLElement.prototype, ["hidePopover", "inert", "popover", "showPopover"]);
  take(HTMLElement.prototype, ["togglePopover"]);
  take(HTMLDialogElement.prototype, ["closedBy", "requestClose"]);
  for (const one of [HTMLInputElement, HTMLSelectElement]) take(one.prototype, ["showPicker"]);
  for (const holder of [window, Document.prototype, Element.prototype]) {
    take(holder, ["onscrollend", "onscrollsnapchange"]);
  }
  take(Document.prototype, ["startViewTransition"]);
  take(window, ["cookieStore", "navigation", "requestIdleCallback", "scheduler", "trustedTypes"]);
  take(window, ["structuredClone"]);
  take(crypto, ["randomUUID"]);
  take(Crypto.prototype, ["randomUUID"]);
}

async function oldUser(alias, device) {
  const user = await User.at(browsers, alias, device);
  await user.context.addInitScript(becomeOld);
  return user;
}

test("an old phone accepts an invite and signs up", async () => {
  dee = await oldUser("Dee", phone);
  await dee.signUpBy((await centre.createInvite("Dee", circle)).href);
  await dee.field.waitFor();
  const has = () => dee.page.evaluate(() => "findLast" in Array.prototype);
  assert.equal(await has(), true, "what it lacks was added");
  assert.equal(await dee.page.evaluate(() => "checkVisibility" in Element.prototype), false);
});

test("it sends, reacts and answers", async () => {
  await dee.say("Good morning.");
  await dee.sees("Good morning.");
  await dee.choose("Good morning.", "Reply");
  await dee.say("To you all.");
  await dee.sees("To you all.");
  const menu = await dee.openMenuOf("To you all.");
  await menu.getByRole("menuitem").first().waitFor();
  await dee.page.keyboard.press("End");
  await dee.page.keyboard.press("Escape");
  await menu.waitFor({ state: "detached" });
  const ray = await centre.createUser("Ray", circle);
  await ray.say("Welcome, Dee.");
  await dee.sees("Welcome, Dee.");
  await dee.choose("Welcome, Dee.", "With you");
  await ray.message("Welcome, Dee.").getByText("With you").first().waitFor();
});

test("moving on gives the focus to the title of what has opened", async () => {
  const focused = () => dee.page.evaluate(() => document.activeElement?.textContent?.trim());
  for (const [path, title] of [
    ["/care", "Check-in"],
    ["/settings", "Settings"],
    ["/meetings", "Meetings"],
    ["/search", "Search"],
  ]) {
    await dee.goTo(path);
    const heading = dee.page.locator("[data-screen-title]").last();
    await heading.waitFor();
    assert.notEqual(await heading.innerText(), "This could not be loaded", title);
  }
  await dee.goTo("/");
  await dee.page.getByRole("link", { name: "Settings", exact: true }).click();
  await expect.poll(focused).toBe("Settings");
});

test("it checks in on the alum's own page", async () => {
  await dee.goTo("/care");
  await dee.page.getByRole("radio", { name: "Low", exact: true }).check();
  await dee.page.getByRole("radio", { name: "3", exact: true }).check();
  await dee.press("Send");
  await dee.page.getByText("Thank you for saying how it is.").waitFor();
});

test("it starts without a network", async () => {
  browsers.allowNetworkErrors(dee.context);
  await dee.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await dee.context.setOffline(true);
  await dee.goTo(`/circle/${circle.id}`);
  await dee.sees("To you all.");
  await dee.page.reload();
  await dee.sees("Good morning.");
  await dee.context.setOffline(false);
});

// Not opened through `Browsers`: here a page has faults, and shows them kindly.
async function unable({ script, init } = {}) {
  const context = await browsers.browser.newContext(phone);
  const page = await context.newPage();
  if (init !== undefined) await page.addInitScript(init);
  if (script !== undefined) {
    await page.route("**/assets/index-*.js", (route) => route.fulfill(script));
  }
  return page;
}

const plain = (page) => page.getByRole("heading", { name: "This page has not started yet" });

for (const [what, how] of [
  [
    "whose engine can't read the script",
    { script: { contentType: "text/javascript", body: "let a = 1 ?! 2;" } },
  ],
  ["that gets no script", { script: { status: 404, body: "" } }],
  ["without websockets", { init: () => delete window.WebSocket }],
  ["without dialogs", { init: () => delete HTMLDialogElement.prototype.showModal }],
]) {
  test(`a browser ${what} shows whom to call, and spends no invite`, async () => {
    const link = (await centre.createInvite("Ann", circle)).href;
    const page = await unable(how);
    const sent = [];
    page.on("request", (request) => sent.push(request.method()));
    await page.goto(link);
    await plain(page).waitFor();
    for (const number of ["911", "988", "1-800-662-4357"]) {
      const call = page.getByRole("link", { name: number, exact: true });
      assert.equal(await call.getAttribute("href"), `tel:${number.replaceAll("-", "")}`);
      assert.ok(await call.isVisible());
    }
    await page.getByText("It needs one of these, or newer").waitFor();
    assert.equal(await page.getByRole("textbox").count(), 0, "no form to send");
    assert.deepEqual(new Set(sent), new Set(["GET"]));
    await assertAccessible({ page }, `plain page, ${what}`);
    await page.context().close();

    const ann = await User.at(browsers, "Ann", desktop);
    await ann.page.goto(link);
    await ann.page.getByLabel("Name your circle sees").waitFor();
    await ann.context.close();
  });
}

test("once the client stands, the plain page is gone", async () => {
  const ann = await User.at(browsers, "Ann", desktop);
  await ann.page.goto(server.origin);
  await ann.page.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.equal(await ann.page.locator("#plain-page").count(), 0);
});
