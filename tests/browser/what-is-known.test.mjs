// Screens say what this device doesn't have, never that there is nothing; and why no
// live connection stands.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { storedRecords } from "./device.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { passphrase, User } from "./user.mjs";
import { Proxy } from "./proxy.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, proxy, browsers, centre, circle, ana;

test.beforeAll(async () => {
  server = new TestServer({ settings: ["sockets_per_account=2"] });
  await server.start();
  proxy = await Proxy.before(server.origin);
  server.origin = proxy.origin;
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  circle = await centre.createCircle("Walkers");
  ana = await centre.createUser("Ana", circle);
  await ana.say("Said before anybody else came.");
  await ana.sees("Said before anybody else came.");
});
test.afterAll(async () => {
  await browsers?.close();
  await proxy?.close();
  await server?.close();
});
test.afterEach(() => {
  proxy.sockets = true;
  browsers.throwFaults();
});

test("a proxy that refuses sockets is distinguished from no network, and circles are still listed", async () => {
  const ben = await centre.createUserWithoutClient("Ben", circle, { device: phone });
  browsers.allowNetworkErrors(ben.context);
  await ben.context.clearCookies();
  proxy.sockets = false;
  await ben.page.goto(server.origin);
  await ben.page.getByLabel("Sign-in name").fill(ben.signInName);
  await ben.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await ben.press("Sign in");
  await ben.connection.getByText("This network blocks live messages.").waitFor();
  await ben.page.getByText("Your circles aren't on this device yet.").waitFor();
  assert.equal(await ben.page.getByText("No circles here yet").count(), 0);
  await ben.press("Help");
  const help = ben.page.getByRole("region", { name: "Help" });
  await help.getByText("This network does not let a request for help through.").waitFor();
  assert.equal(await help.getByText("without a network").count(), 0);
  proxy.sockets = true;
  await ben.press("Try now", help);
  await help.getByText("Nobody is on duty right now.").waitFor();
  await ben.press("Close help");
  await ben.inList("Walkers").waitFor();
  await expect.poll(() => ben.connection.innerText()).toBe("");
});

/** Leaves out the seconds for which the client waits for an answer from a dead network. */
async function loseNetwork({ page, context }) {
  await context.setOffline(true);
  await page.clock.fastForward(10_000);
}

test("a new member is not told that the circle is quiet, nor an offline one that it is empty", async () => {
  const cho = await centre.createUserWithoutClient("Cho", circle, { device: phone });
  const { page, context } = cho;
  browsers.allowNetworkErrors(context);
  await page.clock.install();
  await page.goto(`${server.origin}/circle/${circle.id}`);
  await page.getByText("Say hello when you like.").waitFor();
  await page.getByText("from the day you joined").waitFor();
  assert.equal(await page.getByText("Said before anybody else came.").count(), 0);
  // What is cut off at one's joining is not said to be empty, here and in the panels.
  for (const [show, words] of [
    ["daily", "from the day you joined. None of them is in this thread yet."],
    ["wins", "from the day you joined. None of them is marked as a win yet."],
    ["pins", "from the day you joined. None of them is pinned."],
  ]) {
    await page.goto(`${server.origin}/circle/${circle.id}?show=${show}`);
    await page.getByText(words).waitFor();
    await loseNetwork(cho);
    await page.getByText(words).waitFor({ state: "detached" });
    await context.setOffline(false);
    await page.getByText(words).waitFor();
  }
  await page.goto(`${server.origin}/circle/${circle.id}`);
  await page.getByText("Say hello when you like.").waitFor();
  await loseNetwork(cho);
  await page.getByText("on this device yet.").waitFor();
  assert.equal(await page.getByText("Say hello when you like.").count(), 0);
  await context.setOffline(false);
  await page.getByText("Say hello when you like.").waitFor();
});

