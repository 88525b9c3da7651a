// What a person writes is on their device before it is sent, in the browser's own
// database; where the device can't keep it, the screen says so and keeps the words.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { storedRecords, storedDraft } from "./device.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const notSaved = "Not saved on this device yet.";

let server, browsers, centre, circle;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  circle = await centre.createCircle("Walkers");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** On their own page, with a client that starts without a network from then on. */
async function carefulOne(alias) {
  const user = await centre.createUser(alias, circle, { device: phone });
  const { page, context } = user;
  browsers.allowNetworkErrors(context);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.goto(`${server.origin}/care`);
  await page.getByRole("heading", { name: "What you share" }).waitFor();
  return user;
}

async function loseNetwork({ context, connection }) {
  await context.setOffline(true);
  await connection.getByText("No network.").waitFor();
}

/** Mood and craving, and none of hungry, angry, lonely, tired. */
async function checkIn(user, { note = null } = {}) {
  const { page } = user;
  await page.getByRole("radio", { name: "Okay", exact: true }).check();
  await page.getByRole("radio", { name: "2", exact: true }).check();
  if (note !== null) {
    await page.getByText("A few words, if you like").click();
    await page.getByLabel("Your words").fill(note);
  }
}

const checkInsAt = async (user) =>
  (await ask(user, [{ type: "list_check_ins", before: null }]))[0].check_ins;

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
  await checkIn(dee);
  await dee.press("I'd like a call");
  await dee.page.getByText("A check-in is kept on this device").waitFor();
  assert.equal(await dee.page.getByText(notSaved).count(), 0);
  await dee.page.reload();
  await dee.page.getByText("A check-in is kept on this device").waitFor();
  await dee.context.setOffline(false);
  await expect(dee.page.getByText("A check-in is kept on this device")).toHaveCount(0);
  const all = await checkInsAt(dee);
  assert.deepEqual(
    all.map(({ how, wants_call }) => ({ how, wants_call })),
    [
      {
        how: { mood: "okay", craving: 2, halt: [], note: null },
        wants_call: true,
      },
    ],
  );
  assert.deepEqual((await storedRecords(dee)).checkIns, []);
});

test("a check-in that the device can't keep stays in sight and says so", async () => {
  const eve = await carefulOne("Eve");
  await loseNetwork(eve);
  await fill(eve, true);
  await checkIn(eve, { note: "Slept badly, got up anyway." });
  await eve.press("Send");
  await eve.page.getByText(notSaved).waitFor();
  await eve.page.getByText("Slept badly, got up anyway.").first().waitFor();
  assert.equal(await eve.page.getByText("A check-in is kept on this device").count(), 0);
  // Back without a reload, it is sent all the same.
  await eve.context.setOffline(false);
  await expect(eve.page.getByText(notSaved)).toHaveCount(0);
  const [{ how }] = await checkInsAt(eve);
  assert.equal(how.note, "Slept badly, got up anyway.");
  await fill(eve, false);
});

test("a draft that the device can't keep says so, until it is kept", async () => {
  const fay = await carefulOne("Fay");
  await fay.page.goto(`${server.origin}/circle/${circle.id}`);
  await fay.field.waitFor();
  await fill(fay, true);
  await fay.field.fill("Words that I looked for all evening");
  await fay.page.getByText(notSaved).waitFor();
  assert.equal(await fay.field.inputValue(), "Words that I looked for all evening");
  await fill(fay, false);
  await expect(fay.page.getByText(notSaved)).toHaveCount(0);
  assert.equal(await storedDraft(fay, circle), "Words that I looked for all evening");
});

test("a browser without storage says so before a word is typed, and what it says is true", async () => {
  const gia = await centre.createUserWithoutClient("Gia", circle, { device: phone });
  const { page, context } = gia;
  browsers.allowNetworkErrors(context);
  // As it is where site data is blocked.
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("Site data is blocked.", "SecurityError");
    };
  });
  await page.goto(`${server.origin}/circle/${circle.id}`);
  await gia.field.waitFor();
  const line = "This browser can't save what you write.";
  await page.getByText(line).waitFor();
  await context.setOffline(true);
  await gia.connection.getByText("This browser can't save what you write:").waitFor();
  assert.equal(await page.getByText("kept here").count(), 0);
  await gia.say("Sent if this page stays open.");
  await page.getByText("Waiting to send").waitFor();
  await context.setOffline(false);
  await expect(page.getByText("Waiting to send")).toHaveCount(0);
  await gia.sees("Sent if this page stays open.");
  await page.goto(`${server.origin}/care`);
  await page.getByText(line).waitFor();
});

test("a browser with storage says nothing of it", async () => {
  const hal = await centre.createUser("Hal", circle, { device: phone });
  await hal.say("Kept and sent.");
  await hal.sees("Kept and sent.");
  assert.equal(await hal.page.getByText("This browser can't save").count(), 0);
});

/** From now on the browser's database refuses to be emptied, or does it as usual again. */
function holdOn({ page }, holds) {
  return page.evaluate((refuses) => {
    const { prototype } = IDBObjectStore;
    prototype.realClear ??= prototype.clear;
    prototype.clear = refuses
      ? () => {
          throw new DOMException("Not now.", "UnknownError");
        }
      : prototype.realClear;
  }, holds);
}

test("a device that can't be cleared at signing out says so, until it is", async () => {
  const dee = await centre.createUser("Ida", circle, { device: phone });
  await dee.field.fill("Half a thought");
  await expect.poll(() => storedDraft(dee, circle)).toBe("Half a thought");
  await dee.press("Back");
  await dee.page.getByRole("link", { name: "Settings" }).click();
  await holdOn(dee, true);
  await dee.press("Sign out");
  await dee.press("Sign out anyway", dee.dialog);
  await dee.page.getByRole("heading", { name: "Sign in" }).waitFor();
  const said = dee.page.getByText("This device could not be cleared");
  await said.waitFor();
  await assertAccessible(dee, "a device that is not cleared");
  assert.equal(await storedDraft(dee, circle), "Half a thought");
  await holdOn(dee, false);
  await said.waitFor({ state: "detached" });
  assert.deepEqual((await storedRecords(dee)).drafts, []);
});
