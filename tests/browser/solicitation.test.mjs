// The walk "A solicitation", with the browsers of everyone open at once: what a new
// account offers waits, what an older one offers is seen and reported, one action
// takes it away everywhere, and somebody else decides the appeal.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const offer = "can get you some, text 555-867-5309";
const placeholder = "A moderator has muted this message";
const waiting = "Waiting for a moderator. The circle does not see it yet.";
const solicitation = "Offering or asking for substances, or selling";
let server, browsers, kay, mo, nia, ash, lee, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  const circle = await centre.createCircle("Thursday walkers");
  mo = await centre.createUser("Mo", circle, {
    role: "moderator",
    device: desktop,
  });
  nia = await centre.createUser("Nia", circle, {
    role: "moderator",
    device: phone,
  });
  ash = await centre.createUser("Ash", circle, { device: phone });
  lee = await centre.createUser("Lee", circle, { device: desktop });
  dee = await centre.createUser("Dee", circle, { device: phone });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

const wordsOn = (user) => user.page.locator("body").innerText();
const entries = (user) => user.page.locator("[data-entry]");

async function lookAtQueue(user) {
  const link = user.page.getByRole("link", { name: /^(\d+ )?Review queue/ });
  if (!(await link.isVisible())) await user.press("Back");
  await link.click();
  await user.page.getByRole("heading", { name: "Review queue" }).waitFor();
}

async function decide(user, choice, yes) {
  await user.press("Decide");
  await user.dialog.getByLabel(choice, { exact: true }).check();
  await user.dialog.getByLabel(solicitation).check();
  await user.press(yes, user.dialog);
  await user.dialog.waitFor({ state: "detached" });
}

async function report(user, words) {
  await user.choose(words, "Report");
  await user.press(solicitation, user.dialog);
  await user.dialog.getByText("Nobody is told it was you.").waitFor();
  await user.press("Close", user.dialog);
}

test("what a new account offers waits, and the circle sees nothing of it", async () => {
  await ash.say(offer);
  await ash.page.getByText(waiting).waitFor();
  assert.equal(await ash.field.inputValue(), "");
  await ash.page.reload();
  await ash.page.getByText(waiting).waitFor();

  await lee.say("Good morning, all.");
  await dee.sees("Good morning, all.");
  for (const user of [mo, nia, lee, dee]) assert.ok(!(await wordsOn(user)).includes("555"));
});

test("a moderator looks, and does not post it; its author keeps the words", async () => {
  await lookAtQueue(mo);
  await expect(entries(mo)).toHaveCount(1);
  assert.ok(!(await wordsOn(mo)).includes("555"), "covered until asked for");
  await mo.page.getByText("A message waiting for review").waitFor();
  await mo.page.getByRole("button", { name: "Show the words about Ash" }).click();
  await mo.page.getByText(offer).waitFor();
  const words = mo.page.getByRole("group", { name: "The words about Ash" });
  await expect(words, "the words have the focus").toBeFocused();
  await decide(mo, "Don't post it", "Don't post it");
  await mo.page.getByText("Nothing is waiting for you.").waitFor();

  await ash.page.getByText("A moderator did not post it. Only you see it.").waitFor();
  await ash.press("Take it back");
  await expect(ash.field).toHaveValue(offer);
  await expect(ash.field, "the words can be changed at once").toBeFocused();
  await ash.field.fill("");
});

test("later the centre lets messages through, and they are seen and flagged", async () => {
  await kay.page.goto(`${server.origin}/centre?show=audit`);
  await kay.page.getByLabel("First days").fill("0");
  const settings = kay.page.getByRole("region", { name: "Centre settings" });
  await kay.press("Save", settings);
  await settings.getByText("Saved.").waitFor();

  await ash.say(offer);
  for (const user of [lee, dee]) await user.sees(offer);
  await mo.page.getByText("It was posted, and contains a phone number.").waitFor();
});

test("two members report it in two taps each, and are named nowhere", async () => {
  await lee.choose(offer, "Reply");
  await lee.say("please stop");
  await dee.sees("please stop");
  for (const user of [lee, dee]) await report(user, offer);
  await mo.page.getByText("2 people reported it.").waitFor();
  await mo.page.getByRole("button", { name: "Show the words about Ash" }).click();
  await mo.page.getByText(offer).waitFor();
  const seen = await mo.page.locator("main").innerText();
  assert.ok(!seen.includes("Lee") && !seen.includes("Dee"), seen);
});

