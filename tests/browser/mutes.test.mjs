// Three browsers open at once: a moderator mutes, and what was said is gone on
// every screen but its author's; a muted member is told kindly, and can write
// again when it ends.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { User } from "./user.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const circle = "Tuesday table";
const placeholder = "A moderator has muted this message";
const offer = "can get you some, ask me";
let server, browsers, kay, mo, dee, lee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  kay = await User.at(browsers, "Kay", desktop);
  mo = await User.at(browsers, "Mo", desktop);
  dee = await User.at(browsers, "D", phone);
  lee = await User.at(browsers, "Lee", desktop);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

async function invite(role, label) {
  await kay.page.getByLabel("Invite as").selectOption({ label: role });
  await kay.page.getByLabel("Label (optional)").fill(label);
  await kay.press("Create invite");
  await kay.page.getByRole("listitem").filter({ hasText: label }).first().waitFor();
  const link = await kay.page.getByLabel("Invite link").inputValue();
  await kay.press("Done");
  return link;
}

const answer = (user, choice) => user.dialog.getByLabel(choice, { exact: true }).check();

const wordsOn = (user) => user.page.locator("body").innerText();

const gone = (user, words) =>
  expect.poll(async () => (await wordsOn(user)).includes(words)).toBe(false);

test("three people join a circle", async () => {
  await kay.signUpBy(server.firstLink);
  await kay.page.getByRole("link", { name: "Set up a circle" }).click();
  await kay.press("New circle");
  await kay.page.getByLabel("Circle name").fill(circle);
  await kay.press("Create circle");
  await kay.page.getByRole("button", { name: `${circle} 0 of 30 members` }).waitFor();
  for (const [user, role] of [
    [mo, "Moderator"],
    [dee, "Member"],
    [lee, "Member"],
  ]) {
    await user.signUpBy(await invite(role, `${user.alias}, spring group`));
    await user.field.waitFor();
  }
});

test("a muted message disappears at once, on every screen but its author's", async () => {
  await dee.say(offer);
  await lee.sees(offer);
  await lee.choose(offer, "Reply");
  await lee.say("please stop");
  await mo.sees("please stop");
  await mo.choose(offer, "Pin");
  await lee.page.getByRole("button", { name: "Pinned messages" }).click();
  const panel = lee.page.getByRole("complementary");
  await panel.getByText(offer).waitFor();

  await mo.choose(offer, "Mute");
  await mo.dialog.getByLabel("Offering or asking for substances, or selling").check();
  await mo.press("Mute", mo.dialog);
  await mo.dialog.waitFor({ state: "detached" });
  for (const user of [mo, lee]) {
    await user.page.locator("article").getByText(placeholder).first().waitFor();
    await gone(user, offer);
  }
  await dee.page.getByText("Muted by a moderator. Only you see this.").waitFor();
  assert.ok((await dee.said()).includes(offer));
  await dee.press("Why?");
  await dee.dialog.getByText("Offering or asking for substances, or selling").waitFor();
  await dee.dialog.getByText("You can ask Mo").waitFor();
  await dee.press("Close", dee.dialog);
});

test("it stays so after a reload, and in search", async () => {
  await lee.page.reload();
  await lee.page.locator("article").getByText(placeholder).first().waitFor();
  assert.ok(!(await wordsOn(lee)).includes(offer));
  await lee.press("Search this circle");
  await lee.page.getByRole("searchbox").fill("can get you");
  await lee.page.getByRole("searchbox").press("Enter");
  await lee.page.getByText(/Nothing was found/).waitFor();
});

test("a moderator can view a muted message, and unmute it", async () => {
  const muted = mo.page.getByRole("article").filter({ hasText: placeholder }).first();
  await muted.hover();
  await mo.press("Message actions", muted);
  await mo.page.getByRole("menuitem", { name: "View muted message" }).click();
  await mo.dialog.getByText(offer).waitFor();
  await mo.press("Close", mo.dialog);
  await muted.hover();
  await mo.press("Message actions", muted);
  await mo.page.getByRole("menuitem", { name: "Unmute" }).click();
  await mo.sees(offer);
  await expect.poll(async () => (await dee.said()).includes(offer), "it is there").toBe(true);
});

