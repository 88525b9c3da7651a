// The walk "A graduate's first week": from the link that D is given to the mentor who
// hears from D only what D shares, and only while D shares it.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "./eventually.mjs";
import { House } from "./house.mjs";
import { looksRight, narrow } from "./looking.mjs";
import { Person } from "./person.mjs";
import { answers, ask, settle } from "./settle.mjs";
import { desktop, phone, Street } from "./street.mjs";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** A Monday at the centre of a test, which goes by New York, at ten. */
const monday = Date.parse("2027-03-01T10:00:00-05:00");
const here = { timezoneId: "America/New_York", locale: "en-US" };
const note = "The flat is so quiet in the evening.";
const onlyForD = "Slept badly. Only for me.";
const date = "2026-11-29";

let house, street, centre, kay, circle, d, lee, ana, ray, abe, link;
/** All that the server has sent over a person's socket, by alias. */
const heard = new Map();

before(async () => {
  house = new House({ movableClock: true });
  house.advance(monday - house.now);
  await house.start();
  street = await Street.open(house, { sameTime: true });
  centre = await settle(street);
  kay = centre.coordinator;
  circle = await centre.circle("Thursday walkers");
  const long = { graduated_on: "2025-02-20" };
  [lee, ana, ray, abe] = await Promise.all([
    come("Lee", { device: { ...desktop, ...here }, graduated_on: "2026-06-01" }),
    come("Ana", { device: { ...desktop, ...here }, ...long }),
    come("Ray", { device: { ...narrow, ...here }, ...long }),
    come("Abe", { device: { ...phone, ...here } }),
  ]);
});

afterEach(() => street.mindFaults());

after(async () => {
  await street?.close();
  await house?.close();
});

/** What comes over this person's socket from now on is kept. */
function listen(person) {
  const frames = [];
  heard.set(person, frames);
  person.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => frames.push(String(payload))),
  );
}

async function come(alias, more) {
  const person = await centre.newcomer(alias, circle, more);
  listen(person);
  await person.page.goto(`${house.origin}/circle/${circle.id}`);
  await person.field.waitFor();
  return person;
}

async function openCare(person) {
  await person.goTo("/care");
  await person.page.getByRole("heading", { name: "What you share" }).waitFor();
}

async function openBoard() {
  await ray.goTo("/mentees");
  await ray.page.getByRole("list", { name: "Mentees" }).waitFor();
}

const switches = (person) => person.page.getByRole("switch");
const sharing = () => d.page.getByRole("switch", { name: "My mentor sees my check-ins" });
const card = (alias) => ray.page.getByRole("article", { name: alias });
const order = () => ray.page.locator("main article h2").allInnerTexts();
const hello = () => d.page.getByText("Just saying hello. How are you?");
const sayHello = () => card("D").getByText("You haven't heard from them for a while: say hello");
const lines = (person) =>
  person.page.getByRole("list", { name: "Private lines" }).getByRole("link");

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
  await looksRight(d, `check in ${mood}`);
  await d.press(call ? "I'd like a call" : "Send");
}

/** What an address that leads nowhere says, on the screen. */
async function answerTo(person, address) {
  await person.page.goto("about:blank");
  await person.page.goto(address);
  await person.page.getByRole("alert").waitFor();
  return person.page.getByRole("main").innerText();
}

test("the coordinator invites; a name like a role is refused, and D is taken", async () => {
  await kay.page.goto(`${house.origin}/centre`);
  await kay.page.getByLabel("Label (optional)").fill("D, graduated on Friday");
  await kay.press("Create invite");
  link = await kay.page.getByLabel("Invite link").inputValue();
  await kay.press("Done");

  d = await Person.at(street, "D", { ...narrow, ...here });
  listen(d);
  d.alias = "Moderator D";
  await d.signUpBy(link);
  const field = d.page.getByLabel("Name your circle sees");
  await d.page.getByRole("alert").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await looksRight(d, "a name is refused");
  d.alias = "D";
  await field.fill(d.alias);
  await d.press("Join");
  await d.field.waitFor();
  await d.page.getByRole("heading", { name: "Welcome, D" }).waitFor();
  await looksRight(d, "the welcome");
  await d.press("Close the welcome");
});