test("what this device has not read yet is said to be missing, until it comes", async () => {
  const dee = await centre.createUserWithoutClient("Dee", circle, { device: phone });
  const { page, context } = dee;
  browsers.allowNetworkErrors(context);
  await ana.say("Said while Dee was away.");
  await page.goto(server.origin);
  await dee.inList("Walkers").waitFor();
  await expect.poll(async () => (await storedRecords(dee)).circles.length).toBe(1);
  await context.setOffline(true);
  await dee.connection.getByText("No network.").waitFor();
  await dee.openCircle("Walkers");
  await page.getByText("These messages aren't on this device yet.").waitFor();
  await dee.press("Circle menu");
  await page.getByRole("menuitem", { name: "Pinned messages" }).click();
  await page.getByText("Pinned messages aren't on this device yet.").waitFor();
  await page.goBack();
  await context.setOffline(false);
  await dee.sees("Said while Dee was away.");
});

test("without a network, a circle that this device doesn't know is not called missing", async () => {
  const fay = await centre.createUserWithoutClient("Fay", circle, { device: phone });
  const { page, context } = fay;
  browsers.allowNetworkErrors(context);
  await page.goto(server.origin);
  await fay.inList("Walkers").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await context.setOffline(true);
  await page.goto(`${server.origin}/circle/another-one`);
  await page.getByRole("heading", { name: "This isn't on this device yet" }).waitFor();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "Not found" }).waitFor();
});

test("with one tab too many the first one says so, and takes over on request", async () => {
  const eve = await centre.createUser("Eve", circle);
  const statusOf = (page) => page.getByRole("status", { name: "Connection" });
  // The oldest one gives way, so one after the other, each with a live connection.
  const tabs = [eve];
  for (const nth of ["first", "second", "third"]) {
    const tab = tabs.at(-1);
    await tab.say(`From the ${nth} tab.`);
    await ana.sees(`From the ${nth} tab.`);
    if (nth === "third") break;
    const next = new User("Eve", eve.context, await eve.context.newPage());
    await next.page.goto(`${server.origin}/circle/${circle.id}`);
    await next.field.waitFor();
    tabs.push(next);
  }
  const [first, second] = tabs.map(({ page }) => page);
  await statusOf(first).getByText("Open in several other tabs or devices").waitFor();
  assert.equal(await statusOf(first).getByText("Connection lost").count(), 0);
  await first.getByRole("button", { name: "Use here" }).click();
  await statusOf(second).getByText("Open in several other tabs or devices").waitFor();
  const [, other] = tabs;
  await other.press("Help");
  const help = second.getByRole("region", { name: "Help" });
  await help.getByText("This page has stopped").waitFor();
  assert.equal(await help.getByText("without a network").count(), 0);
  await other.press("Use here", help);
  await help.getByText("Nobody is on duty right now.").waitFor();
  await expect.poll(() => statusOf(first).innerText()).toBe("");
  await eve.say("From the first tab again.");
  await ana.sees("From the first tab again.");
});

test("a live list says how old it is while it can not be updated", async () => {
  const kay = centre.coordinator;
  const { page, context } = kay;
  browsers.allowNetworkErrors(context);
  const age = page.getByRole("status", { name: "How recent this is" });
  const screens = [
    ["on-call", "Nobody right now.", "Nobody at that time."],
    ["queue", "Nothing is waiting for you.", "Nothing was waiting for you then."],
  ];
  for (const [path, now, then] of screens) {
    await page.goto(`${server.origin}/${path}`);
    await page.getByText(now).waitFor();
    assert.equal(await age.innerText(), "");
    await context.setOffline(true);
    await age.getByText(/^As of .+; this may have changed\.$/).waitFor();
    await page.getByText(then).waitFor();
    assert.equal(await page.getByText(now).count(), 0);
    await assertAccessible(kay, `${path} without a connection`);
    await context.setOffline(false);
    await page.getByText(now).waitFor();
    await expect.poll(() => age.innerText()).toBe("");
  }
});