test("a muted member is told until when, keeps the draft, and writes again when it ends", async () => {
  await dee.field.fill("half a thought");
  await mo.press("Members");
  await mo.page.getByRole("button", { name: "Actions for D" }).click();
  await mo.page.getByRole("menuitem", { name: "Mute", exact: true }).click();
  await answer(mo, "D, for a while");
  await mo.press("Mute", mo.dialog);
  const asked = mo.dialog.getByRole("radio", { name: "Something else" });
  assert.equal(
    await asked.evaluate((radio) => radio.validity.valueMissing),
    true,
    "a reason first",
  );
  await answer(mo, "Insulting or shaming somebody");
  await answer(mo, "24 hours");
  await mo.press("Mute", mo.dialog);
  await mo.dialog.waitFor({ state: "detached" });
  await dee.page.getByText("You can't post here until").waitFor();
  const members = (one) => one.page.getByRole("list", { name: "Members" });
  await members(mo).getByText("(muted)").waitFor();
  assert.equal(await dee.field.count(), 0);
  assert.equal(await lee.page.getByText("can't post").count(), 0, "nobody else is told");

  await mo.chooseInCircleMenu("Moderator actions");
  await mo.page.getByRole("button", { name: "End the mute of D" }).click();
  await dee.field.waitFor();
  assert.equal(await dee.field.inputValue(), "half a thought");
  await dee.press("Send");
  await mo.sees("half a thought");
});

test("one action hides a day's messages and mutes their author", async () => {
  await mo.choose("half a thought", "Mute");
  await answer(mo, "D, and all they wrote in the last 24 hours");
  await answer(mo, "Something else");
  await mo.press("Mute", mo.dialog);
  await dee.page.getByText("You can't post here until").waitFor();
  for (const words of [offer, "half a thought"]) await gone(mo, words);
});

test("a note folds a message until somebody opens it", async () => {
  await lee.say("about my brother");
  await mo.sees("about my brother");
  await lee.choose("about my brother", "Content note");
  await answer(lee, "Death and loss");
  await lee.press("Save", lee.dialog);
  const fold = mo.page.getByRole("button", { name: "Death and loss: show" });
  await fold.waitFor();
  assert.ok(!(await mo.said()).includes("about my brother"));
  await fold.click();
  await mo.sees("about my brother");
});

test("in slow mode the screen says when a message will be sent, and it can be taken back", async () => {
  await mo.chooseInCircleMenu("Slow mode");
  await answer(mo, "15 minutes");
  await mo.press("Save", mo.dialog);
  await lee.page.getByText("slow mode: 15 minutes").waitFor();
  await lee.say("first");
  await mo.sees("first");
  await lee.say("and on reflection");
  await lee.page.getByText(/Slow mode: it is sent\s+at \d/).waitFor();
  await lee.press("Take back");
  await expect(lee.field).toHaveValue("and on reflection");
  await mo.chooseInCircleMenu("Slow mode");
  await answer(mo, "Off");
  await mo.press("Save", mo.dialog);
});

test("the coordinator finds every action in the audit, and no words", async () => {
  await kay.page.goto(`${server.origin}/centre?show=audit`);
  const audit = kay.page.getByRole("region", { name: "Audit" });
  await audit.getByRole("listitem").getByText("Muted a member and their last day").waitFor();
  await audit.getByLabel("Action").selectOption({ label: "Looked at a muted message" });
  await expect(audit.getByRole("listitem")).toHaveCount(1);
  const words = await audit.innerText();
  assert.ok(words.includes("Mo, spring group") && !words.includes(offer));
});
