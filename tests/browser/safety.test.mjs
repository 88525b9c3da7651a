// What protects a circle besides mutes and reports: words of a crisis, edits that would be
// held, actions that need two people, and a suspended account.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { passphrase, User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const name = "Thursday walkers";
const dark = "I want to kill myself";
let server, browsers, centre, circle, kay, mo, ash, lee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle(name);
  mo = await centre.createUser("Mo", circle, {
    role: "moderator",
    device: desktop,
  });
  ash = await centre.createUser("Ash", circle, { device: phone });
  lee = await centre.createUser("Lee", circle, { device: desktop });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

const help = (user) => user.page.getByRole("region", { name: "Help" });
const wordsOn = (user) => user.page.locator("body").innerText();
const entry = (user, title) =>
  user.page.locator("[data-entry]").filter({ has: user.page.getByText(title) });

test("words of a crisis are posted, folded for everyone, and answered with an offer of help", async () => {
  await ash.say(dark);
  await help(ash).getByRole("link", { name: "Call 988" }).waitFor();
  assert.equal(await ash.field.evaluate((one) => one === document.activeElement), true);
  await ash.press("Close help");
  await help(ash).waitFor({ state: "detached" });
  assert.equal(await ash.field.evaluate((one) => one === document.activeElement), true);

  const fold = lee.page.getByRole("button", { name: "Self-harm: show" });
  await fold.waitFor();
  await lee.page.getByText("Ash: Self-harm (folded)").waitFor();
  assert.ok(!(await wordsOn(lee)).includes(dark));
  await fold.click();
  await lee.sees(dark);
  assert.equal(await help(lee).count(), 0, "nobody else is offered anything");
});

test("a note folds quotations, pins and search results too", async () => {
  await lee.choose(dark, "Reply");
  await lee.say("we are with you");
  await mo.sees("we are with you");
  await mo.message("we are with you").locator(".quotation").getByText("(folded)").waitFor();
  await mo.press("Search this circle");
  await mo.page.getByRole("searchbox").fill("kill");
  await mo.page.getByRole("searchbox").press("Enter");
  const results = mo.page.getByRole("list", { name: "Search results" });
  await results.getByText("Self-harm (folded)").waitFor();
  assert.ok(!(await wordsOn(mo)).includes(dark));
  await mo.page.getByRole("link", { name: /Review queue/ }).click();
  await entry(mo, "Somebody may be in danger").waitFor();
});

test("an edit that would be held is refused, keeps its text, and can be sent as a new message", async () => {
  await ash.say("see you there");
  await lee.sees("see you there");
  await ash.choose("see you there", "Edit");
  await ash.field.fill("see you there, call 555-867-5309");
  await ash.press("Save");
  await ash.press("Send as a new message");
  await ash.page.getByText("Waiting for a moderator.").waitFor();
  assert.ok((await ash.said()).includes("see you there"), "the first words still stand");
  assert.ok(!(await wordsOn(lee)).includes("555"));
  await ash.press("Take it back");
  await ash.page.getByText("Waiting for a moderator.").waitFor({ state: "detached" });
  await ash.field.fill("");
});

test("a removal needs a second person, who can be the centre", async () => {
  await mo.page.getByRole("link", { name: "Circles", exact: true }).click();
  await mo.openCircle(name);
  await mo.press("Members");
  await mo.page.getByRole("button", { name: "Actions for Lee" }).click();
  await mo.page.getByRole("menuitem", { name: "Propose to remove" }).click();
  await mo.dialog.getByLabel("Insulting or shaming somebody").check();
  await mo.press("Propose", mo.dialog);
  await mo.dialog.waitFor({ state: "detached" });
  await mo.page.getByRole("link", { name: /Review queue/ }).click();
  const own = entry(mo, "Remove from the circle: Lee");
  await own.getByText("You proposed this").waitFor();
  assert.equal(await own.getByRole("button", { name: "Agree" }).count(), 0);
  await lee.say("still here");
  await ash.sees("still here");

  await kay.page.goto(`${server.origin}/queue`);
  const theirs = entry(kay, "Remove from the circle: Invite of Lee");
  await kay.press("Agree", theirs);
  await kay.press("Agree", kay.dialog);
  await kay.page.getByText("Nothing is waiting for you.").waitFor();
  await lee.page.getByText("A moderator took an action that concerns you.").waitFor();
  await lee.page.getByRole("link", { name: "See" }).click();
  await lee.page.getByText("You were removed from the circle").waitFor();
  await lee.press("Appeal");
  await lee.page.getByText("Somebody else will look again, by").waitFor();
});

test("a suspended account is signed out everywhere, and is complete when restored", async () => {
  await kay.page.goto(`${server.origin}/centre`);
  await kay.page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  const roster = kay.page.getByRole("list", { name: "Roster" });
  const row = roster.getByRole("listitem").filter({ hasText: "Invite of Ash" });
  await row.getByRole("button", { name: /^Suspend/ }).click();
  await kay.dialog.getByLabel("Something else").check();
  await kay.press("Suspend", kay.dialog);
  await kay.dialog.waitFor({ state: "detached" });
  await row.getByText("suspended").waitFor();

  await ash.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await ash.page.getByLabel("Sign-in name").fill(ash.signInName);
  await ash.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await ash.press("Sign in");
  await ash.page
    .getByRole("alert")
    .getByText(/suspended/)
    .waitFor();
  await ash.press("Help");
  await help(ash).getByRole("link", { name: "Call 988" }).waitFor();
  await ash.press("Close help");

  await row.getByRole("button", { name: /^Restore/ }).click();
  await kay.press("Restore", kay.dialog);
  await row.getByRole("button", { name: /^Suspend/ }).waitFor();
  const other = await User.at(browsers, "Ash", phone);
  other.signInName = ash.signInName;
  await other.page.goto(server.origin);
  await other.signIn();
  await other.openCircle(name);
  await expect.poll(async () => (await other.said()).includes("see you there")).toBe(true);
});
