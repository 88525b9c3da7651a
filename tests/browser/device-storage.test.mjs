// What a person writes is on their device before it is sent, in the browser's own
// database; where the device can't keep it, the screen says so and keeps the words.

import assert from "node:assert/strict";
import test, { after, afterEach, before } from "node:test";
import { device, draftKept } from "./device.mjs";
import { eventually } from "./eventually.mjs";
import { House } from "./house.mjs";
import { ask, settle } from "./settle.mjs";
import { phone, Street } from "./street.mjs";

const notSaved = "Not saved on this device yet.";

let house, street, centre, circle;

before(async () => {
  house = new House();
  await house.start();
  street = await Street.open(house);
  centre = await settle(street);
  circle = await centre.circle("Walkers");
});
after(async () => {
  await street?.close();
  await house?.close();
});
afterEach(() => street.mindFaults());

/** On their own page, with a client that starts without a network from then on. */
async function carefulOne(alias) {
  const person = await centre.person(alias, circle, { device: phone });
  const { page, context } = person;
  street.mayLoseNetwork(context);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.goto(`${house.origin}/care`);
  await page.getByRole("heading", { name: "What you share" }).waitFor();
  return person;
}

async function loseNetwork({ context, connection }) {
  await context.setOffline(true);
  await connection.getByText("No network.").waitFor();
}

/** Mood and craving, and none of hungry, angry, lonely, tired. */
async function checkIn(person, { call = false, note = null } = {}) {
  const { page } = person;
  await page.getByRole("radio", { name: "Okay", exact: true }).check();
  await page.getByRole("radio", { name: "2", exact: true }).check();
  if (call) await page.getByRole("checkbox", { name: /I'd like a call/ }).check();
  if (note !== null) {
    await page.getByText("A few words, if you like").click();
    await page.getByLabel("Your words").fill(note);
  }
  await person.press("Send");
}

const checkInsAt = async (person) =>
  (await ask(person, [{ type: "list_check_ins", before: null }]))[0].check_ins;

/** From now on the browser's database answers as on a full disk, or as usual again. */
function fill({ page }, full) {
  return page.evaluate((isFull) => {
    const { prototype } = IDBObjectStore;
    prototype.realPut ??= prototype.put;
    prototype.put = isFull
      ? () => {
          throw new DOMException("The disk is full.", "QuotaExceededError");
        }
      : prototype.realPut;
  }, full);
}

test("a check-in with nothing ticked, made without a network, arrives once", async () => {
  const dee = await carefulOne("Dee");
  await loseNetwork(dee);
  await checkIn(dee, { call: true });
  await dee.page.getByText("kept on this device").waitFor();
  assert.equal(await dee.page.getByText(notSaved).count(), 0);
  await dee.page.reload();
  await dee.page.getByText("kept on this device").waitFor();
  await dee.context.setOffline(false);
  await eventually(dee.page, () => dee.page.getByText("kept on this device").count(), 0);
  const all = await checkInsAt(dee);
  assert.deepEqual(
    all.map(({ how, wants_call }) => ({ how, wants_call })),
    [{ how: { mood: "okay", craving: 2, halt: [], note: null }, wants_call: true }],
  );
  assert.deepEqual((await device(dee)).checkIns, []);
});

test("a check-in that the device can't keep stays in sight and says so", async () => {
  const eve = await carefulOne("Eve");
  await loseNetwork(eve);
  await fill(eve, true);
  await checkIn(eve, { note: "Slept badly, got up anyway." });
  await eve.page.getByText(notSaved).waitFor();
  await eve.page.getByText("Slept badly, got up anyway.").first().waitFor();
  assert.equal(await eve.page.getByText("kept on this device").count(), 0);
  // Back without a reload, it is sent all the same.
  await eve.context.setOffline(false);
  await eventually(eve.page, () => eve.page.getByText(notSaved).count(), 0);
  const [{ how }] = await checkInsAt(eve);
  assert.equal(how.note, "Slept badly, got up anyway.");
  await fill(eve, false);
});

test("a draft that the device can't keep says so, until it is kept", async () => {
  const fay = await carefulOne("Fay");
  await fay.page.goto(`${house.origin}/circle/${circle.id}`);
  await fay.field.waitFor();
  await fill(fay, true);
  await fay.field.fill("Words that I looked for all evening");
  await fay.page.getByText(notSaved).waitFor();
  assert.equal(await fay.field.inputValue(), "Words that I looked for all evening");
  await fill(fay, false);
  await eventually(fay.page, () => fay.page.getByText(notSaved).count(), 0);
  assert.equal(await draftKept(fay, circle), "Words that I looked for all evening");
});
