// Whoever leaves, ends or blocks can report in the same breath, and for 30 days after:
// what somebody did to them in private goes to the centre, with the words.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, kay, dee, lee, mod;

test.beforeAll(async () => {
  server = new TestServer({
    movableClock: true,
    settings: ["newcomer_days=1", "direct_request_days_until=2"],
  });
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  const circle = await centre.createCircle("Walkers");
  mod = await centre.createUser("Mo", circle, { role: "moderator" });
  dee = await centre.createUser("Dee", circle, { device: phone });
  lee = await centre.createUser("Lee", circle);
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const recentlyLeft = (one) => one.page.getByRole("list", { name: "Recently left" });

async function openConversation() {
  server.advance(3 * 86_400_000);
  await lee.openCircle("Walkers");
  await lee.chooseInCircleMenu("Members");
  await lee.press("Actions for Dee");
  await lee.page.getByRole("menuitem", { name: "Write privately" }).click();
  await lee.page.getByLabel("Your words").fill("Send me the money tonight.");
  await lee.press("Send", lee.dialog);
  await dee.page.goto(server.origin);
  await dee.page.getByRole("list", { name: "Private conversations" }).getByRole("link").click();
  await dee.sees("Send me the money tonight.");
}

test("blocking and reporting is one dialog, and the centre gets the messages", async () => {
  await openConversation();
  await dee.press("Conversation menu");
  await dee.page.getByRole("menuitem", { name: "Block" }).click();
  await assertAccessible(dee, "block-question");
  await dee.press("Block and report", dee.dialog);
  await dee.dialog.getByText("This goes to the centre").waitFor();
  await assertAccessible(dee, "block-and-report");
  await dee.press("Taking advantage of somebody", dee.dialog);
  await dee.page.getByText("Your report is sent. Nobody is told it was you.").waitFor();
  await dee.page.goto(`${server.origin}/settings`);
  await dee.page.getByRole("button", { name: /^Unblock.*Lee$/ }).waitFor();

  await kay.page.goto(`${server.origin}/queue`);
  await kay.page.getByRole("button", { name: /^Show the words/ }).click();
  await kay.page.getByText("Send me the money tonight.").waitFor();
  await mod.page.goto(`${server.origin}/queue`);
  await mod.page.getByText("Nothing is waiting for you.").waitFor();
  assert.equal(await mod.page.getByRole("button", { name: /^Show the words/ }).count(), 0);
});

test("what was received is found under Recently left, and one message is reported", async () => {
  await dee.page
    .getByRole("button", {
      name: /^View and report.*Private conversation with Lee/,
    })
    .click();
  await dee.press("Show what others wrote", dee.dialog);
  await dee.dialog.getByText("Send me the money tonight.").waitFor();
  await assertAccessible(dee, "recently-left");
  await dee.press("Report this message", dee.dialog);
  await dee.press("Somebody may be in danger", dee.dialog);
  await dee.dialog.getByText("The centre will look at it.").waitFor();
  await dee.press("Close", dee.dialog);
  // Whoever was left behind has lost nothing by it, and learns nothing of it.
  await lee.page.goto(`${server.origin}/settings`);
  await recentlyLeft(lee).getByText("Nothing.").waitFor();
});

test("“leave and report” asks whom to report, and then leaves", async () => {
  await dee.page.goto(server.origin);
  await dee.openCircle("Walkers");
  await dee.chooseInCircleMenu("Leave this circle");
  await assertAccessible(dee, "leave-question");
  await dee.press("Leave and report", dee.dialog);
  await dee.press("Lee", dee.dialog);
  await dee.press("Insulting or shaming somebody", dee.dialog);
  await dee.page.getByText("Your report is sent. Nobody is told it was you.").waitFor();
  assert.equal(await dee.inList("Walkers").count(), 0);
  await mod.page.reload();
  await mod.page.getByText("Insulting or shaming somebody").waitFor();
  await dee.page.goto(`${server.origin}/settings`);
  await recentlyLeft(dee)
    .getByRole("button", { name: /Walkers/ })
    .waitFor();
});
