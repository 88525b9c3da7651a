// "I'd like a call": one press on a phone, who is told and who isn't, and what happens
// without a network. The mentor's screen updates by itself.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, kay, circle, dee, ray;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  dee = await centre.createUser("Dee", circle, { device: narrow });
  ray = await centre.createUserWithoutClient("Ray", circle, { device: narrow });
  browsers.allowNetworkErrors(dee.context);
  await dee.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await dee.goTo("/care");
  await kay.page.goto(`${server.origin}/settings`);
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const callRequest = () => dee.page.getByRole("status", { name: "Your request for a call" });
const alert = (one) => one.page.getByRole("region", { name: "Somebody asks for help" });
const board = async () => (await ask(ray, [{ type: "show_board" }]))[0].cards;

async function memberOf(alias) {
  const [{ entries }] = await ask(kay, [{ type: "list_roster", circle: circle.id }]);
  return entries.find(({ label }) => label === `Invite of ${alias}`).member;
}

test("one press is enough, without a mood, and the centre can be told", async () => {
  await dee.press("I'd like a call");
  await callRequest().getByText("You'd like a call. Who should know?").waitFor();
  await assertAccessible(dee, "who should know");
  assert.equal(await alert(kay).count(), 0);
  await dee.press("Tell the centre");
  await callRequest().getByText("The centre's staff know that you'd like a call.").waitFor();
  await alert(kay).getByText("Dee would like a call").waitFor();
  assert.equal(await kay.page.title(), "Circles");
  await assertAccessible(dee, "the centre knows");
});

test("a mistaken press can be taken back, and the centre's screen no longer shows it", async () => {
  await dee.press("Take it back");
  await callRequest().getByText("Taken back.").waitFor();
  await alert(kay).waitFor({ state: "detached" });
  const [{ check_ins }] = await ask(dee, [{ type: "list_check_ins", before: null }]);
  assert.deepEqual(check_ins, []);
});

test("without a network it is kept on the device, survives a reload, and is sent later", async () => {
  await dee.context.setOffline(true);
  await dee.connection.getByText("No network.").waitFor();
  await dee.press("I'd like a call");
  await dee.press("Tell the centre");
  await callRequest().getByText("It is kept on this device").waitFor();
  await assertAccessible(dee, "a call without a network");
  await dee.page.reload();
  await callRequest().getByText("It is kept on this device").waitFor();
  assert.equal(await alert(kay).count(), 0);
  await dee.context.setOffline(false);
  await alert(kay).getByText("Dee would like a call").waitFor();
  await kay.press("I'm replying to Dee", alert(kay));
  const why = kay.page.getByRole("region", { name: "Why you are here" });
  await why.getByText("Dee would like a call").waitFor();
  await callRequest().getByText("Kay is replying.").waitFor();
  // A socket that is lost once more just then takes the press with it, and one presses again.
  const end = dee.page.getByRole("main").getByRole("button", { name: "I'm OK now", exact: true });
  await expect(async () => {
    if (await end.isVisible()) await end.click({ timeout: 5_000 });
    await expect(why).toHaveCount(0, { timeout: 5_000 });
  }).toPass();
});

test("a mentor who sees check-ins is shown the request, and the page title does not reveal it", async () => {
  const [{ mentor }] = await ask(kay, [{ type: "add_mentor", member: await memberOf("Ray") }]);
  const mentee = await memberOf("Dee");
  const propose = {
    type: "propose_pairing",
    mentor,
    mentee,
    over_caseload: false,
  };
  const [{ pairing }] = await ask(kay, [propose]);
  for (const one of [dee, ray]) await ask(one, [{ type: "accept_pairing", pairing }]);
  await ray.page.goto(server.origin);
  const tab = ray.page.getByRole("link", { name: "Mentees" });
  await tab.waitFor();
  assert.equal((await tab.innerText()).trim(), "Mentees");

  await dee.press("I'd like a call");
  await dee.page.getByRole("button", { name: "Share check-ins with Ray" }).waitFor();
  assert.equal((await board())[0].wants_call_since, null);
  await dee.press("Share check-ins with Ray");
  await callRequest().getByText("Ray sees that you'd like a call.").waitFor();
  await assertAccessible(dee, "Ray sees the request");
  await expect.poll(async () => (await tab.innerText()).includes("1")).toBe(true);
  assert.equal(await ray.page.title(), "Circles");
  await assertAccessible(ray, "the badge of a mentor");
  await tab.click();
  const line = ray.page.getByRole("status", { name: "Who would like a call" });
  await line.getByText("Dee would like a call.").waitFor();
  await assertAccessible(ray, "the line on the board");

  await dee.press("Take it back");
  await expect.poll(() => line.innerText()).toBe("");
  assert.equal((await board())[0].wants_call_since, null);
});

test("a request made before sharing is shown as not seen, and one press sends it again", async () => {
  const shares = dee.page.getByRole("switch", { name: "My mentor sees my check-ins" });
  await shares.click();
  await dee.press("I'd like a call");
  await callRequest().getByText("You'd like a call. Who should know?").waitFor();
  await shares.click();
  await callRequest().getByText("You'd like a call, but Ray does not see it").waitFor();
  assert.equal((await board())[0].wants_call_since, null);
  await assertAccessible(dee, "Ray does not see the request");
  await dee.press("Send it to Ray now");
  await callRequest().getByText("Ray sees that you'd like a call.").waitFor();
  await expect.poll(async () => (await board())[0].wants_call_since !== null).toBe(true);
  const [{ check_ins }] = await ask(dee, [{ type: "list_check_ins", before: null }]);
  assert.equal(check_ins.filter(({ wants_call }) => wants_call).length, 1);
});
