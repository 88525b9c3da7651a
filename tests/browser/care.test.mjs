// An alum's own page, and help: on a phone, without a network, by keyboard and with a
// screen reader. Nobody sees what was not shared with them.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { User } from "./user.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));
const axe = require.resolve("axe-core/axe.min.js");
const dayMs = 86_400_000;

let server, browsers, centre, kay, circle, dee, ray;

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  dee = await centre.createUser("Dee", circle, { device: phone });
  ray = await centre.createUser("Ray", circle);
  // A client that was there once starts without a network from then on.
  browsers.allowNetworkErrors(dee.context);
  await dee.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

async function openPage(one) {
  await one.page.goto(`${server.origin}/care`);
  await one.page.getByRole("heading", { name: "What you share" }).waitFor();
}

async function tap(one, mood, craving) {
  await one.page.getByRole("radio", { name: mood, exact: true }).check();
  await one.page.getByRole("radio", { name: String(craving), exact: true }).check();
}

// The centre of a test goes by New York.
const there = (at, parts) =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: "America/New_York",
    ...parts,
  }).format(at);
const dayThere = (at) => there(at, { year: "numeric", month: "2-digit", day: "2-digit" });
const hourThere = (at) => Number(there(at, { hour: "2-digit", hourCycle: "h23" }));

const checkIns = async (one) =>
  (await ask(one, [{ type: "list_check_ins", before: null }]))[0].check_ins;
const ownCare = async (one) => (await ask(one, [{ type: "show_care" }]))[0].care;

/** All that a circle's log holds, as its members would fetch it. */
const talkOf = async (one) =>
  (
    await ask(one, [
      {
        type: "fetch_history",
        circle: circle.id,
        from: { type: "newest" },
        limit: 100,
      },
    ])
  )[0];

test("a check-in made without a network is sent later, once, with its own time", async () => {
  const { page, context } = dee;
  await page.getByRole("button", { name: "Back" }).click();
  await page.getByRole("link", { name: "Check-in" }).click();
  await page.getByRole("heading", { name: "What you share" }).waitFor();
  await context.setOffline(true);
  await dee.connection.getByText("No network.").waitFor();
  const began = Date.now();
  await tap(dee, "Low", 4);
  await page.getByRole("checkbox", { name: "Lonely" }).check();
  await dee.press("Send");
  await page.getByText("Thank you for saying how it is.").waitFor();
  const ended = Date.now();
  await page.getByText("kept on this device").waitFor();
  await page.reload();
  await page.getByText("kept on this device").waitFor();
  await context.setOffline(false);
  await expect(page.getByText("kept on this device")).toHaveCount(0);
  const [made, ...more] = await checkIns(dee);
  assert.deepEqual(more, []);
  assert.ok(began <= made.at && made.at <= ended, "its own time");
  assert.deepEqual(made.how, {
    mood: "low",
    craving: 4,
    halt: ["lonely"],
    note: null,
  });
});

test("“not today” is one tap, and each check-in can be deleted", async () => {
  await openPage(dee);
  await dee.press("Check in again");
  await dee.press("Not today, I'm OK");
  await dee.page.getByText("Good to hear from you.").waitFor();
  await expect
    .poll(async () => (await checkIns(dee)).map(({ how }) => how?.mood))
    .toEqual([undefined, "low"]);
  await dee.page.getByText("Your check-ins in words").click();
  const table = dee.page.getByRole("table");
  await table.getByText("Not today, I'm OK").waitFor();
  await table
    .getByRole("button", { name: /^Delete the check-in/ })
    .first()
    .click();
  await expect.poll(async () => (await checkIns(dee)).length).toBe(1);
});

test("every consent is off until it is turned on, and can be turned off", async () => {
  await openPage(dee);
  const switches = dee.page.getByRole("switch");
  assert.equal(await switches.count(), 5);
  for (const one of await switches.all()) assert.equal(await one.isChecked(), false);
  const first = dee.page.getByRole("switch", {
    name: "My mentor sees my check-ins",
  });
  await first.focus();
  await dee.page.keyboard.press("Space");
  await dee.page.getByText("On. Since today.").waitFor();
  assert.deepEqual(
    (await ownCare(dee)).consents.map(({ consent }) => consent),
    ["mentor_sees_check_ins"],
  );
  await dee.page.reload();
  await dee.page.getByText("On. Since today.").waitFor();
  await first.click();
  await expect(dee.page.getByText("On. Since")).toHaveCount(0);
  assert.deepEqual((await ownCare(dee)).consents, []);
});

test("a mentor is proposed, both accept, and the pairing ends without a reason", async () => {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const memberOf = (alias) => entries.find(({ label }) => label === `Invite of ${alias}`).member;
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: memberOf("Ray") }]);
  const mentee = memberOf("Dee");
  await ask(kay, [{ type: "propose_pairing", mentor, mentee, over_caseload: false }]);
  await dee.page.getByText("Your centre proposes").waitFor();
  await dee.press("Accept Ray");
  await dee.page.getByText("has not answered yet").waitFor();
  await ray.page.goto(`${server.origin}/mentees`);
  await ray.press("Accept Dee");
  await dee.page.getByText("Ray is your mentor.").waitFor();
  await dee.press("End this");
  await dee.press("End it", dee.dialog);
  await dee.page.getByText("Nobody is paired with you.").waitFor();
});

