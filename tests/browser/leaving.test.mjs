// Being removed, leaving, a circle that closes, a session that ends on another device, and
// signing out. Nothing that must be removed stays, and unsent text is kept for its author.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { storedRecords, storedDraft, storedUnsent, storedMessages } from "./device.mjs";
import { TestServer } from "./test-server.mjs";
import { User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  const door = await centre.createCircle("Door");
  ben = await centre.createUser("Ben", door);
  // Through the screens: only so does the device know whose words wait on it.
  ana = await User.at(browsers, "Ana", desktop);
  await ana.signUpBy((await centre.createInvite("Ana", door)).href);
  await ana.inList(door.name).waitFor();
  for (const { context } of [ana, ben]) browsers.allowNetworkErrors(context);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
const stay = () => [centre.coordinator, ana, ben].map(({ context }) => context);
test.afterEach(() => browsers.closeAfterTest({ keep: stay() }));

async function twoIn(name) {
  const circle = await centre.createCircle(name);
  for (const one of [ana, ben]) {
    await centre.addToCircle(one, circle);
    await one.page.goto(`${server.origin}/circle/${circle.id}`);
    await one.field.waitFor();
  }
  return circle;
}

/** The coordinator's page in the client, with this circle's entry open. */
async function openEntry(name) {
  const page = await centre.coordinator.context.newPage();
  await page.goto(`${server.origin}/centre`);
  await page.getByRole("button", { name: new RegExp(`^${name} `) }).click();
  return page;
}

test("a removed member is told at once, and receives nothing more", async () => {
  const circle = await twoIn("Removal");
  await ana.say("Still among us.");
  await ben.sees("Still among us.");
  await ben.field.fill("Half a sentence");
  const page = await openEntry(circle.name);
  await page.getByRole("button", { name: /^Remove.*Ben$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await ben.page.getByRole("heading", { name: "Not found" }).waitFor();
  await ana.page.getByText("Ben is no longer in this circle").waitFor();
  await ana.say("Said after the removal.");
  await expect.poll(() => ana.said()).toEqual(["Still among us.", "Said after the removal."]);
  assert.equal(await ben.page.getByText("Said after").count(), 0);
  await expect
    .poll(() => storedMessages(ben, circle), "the device has forgotten the circle")
    .toEqual([]);
  await ben.page.reload();
  await ben.page.getByRole("heading", { name: "Not found" }).waitFor();
  assert.equal(await ben.page.getByText("Still among us.").count(), 0);
  await page.close();
});

test("leaving asks once, and removes the member on both sides", async () => {
  const circle = await twoIn("Leaving");
  await ben.chooseInCircleMenu("Leave this circle");
  await ben.press("Stay", ben.dialog);
  await ben.chooseInCircleMenu("Leave this circle");
  await ben.press("Leave", ben.dialog);
  await ben.inList(circle.name).waitFor({ state: "detached" });
  await ana.page.getByText("Ben left").waitFor();
  await ben.goTo(`/circle/${circle.id}`);
  await ben.page.getByRole("heading", { name: "Not found" }).waitFor();
});

test("an address that does not decode shows “not found”", async () => {
  const circle = await twoIn("Addresses");
  for (const path of ["/circle/%E0%A4%A", "/%E0%A4%A", "/mentees/%ff", "/circle/a/%"]) {
    await ben.page.goto(server.origin + path);
    await ben.page.getByRole("heading", { name: "Not found" }).waitFor();
  }
  await ben.goTo(`/circle/${circle.id}`);
  await ben.field.waitFor();
});

test("a closed circle can be read, and says why nobody can write", async () => {
  const circle = await twoIn("Closing");
  await ana.say("The last words here.");
  await ben.sees("The last words here.");
  const page = await openEntry(circle.name);
  await page.getByRole("button", { name: "Close this circle" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close circle" }).click();
  for (const one of [ana, ben]) {
    await one.page.getByText("This circle is closed. You can still read").waitFor();
    assert.equal(await one.field.count(), 0);
    await one.page.reload();
    await one.sees("The last words here.");
    await one.page.getByText("This circle is closed.").waitFor();
    assert.equal(await one.field.count(), 0);
  }
  await page.close();
});

test("a session ended elsewhere signs out at once, and its unsent text comes back", async () => {
  const circle = await twoIn("Sessions");
  await ben.say("Only for members.");
  await ana.sees("Only for members.");
  const second = new User("Ana", ...(await secondBrowser(ana)));
  await ana.context.setOffline(true);
  await ana.connection.getByText("No network.").waitFor();
  await ana.say("Written without a network.");
  await ana.field.fill("And a draft");
  await expect.poll(() => storedUnsent(ana)).toEqual(["Written without a network."]);
  await expect.poll(() => storedDraft(ana, circle)).toBe("And a draft");
  await endOtherSession(second);
  await ana.context.setOffline(false);
  await ana.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await expect
    .poll(async () => (await storedRecords(ana)).circles, "what was read is off the device")
    .toEqual([]);
  assert.deepEqual(await storedUnsent(ana), ["Written without a network."]);

  await ana.signIn();
  await ben.sees("Written without a network.");
  await ana.sees("Written without a network.");
  assert.equal(await ana.field.inputValue(), "And a draft");

  // Nothing that this page says reaches the server any more: the server ends it by itself.
  let mute = false;
  let opened = 0;
  await ana.page.routeWebSocket("**/socket", (socket) => {
    opened += 1;
    const behind = socket.connectToServer();
    socket.onMessage((frame) => void (mute || behind.send(frame)));
  });
  await ana.page.reload();
  await ben.say("Said before the end.");
  await ana.sees("Said before the end.");
  assert.equal(opened, 1);
  mute = true;
  await endOtherSession(second);
  await ana.page.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.equal(opened, 1, "it was told on the socket that it had");
  mute = false;
  assert.equal(await ana.page.getByText(circle.name).count(), 0);
  await ana.signIn();
});

async function secondBrowser({ signInName }) {
  const user = await User.at(browsers, "Ana", desktop);
  await user.page.goto(server.origin);
  user.signInName = signInName;
  await user.signIn();
  return [user.context, user.page];
}

async function endOtherSession({ page }) {
  await page.goto(`${server.origin}/settings`);
  const end = page.getByRole("button", { name: /^End the session on/ });
  await end.click();
  await end.waitFor({ state: "detached" });
}

test("signing out with unsent text asks first", async () => {
  await twoIn("Unsent");
  await ana.context.setOffline(true);
  await ana.connection.getByText("No network.").waitFor();
  await ana.say("Not sent yet.");
  await expect.poll(() => storedUnsent(ana)).toEqual(["Not sent yet."]);
  await ana.page.getByRole("link", { name: "Settings" }).click();
  await ana.press("Sign out");
  await ana.dialog.getByText("One message has not been sent yet.").waitFor();
  await ana.press("Stay signed in", ana.dialog);
  assert.deepEqual(await storedUnsent(ana), ["Not sent yet."]);
  await ana.context.setOffline(false);
  await expect.poll(() => storedUnsent(ana)).toEqual([]);
});

test("signing out leaves no text on the device, in any tab", async () => {
  const circle = await twoIn("Out");
  await ben.say("Read and forgotten.");
  await ana.sees("Read and forgotten.");
  const tab = await ana.context.newPage();
  await tab.goto(`${server.origin}/circle/${circle.id}`);
  await tab.getByRole("article").getByText("Read and forgotten.").waitFor();
  await ana.field.fill("A draft to be forgotten");
  await expect.poll(() => storedDraft(ana, circle)).toBe("A draft to be forgotten");
  await ana.page.getByRole("link", { name: "Settings" }).click();
  const answered = ana.page.waitForResponse(`${server.origin}/api/sign-out`);
  await ana.press("Sign out");
  await ana.press("Sign out anyway", ana.dialog);
  // What is for everybody stays: the help card and the app, also without a network.
  assert.equal(await (await answered).headerValue("clear-site-data"), '"cache"');
  for (const page of [ana.page, tab]) {
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(await page.getByText("Read and forgotten.").count(), 0);
  }
  await ana.page.reload();
  await ana.page.getByRole("heading", { name: "Sign in" }).waitFor();
  const kept = await storedRecords(ana);
  assert.deepEqual(kept, {
    account: [],
    checkIns: [],
    circles: [],
    drafts: [],
    unsent: [],
  });
  assert.deepEqual(await ana.context.cookies(), []);
  await ana.context.setOffline(true);
  await ana.page.reload();
  await ana.press("Help");
  const help = ana.page.getByRole("region", { name: "Help" });
  await help.getByRole("link", { name: "Text 988" }).waitFor();
  await ana.context.setOffline(false);
});
