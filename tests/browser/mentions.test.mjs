// Being mentioned, as the list of circles says it: it comes and goes with edits, while
// one is elsewhere and nothing of the circle is loaded.

import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { eventually } from "./eventually.mjs";
import { House } from "./house.mjs";
import { settle } from "./settle.mjs";
import { Street } from "./street.mjs";

let house, street, ana, ben;

before(async () => {
  house = new House();
  await house.start();
  street = await Street.open(house);
  const centre = await settle(street);
  await centre.holdNothing();
  const door = await centre.circle("Door");
  [ana, ben] = await Promise.all([centre.person("Ana", door), centre.person("Ben", door)]);
  const other = await centre.circle("Other");
  await centre.bring(ben, other);
  await ben.page.goto(`${house.origin}/circle/${other.id}`);
  await ben.field.waitFor();
});
after(async () => {
  await street?.close();
  await house?.close();
});

const isMentioned = () => ben.inList("Door").getByText("You were mentioned.").count();

async function edit(words, instead) {
  await ana.choose(words, "Edit");
  await ana.field.fill(instead);
  await ana.press("Save");
  await ana.sees(instead);
}

test("a mention that is edited in comes, and one that is edited away goes, live", async () => {
  await ana.say("Thanks everybody");
  await ben.inList("Door").getByText("1 new.").waitFor();
  assert.equal(await isMentioned(), 0);
  await edit("Thanks everybody", "Thanks, dear @Ben");
  await eventually(ben.page, isMentioned, 1);
  await edit("Thanks, dear", "Thanks, all of you");
  await eventually(ben.page, isMentioned, 0);

  // The same on a device that has just been started and holds nothing of it.
  await edit("Thanks, all", "And thanks to @Ben");
  await ben.page.reload();
  await ben.field.waitFor();
  await eventually(ben.page, isMentioned, 1);
  await edit("And thanks", "Never mind");
  await eventually(ben.page, isMentioned, 0);
  await street.endOfTest();
});
