// Telling a mentor of a lapse, when the server refuses the lapse, or refuses to withdraw
// the consent that was given for it.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, dee;
/** Requests that the server is not asked, and refuses. */
const refused = new Set();

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  const kay = centre.coordinator;
  const circle = await centre.createCircle("Walkers");
  dee = await centre.createUserWithoutClient("Dee", circle, { device: phone });
  const ray = await centre.createUserWithoutClient("Ray", circle);
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  const memberOf = (alias) => entries.find(({ label }) => label === `Invite of ${alias}`).member;
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: memberOf("Ray") }]);
  const pair = { type: "propose_pairing", mentor, mentee: memberOf("Dee"), over_caseload: false };
  const [{ pairing }] = await ask(kay, [pair]);
  for (const one of [dee, ray]) await ask(one, [{ type: "accept_pairing", pairing }]);
  await dee.page.routeWebSocket("**/socket", (page) => {
    const upstream = page.connectToServer();
    page.onMessage((frame) => {
      const { type, request_id } = JSON.parse(frame);
      if (!refused.has(type)) return upstream.send(frame);
      const refusal = { code: "internal", message: "Something went wrong here." };
      page.send(JSON.stringify({ type: "refused", request_id, refusal }));
    });
  });
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const consents = async () =>
  (await ask(dee, [{ type: "show_care" }]))[0].care.consents.map(({ consent }) => consent);

const stillOn = () => dee.dialog.getByText("it could not be turned off again");

async function tellMentor() {
  await dee.page.goto(`${server.origin}/care`);
  await dee.press("Write it down");
  await dee.dialog.getByRole("radio", { name: /^My mentor/ }).check();
  await dee.press("Save", dee.dialog);
  await dee.dialog.getByText("Something went wrong here.").waitFor();
}

test("when only the lapse is refused, the consent is withdrawn silently", async () => {
  refused.add("record_lapse");
  await tellMentor();
  assert.equal(await stillOn().count(), 0);
  assert.deepEqual(await consents(), []);
});

test("when the consent stays on, the screen says so and links to the setting", async () => {
  refused.add("revoke_consent");
  await tellMentor();
  await stillOn().waitFor();
  await assertAccessible(dee, "a consent that stays on");
  assert.deepEqual(await consents(), ["mentor_told_of_lapse"]);
  refused.clear();
  await dee.dialog.getByRole("link", { name: "Open the setting" }).click();
  const turn = dee.page.getByRole("switch", { name: "My mentor may be told of a lapse" });
  await dee.dialog.waitFor({ state: "detached" });
  assert.ok(await turn.evaluate((one) => one === document.activeElement && one.checked));
  await turn.uncheck();
  await dee.page.getByText("On. Since today").waitFor({ state: "detached" });
  assert.deepEqual(await consents(), []);
});
