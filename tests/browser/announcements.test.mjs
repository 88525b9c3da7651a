// What screen readers announce: everything once, and again each time, even when the text
// is the same as before.

import { randomUUID } from "node:crypto";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { ask, setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle, ana, ben;

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Harbour");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", circle),
    centre.createUser("Ben", circle),
  ]);
  await ana.say("Good evening, all.");
  await ana.sees("Good evening, all.");
  await ben.sees("Good evening, all.");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** What is added to this region from now on, addition by addition. */
async function listen(region) {
  await region.evaluate((element) => {
    globalThis.added = [];
    new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      globalThis.added.push(...nodes.map((node) => node.textContent).filter((all) => all !== ""));
    }).observe(element, { childList: true, subtree: true });
  });
  return () => region.page().evaluate(() => globalThis.added);
}

test("three equal messages in a row are announced three times", async () => {
  const added = await listen(ana.page.getByRole("log", { name: "New messages" }));
  const said = [];
  for (let times = 0; times < 3; times += 1) {
    await ben.say("With you.");
    said.push("Ben: With you.");
    await expect.poll(added).toEqual(said);
  }
});

test("the same refusal twice in a row is an alert twice", async () => {
  const form = ana.page.getByRole("form", { name: "Write" });
  await ana.field.fill("\u200b");
  const added = await listen(form);
  const alerts = async () => (await added()).filter((all) => /nothing to see/.test(all)).length;
  await ana.press("Send");
  await expect.poll(alerts).toBe(1);
  await ana.press("Send");
  await expect.poll(alerts).toBe(2);
  await ana.field.fill("");
});

/** An id as clients make them. */
const newId = () => randomUUID().replace(/^(.{14})./, "$17");

test("the same status twice in a row is announced twice", async () => {
  const mo = await centre.createUserWithoutClient("Mo", circle, { role: "moderator" });
  const added = await listen(ana.page.getByRole("status", { name: "Notifications", exact: true }));
  const handled = async () => (await added()).filter((all) => /is handled/.test(all)).length;
  const [{ messages }] = await ask(ana, [
    { type: "fetch_history", circle: circle.id, from: { type: "newest" }, limit: 50 },
  ]);
  const reported = messages.filter(({ body }) => body === "With you.");
  for (let times = 1; times <= 2; times += 1) {
    const message = reported[times].id;
    const report = {
      circle: circle.id,
      message,
      reason: "other",
      statement: null,
    };
    await ask(ana, [{ type: "report_message", ...report }]);
    const [{ cases }] = await ask(mo, [{ type: "list_cases", after: null }]);
    const close = { resolution: { type: "dismiss" }, reason: "other" };
    await ask(mo, [{ type: "close_case", case: cases[0].id, ...close }]);
    await expect.poll(handled).toEqual(times);
  }
});

test("a second reply to the same person is announced again", async () => {
  const { coordinator: kay } = centre;
  const lee = await centre.createUserWithoutClient("Lee", circle);
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const [from, to] = [server.now - 3_600_000, server.now + 3_600_000];
  for (const [alias, rank] of [
    ["Ana", "first"],
    ["Ben", "second"],
  ]) {
    const { member } = entries.find(({ label }) => label === `Invite of ${alias}`);
    const [{ person }] = await ask(kay, [{ type: "add_on_call", member }]);
    await ask(kay, [{ type: "add_shift", person, rank, from, to }]);
  }
  const alertOf = ({ page }) => page.getByRole("region", { name: "Somebody asks for help" });
  const added = await listen(
    ana.page.getByRole("status", { name: "Help and meeting notifications" }),
  );
  const taken = async () => (await added()).filter((all) => /replying to Lee/.test(all)).length;
  for (let times = 1; times <= 2; times += 1) {
    const help = newId();
    await ask(lee, [{ type: "ask_for_help", id: help, to: "on_call", words: null }]);
    await alertOf(ana).waitFor();
    server.advance(11 * 60_000);
    await alertOf(ben).waitFor();
    await ask(ben, [{ type: "acknowledge_help", help }]);
    await expect.poll(taken).toEqual(times);
    await ask(lee, [{ type: "end_help", help }]);
  }
});
