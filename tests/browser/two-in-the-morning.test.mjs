// The walk "Two in the morning": help without a network and with one, who is told
// and when, and a lapse on the next day. The circle hears of none of it.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const undoMs = 5_000;
/** Two in the morning at the centre of a test, which goes by New York. */
const twoAtNight = Date.parse("2027-03-02T02:00:00-05:00");
const at = (device) => ({
  ...device,
  timezoneId: "America/New_York",
  locale: "en-US",
});
const cry = "I am in the car outside the shop.";
const began = "2026-07-27";

let server, browsers, centre, kay, circle, alex, ray, lee, max, jo;
/** Another page of Lee's, for what Lee may ask; and what it was answered at first. */
let elsewhere, untouched, heardAtFirst;
/** All that the server sent to Lee, who stands for the circle. */
const heardByLee = [];

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  server.advance(twoAtNight - server.now);
  await server.start();
  browsers = await Browsers.open(server, { sameTime: true });
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Thursday walkers");
  const graduated_on = "2026-08-20";
  const come = (alias, device) =>
    centre.createUserWithoutClient(alias, circle, { device: at(device), graduated_on });
  [alex, ray, lee, max, jo] = await Promise.all([
    come("Alex", narrow),
    come("Ray", narrow),
    come("Lee", desktop),
    come("Max", desktop),
    come("Jo", narrow),
  ]);
  await pair(alex, ray);
  await ask(alex, [
    { type: "set_recovery_date", recovery: { date: began, label: "recovery" } },
    { type: "give_consent", consent: "mentor_told_of_lapse", version: 1 },
  ]);
  lee.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      // On a slow machine Lee's page asks whether the connection still stands.
      if (!String(payload).includes('"result":{"type":"pong"}')) heardByLee.push(String(payload));
    }),
  );
  for (const one of [alex, lee]) {
    await one.page.goto(`${server.origin}/circle/${circle.id}`);
    await one.field.waitFor();
  }
  await lee.say("Good night, all. See you on Thursday.");
  await alex.sees("Good night, all.");
  await Promise.all([max, jo].map((one) => one.page.goto(`${server.origin}/settings`)));
  elsewhere = await lee.context.newPage();
  await elsewhere.goto(`${server.origin}/icon.svg`);
  untouched = await asTheCircleHasIt();
  heardAtFirst = heardByLee.length;
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const help = (user = alex) => user.page.getByRole("region", { name: "Help" });
const helpAlert = (user) => user.page.getByRole("region", { name: "Somebody asks for help" });
const standing = () => alex.page.getByRole("status", { name: "Your request for help" });
const reached = () => alex.page.getByRole("list", { name: "Reached" }).allInnerTexts();

async function memberOf({ alias }) {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  return entries.find(({ label }) => label === `Invite of ${alias}`).member;
}

async function pair(user, mentors) {
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: await memberOf(mentors) }]);
  const mentee = await memberOf(user);
  const propose = {
    type: "propose_pairing",
    mentor,
    mentee,
    over_caseload: false,
  };
  const [{ pairing }] = await ask(kay, [propose]);
  for (const one of [user, mentors]) await ask(one, [{ type: "accept_pairing", pairing }]);
}

/** Somebody takes a shift, from an hour ago until nine. */
async function takesShift(one, rank) {
  const [{ person }] = await ask(kay, [{ type: "add_on_call", member: await memberOf(one) }]);
  const [from, to] = [twoAtNight - hourMs, twoAtNight + 7 * hourMs];
  await ask(kay, [{ type: "add_shift", person, rank, from, to }]);
}

/** The answers to all that Lee may ask of the circle, as they came over the wire. */
function asTheCircleHasIt() {
  return elsewhere.evaluate(async (circle) => {
    const socket = new WebSocket(`ws://${location.host}/socket`, "circles.v1");
    await new Promise((done) => (socket.onopen = done));
    const answerTo = (request) =>
      new Promise((done) => {
        socket.onmessage = ({ data }) => {
          if (JSON.parse(data).request_id === request.request_id) done(data);
        };
        socket.send(JSON.stringify(request));
      });
    const welcome = await answerTo({
      request_id: 0,
      type: "hello",
      epoch: null,
      cursors: [],
    });
    const all = [
      { type: "fetch_history", from: { type: "newest" }, limit: 100 },
      { type: "list_members" },
      { type: "list_pins" },
      { type: "list_wins" },
      { type: "fetch_daily", on: "2027-03-01" },
      { type: "fetch_daily", on: "2027-03-02" },
      { type: "fetch_daily", on: "2027-03-03" },
    ];
    // Of the welcome all but the time of day.
    const answers = [welcome.replace(/"server_time":\d+/, "")];
    for (const [at, one] of all.entries())
      answers.push(await answerTo({ request_id: at + 1, ...one, circle }));
    socket.close();
    return answers;
  }, circle.id);
}

