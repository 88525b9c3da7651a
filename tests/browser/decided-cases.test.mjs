// What was decided stays within reach of those who may decide it: the line that offers
// to undo it, the list of what was decided, and what can't be undone any more.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const offer = "can get you some tonight";
let server, browsers, circle, kay, mo, nia, ash, lee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  await centre.disableHolding();
  circle = await centre.createCircle("Thursday walkers");
  mo = await centre.createUser("Mo", circle, { role: "moderator", device: phone });
  nia = await centre.createUser("Nia", circle, {
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

const queueOf = (user, part = "") => user.page.goto(`${server.origin}/queue${part}`);
const decidedOf = (user) => queueOf(user, "?show=decided");
const entries = (user) => user.page.locator("[data-entry]");
const line = (user) => user.page.getByRole("region", { name: "Decided just now" });
const wordsOn = (user) => user.page.locator("main").innerText();

async function report(words) {
  await lee.choose(words, "Report");
  // So that they see what becomes of it.
  await lee.dialog.getByLabel("Hide the message for me").uncheck();
  await lee.press("Insulting or shaming somebody", lee.dialog);
  await lee.press("Close", lee.dialog);
}

async function decide(user, choice, yes) {
  await user.press("Decide");
  await user.dialog.getByLabel(choice, { exact: true }).check();
  await user.press(yes, user.dialog);
  await user.dialog.waitFor({ state: "detached" });
}

test("right after a decision, the queue says what was done, and can undo it", async () => {
  await ash.say(offer);
  await lee.sees(offer);
  await report(offer);
  await queueOf(mo);
  await decide(mo, "Mute the person for a while", "Mute person");
  await line(mo).getByText("Muted for 24 hours.").waitFor();
  await mo.page.getByText("Nothing is waiting for you.").waitFor();
  await ash.page.getByText("You can't post here until").waitFor();
  await lee.page.getByText("What you reported is handled.").waitFor();
  await lee.press("OK");
  await assertAccessible(mo, "decided-line");

  await mo.press("Undo", line(mo));
  await line(mo)
    .getByText("Undone. Ash can post again. The case is open again, and you have taken it.")
    .waitFor();
  await expect(line(mo), "the line has the focus").toBeFocused();
  await ash.field.waitFor();
  await entries(mo).getByText("You have taken this.").waitFor();
  await entries(mo)
    .getByText(/It was decided before, and opened again today/)
    .waitFor();
  await assertAccessible(mo, "decided-undone");
  await mo.press("Dismiss", line(mo));
  assert.equal(await line(mo).count(), 0);
});

test("every moderator finds the decision in a list, with its text hidden at first", async () => {
  await decide(mo, "Mute the message", "Mute message");
  await line(mo).getByText("Message muted.").waitFor();
  await lee.page.getByText("A moderator has muted this message").first().waitFor();
  // Told once: it is decided anew, and they hear nothing of it.
  assert.equal(await lee.page.getByText("What you reported is handled.").count(), 0);

  await decidedOf(nia);
  const entry = entries(nia).filter({ hasText: "Message muted" });
  await entry.getByText("by Mo").waitFor();
  assert.ok(!(await wordsOn(nia)).includes(offer), "covered until asked for");
  await assertAccessible(nia, "decided-list-wide");
  await nia.press("Undo what was decided about Ash", entry);
  assert.ok(!(await nia.dialog.innerText()).includes(offer));
  await nia.dialog.getByText("The circle sees the message again.").waitFor();
  await nia.press("Show the words about Ash", nia.dialog);
  await nia.dialog.getByText(offer).waitFor();
  await assertAccessible(nia, "decided-undo-dialog-wide");
  await nia.press("Undo", nia.dialog);
  await nia.page
    .getByText("Undone. 1 message is shown to the circle again. The case is open again")
    .waitFor();
  await lee.sees(offer);
  await mo.page.getByText("Nia has taken this.").waitFor();
});

test("what can't be undone says so, and the second person can view the text", async () => {
  await queueOf(nia);
  await decide(nia, "Propose to remove the person", "Propose");
  await line(nia).getByText("A proposal isn't undone here.").waitFor();
  assert.equal(await line(nia).getByRole("button", { name: "Undo" }).count(), 0);

  await queueOf(kay);
  const entry = entries(kay).filter({ hasText: "Remove from the circle" });
  assert.ok(!(await entry.innerText()).includes(offer));
  await kay.press("Agree", entry);
  await kay.dialog.getByText("is taken out of the circle at once, is told the reason").waitFor();
  await kay.press("Cancel", kay.dialog);
  await kay.press("Decline", entry);
  await kay.press("Show the words about Invite of Ash", kay.dialog);
  await kay.dialog.getByText(offer).waitFor();
  await kay.dialog.getByText("Nothing happens to Invite of Ash").waitFor();
  await assertAccessible(kay, "decided-proposal-dialog-wide");
  await kay.press("Decline", kay.dialog);
  await kay.page.getByText("Nothing is waiting for you.").waitFor();
  // Moderators may decide here, so what they decided is not the centre's.
  await decidedOf(kay);
  await kay.page.getByText("Nothing was decided yet.").waitFor();
});

test("once there was an appeal, the decision can't be undone", async () => {
  await report(offer);
  await queueOf(mo);
  await decide(mo, "Mute the message", "Mute message");
  await ash.page.getByRole("link", { name: "See", exact: true }).click();
  await ash.press("Appeal");
  await ash.page.getByText("Somebody else will look again, by").waitFor();
  await decidedOf(mo);
  const muted = entries(mo).filter({ hasText: "Message muted" });
  await muted.getByText("There was an appeal.").waitFor();
  assert.equal(await muted.getByRole("button", { name: /^Undo/ }).count(), 0);
  await assertAccessible(mo, "decided-list");

  await queueOf(nia);
  await nia.press("Take it back");
  await nia.dialog.getByText("The circle sees the message again.").waitFor();
  await nia.press("Show the words of Ash", nia.dialog);
  await nia.dialog.getByText(offer).waitFor();
  await assertAccessible(nia, "decided-appeal-dialog-wide");
  await nia.press("Take it back", nia.dialog);
  await lee.sees(offer);
});

test("nobody sees what was decided about themselves", async () => {
  const [{ members }] = await ask(lee, [{ type: "list_members", circle: circle.id }]);
  const { id: member } = members.find(({ alias }) => alias === "Nia");
  const about = { circle: circle.id, member, reason: "other" };
  await ask(lee, [{ type: "report_member", ...about }]);
  await queueOf(mo);
  await decide(mo, "Close without action", "Close it");
  await line(mo).getByText("Closed without action.").waitFor();
  await decidedOf(mo);
  await expect(entries(mo)).toHaveCount(3);
  await decidedOf(nia);
  await expect(entries(nia)).toHaveCount(2);
  assert.ok(!(await wordsOn(nia)).includes("about Nia"));
});

test("many reports by one person are shown as one, with the rest collapsed", async () => {
  const ids = [];
  for (let number = 0; number < 5; number += 1) {
    const id = randomUUID().replace(/^(.{14})./, "$17");
    ids.push(id);
    const body = `one of many, ${number}`;
    await ask(ash, [{ type: "send_message", circle: circle.id, id, body, reply_to: null }]);
  }
  const reports = ids.map((message) => ({
    type: "report_message",
    circle: circle.id,
    message,
    reason: "danger",
  }));
  await ask(lee, reports);
  await queueOf(mo);
  await mo.page.getByText("1 to review").waitFor();
  assert.equal(await entries(mo).count(), 1);
  await mo.page.getByText("4 more reports by the same person").click();
  await expect(entries(mo)).toHaveCount(5);
  await assertAccessible(mo, "many-reports-of-one");
  const [{ cases }] = await ask(mo, [{ type: "list_cases" }]);
  for (const { id } of cases) {
    const resolution = { type: "dismiss" };
    await ask(mo, [{ type: "close_case", case: id, resolution, reason: "danger" }]);
  }
  await mo.page.getByText("Nothing is waiting for you.").waitFor();
});
