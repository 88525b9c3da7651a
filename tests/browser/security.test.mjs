// The safety of an account on its screens: a new device is told of, a changed
// passphrase leaves this tab where it was, and making a coordinator takes the
// passphrase once more.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { passphrase, User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  circle = await centre.createCircle("Thursday walkers");
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.closeAfterTest({ keep: [centre.coordinator.context] }));

const news = (user) => user.page.getByRole("status", { name: "Notifications", exact: true });
const security = (user) => user.page.getByRole("region", { name: "Security" });

/** The same account in another browser. */
async function elsewhere(user, device) {
  const other = await User.at(browsers, user.alias, device);
  other.signInName = user.signInName;
  await other.page.goto(server.origin);
  await other.signIn();
  return other;
}

test("somebody signed in on a new device hears of it at once on the first", async () => {
  const sam = await centre.createUser("Sam", circle, { device: phone });
  const other = await elsewhere(sam, desktop);
  await news(sam).filter({ hasText: "security notice" }).waitFor();
  await news(sam).getByRole("link", { name: "See" }).click();
  await security(sam).getByText("on a new device").waitFor();
  await security(sam).getByText("change your passphrase below").waitFor();
  await assertAccessible(sam, "security-notices");
  // Read here is read there.
  await other.page.reload();
  await other.inList(circle.name).waitFor();
  assert.equal(await news(other).getByText("security notice").count(), 0);
});

test("a changed passphrase leaves this page signed in, and live", async () => {
  const kit = await centre.createUser("Kit", circle, { device: phone });
  const other = await elsewhere(kit, desktop);
  await kit.goTo("/settings");
  await kit.page.getByLabel("Current passphrase", { exact: true }).fill(passphrase);
  await kit.page.getByLabel("New passphrase", { exact: true }).fill("another river altogether");
  await kit.press("Change passphrase");
  await kit.page.getByText("Your passphrase is changed.").waitFor();
  await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
  // The socket closed as well, and came back with the new cookie.
  const lou = await centre.createUser("Lou", circle);
  await kit.goTo(`/circle/${circle.id}`);
  await kit.field.waitFor();
  await lou.say("Good morning");
  await kit.sees("Good morning");
});

test("a new passphrase turns off the calendar link only where that is chosen", async () => {
  const ray = await centre.createUser("Ray", circle, { device: phone });
  const offered = ray.page.getByLabel("Also turn off the calendar link");
  const change = async (from, to, { turnOff }) => {
    await ray.goTo("/settings");
    await ray.page.getByText("goes on working with a new passphrase").waitFor();
    assert.equal(await offered.isChecked(), false);
    await ray.page.getByLabel("Current passphrase", { exact: true }).fill(from);
    await ray.page.getByLabel("New passphrase", { exact: true }).fill(to);
    if (turnOff) {
      await offered.check();
      await assertAccessible(ray, "passphrase-and-calendar-link");
    }
    await ray.press("Change passphrase");
    await ray.page.getByText("Your passphrase is changed.").waitFor();
  };
  // Who has no link is not asked about one.
  await ray.goTo("/settings");
  const name = ray.page.locator("input[autocomplete=username]");
  await expect(name).toHaveValue(ray.signInName);
  assert.equal(await offered.count(), 0);
  await ray.goTo("/meetings");
  await ray.press("Create calendar link");
  const address = await ray.page.getByLabel("Calendar link").inputValue();
  const status = async () => (await fetch(address)).status;
  await change(passphrase, "another river altogether", { turnOff: false });
  assert.equal(await status(), 200);
  await change("another river altogether", "some third river for once", { turnOff: true });
  assert.equal(await status(), 404);
  await offered.waitFor({ state: "detached" });
});

test("an invite for a coordinator takes the passphrase once more", async () => {
  const { page } = centre.coordinator;
  await page.goto(`${server.origin}/centre`);
  const form = page.getByRole("form", { name: "New invite" });
  await form.getByLabel("Invite as").selectOption("coordinator");
  await centre.coordinator.press("Create invite", form);
  const field = form.getByLabel("Your passphrase", { exact: true });
  await field.fill("not my passphrase");
  await centre.coordinator.press("Create invite", form);
  await form.getByText("That is not your passphrase.").waitFor();
  await assertAccessible(centre.coordinator, "coordinator-invite-passphrase");
  await field.fill(passphrase);
  await centre.coordinator.press("Create invite", form);
  await page.getByRole("group", { name: "The new invite" }).waitFor();
  assert.equal(await field.count(), 0);
  await news(centre.coordinator).filter({ hasText: "security notice" }).waitFor();
});
