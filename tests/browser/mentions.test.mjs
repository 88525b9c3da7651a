// Mentions in the list of circles: edits add and remove them, even while the circle's
// messages are not loaded.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  await centre.disableHolding();
  const door = await centre.createCircle("Door");
  [ana, ben] = await Promise.all([centre.createUser("Ana", door), centre.createUser("Ben", door)]);
  const other = await centre.createCircle("Other");
  await centre.addToCircle(ben, other);
  await ben.page.goto(`${server.origin}/circle/${other.id}`);
  await ben.field.waitFor();
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const isMentioned = () => ben.inList("Door").getByText("You were mentioned.").count();

async function edit(words, instead) {
  await ana.choose(words, "Edit");
  await ana.field.fill(instead);
  await ana.press("Save");
  await ana.sees(instead);
}

test("an edit that adds a mention shows it, and one that removes it hides it", async () => {
  await ana.say("Thanks everybody");
  await ben.inList("Door").getByText("1 new.").waitFor();
  assert.equal(await isMentioned(), 0);
  await edit("Thanks everybody", "Thanks, dear @Ben");
  await expect.poll(isMentioned).toBe(1);
  await edit("Thanks, dear", "Thanks, all of you");
  await expect.poll(isMentioned).toBe(0);

  // The same on a device that has just been started and holds nothing of it.
  await edit("Thanks, all", "And thanks to @Ben");
  await ben.page.reload();
  await ben.field.waitFor();
  await expect.poll(isMentioned).toBe(1);
  await edit("And thanks", "Never mind");
  await expect.poll(isMentioned).toBe(0);
  await browsers.closeAfterTest();
});
