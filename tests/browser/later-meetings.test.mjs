// A meeting that is far ahead: its maker sees it at once and can call it off, and
// others find it under "Later meetings".

import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, kay, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  dee = await centre.createUser("Dee", await centre.createCircle("Walkers"), {
    device: phone,
  });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

const dayAhead = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const picnic = ({ page }) => page.getByRole("article", { name: /^Picnic/ });

test("whoever creates a meeting beyond four weeks sees it at once", async () => {
  await kay.goTo("/meetings");
  await kay.press("New meeting");
  await kay.page.getByLabel("Title").fill("Picnic");
  await kay.page.getByLabel("Day", { exact: true }).fill(dayAhead(150));
  await kay.page.getByLabel("Place (optional)").fill("By the river");
  await kay.press("Create meeting");
  await picnic(kay).waitFor();
});

test("others find it under later meetings", async () => {
  await dee.goTo("/meetings");
  await dee.page.getByText(/^No meetings are planned up to /).waitFor();
  await assertAccessible(dee, "no meetings yet");
  await dee.press("Later meetings");
  await dee.press("Later meetings");
  await picnic(dee).waitFor();
  await assertAccessible(dee, "later meetings");
});

test("its creator cancels it, and it disappears for everyone", async () => {
  await kay.press("Cancel meeting", picnic(kay));
  await kay.press("Cancel meeting", kay.dialog);
  await expect(picnic(kay)).toHaveCount(0);
  await dee.page.reload();
  await dee.press("Later meetings");
  await dee.press("Later meetings");
  await expect(picnic(dee)).toHaveCount(0);
});
