// Walking beside somebody, on the screens: two members open a private conversation, a mentor
// sees what is shared and only that, and whoever is on call is told and replies.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const dayMs = 86_400_000;

let server, browsers, centre, kay, circle, dee, lee, ray;

/** An id as clients make them. */
const newId = () => randomUUID().replace(/^(.{14})./, "$17");

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true, settings: ["newcomer_days=1"] });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  dee = await centre.createUser("Dee", circle, { device: phone });
  lee = await centre.createUser("Lee", circle);
  ray = await centre.createUser("Ray", circle, { device: phone });
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const lines = (one) =>
  one.page.getByRole("list", { name: "Private conversations" }).getByRole("link");

async function writeTo(one, alias, words) {
  await one.press(`Actions for ${alias}`);
  await one.page.getByRole("menuitem", { name: "Write privately" }).click();
  await one.page.getByLabel("Your words").fill(words);
  await one.press("Send", one.dialog);
}

/** Picks somebody by the label of their invite. */
async function pick(field, label) {
  const option = field.locator("option", { hasText: label });
  await option.waitFor({ state: "attached" });
  await field.selectOption(await option.getAttribute("value"));
}

test("in the first days the screen says what holds before a word is typed", async () => {
  await dee.chooseInCircleMenu("Members");
  await dee.press("Actions for Lee");
  await dee.page.getByRole("menuitem", { name: "Write privately" }).click();
  await dee.dialog.getByText("you can write privately to your mentor").waitFor();
  // The answer takes the focus from nobody.
  const focused = await dee.page.evaluate(() => document.activeElement.innerText);
  assert.equal(focused, "Close");
  await assertAccessible(dee, "write-privately-first-days");
  assert.equal(await dee.page.getByLabel("Your words").count(), 0);
  await dee.press("Close", dee.dialog);
  assert.equal(await lines(lee).count(), 0);
});

test("a request to somebody who has blocked one waits like any, and they hear nothing", async () => {
  const [{ members }] = await ask(ray, [{ type: "list_members", circle: circle.id }]);
  const member = members.find(({ alias }) => alias === "Lee").id;
  await ask(ray, [{ type: "block_member", circle: circle.id, member }]);
  server.advance(2 * dayMs);
  await lee.page.goto(`${server.origin}/circle/${circle.id}?show=members`);
  await writeTo(lee, "Ray", "Hello? See https://example.org");
  const refused = await lee.dialog.getByRole("alert").innerText();
  assert.match(refused, /links or numbers.*Your words are kept here/);
  await lee.page.getByLabel("Your words").fill("Hello?");
  await lee.press("Send", lee.dialog);
  await lee.page.getByText("You have asked.").waitFor();
  await assertAccessible(lee, "a-request-that-waits");
  const [{ blocks }] = await ask(ray, [{ type: "list_blocks" }]);
  await ask(ray, [{ type: "unblock_member", block: blocks[0].id }]);
  assert.equal(await lines(ray).count(), 0);
  const asked = new URL(lee.page.url()).pathname.split("/").at(-1);
  await ask(lee, [{ type: "leave_circle", circle: asked }]);
  await lee.page.goto(`${server.origin}/circle/${circle.id}?show=members`);
});

test("later it is a request, and open once it was accepted", async () => {
  await writeTo(dee, "Lee", "Hi Lee, shall we walk on Sunday?");
  await dee.page.getByText("You have asked.").waitFor();
  assert.equal(await dee.field.count(), 0);
  await lines(lee).getByText("Would like to write to you").waitFor();
  await lines(lee).click();
  await lee.sees("Hi Lee, shall we walk on Sunday?");
  await lee.press("Accept");
  await lee.say("Gladly!");
  await dee.sees("Gladly!");
  await dee.say("See you there.");
  await lee.sees("See you there.");
});

test("a private conversation has no members, pins or moderators, and may be ended or blocked", async () => {
  await lee.press("Conversation menu");
  const menu = lee.page.getByRole("menu");
  const items = await menu.getByRole("menuitem").allInnerTexts();
  assert.deepEqual(
    items.map((one) => one.trim()),
    [
      ...["Search this conversation", "Go to a date", "Go to first unread"],
      ...["Report", "Block", "End this conversation"],
    ],
  );
  await menu.getByText("Block").click();
  await lee.press("Block", lee.dialog);
  await lee.page.goto(`${server.origin}/settings`);
  await lee.page.getByRole("button", { name: /^Unblock.*Dee$/ }).click();
  const blocked = lee.page.getByRole("list", { name: "Blocked people" });
  await blocked.getByText("Nobody.").waitFor();
});

