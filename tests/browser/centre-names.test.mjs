// What coordinators read where an invite had no label: each invite and each person is
// told from the others, by the eye and by its button.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const hourMs = 3_600_000;

let server, browsers, kay, centre, circle;

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  await server.start();
  browsers = await Browsers.open(server, { sameTime: true });
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  const invite = { type: "create_invite", role: "member", circle: circle.id, label: null };
  await ask(kay, [invite, invite]);
  await browsers.advance(hourMs);
  await ask(kay, [invite]);
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

test("no two buttons are called the same, and each withdraws its own invite", async () => {
  await kay.page.goto(`${server.origin}/centre`);
  const buttons = kay.page.getByRole("button", { name: /^Withdraw the invite: Without a label/ });
  await buttons.nth(2).waitFor();
  const names = await buttons.evaluateAll((all) => all.map((one) => one.innerText));
  assert.equal(new Set(names).size, 3);
  await assertAccessible(kay, "invites without a label");
  await buttons.first().click();
  await buttons.nth(2).waitFor({ state: "detached" });
  assert.equal(await buttons.count(), 2);
});

test("somebody without a label goes by their invite, and a change of role says what follows", async () => {
  await centre.createUserWithoutClient("Max", circle, { label: null });
  await kay.goTo("/centre");
  await kay.page.getByRole("button", { name: /Walkers/ }).click();
  const entry = kay.page.getByRole("list", { name: "Roster" }).getByRole("listitem");
  await entry.filter({ hasText: "The person invited on" }).waitFor();
  assert.equal(await kay.page.getByText("Max").count(), 0);

  await entry.getByRole("button", { name: /^Make moderator/ }).click();
  await kay.dialog.getByText("They will see what members report in this circle").waitFor();
  await assertAccessible(kay, "making somebody a moderator");
  await kay.press("Cancel", kay.dialog);
  await entry.filter({ hasText: "Member" }).waitFor();

  await entry.getByRole("button", { name: /^Make moderator/ }).click();
  await kay.press("Make moderator", kay.dialog);
  await entry.filter({ hasText: "Moderator" }).waitFor();
  await entry.getByRole("button", { name: /^Make member/ }).click();
  await kay.dialog.getByText("no longer see its review queue").waitFor();
  await kay.press("Make member", kay.dialog);
  await entry.filter({ hasText: "Member" }).waitFor();
});