/** Lee's own page asks whether the server is still there when it has heard nothing for a
 *  while, and is told when the session is to be renewed: that depends on the time alone. */
function isUnasked(payload) {
  const { type, notice } = JSON.parse(payload);
  return type !== "reply" && notice?.type !== "session_renewal_due";
}

/** Neither what Lee may fetch nor what was sent unasked holds anything of it. */
async function circleSawNothing() {
  assert.deepEqual(await asTheCircleHasIt(), untouched);
  assert.deepEqual(heardByLee.slice(heardAtFirst).filter(isUnasked), []);
  assert.equal(await lee.page.title(), "Circles");
  assert.deepEqual(await lee.said(), ["Good night, all. See you on Thursday."]);
}

test("help opens without a network: the numbers and naloxone steps are there", async () => {
  browsers.allowNetworkErrors(alex.context);
  await alex.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await alex.context.setOffline(true);
  await alex.page.reload();
  // Some versions of Chromium believe after a reload that there is a network.
  await alex.connection.getByText(/^(No network|Connection lost)\./).waitFor();
  await alex.press("Help");
  const link = (name) => help().getByRole("link", { name, exact: true });
  for (const [name, href] of [
    ["Call 911", "tel:911"],
    ["Call 988", "tel:988"],
    ["Text 988", "sms:988"],
    ["Call 1-800-662-4357", "tel:18006624357"],
  ])
    assert.equal(await link(name).getAttribute("href"), href);
  await help()
    .getByText(/naloxone/i)
    .first()
    .waitFor();
  await help()
    .getByText(/nobody can be told from here/i)
    .waitFor();
  await assertAccessible(alex, "help without a network");
  await alex.context.setOffline(false);
});

test("with a network it says that nobody is on duty, and later who is", async () => {
  await help().getByText("Nobody is on duty right now.").waitFor();
  await help().getByRole("button", { name: "Tell Ray, my mentor" }).waitFor();
  await help().getByRole("button", { name: "Tell the centre's staff" }).waitFor();
  await alex.press("Close help");
  await takesShift(max, "first");
  await takesShift(jo, "second");
  await alex.press("Help");
  await help().getByRole("button", { name: "Tell Max, on duty" }).waitFor();
  assert.equal(await help().getByRole("button", { name: "Nobody now" }).count(), 0);
  await assertAccessible(alex, "who is on duty");
});