test("a win and the day's thread are found again, and marks are words", async () => {
  await lee.openCircle("Walkers");
  await lee.press("Mark this message");
  const marks = lee.page.getByRole("group", { name: "This message" });
  await lee.press("A win", marks);
  await lee.press("Today's thread", marks);
  await lee.say("Slept eight hours.");
  await lee.message("Slept eight hours.").getByText("A win", { exact: true }).waitFor();
  await lee.say("And had breakfast.");
  await lee.sees("And had breakfast.");
  const head = lee.page.getByRole("region", { name: "Walkers" });
  await lee.press("Wins", head);
  const wins = lee.page.getByRole("list", { name: "Wins" });
  await expect(wins.getByRole("listitem")).toHaveCount(1);
  await lee.press("Today's thread", head);
  await lee.page
    .getByRole("list", { name: /^Thread of/ })
    .getByText("Slept eight hours.")
    .waitFor();
});

test("the centre proposes, by labels alone, and both are asked", async () => {
  await kay.page.goto(`${server.origin}/centre?show=mentors`);
  const adding = kay.page.getByRole("form", { name: "Add a mentor" });
  await pick(adding.getByLabel("Add a mentor"), "Invite of Ray");
  await kay.press("Add", adding);
  const mentors = kay.page.getByRole("list", { name: "Mentors" });
  await mentors.getByRole("paragraph").getByText("Invite of Ray", { exact: true }).waitFor();
  await kay.page.reload();
  await pick(kay.page.getByLabel("Mentee"), "Invite of Dee");
  await kay.press("Propose");
  const pairings = kay.page.getByRole("list", { name: "Pairings" });
  await pairings.getByText("not accepted by both yet").waitFor();
  for (const one of [dee, ray]) {
    const [{ care }] = await ask(one, [{ type: "show_care" }]);
    await ask(one, [{ type: "accept_pairing", pairing: care.pairings[0].id }]);
  }
  await expect(pairings.getByText("not accepted by both yet")).toHaveCount(0);
});

test("what is shared stands on the board, in words, and a note clears it", async () => {
  const consent = "mentor_sees_check_ins";
  await ask(dee, [{ type: "give_consent", consent, version: 1 }]);
  const how = {
    mood: "low",
    craving: 4,
    halt: ["lonely"],
    note: "The third time this week.",
  };
  await ask(dee, [
    {
      type: "send_check_in",
      id: newId(),
      at: server.now,
      how,
      wants_call: true,
    },
  ]);
  await ray.page.goto(server.origin);
  await ray.page.getByRole("link", { name: "Mentees" }).click();
  const card = ray.page.getByRole("article", { name: "Dee" });
  await card.getByText(/^Would like a call/).waitFor();
  await card.getByText(/Mood low; craving 4 of 10; lonely/).waitFor();
  assert.equal(await card.getByRole("link", { name: /^Call/ }).count(), 0);
  await card.getByRole("button", { name: /^I reached them/ }).click();
  await ray.dialog.getByLabel("by message").check();
  assert.equal(await ray.dialog.getByLabel("by phone").count(), 0);
  await ray.press("Save", ray.dialog);
  await card.getByText(/^Reached by message/).waitFor();
  await expect(card.getByText(/^Would like a call/)).toHaveCount(0);
});

test("taken back, it is gone from the open page, history included", async () => {
  await ray.page.getByRole("link", { name: "Dee" }).click();
  await ray.page.getByText("The third time this week.").waitFor();
  await ask(dee, [{ type: "revoke_consent", consent: "mentor_sees_check_ins" }]);
  await ray.page.getByText("Dee keeps check-ins private.").waitFor();
  assert.ok(!(await ray.page.locator("main").innerText()).includes("third time"));
  await ray.page.getByRole("button", { name: /^Message/ }).click();
  await ray.say("How are you, Dee?");
  await ray.sees("How are you, Dee?");
});

test("whoever is on call is told on any screen, and the first one replies", async () => {
  await kay.page.goto(`${server.origin}/on-call`);
  for (const label of ["Invite of Lee", "Invite of Ray"]) {
    await pick(kay.page.getByLabel("Add somebody"), label);
    await kay.press("Add");
    await kay.page.getByRole("list", { name: "Who takes shifts" }).getByText(label).waitFor();
  }
  const begins = new Date(server.now - 3_600_000).toISOString().slice(0, 16);
  await kay.page.getByLabel("Begins").fill(begins);
  await kay.press("Add shift");
  await kay.page.getByText("On duty now:").waitFor();
  await lee.page.goto(`${server.origin}/settings`);
  await lee.page.getByText("– this device").waitFor();
  await ask(dee, [
    {
      type: "ask_for_help",
      id: newId(),
      to: "on_call",
      words: "A hard night.",
    },
  ]);
  const helpAlert = lee.page.getByRole("region", {
    name: "Somebody asks for help",
  });
  await helpAlert.getByText("Dee asks for help").waitFor();
  assert.ok(!(await helpAlert.innerText()).includes("A hard night."));
  await helpAlert.getByRole("button", { name: "Show their words" }).click();
  await helpAlert.getByText("A hard night.").waitFor();
  await helpAlert.getByRole("button", { name: /^I'm replying/ }).click();
  await helpAlert.waitFor({ state: "detached" });
  await lee.say("I'm here.");
  await lee.sees("I'm here.");
});
