// What people read when storage is low: the coordinator before the disk is full, and a
// member who has reached the daily limit.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { Browsers } from "./browsers.mjs";
import { answers, ask, setUp } from "./set-up.mjs";
import { TestServer } from "./test-server.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle, dee;

test.beforeAll(async () => {
  const settings = ["max_database_mib=3", "daily_mib_per_account=1", "message_burst=1000"];
  server = new TestServer({ settings });
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Harbour");
  dee = await centre.createUser("Dee", circle, { device: narrow });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

let sent = 0;

const longMessage = () => ({
  type: "send_message",
  id: `0199f3a0-0000-7000-8000-${String((sent += 1)).padStart(12, "0")}`,
  circle: circle.id,
  body: "a long day ".repeat(700),
  reply_to: null,
  mentions: [],
  content_note: null,
});

test("the centre's page does not mention storage while there is enough", async () => {
  const { page } = centre.coordinator;
  await page.goto(`${server.origin}/centre`);
  await page.getByText("Harbour").first().waitFor();
  assert.equal(await page.getByRole("heading", { name: "running out of storage" }).count(), 0);
});

test("a message beyond the daily limit waits on the device, and a short one after it is sent", async () => {
  let refused;
  while (refused === undefined) {
    const [frame] = await answers(dee, [longMessage()]);
    refused = frame.type === "refused" ? frame.refusal : undefined;
  }
  assert.equal(refused.code, "daily_limit");
  await dee.field.fill("a long day ".repeat(700));
  await dee.press("Send");
  const waiting = dee.page.getByRole("article", { name: "Your message, not sent yet" });
  await waiting.getByText(/^Daily limit reached: it is sent/).waitFor();
  await dee.field.fill("please call me");
  await dee.press("Send");
  await dee.sees("please call me");
  // It is among what the circle has, and the long one alone waits.
  await expect(waiting).toHaveCount(1);
  await waiting.getByText(/^Daily limit reached: it is sent/).waitFor();
  await waiting.scrollIntoViewIfNeeded();
  await assertAccessible(dee, "the daily limit");
});

test("the centre's page warns long before the disk is full", async () => {
  const { page } = centre.coordinator;
  const low = async () => {
    const [{ storage }] = await ask(centre.coordinator, [{ type: "show_centre_settings" }]);
    return storage.low;
  };
  const helper = await centre.createUserWithoutClient("Ray", circle);
  while (!(await low())) {
    const [frame] = await answers(helper, [longMessage()]);
    assert.equal(frame.type, "reply", JSON.stringify(frame));
  }
  await page.reload();
  await page.getByRole("heading", { name: "The server is running out of storage" }).waitFor();
  await page.getByText("of 3 MB are used. When it is full, no message can be sent").waitFor();
  await assertAccessible(centre.coordinator, "running out of storage");
});
