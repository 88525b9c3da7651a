// A network that goes and a server that dies, in the middle of writing: no word is
// lost, none comes twice, and the order is the order of writing.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { storedDraft, storedUnsent, storedMessages } from "./device.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  const door = await centre.createCircle("Door");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", door, { device: phone }),
    centre.createUser("Ben", door),
  ]);
  for (const { page, context } of [ana, ben]) {
    browsers.allowNetworkErrors(context);
    // A client that was there once starts without a network from then on.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  }
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** The two in a circle of its own, with the network as it should be. */
async function twoIn(name) {
  const circle = await centre.createCircle(name);
  for (const one of [ana, ben]) {
    await one.context.setOffline(false);
    await centre.addToCircle(one, circle);
    await one.page.goto(`${server.origin}/circle/${circle.id}`);
    await one.field.waitFor();
  }
  return circle;
}

async function bothSee(people, words) {
  for (const one of people) {
    await expect.poll(() => one.said()).toEqual(words);
    await expect(one.page.getByText("Waiting to send")).toHaveCount(0);
  }
}

test("words written without a network wait, survive a reload, and are sent once", async () => {
  const circle = await twoIn("North");
  await ana.say("Before the tunnel.");
  await ben.sees("Before the tunnel.");
  await ana.context.setOffline(true);
  await ana.connection.getByText("No network.").waitFor();
  await ana.say("In the tunnel, one.");
  await ana.say("In the tunnel, two.");
  await ana.field.fill("A draft that is not done");
  await expect(ana.page.getByText("Waiting to send")).toHaveCount(2);
  await expect.poll(() => storedDraft(ana, circle)).toBe("A draft that is not done");
  await expect.poll(() => storedMessages(ana, circle)).toEqual(["Before the tunnel."]);

  await ana.page.reload();
  // A page that is loaded without a network may be told that there is one; then
  // it finds out by itself.
  await ana.connection.getByText(/^(No network|Connection lost)\./).waitFor();
  const written = ["Before the tunnel.", "In the tunnel, one.", "In the tunnel, two."];
  await expect.poll(() => ana.said()).toEqual(written);
  assert.equal(await ana.page.getByText("Waiting to send").count(), 2);
  assert.equal(await ana.field.inputValue(), "A draft that is not done");
  assert.deepEqual(await ben.said(), written.slice(0, 1));

  await ben.say("Meanwhile, outside.");
  await ana.context.setOffline(false);
  const all = [written[0], "Meanwhile, outside.", ...written.slice(1)];
  await bothSee([ana, ben], all);
  assert.equal(await ana.field.inputValue(), "A draft that is not done");
  await expect.poll(() => storedUnsent(ana)).toEqual([]);
});

test("words that were typed a moment before a reload are there after it", async () => {
  await twoIn("Attic");
  await ana.field.fill("The last thing I wanted to");
  await ana.page.reload();
  await expect(ana.field).toHaveValue("The last thing I wanted to");
  await ana.field.fill("");
  await ana.page.reload();
  await ana.field.waitFor();
  assert.equal(await ana.field.inputValue(), "");
});

test("a server that dies and comes back has every message once and in order", async () => {
  await twoIn("South");
  const words = [];
  const write = async (user, text) => {
    words.push(text);
    await user.say(text);
  };
  await write(ana, "Said before it died.");
  await ben.sees("Said before it died.");
  await server.kill();
  await write(ana, "Said to nobody, one.");
  await write(ana, "Said to nobody, two.");
  await ana.connection
    .getByText(/Reconnecting|Connection lost/)
    .first()
    .waitFor();
  await expect(ana.page.getByText("Waiting to send")).toHaveCount(2);
  await server.startAgain();
  for (const one of [ana, ben]) await reconnect(one);
  await bothSee([ana, ben], words);
  await write(ben, "All of it arrived.");
  await bothSee([ana, ben], words);
});

test("a server that dies while messages pour in loses and doubles none", async () => {
  await twoIn("West");
  const words = Array.from({ length: 12 }, (_, nth) => `Sentence ${nth + 1} of twelve.`);
  for (const [nth, text] of words.entries()) {
    await ana.say(text);
    if (nth === 5) await server.kill();
  }
  await server.startAgain();
  for (const one of [ana, ben]) await reconnect(one);
  await bothSee([ana, ben], words);
  await ana.page.reload();
  await bothSee([ana, ben], words);
});

test("a circle that one has read opens without a network", async () => {
  const circle = await twoIn("East");
  await ben.say("Something to read on the train.");
  await ana.sees("Something to read on the train.");
  await ana.press("Back");
  await expect.poll(() => storedMessages(ana, circle)).toEqual(["Something to read on the train."]);
  await ana.context.setOffline(true);
  await ana.page.reload();
  await ana.openCircle(circle.name);
  await ana.sees("Something to read on the train.");
});

/** Presses "Try now" where it stands; the wait itself is tested without a browser. */
async function reconnect({ page }) {
  const now = page.getByRole("button", { name: "Try now" });
  const silent = page.getByRole("status", { name: "Connection" });
  await expect
    .poll(async () => {
      if (await now.isVisible()) await now.click({ timeout: 500 }).catch(() => {});
      return silent.innerText();
    })
    .toBe("");
}