test("one press asks, and taken back within five seconds nobody hears of it", async () => {
  await help().getByLabel("A few words, if you like").fill(cry);
  await alex.press("Close help");
  await alex.press("Help");
  assert.equal(await help().getByRole("textbox").inputValue(), cry);
  await alex.press("Tell Max, on duty", help());
  await help().getByText("Max is being told.").waitFor();
  // The server's clock stands; a slow machine's browser may say it in other words.
  await help()
    .getByRole("button", { name: /^(Take it back|I'm OK now)$/ })
    .click();
  await help().getByText("Taken back. Nobody was told.").waitFor();
  await browsers.advance(undoMs);
  assert.deepEqual((await ask(max, [{ type: "list_help_alerts" }]))[0].alerts, []);
  assert.equal(await helpAlert(max).count(), 0);
});

test("on-call is told; silent for ten minutes, the second is told too", async () => {
  assert.equal(await help().getByRole("textbox").inputValue(), cry);
  await alex.press("Tell Max, on duty", help());
  await help().getByText("Max is being told.").waitFor();
  await assertAccessible(alex, "Max is being told");
  await browsers.advance(undoMs);
  await help().getByText("On-call has been told.").waitFor();
  await assertAccessible(alex, "on-call has been told");
  await helpAlert(max).getByText("Alex asks for help").waitFor();

  await browsers.advance(9 * minuteMs);
  const [{ alerts }] = await ask(jo, [{ type: "list_help_alerts" }]);
  assert.deepEqual(alerts, []);
  assert.equal(await helpAlert(jo).count(), 0);
  await browsers.advance(minuteMs);
  await helpAlert(jo).getByText("Alex asks for help").waitFor();
  await assertAccessible(jo, "the second is told");
  await help().getByText("A second person on call has been told too.").waitFor();
});

test("Jo is replying: said to Alex, to Max, and in a conversation of the two", async () => {
  await jo.press("I'm replying to Alex", helpAlert(jo));
  await help().getByText("Jo is replying.").waitFor();
  await assertAccessible(alex, "Jo is replying");
  await max.page.getByText("Somebody is replying to Alex already.").waitFor();
  assert.equal(await helpAlert(max).count(), 0);
  await help().getByRole("link", { name: "Go to the private conversation" }).click();
  const why = jo.page.getByRole("region", { name: "Why you are here" });
  await why.getByText("Alex asks for help").waitFor();
  await why.getByText(cry).waitFor();
  await assertAccessible(jo, "why Jo is here");
  // A tap puts a line where one writes; it is sent by nobody but Jo.
  await jo.press("Are you safe right now?", why);
  assert.equal(await jo.field.inputValue(), "Are you safe right now?");
  assert.deepEqual(await jo.said(), []);
  await jo.say("I'm here, Alex. Are you safe right now?");
  await why.getByRole("group", { name: "Ways to begin" }).waitFor({ state: "detached" });
  await alex.sees("Are you safe right now?");
  await alex.say("I am now. Thank you for coming.");
  await jo.sees("Thank you for coming.");
  await assertAccessible(alex, "the conversation of the two");
  await circleSawNothing();
});

test("Alex says when it is over, and nobody else's screen says more", async () => {
  await alex.press("See", standing());
  await alex.press("I'm OK now", help());
  await help().getByText("Thank you for letting us know.").waitFor();
  await jo.page.getByRole("region", { name: "Why you are here" }).waitFor({ state: "detached" });
  await alex.press("Close help", help());
  assert.equal(await standing().innerText(), "");
});

test("next day Alex records a lapse, tells the mentor, and changes the date", async () => {
  await browsers.advance(32 * hourMs);
  await ray.page.goto(`${server.origin}/mentees`);
  await ray.page.getByRole("article", { name: "Alex" }).waitFor();
  await alex.goTo("/care");
  await alex.page.getByText("219 days").waitFor();
  const before = await reached();
  assert.match(before.join(), /6 months.*90 days.*60 days.*30 days.*24 hours/s);
  await alex.press("Write it down");
  await alex.dialog.getByText("After a break, the body tolerates much less.").waitFor();
  await alex.dialog.getByLabel("Day", { exact: true }).fill("2027-03-02");
  await alex.dialog.getByLabel("My mentor, Ray").check();
  await alex.dialog.getByLabel("Change it").check();
  assert.doesNotMatch(await alex.dialog.innerText(), /relapse|failed|lose|are you sure/i);
  await assertAccessible(alex, "write it down");
  await alex.press("Save", alex.dialog);
  await alex.dialog.waitFor({ state: "detached" });

  await alex.page.getByText("In recovery since today").waitFor();
  await alex.page.getByText("218 of the last 219 days").waitFor();
  assert.deepEqual(await reached(), before);
  await alex.page.getByText("What you have written down").click();
  await alex.page.getByText("you told your mentor").waitFor();
  await assertAccessible(alex, "after a lapse");
  await ray.page.getByText("Had a lapse: yesterday").waitFor();
  await assertAccessible(ray, "what Ray was told");
});

test("the circle's data are the same as before, byte for byte", async () => {
  await circleSawNothing();
});

test("the audit holds ids and no text, and verifies", async () => {
  await kay.page.goto(`${server.origin}/centre?show=audit`);
  const audit = kay.page.getByRole("list", { name: "Audit" });
  await audit.getByText("Answered somebody who asked for help").waitFor();
  const shown = await audit.innerText();
  const [entries] = await ask(kay, [{ type: "list_audit", before: null, limit: 100 }]);
  const kept = JSON.stringify(entries);
  assert.match(kept, /"help_acknowledged"/);
  for (const words of [shown, kept])
    assert.doesNotMatch(words, /car outside|lapse|recovery|Alex asks|Are you safe|check.?in/i);
  assert.match(server.run("audit", "verify"), /head: \d+:/);
});

test("later Alex deletes the lapse: it is gone from both views", async () => {
  await browsers.advance(72 * hourMs);
  await ray.page.getByRole("link", { name: "Alex", exact: true }).click();
  await ray.page.getByRole("heading", { name: "What they told you" }).waitFor();
  await alex.page.getByRole("button", { name: /^Delete ?, / }).click();
  await alex.press("Delete it", alex.dialog);
  await expect(alex.page.getByText("you told your mentor")).toHaveCount(0);
  await expect(ray.page.getByText(/Had a lapse/)).toHaveCount(0);
  assert.deepEqual((await ask(alex, [{ type: "list_lapses" }]))[0].lapses, []);
  const [{ cards }] = await ask(ray, [{ type: "show_board" }]);
  assert.equal(cards[0].lapse, null);
  const [{ mentee }] = await ask(ray, [
    { type: "show_mentee", pairing: cards[0].pairing, before: null },
  ]);
  assert.deepEqual([mentee.lapses, mentee.card.lapse], [[], null]);
  await circleSawNothing();
});
