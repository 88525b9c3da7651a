// The walk "A graduate's first week": from the link that D is given to the mentor who
// hears from D only what D shares, and only while D shares it.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { User } from "./user.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A Monday at the centre of a test, which goes by New York, at ten. */
const monday = Date.parse("2027-03-01T10:00:00-05:00");
const here = { timezoneId: "America/New_York", locale: "en-US" };
const note = "The flat is so quiet in the evening.";
const onlyForD = "Slept badly. Only for me.";
const date = "2026-11-29";

let server, browsers, centre, kay, circle, d, lee, ana, ray, abe, link;
/** All that the server has sent over a person's socket, by alias. */
const heard = new Map();

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  server.advance(monday - server.now);
  await server.start();
  browsers = await Browsers.open(server, { sameTime: true });
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Thursday walkers");
  const long = { graduated_on: "2025-02-20" };
  [lee, ana, ray, abe] = await Promise.all([
    come("Lee", {
      device: { ...desktop, ...here },
      graduated_on: "2026-06-01",
    }),
    come("Ana", { device: { ...desktop, ...here }, ...long }),
    come("Ray", { device: { ...narrow, ...here }, ...long }),
    come("Abe", { device: { ...phone, ...here } }),
  ]);
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

/** What comes over this user's socket from now on is kept. */
function listen(user) {
  const frames = [];
  heard.set(user, frames);
  user.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(String(payload))),
  );
}

async function come(alias, more) {
  const user = await centre.createUserWithoutClient(alias, circle, more);
  listen(user);
  await user.page.goto(`${server.origin}/circle/${circle.id}`);
  await user.field.waitFor();
  return user;
}

async function openCare(user) {
  await user.goTo("/care");
  await user.page.getByRole("heading", { name: "What you share" }).waitFor();
}

async function openBoard() {
  await ray.goTo("/mentees");
  await ray.page.getByRole("list", { name: "Mentees" }).waitFor();
}

const switches = (user) => user.page.getByRole("switch");
const sharing = () => d.page.getByRole("switch", { name: "My mentor sees my check-ins" });
const card = (alias) => ray.page.getByRole("article", { name: alias });
const order = () => ray.page.locator("main article h2").allInnerTexts();
const hello = () => d.page.getByText("Just saying hello. How are you?");
const sayHello = () => card("D").getByText("You haven't heard from them for a while: say hello");
const lines = (user) =>
  user.page.getByRole("list", { name: "Private conversations" }).getByRole("link");

async function memberCalled(alias) {
  const [{ members }] = await ask(lee, [{ type: "list_members", circle: circle.id }]);
  return members.find((one) => one.alias === alias);
}

async function checkIn({ mood, craving, halt = [], words = null, call = false }) {
  for (const name of [mood, String(craving)])
    await d.page.getByRole("radio", { name, exact: true }).check();
  for (const name of halt) await d.page.getByRole("checkbox", { name }).check();
  if (words !== null) {
    await d.page.getByText("A few words, if you like").click();
    await d.page.getByRole("textbox").first().fill(words);
  }
  await assertAccessible(d, `check in ${mood}`);
  await d.press(call ? "I'd like a call" : "Send");
}

/** What an address that leads nowhere says, on the screen. */
async function answerTo(user, address) {
  await user.page.goto("about:blank");
  await user.page.goto(address);
  await user.page.getByRole("alert").waitFor();
  return user.page.getByRole("main").innerText();
}

test("the coordinator invites; a name like a role is refused, and D is taken", async () => {
  await kay.page.goto(`${server.origin}/centre`);
  await kay.page.getByLabel("Label (optional)").fill("D, graduated on Friday");
  await kay.press("Create invite");
  link = await kay.page.getByLabel("Invite link").inputValue();
  await kay.press("Done");

  d = await User.at(browsers, "D", { ...narrow, ...here });
  listen(d);
  d.alias = "Moderator D";
  await d.signUpBy(link);
  const field = d.page.getByLabel("Name your circle sees");
  await d.page.getByRole("alert").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await assertAccessible(d, "a name is refused");
  d.alias = "D";
  await field.fill(d.alias);
  await d.press("Join");
  await d.field.waitFor();
  await d.page.getByRole("heading", { name: "Welcome, D" }).waitFor();
  await assertAccessible(d, "the welcome");
  await d.press("Close the welcome");
});

test("a used link and a wrong one are answered alike, on the screen and off it", async () => {
  const stranger = await User.at(browsers, "Nobody", { ...narrow, ...here });
  const wrong = `${link.slice(0, -6)}Wrong0`;
  assert.equal(await answerTo(stranger, link), await answerTo(stranger, wrong));
  await assertAccessible(stranger, "a link that is used");
  const bare = async (address) => {
    const token = new URL(address).hash.slice(1);
    const sign_in_name = "nobody-at-all";
    const data = {
      token,
      alias: "Nobody",
      sign_in_name,
      passphrase: "a quiet river at dawn",
    };
    const headers = { origin: server.origin };
    const sent = await stranger.context.request.post(`${server.origin}/api/sign-up`, {
      headers,
      data,
    });
    return [sent.status(), await sent.text()];
  };
  assert.deepEqual(await bare(link), await bare(wrong));
  await stranger.context.close();
});

