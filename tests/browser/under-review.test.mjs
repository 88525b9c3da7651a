// Two members report what somebody new wrote: it is folded for everybody but its author
// until a moderator has decided, and whoever reported need not see it again.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const name = "Thursday walkers";
const words = "some of you would be no loss to anybody";
const answer = "please stop";
const why = "Reported. A moderator will look at it.";
const hidden = "You reported this message. Hidden for you.";
let server, browsers, mo, ash, lee, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  const circle = await centre.createCircle(name);
  mo = await centre.createUser("Mo", circle, {
    role: "moderator",
    device: desktop,
  });
  ash = await centre.createUser("Ash", circle, { device: phone });
  lee = await centre.createUser("Lee", circle, { device: phone });
  dee = await centre.createUser("Dee", circle, { device: phone });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

const wordsOn = (user) => user.page.locator("body").innerText();
const opens = (user) => user.page.getByRole("button", { name: `${why} Show` });
const isGone = (user) => expect.poll(async () => (await wordsOn(user)).includes(words)).toBe(false);

test("a reported message can be hidden from whoever reported it", async () => {
  await ash.say(words);
  await dee.sees(words);
  await dee.choose(words, "Reply");
  await dee.say(answer);
  await lee.sees(words);
  await lee.choose(words, "Report");
  assert.equal(await lee.dialog.getByRole("checkbox").isChecked(), true);
  await assertAccessible(lee, "report-and-hide");
  await lee.press("Insulting or shaming somebody", lee.dialog);
  await lee.dialog.getByText("The message is hidden for you.").waitFor();
  await assertAccessible(lee, "reported-and-hidden");
  await lee.press("Close", lee.dialog);
  await lee.page.getByText(hidden).first().waitFor();
  // Neither in the talk, nor quoted, nor found.
  await isGone(lee);
  await lee.message(answer).locator(".quotation").getByText(hidden).waitFor();
  await assertAccessible(lee, "hidden-message");
  await lee.chooseInCircleMenu("Search this circle");
  await lee.page.getByRole("searchbox").fill("loss to anybody");
  await lee.page.getByRole("searchbox").press("Enter");
  await lee.page.getByRole("list", { name: "Search results" }).getByText(hidden).waitFor();
  await isGone(lee);
  // One report folds nothing, and hides it from nobody else.
  for (const other of [dee, mo]) assert.ok((await other.said()).includes(words));
});

test("the second report folds it on every screen but its author's", async () => {
  await dee.choose(words, "Report");
  await dee.dialog.getByRole("checkbox").uncheck();
  await dee.press("Insulting or shaming somebody", dee.dialog);
  await dee.dialog.getByText("Nobody is told it was you.").waitFor();
  await dee.dialog.getByRole("button", { name: "Hide it for me" }).waitFor();
  await dee.press("Close", dee.dialog);
  for (const one of [mo, dee]) {
    await opens(one).waitFor();
    await isGone(one);
    await one.message(answer).locator(".quotation").getByText("Reported (folded)").waitFor();
  }
  await assertAccessible(dee, "folded-phone");
  await assertAccessible(mo, "folded-desktop");
  assert.ok((await ash.said()).includes(words));
  assert.ok(!/report|folded/i.test(await wordsOn(ash)), "its author is told nothing");
  await opens(dee).click();
  await dee.sees(words);
  await assertAccessible(dee, "folded-open");
  await dee.page.getByRole("button", { name: `${why} Hide` }).click();
  await isGone(dee);
});

test("it stays so after a reload and on another device, until it is shown again", async () => {
  await dee.page.reload();
  await opens(dee).waitFor();
  assert.ok(!(await wordsOn(dee)).includes(words));

  const other = await User.at(browsers, "Lee", desktop);
  other.signInName = lee.signInName;
  await other.page.goto(server.origin);
  await other.signIn();
  await other.openCircle(name);
  await other.page.getByText(hidden).first().waitFor();
  await isGone(other);

  await lee.page.goto(`${server.origin}/`);
  await lee.openCircle(name);
  await lee.page.getByText(hidden).first().waitFor();
  await isGone(lee);
  await lee.press("Show the message you reported");
  // Folded as for all others.
  for (const one of [lee, other]) await opens(one).click();
  for (const one of [lee, other]) await one.sees(words);
  await lee.page.getByText("You reported this message.", { exact: true }).waitFor();
  await assertAccessible(lee, "shown-again");
  await lee.press("Hide", lee.message(words));
  for (const one of [lee, other]) await isGone(one);
});

test("once a moderator has decided, it is open and is not folded again", async () => {
  await mo.page.getByRole("link", { name: /Review queue/ }).click();
  await mo.press("Decide");
  await mo.dialog.getByLabel("Close without action", { exact: true }).check();
  await mo.dialog.getByText("it is unfolded").waitFor();
  await assertAccessible(mo, "deciding-what-is-folded");
  await mo.press("Close it", mo.dialog);
  await mo.dialog.waitFor({ state: "detached" });
  await dee.sees(words);
  assert.equal(await opens(dee).count(), 0);
  await dee.choose(words, "Report");
  await dee.press("Insulting or shaming somebody", dee.dialog);
  await dee.dialog.getByText("The message is hidden for you.").waitFor();
  await dee.press("Close", dee.dialog);
  await isGone(dee);
  await mo.page.getByRole("link", { name: "Circles", exact: true }).click();
  await mo.openCircle(name);
  await mo.sees(words);
});

test("a moderator can also unfold it in the timeline", async () => {
  const others = "nobody asked you";
  await ash.say(others);
  for (const one of [lee, dee]) {
    await one.choose(others, "Report");
    await one.press("Something else", one.dialog);
    await one.dialog.getByText("The message is hidden for you.").waitFor();
    await one.press("Close", one.dialog);
  }
  await opens(mo).waitFor();
  const folded = mo.page.getByRole("article").filter({ has: opens(mo) });
  await folded.hover();
  await mo.press("Message actions", folded);
  await mo.page.getByRole("menuitem", { name: "Content note" }).click();
  await mo.dialog.getByText("It is folded now because people reported it.").waitFor();
  await assertAccessible(mo, "note-of-a-folded-message");
  await mo.press("Cancel", mo.dialog);
  await folded.hover();
  await mo.press("Message actions", folded);
  await assertAccessible(mo, "menu-of-a-folded-message");
  await mo.page.getByRole("menuitem", { name: "Unfold for everyone" }).click();
  await mo.sees(others);
  assert.equal(await opens(mo).count(), 0);
});