test("one action takes it from every open screen, history and quotations", async () => {
  await mo.press("Take this");
  await mo.page.getByText("You have taken this.").waitFor();
  await expect(entries(mo), "the entry has the focus").toBeFocused();
  await mo.press("Decide");
  await mo.dialog.getByLabel("Mute the person, and all they wrote in the last 24 hours").check();
  // What is judged was shown before, and stands beside what follows from it.
  await mo.dialog.getByText(offer).waitFor();
  await mo.dialog
    .getByText("Ash can't post here for 24 hours. They still read, check in and ask for help.")
    .waitFor();
  await mo.press("Mute everything", mo.dialog);
  await mo.dialog.waitFor({ state: "detached" });

  for (const user of [lee, dee]) {
    await user.page.locator("article").getByText(placeholder).first().waitFor();
    await expect.poll(async () => (await wordsOn(user)).includes("555")).toBe(false);
  }
  await dee.page.reload();
  await dee.sees("please stop");
  const quoted = dee.message("please stop").locator(".quotation");
  await quoted.getByText(placeholder).waitFor();
  assert.ok(!(await wordsOn(dee)).includes("555"));
});

test("the poster is told why and until when, and keeps every lifeline", async () => {
  await ash.page.getByText("You can't post here until").waitFor();
  assert.equal(await ash.field.count(), 0);
  await ash.press("Help");
  const help = ash.page.getByRole("region", { name: "Help" });
  assert.equal(await help.getByRole("link", { name: "Call 988" }).getAttribute("href"), "tel:988");
  await ash.press("Close help");
  await ash.press("See why, or appeal");
  await ash.dialog.getByText(`Reason: ${solicitation}`).first().waitFor();
  const action = ash.dialog.getByRole("listitem").filter({ hasText: "You were muted for a while" });
  await ash.press("Appeal", action);
  await action.getByText("Somebody else will look again, by").waitFor();
  // The mute lasts a day: somebody else is to look before half of it has run.
  const halves = await ash.page.evaluate(() => {
    const time = new Intl.DateTimeFormat("en", {
      hour: "numeric",
      minute: "2-digit",
    });
    const minutesAgo = [...Array(30).keys()];
    return minutesAgo.map((ago) => time.format(Date.now() + (12 * 60 - ago) * 60_000));
  });
  const due = (await action.innerText()).match(/look again, by (.+)\./)[1];
  assert.ok(
    halves.some((half) => due.endsWith(half)),
    `${due}, not ${halves[0]}`,
  );
  await ash.press("Close", ash.dialog);
});

test("those who reported hear that it is handled, and nothing more", async () => {
  await lee.page.getByText("What you reported is handled.").waitFor();
  await lee.press("OK");
  await lee.page.getByRole("link", { name: "Settings" }).click();
  const own = lee.page.getByRole("region", { name: "What you reported" });
  await own.getByText("handled").waitFor();
  assert.ok(!(await own.innerText()).includes("Ash"));
});

test("another moderator decides the appeal, never the one who acted", async () => {
  await mo.page.getByText("Nothing is waiting for you.").waitFor();
  await lookAtQueue(nia);
  await nia.page.getByRole("heading", { name: "Appeals" }).waitFor();
  await nia.page.getByRole("button", { name: "Show the words of Ash" }).click();
  await nia.page.getByText(offer).waitFor();
  await nia.press("Leave as it is");
  await nia.press("Leave as it is", nia.dialog);
  await nia.page.getByText("Nothing is waiting for you.").waitFor();
  const title = nia.page.getByRole("heading", { name: "Review queue" });
  await expect(title, "the title has the focus").toBeFocused();

  await ash.press("See why, or appeal");
  await ash.dialog.getByText("Somebody else looked again, and it stays.").waitFor();
  await ash.press("Close", ash.dialog);
});

test("the audit holds it all, without a word or a reporter, and verifies", async () => {
  await kay.page.goto(`${server.origin}/centre?show=audit`);
  const audit = kay.page.getByRole("region", { name: "Audit" });
  for (const action of [
    "Left an action as it is, after an appeal",
    "Did not post a message",
    "Muted a member and their last day",
  ]) {
    await audit.getByRole("listitem").getByText(action, { exact: true }).waitFor();
  }
  const words = await audit.getByRole("list").innerText();
  // "555" alone may stand in an id.
  for (const word of ["555-", "can get you", "Lee", "Dee"]) assert.ok(!words.includes(word), words);
  assert.match(server.run("audit", "verify"), /head: \d+:/);
});