test("all consents read off, and the date that D keeps reaches nobody", async () => {
  await d.press("Back");
  await d.page.getByRole("link", { name: "Check-in" }).click();
  await d.page.getByRole("heading", { name: "What you share" }).waitFor();
  assert.equal(await switches(d).count(), 5);
  for (const one of await switches(d).all()) assert.equal(await one.isChecked(), false);
  await assertAccessible(d, "for you, new");

  await d.press("Set a date");
  await assertAccessible(d, "a date is set");
  await d.dialog.getByLabel("Sober since").check();
  await d.dialog.getByLabel("Day").fill(date);
  await d.press("Save", d.dialog);
  await d.page.getByText("November 29, 2026").waitFor();
  await assertAccessible(d, "for you, with a date");

  await openCare(lee);
  await lee.page.goto(`${server.origin}/circle/${circle.id}?show=members`);
  await lee.page.getByRole("button", { name: "Actions for D" }).waitFor();
  const fields = Object.keys(await memberCalled("D")).toSorted();
  assert.deepEqual(fields, ["alias", "id", "joined", "present", "role"]);
  for (const frame of heard.get(lee)) assert.ok(!frame.includes(date), frame);
  // Lee's own page has such fields, of Lee.
  const frames = heard.get(lee).filter((frame) => !frame.includes('"type":"care"'));
  for (const frame of frames) assert.doesNotMatch(frame, /recovery|sobriety|graduated/, frame);
  assert.ok(
    frames.some((frame) => frame.includes('"alias":"D"')),
    "D was heard of at all",
  );
});

test("an alum of two years asks D in vain for a private conversation, and D hears nothing", async () => {
  await d.goTo(`/circle/${circle.id}`);
  await d.field.waitFor();
  const since = heard.get(d).length;
  await ana.page.goto(`${server.origin}/circle/${circle.id}?show=members`);
  // A list that is loaded anew just then closes the menu, and one opens it again.
  await expect(async () => {
    await ana.press("Actions for D");
    await ana.page.getByRole("menuitem", { name: "Write privately" }).click({ timeout: 3_000 });
  }).toPass();
  await ana.page.getByLabel("Your words").fill("Hi D, I could be your guide.");
  await ana.press("Send", ana.dialog);
  // As for everybody who waits for an answer.
  await ana.page.getByText("You have asked.").waitFor();

  // What had been sent to D of it would have come before this.
  await lee.goTo(`/circle/${circle.id}`);
  await lee.say("Morning, all. Welcome, D.");
  await d.sees("Welcome, D.");
  const frames = heard.get(d).slice(since);
  assert.ok(frames.every((frame) => !frame.includes("guide") && !frame.includes('"direct":{')));
  assert.equal(await lines(d).count(), 0);
});

test("D posts in the daily thread; others see a neutral title, and no more", async () => {
  await lee.goTo("/settings");
  await lee.page.getByText("– this device").waitFor();
  await expect(lee.page).toHaveTitle("Circles");
  await d.chooseInCircleMenu("Today's thread");
  await d.page.getByText("None of them is in this thread yet.").waitFor();
  await assertAccessible(d, "today's thread, empty");
  await d.press("Add my next message");
  const marks = d.page.getByRole("group", { name: "This message" });
  await marks.getByRole("button", { name: "Today's thread", pressed: true }).waitFor();
  await assertAccessible(d, "about to write in the thread");
  await d.say("First week. Boxes everywhere, coffee found.");
  await d.sees("coffee found");
  await expect(lee.page).toHaveTitle("(1) Circles");
  await lee.goTo(`/circle/${circle.id}?show=daily`);
  const thread = lee.page.getByRole("list", { name: /^Thread of/ });
  await thread.getByText("Boxes everywhere, coffee found.").waitFor();
  await assertAccessible(d, "a circle on its first day");
});

test("Ray is proposed and both accept; nothing is shared by that", async () => {
  // So that D does not stand first on the board for want of company.
  await pairWithRay("Abe", abe);
  await openCare(d);
  await checkIn({ mood: "Okay", craving: 2, words: onlyForD });
  await d.page.getByText("Thank you for checking in.").waitFor();

  await kay.page.goto(`${server.origin}/centre?show=mentors`);
  const who = kay.page.getByLabel("Mentee");
  const option = who.locator("option", { hasText: "D, graduated on Friday" });
  await option.waitFor({ state: "attached" });
  await who.selectOption(await option.getAttribute("value"));
  await kay.press("Propose");
  await kay.page.getByText("not accepted by both yet").waitFor();

  await d.page.getByText("Your centre proposes").waitFor();
  await assertAccessible(d, "a mentor is proposed");
  await d.press("Accept Ray");
  await openBoard();
  await ray.press("Accept D");
  await d.page.getByText("Ray is your mentor.").waitFor();
  await expect.poll(order).toEqual(["Abe", "D"]);
  await ray.page.getByRole("link", { name: "D", exact: true }).click();
  await ray.page.getByText("D keeps check-ins private. That is fine.").waitFor();
  await assertAccessible(ray, "a mentee who shares nothing");
});