test("a milestone is offered in private, and posted only to the chosen circle", async () => {
  const before = await talkOf(ray);
  await dee.press("Set a date");
  const date = dayThere(server.now - 29 * dayMs);
  await dee.dialog.getByLabel("Day").fill(date);
  await dee.press("Save", dee.dialog);
  await dee.dialog.waitFor({ state: "detached" });
  await dee.page.getByText("In recovery since").waitFor();
  await dee.page.getByText(/^Next: 30 days/).waitFor();
  // To noon, when it is quiet nowhere.
  server.advance(dayMs + ((36 - hourThere(server.now)) % 24) * 3_600_000);
  const asked = dee.page.getByRole("region", {
    name: "You have reached 30 days",
  });
  await asked.waitFor();
  assert.deepEqual(await talkOf(ray), before);
  await dee.press("Share it…", asked);
  await dee.dialog.getByLabel("Your words").fill("Thirty days. Thank you all.");
  await dee.press("Post it", dee.dialog);
  await asked.waitFor({ state: "detached" });
  await ray.page.goto(`${server.origin}/circle/${circle.id}`);
  await ray.message("Thirty days. Thank you all.").getByText("30 days", { exact: true }).waitFor();
});

test("a lapse takes nothing away, reaches no circle, and can be deleted", async () => {
  const before = await talkOf(ray);
  await openPage(dee);
  await dee.press("Write it down");
  await dee.dialog.getByText("After a break, the body tolerates much less.").waitFor();
  await dee.dialog.getByRole("radio", { name: "Change it" }).check();
  await dee.press("Save", dee.dialog);
  await dee.dialog.waitFor({ state: "detached" });
  await dee.page.getByText(/of the last \d+ days/).waitFor();
  await dee.page.getByRole("list", { name: "Reached" }).getByText("30 days").waitFor();
  await dee.page.getByText("What you have written down").click();
  await dee.page.getByText("you told nobody").waitFor();
  await dee.page.getByRole("button", { name: /^Delete ?, / }).click();
  await dee.press("Delete it", dee.dialog);
  await expect(dee.page.getByText("you told nobody")).toHaveCount(0);
  assert.deepEqual((await ask(dee, [{ type: "list_lapses" }]))[0].lapses, []);
  assert.deepEqual(await talkOf(ray), before);
});

test("help says that nobody is on duty, who is told instead, and who replies", async () => {
  const { page } = dee;
  const help = page.getByRole("region", { name: "Help" });
  await dee.press("Help");
  await help.getByText("Nobody is on duty right now.").waitFor();
  await dee.press("Tell the centre's staff", help);
  await help.getByText("The centre's staff are being told.").waitFor();
  server.advance(5_000);
  await help.getByText("Nobody is on duty right now. The centre's staff have been told.").waitFor();
  await page.reload();
  const line = page.getByRole("status", { name: "Your request for help" });
  await line.getByText("The centre's staff have been told.").waitFor();
  const [{ alerts }] = await ask(kay, [{ type: "list_help_alerts" }]);
  await ask(kay, [{ type: "acknowledge_help", help: alerts[0].id }]);
  await line.getByText("Kay is replying.").waitFor();
  await line.getByRole("link", { name: "Go to the private conversation" }).click();
  await dee.say("Thank you for coming.");
  await dee.sees("Thank you for coming.");
  await dee.press("Help");
  await dee.press("I'm OK now", help);
  await help.getByText("Thank you for letting us know.").waitFor();
  await dee.press("Close help", help);
  assert.equal(await line.innerText(), "");
});

test("the help card opens signed out and offline, and says that nobody can be told", async () => {
  const one = await User.at(browsers, "Nobody", phone);
  browsers.allowNetworkErrors(one.context);
  await one.page.goto(`${server.origin}/sign-in`);
  await one.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await one.context.setOffline(true);
  await one.page.reload();
  await one.press("Help");
  const help = one.page.getByRole("region", { name: "Help" });
  assert.equal(await help.getByRole("link", { name: "Call 911" }).getAttribute("href"), "tel:911");
  await help.getByRole("link", { name: "Text 988" }).waitFor();
  await help.getByText("Give naloxone if you have it").waitFor();
  assert.equal(await help.getByText("Tell someone").count(), 0);
  await dee.context.setOffline(true);
  await dee.connection.getByText("No network.").waitFor();
  await dee.press("Help");
  await dee.page.getByText("Nobody can be told from here without a network.").waitFor();
  await dee.press("Close help");
  await dee.context.setOffline(false);
});

async function barriers(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
}

for (const [name, device] of Object.entries({
  "a desk": desktop,
  "a phone": phone,
  "a narrow phone": { ...phone, viewport: { width: 320, height: 640 } },
})) {
  test(`the page and help have no accessibility problems at ${name}, in light or dark mode`, async () => {
    const state = await dee.context.storageState();
    const looks = {
      ...device,
      reducedMotion: "reduce",
      bypassCSP: true,
      storageState: state,
    };
    const context = await browsers.newBrowser(looks);
    const one = new User("Dee", context, await context.newPage());
    await openPage(one);
    await one.page.addScriptTag({ path: axe });
    await one.page.getByText("Your check-ins in words").click();
    await one.page.getByText("Your number, and an emergency contact").click();
    const found = [];
    const look = async () => {
      for (const colors of ["light", "dark"]) found.push(...(await barriers(one.page, colors)));
      const wide = await one.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (wide > 0) found.push(`${wide} px too wide`);
    };
    await look();
    await one.press("Write it down");
    await one.dialog.waitFor();
    await look();
    await one.press("Cancel", one.dialog);
    await one.page
      .getByRole("button", { name: "Help", exact: true })
      .filter({ visible: true })
      .click();
    await one.page.getByRole("button", { name: "Tell the centre's staff" }).waitFor();
    await look();
    await context.close();
    assert.deepEqual(found, []);
  });
}
