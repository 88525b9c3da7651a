// A request for help whose answer is lost on the way: the screen says that it does not
// know, keeps the numbers in sight, and never says that nobody was reached.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const hourMs = 3_600_000;

let server, browsers, kay, alex;
/** The kind of request with which the socket goes, and whether it still arrives. */
let lost = null;

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  const circle = await centre.createCircle("Walkers");
  alex = await centre.createUserWithoutClient("Alex", circle, { device: narrow });
  const [{ person }] = await ask(kay, [{ type: "add_on_call", member: null }]);
  const [from, to] = [server.now - hourMs, server.now + hourMs];
  await ask(kay, [{ type: "add_shift", person, rank: "first", from, to }]);
  browsers.allowNetworkErrors(alex.context);
  await alex.context.routeWebSocket(/\/socket$/, (page) => {
    const upstream = page.connectToServer();
    page.onMessage((message) => {
      const { type } = JSON.parse(message);
      if (type !== lost?.type) return upstream.send(message);
      if (lost.arrives) upstream.send(message);
      lost = null;
      page.close({ code: 1012 });
    });
  });
  await alex.page.goto(`${server.origin}/circle/${circle.id}`);
  await alex.field.waitFor();
  await alex.press("Help");
  // The time to take something back does not run out meanwhile.
  server.standStill();
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const help = () => alex.page.getByRole("region", { name: "Help" });
const problem = () => help().getByRole("alert");
const numbersStand = () => help().getByRole("link", { name: "Call 988" }).waitFor();

test("an unanswered request is not known, and asking again makes no second one", async () => {
  lost = { type: "ask_for_help", arrives: false };
  await alex.press("Tell Kay, on duty", help());
  await problem().getByText("We don't know whether that arrived.").waitFor();
  assert.equal(await help().getByText("did not reach anybody").count(), 0);
  await numbersStand();
  await assertAccessible(alex, "help that was not answered");
  await alex.press("Tell Kay, on duty", help());
  await help().getByText("Kay is being told.").waitFor();
});

test("an unanswered take-back may still be on its way, and is done by the next press", async () => {
  lost = { type: "end_help", arrives: false };
  const takeBack = help().getByRole("button", { name: /^(Take it back|I'm OK now)$/ });
  await takeBack.click();
  await problem().getByText("It may still be on its way").waitFor();
  assert.equal(
    await help()
      .getByText(/did not reach|nobody was told/i)
      .count(),
    0,
  );
  await numbersStand();
  await assertAccessible(alex, "a take-back that was not answered");
  await takeBack.click();
  await help().getByText("Taken back. Nobody was told.").waitFor();
});

test("a request that arrived without our hearing of it shows once the connection is back", async () => {
  lost = { type: "ask_for_help", arrives: true };
  await alex.press("Tell Kay, on duty", help());
  await help().getByText("Kay is being told.").waitFor();
  assert.equal(await problem().count(), 0);
});