async function pairWithRay(alias, user) {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const memberOf = (name) => entries.find(({ label }) => label === `Invite of ${name}`).member;
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: memberOf("Ray") }]);
  const mentee = memberOf(alias);
  const [{ pairing }] = await ask(kay, [
    { type: "propose_pairing", mentor, mentee, over_caseload: false },
  ]);
  for (const one of [user, ray]) await ask(one, [{ type: "accept_pairing", pairing }]);
}

test("D shares check-ins, and Ray sees them from then on only", async () => {
  await sharing().click();
  await d.page.getByText("On. Since today.").waitFor();
  await ray.page.getByText("None since they were shared.").waitFor();
  const [{ cards }] = await ask(ray, [{ type: "show_board" }]);
  const { pairing } = cards.find(({ alias }) => alias === "D");
  const [{ mentee }] = await ask(ray, [{ type: "show_mentee", pairing, before: null }]);
  assert.deepEqual([mentee.check_ins, mentee.card.last_check_in], [[], null]);
  assert.equal((await ask(d, [{ type: "list_check_ins", before: null }]))[0].check_ins.length, 1);
});

test("lonely, and would like a call: D comes first on Ray's board", async () => {
  await browsers.advance(24 * hourMs);
  await openBoard();
  await expect.poll(order).toEqual(["Abe", "D"]);
  await openCare(d);
  await checkIn({
    mood: "Low",
    craving: 4,
    halt: ["Lonely"],
    words: note,
    call: true,
  });
  await d.page.getByText("You don't have to carry it alone.").waitFor();
  await d.page.getByText("Ray sees that you'd like a call.").waitFor();
  await assertAccessible(d, "checked in");
  await expect.poll(order).toEqual(["D", "Abe"]);
  await card("D").getByText("Would like a call (just now)").waitFor();
  await card("D").getByText("Mood low; craving 4 of 10; lonely").waitFor();
  await assertAccessible(ray, "the board");
});

test("D goes quiet: a hello to D after 12 hours, and a hint to Ray after 24", async () => {
  // Heard from on Tuesday at ten; looked for on Wednesday at eight, and then at
  // eight in the evening.
  const nudgeAt = monday + (48 + 10) * hourMs;
  await browsers.advance(nudgeAt - minuteMs - server.now);
  await openCare(d);
  assert.equal(await hello().count(), 0);
  await browsers.advance(minuteMs);
  await hello().waitFor();
  await assertAccessible(d, "hello to D");

  await browsers.advance(12 * hourMs - minuteMs);
  await openBoard();
  await card("D").waitFor();
  assert.equal(await sayHello().count(), 0);
  await browsers.advance(minuteMs);
  await sayHello().waitFor();
  await assertAccessible(ray, "say hello");
  const words = `${await d.page.locator("main").innerText()} ${await card("D").innerText()}`;
  assert.doesNotMatch(words, /missed|overdue/);
});

test("“Not today, I'm OK” is enough: both hellos are gone", async () => {
  await d.press("Not today, I'm OK");
  await d.page.getByText("Good to hear from you.").waitFor();
  await hello().waitFor({ state: "detached" });
  await sayHello().waitFor({ state: "detached" });
  await card("D").getByText("Not today, I'm OK").waitFor();
});

test("D takes it back: Ray's next view holds no check-in, not even of before", async () => {
  await ray.page.getByRole("link", { name: "D", exact: true }).click();
  await ray.page.getByText(note).waitFor();
  await assertAccessible(ray, "a mentee who shares");
  await sharing().click();
  await ray.page.getByText("D keeps check-ins private. That is fine.").waitFor();
  const since = heard.get(ray).length;
  await ray.page.reload();
  await ray.page.getByText("D keeps check-ins private. That is fine.").waitFor();
  assert.ok(!(await ray.page.locator("body").innerText()).includes(note));
  await openBoard();
  assert.doesNotMatch(await card("D").innerText(), /check-in|Mood|call \(/);
  const [{ cards }] = await ask(ray, [{ type: "show_board" }]);
  const { pairing, ...shown } = cards.find(({ alias }) => alias === "D");
  assert.deepEqual(
    [shown.last_check_in, shown.wants_call_since, shown.hello_step, shown.shares_check_ins],
    [null, null, null, false],
  );
  const [{ mentee }] = await ask(ray, [{ type: "show_mentee", pairing, before: null }]);
  assert.deepEqual(mentee.check_ins, []);
  const all = heard.get(ray);
  assert.ok(
    all.some((frame) => frame.includes(note)),
    "what was shared came while it was",
  );
  for (const frame of all.slice(since)) assert.ok(!frame.includes(note), frame);
  // And what D wrote before sharing never came at all.
  for (const frame of all) assert.ok(!frame.includes(onlyForD), frame);
});
