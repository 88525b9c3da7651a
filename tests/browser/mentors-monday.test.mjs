// The walk "A mentor's Monday": Ray's board in his hand, and the people he walks
// beside at their own pages, so that what they do moves it at once.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { answers, ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const dayMs = 86_400_000;
/** Where it is ten in the morning just now: nothing is due in quiet hours. */
const zone = (() => {
  const east = ((10 - new Date().getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${east < 0 ? "+" : "-"}${Math.abs(east)}`;
})();
const at = (device) => ({ ...device, timezoneId: zone });
const boPhone = "+1 555 010 0142";
const mentees = ["Ana", "Bo", "Cy", "Dee", "Eve", "Fay", "Gil"];

let server, browsers, centre, circle, kay, ray, kim, raysMentor;
/** By their alias: each at a page of their own, and their pairing's id. */
const people = {};
const pairings = {};
/** Everything that the server says to Ray's page. */
const heardByRay = [];

/** An id as clients make them. */
const newId = () => randomUUID().replace(/^(.{14})./, "$17");
const dayFromNow = (days) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(server.now + days * dayMs);
const give = (consent) => ({ type: "give_consent", consent, version: 1 });
const checkIn = () => ({ type: "send_check_in", id: newId(), at: server.now });

/** Walks beside somebody from now on, as both agree. */
async function walkTogether(mentor, asMentor, alias) {
  const roster = { type: "list_roster", circle: circle.id };
  const [{ entries }] = await ask(kay, [roster]);
  const { member: mentee } = entries.find(({ label }) => label === `Invite of ${alias}`);
  const propose = { type: "propose_pairing", mentor: asMentor, mentee };
  const [{ pairing }] = await ask(kay, [propose]);
  for (const one of [mentor, people[alias]]) await ask(one, [{ type: "accept_pairing", pairing }]);
  pairings[alias] = pairing;
}

async function makeMentor(user) {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const { member } = entries.find(({ label }) => label === `Invite of ${user.alias}`);
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member }]);
  return mentor;
}

/** Three and a half weeks in which everybody gets to where they are on that Monday. */
async function weeksPass() {
  const { Ana, Bo, Cy, Dee, Gil } = people;
  for (const one of [Ana, Bo, Cy, Gil]) await ask(one, [give("mentor_sees_check_ins")]);
  await ask(Ana, [
    { type: "set_contact", phone: "+1 555 010 0191", emergency_contact: null },
    give("may_be_phoned"),
  ]);
  await ask(Bo, [{ type: "set_contact", phone: boPhone, emergency_contact: null }]);
  await ask(Dee, [
    {
      type: "set_recovery_date",
      recovery: { date: dayFromNow(25 - 89), label: "recovery" },
    },
    give("mentor_sees_dates"),
  ]);
  server.advance(20 * dayMs);
  await ask(Bo, [checkIn()]);
  await ask(Cy, [{ type: "pause_check_ins", days: 14 }]);
  server.advance(2 * dayMs);
  await ask(Gil, [checkIn()]);
  server.advance(2 * dayMs);
  await ask(Ana, [checkIn()]);
  server.advance(dayMs);
}

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  // By the time Monday comes, server and browsers agree on what day it is.
  server.advance(-25 * dayMs);
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  const settings = {
    muted_may_react: false,
    new_account_hold_days: 0,
    watch_for: [],
    zone,
  };
  await ask(kay, [{ type: "change_centre_settings", settings }]);
  circle = await centre.createCircle("Thursday walkers");
  // What is reported of Ray must not even reach him as the circle's moderator.
  ray = await centre.createUserWithoutClient("Ray", circle, {
    role: "moderator",
    device: at(phone),
  });
  kim = await centre.createUserWithoutClient("Kim", circle);
  const graduated_on = dayFromNow(-30);
  for (const alias of [...mentees, "Hal", "Ivy", "Max"]) {
    const device = at(alias === "Ana" ? phone : desktop);
    people[alias] = await centre.createUserWithoutClient(alias, circle, {
      device,
      graduated_on,
    });
  }
  raysMentor = await makeMentor(ray);
  for (const alias of mentees) await walkTogether(ray, raysMentor, alias);
  await walkTogether(kim, await makeMentor(kim), "Max");
  await weeksPass();
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const board = () => ray.page.getByRole("list", { name: "Mentees" });
const card = (alias) => board().getByRole("article", { name: alias });
const why = (alias) => card(alias).getByRole("list", { name: `Why ${alias} is listed here` });
const order = () => board().getByRole("heading", { level: 2 }).allInnerTexts();
const standsAs = (aliases) => expect.poll(order).toEqual(aliases);

async function backToBoard() {
  await ray.goTo("/mentees");
  await board().waitFor();
}

test("seven cards stand in order, and move while one looks", async () => {
  ray.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => heardByRay.push(JSON.parse(payload))),
  );
  await ray.page.goto(server.origin);
  await ray.page.getByRole("link", { name: "Mentees" }).click();
  await standsAs(["Bo", "Gil", "Dee", "Ana", "Cy", "Eve", "Fay"]);

  await ask(people.Fay, [{ type: "ask_for_help", id: newId(), to: "mentor" }]);
  await standsAs(["Fay", "Bo", "Gil", "Dee", "Ana", "Cy", "Eve"]);
  await why("Fay").getByText("Asked for help just now").waitFor();

  const { Ana } = people;
  await Ana.page.goto(`${server.origin}/care`);
  for (const words of ["Low", "6", "Lonely"])
    await Ana.page.getByLabel(words, { exact: true }).check();
  await Ana.press("I'd like a call");
  await standsAs(["Ana", "Fay", "Bo", "Gil", "Dee", "Cy", "Eve"]);
  await why("Ana").getByText("Would like a call (just now)").waitFor();
  await ray.page.getByText("Ana would like a call.").waitFor();
  await card("Ana").getByText("Mood low; craving 6 of 10; lonely; would like a call").waitFor();
});

test("words say it all: no colour and no score tells one card from another", async () => {
  const looks = await board()
    .getByRole("article")
    .evaluateAll((cards) =>
      cards.map((one) => {
        const parts = [one, ...one.querySelectorAll("h2 a, li, p, dt, dd")];
        const look = ({ color, backgroundColor, borderColor }) =>
          `${color} ${backgroundColor} ${borderColor}`;
        const kinds = parts.map((part) => `${part.tagName} ${look(getComputedStyle(part))}`);
        return [...new Set(kinds)];
      }),
    );
  assert.equal(looks.length, 7);
  // Over all cards, each kind of part looks one way.
  const all = [...new Set(looks.flat())];
  const kinds = new Set(all.map((look) => look.split(" ")[0]));
  assert.equal(all.length, kinds.size, all.join("\n"));
  assert.doesNotMatch(
    await board().innerText(),
    /score|risk|%|\d\s*\/\s*\d|points|level|streak|red|amber|green/i,
  );
});

test("the first wants a call: Ray logs that he reached them, and it clears", async () => {
  const call = card("Ana").getByRole("link", { name: /^Call/ });
  assert.equal(await call.getAttribute("href"), "tel:+1 555 010 0191");
  await card("Ana")
    .getByRole("button", { name: /^I reached them/ })
    .click();
  await ray.dialog.getByLabel("by phone").check();
  await ray.press("Save", ray.dialog);
  await standsAs(["Fay", "Bo", "Gil", "Dee", "Ana", "Cy", "Eve"]);
  await card("Ana")
    .getByText(/^Reached by phone/)
    .waitFor();
  assert.equal(await why("Ana").count(), 0);
});

test("the second was silent for 72 hours and may not be phoned: a message it is", async () => {
  await why("Bo")
    .getByText("You haven't heard from them: try to reach them, and note it here")
    .waitFor();
  await card("Bo")
    .getByRole("button", { name: /^Message/ })
    .waitFor();
  assert.equal(await card("Bo").getByRole("link", { name: /^Call/ }).count(), 0);
  assert.ok(!JSON.stringify(heardByRay).includes(boPhone));
  await card("Bo")
    .getByRole("button", { name: /^I tried/ })
    .click();
  await ray.dialog.getByLabel("by message").waitFor();
  assert.equal(await ray.dialog.getByLabel("by phone").count(), 0);
  await ray.dialog.getByLabel("by message").check();

  const byPhone = {
    type: "log_outreach",
    pairing: pairings.Bo,
    means: "phone",
  };
  const [refused] = await answers(ray, [{ ...byPhone, outcome: "attempt" }]);
  assert.equal(refused.refusal.code, "not_allowed");

  await ray.press("Save", ray.dialog);
  await card("Bo")
    .getByText(/^Tried by message/)
    .waitFor();
  await expect(why("Bo")).toHaveCount(0);
});

test("the third has paused: nothing is asked of Ray", async () => {
  await card("Cy")
    .getByText(/^Paused until/)
    .waitFor();
  assert.equal(await why("Cy").count(), 0);
  assert.doesNotMatch(await card("Cy").innerText(), /heard|hello/);
});

test("the fourth reaches 90 days tomorrow, and a private word is offered", async () => {
  await why("Dee").getByText("Reaches 90 days tomorrow").waitFor();
  await card("Dee").getByRole("button", { name: "Congratulate privately Dee" }).click();
  await ray.say("Ninety tomorrow. I am glad I get to walk with you.");
  await ray.sees("Ninety tomorrow.");
  // In a conversation of the two; the circle hears nothing of it.
  const line = new URL(ray.page.url()).pathname.split("/").at(-1);
  assert.notEqual(line, circle.id);
  const words = async (user, circle) => {
    const [{ type, result }] = await answers(user, [
      { type: "fetch_history", circle, from: { type: "newest" }, limit: 10 },
    ]);
    return type === "reply" ? JSON.stringify(result) : "refused";
  };
  const arrived = async () => (await words(people.Dee, line)).includes("Ninety tomorrow");
  await expect.poll(arrived).toBe(true);
  assert.equal(await words(people.Eve, line), "refused");
  assert.doesNotMatch(await words(people.Eve, circle.id), /Ninety tomorrow/);
  await backToBoard();
});

test("the fifth reports Ray, and there is no trace of it for Ray", async () => {
  const { Ana, Eve } = people;
  const [before] = await ask(ray, [{ type: "show_board" }]);
  const looks = await card("Eve").innerText();
  const [{ members }] = await ask(Eve, [{ type: "list_members", circle: circle.id }]);
  const { id: member } = members.find(({ alias }) => alias === "Ray");
  const heard = heardByRay.length;
  const report = {
    type: "report_member",
    circle: circle.id,
    member,
    reason: "predation",
  };
  await ask(Eve, [report]);
  assert.equal((await ask(kay, [{ type: "list_cases" }]))[0].cases.length, 1);

  // Whatever the report had sent to Ray would have come before this.
  await ask(Ana, [checkIn()]);
  const since = (type) => heardByRay.slice(heard).filter((frame) => frame.type === type);
  await expect.poll(() => since("reply").some(({ result }) => result.type === "board")).toBe(true);
  assert.deepEqual(since("notice"), [{ type: "notice", notice: { type: "board_changed" } }]);
  assert.equal(since("event").length, 0);
  assert.equal(await card("Eve").innerText(), looks);
  const [now, queue, own] = await ask(ray, [
    { type: "show_board" },
    { type: "list_cases" },
    { type: "list_own_actions" },
  ]);
  const eve = ({ cards }) => cards.find(({ alias }) => alias === "Eve");
  assert.deepEqual(eve(now), eve(before));
  assert.deepEqual(queue.cases, []);
  assert.deepEqual(own.actions, []);
});

test("another mentor's mentee is as unknown as one who was made up", async () => {
  const [{ mentee }] = await ask(kim, [{ type: "show_mentee", pairing: pairings.Max }]);
  assert.equal(mentee.card.alias, "Max");
  const requests = (pairing) => [
    { type: "show_mentee", pairing },
    { type: "log_outreach", pairing, means: "message", outcome: "reached" },
    { type: "set_next_contact", pairing, at: server.now + dayMs },
    { type: "accept_pairing", pairing },
    { type: "end_pairing", pairing },
    { type: "request_direct", with: { type: "by_pairing", pairing } },
  ];
  const real = await answers(ray, requests(pairings.Max));
  const codes = real.map(({ refusal }) => refusal?.code);
  assert.deepEqual(codes, [...Array(5).fill("not_found"), "direct_refused"]);
  const madeUp = newId();
  assert.deepEqual(real, await answers(ray, requests(madeUp)));

  const screen = async (pairing) => {
    await ray.goTo(`/mentees/${pairing}`);
    await ray.page.getByRole("alert").waitFor();
    return ray.page.locator("main").innerText();
  };
  assert.equal(await screen(pairings.Max), await screen(madeUp));
  await backToBoard();
});

test("a ninth in their first days is refused, unless the coordinator means it", async () => {
  await kay.page.goto(`${server.origin}/centre?show=mentors`);
  const form = kay.page.getByRole("form", { name: "New pairing" });
  const pairingsOf = kay.page.getByRole("list", { name: "Pairings" });
  const propose = async (alias) => {
    const field = form.getByLabel("Mentee");
    const option = field.locator("option", { hasText: `Invite of ${alias}` });
    await option.waitFor({ state: "attached" });
    await field.selectOption(await option.getAttribute("value"));
    await form.getByLabel("Mentor", { exact: true }).selectOption(raysMentor);
    await kay.press("Propose", form);
  };
  await propose("Hal");
  await pairingsOf.getByText("Invite of Hal, with Invite of Ray").waitFor();
  await propose("Ivy");
  await form.getByRole("alert").waitFor();
  const [{ pairings: all }] = await ask(kay, [{ type: "list_pairings" }]);
  assert.equal(all.length, 9, "Ray's eight and Kim's one");
  assert.equal(await pairingsOf.getByText("Invite of Ivy").count(), 0);
  await kay.press("Propose anyway", form);
  await pairingsOf.getByText("Invite of Ivy, with Invite of Ray").waitFor();
  assert.equal(await form.getByRole("alert").count(), 0);
});

test("who asked for help is answered, and the board is calm", async () => {
  const helpAlert = ray.page.getByRole("region", {
    name: "Somebody asks for help",
  });
  await helpAlert.getByRole("button", { name: "I'm replying to Fay" }).click();
  await ray.say("I'm here, Fay.");
  await ray.sees("I'm here, Fay.");
  await backToBoard();
  await why("Gil")
    .getByText(/say hello$/)
    .waitFor();
  await ask(people.Gil, [checkIn()]);
  await standsAs(["Dee", "Ana", "Bo", "Cy", "Eve", "Fay", "Gil"]);
});

test("what the centre proposes is at the top of his board, and answered there", async () => {
  const requests = ray.page.getByRole("list", { name: "Pairing requests" });
  await requests.getByText("Your centre asks you to be the mentor of Hal.").waitFor();
  await assertAccessible(ray, "pairing-requests");
  await ray.page.setViewportSize({ ...ray.page.viewportSize(), width: 1280 });
  await assertAccessible(ray, "pairing-requests-wide");
  const entry = ray.page.getByRole("navigation", { name: "Main" }).getByRole("link", {
    name: "Mentees",
  });
  await expect.poll(() => entry.innerText()).toBe("2\n2\nMentees");

  const [{ pairings: all }] = await ask(kay, [{ type: "list_pairings" }]);
  // The newest two are Hal's and Ivy's.
  const [hal, ivy] = all.filter(({ mentor, active }) => mentor === raysMentor && !active);
  await ask(kay, [{ type: "withdraw_pairing", pairing: ivy.id }]);
  await expect(requests.getByRole("listitem")).toHaveCount(1);
  await expect.poll(() => entry.innerText()).toBe("1\n1\nMentees");
  const [late] = await answers(ray, [{ type: "accept_pairing", pairing: ivy.id }]);
  assert.equal(late.refusal.code, "not_found");

  await ray.press("Accept Hal", requests);
  await requests.getByText("You accepted. Hal has not answered yet.").waitFor();
  await expect.poll(() => entry.innerText()).toBe("Mentees");

  // Hal is asked on a page of his own.
  const { Hal } = people;
  await Hal.page.goto(`${server.origin}/care`);
  await Hal.page.getByText("Your centre proposes Ray as your mentor.").waitFor();
  await Hal.press("Accept Ray");
  await card("Hal").waitFor();
  assert.equal(await requests.count(), 0);
  const [{ cards }] = await ask(ray, [{ type: "show_board" }]);
  assert.ok(cards.some(({ pairing }) => pairing === hal.id));
});