test("a used link and a wrong one are answered alike, on the screen and off it", async () => {
  const stranger = await Person.at(street, "Nobody", { ...narrow, ...here });
  const wrong = `${link.slice(0, -6)}Wrong0`;
  assert.equal(await answerTo(stranger, link), await answerTo(stranger, wrong));
  await looksRight(stranger, "a link that is used");
  const bare = async (address) => {
    const token = new URL(address).hash.slice(1);
    const sign_in_name = "nobody-at-all";
    const data = { token, alias: "Nobody", sign_in_name, passphrase: "a quiet river at dawn" };
    const headers = { origin: house.origin };
    const sent = await stranger.context.request.post(`${house.origin}/api/sign-up`, {
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
  await d.page.getByRole("link", { name: "For you" }).click();
  await d.page.getByRole("heading", { name: "What you share" }).waitFor();
  assert.equal(await switches(d).count(), 5);
  for (const one of await switches(d).all()) assert.equal(await one.isChecked(), false);
  await looksRight(d, "for you, new");

  await d.press("Set a date");
  await looksRight(d, "a date is set");
  await d.dialog.getByLabel("Sober since").check();
  await d.dialog.getByLabel("Day").fill(date);
  await d.press("Save", d.dialog);
  await d.page.getByText("November 29, 2026").waitFor();
  await looksRight(d, "for you, with a date");

  await openCare(lee);
  await lee.page.goto(`${house.origin}/circle/${circle.id}?show=members`);
  await lee.page.getByRole("button", { name: "What to do about D" }).waitFor();
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

test("an alum of two years can't open a private line with D, who hears nothing", async () => {
  await d.goTo(`/circle/${circle.id}`);
  await d.field.waitFor();
  const since = heard.get(d).length;
  await ana.page.goto(`${house.origin}/circle/${circle.id}?show=members`);
  await ana.press("What to do about D");
  await ana.page.getByRole("menuitem", { name: "Write privately" }).click();
  await ana.page.getByLabel("Your words").fill("Hi D, I could be your guide.");
  await ana.press("Send", ana.dialog);
  const said = await ana.dialog.getByRole("alert").innerText();
  await ana.press("Cancel", ana.dialog);

  const { id: member } = await memberCalled("D");
  const open = (member) => ({
    type: "open_line",
    with: { type: "of_circle", circle: circle.id, member },
  });
  const madeUp = "018f3e60-0000-7000-8000-000000000001";
  const [real, made] = await answers(ana, [open(member), open(madeUp)]);
  assert.equal(said, `${real.refusal.message} Your words are kept here.`);
  assert.deepEqual(
    { ...real, request_id: 0 },
    { ...made, request_id: 0 },
    "the same as for somebody who was made up",
  );

  // What had been sent to D of it would have come before this.
  await lee.goTo(`/circle/${circle.id}`);
  await lee.say("Morning, all. Welcome, D.");
  await d.sees("Welcome, D.");
  const frames = heard.get(d).slice(since);
  assert.ok(frames.every((frame) => !frame.includes("guide") && !frame.includes('"line":{')));
  assert.equal(await lines(d).count(), 0);
  await ana.page.goto(`${house.origin}/circle/${circle.id}`);
  assert.equal(await lines(ana).count(), 0);
});

test("D posts in the daily thread; others see a neutral title, and no more", async () => {
  await lee.goTo("/settings");
  await lee.page.getByText("– this device").waitFor();
  await eventually(lee.page, () => lee.page.title(), "Circles");
  await d.chooseInCircleMenu("Today's thread");
  await d.page.getByText("Nothing here yet.").waitFor();
  await looksRight(d, "today's thread, empty");
  await d.press("Add my next message");
  const marks = d.page.getByRole("group", { name: "This message" });
  await marks.getByRole("button", { name: "Today's thread", pressed: true }).waitFor();
  await looksRight(d, "about to write in the thread");
  await d.say("First week. Boxes everywhere, coffee found.");
  await d.sees("coffee found");
  await eventually(lee.page, () => lee.page.title(), "(1) Circles");
  await lee.goTo(`/circle/${circle.id}?show=daily`);
  const thread = lee.page.getByRole("list", { name: /^Thread of/ });
  await thread.getByText("Boxes everywhere, coffee found.").waitFor();
  await looksRight(d, "a circle on its first day");
});

test("Ray is proposed and both accept; nothing is shared by that", async () => {
  // So that D does not stand first on the board for want of company.
  await pairWithRay("Abe", abe);
  await openCare(d);
  await checkIn({ mood: "Okay", craving: 2, words: onlyForD });
  await d.page.getByText("Thank you for checking in.").waitFor();

  await kay.page.goto(`${house.origin}/centre?show=company`);
  const who = kay.page.getByLabel("Who is to be walked beside");
  const option = who.locator("option", { hasText: "D, graduated on Friday" });
  await option.waitFor({ state: "attached" });
  await who.selectOption(await option.getAttribute("value"));
  await kay.press("Propose");
  await kay.page.getByText("not accepted by both yet").waitFor();

  await d.page.getByText("would walk beside you as your mentor").waitFor();
  await looksRight(d, "a mentor is proposed");
  await d.press("Accept Ray");
  await openCare(ray);
  await ray.press("Accept D");
  await d.page.getByText("walks beside you.").waitFor();
  await openBoard();
  await eventually(ray.page, order, ["Abe", "D"]);
  await ray.page.getByRole("link", { name: "D", exact: true }).click();
  await ray.page.getByText("D keeps check-ins private. That is fine.").waitFor();
  await looksRight(ray, "a mentee who shares nothing");
});

async function pairWithRay(alias, person) {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const memberOf = (name) => entries.find(({ label }) => label === `Invite of ${name}`).member;
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: memberOf("Ray") }]);
  const mentee = memberOf(alias);
  const [{ pairing }] = await ask(kay, [
    { type: "propose_pairing", mentor, mentee, over_caseload: false },
  ]);
  for (const one of [person, ray]) await ask(one, [{ type: "accept_pairing", pairing }]);
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
  await street.advance(24 * hourMs);
  await openBoard();
  await eventually(ray.page, order, ["Abe", "D"]);
  await openCare(d);
  await checkIn({ mood: "Low", craving: 4, halt: ["Lonely"], words: note, call: true });
  await d.page.getByText("You don't have to carry it alone.").waitFor();
  await d.page.getByText("Ray sees that you'd like a call.").waitFor();
  await looksRight(d, "checked in");
  await eventually(ray.page, order, ["D", "Abe"]);
  await card("D").getByText("Would like a call (just now)").waitFor();
  await card("D").getByText("Mood low; craving 4 of 10; lonely").waitFor();
  await looksRight(ray, "the board");
});

test("D goes quiet: a hello to D after 12 hours, and a hint to Ray after 24", async () => {
  // Heard from on Tuesday at ten; looked for on Wednesday at eight, and then at
  // eight in the evening.
  const nudgeAt = monday + (48 + 10) * hourMs;
  await street.advance(nudgeAt - minuteMs - house.now);
  await openCare(d);
  assert.equal(await hello().count(), 0);
  await street.advance(minuteMs);
  await hello().waitFor();
  await looksRight(d, "hello to D");

  await street.advance(12 * hourMs - minuteMs);
  await openBoard();
  await card("D").waitFor();
  assert.equal(await sayHello().count(), 0);
  await street.advance(minuteMs);
  await sayHello().waitFor();
  await looksRight(ray, "say hello");
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
  await looksRight(ray, "a mentee who shares");
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
    [shown.last_check_in, shown.wants_call_since, shown.hello, shown.shares_check_ins],
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
