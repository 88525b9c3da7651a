// Input that the server refuses, or that comes too fast: the screen states the rule, and
// nothing that was typed is lost.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, ana, ben;

test.beforeAll(async () => {
  server = new TestServer({
    settings: ["message_burst=5", "message_rate_per_second=6"],
  });
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  // A link would have to wait; what is shown of it is the matter here.
  await centre.disableHolding();
  const circle = await centre.createCircle("Harbour");
  // A new member's link would wait for a moderator.
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", circle, { role: "moderator" }),
    centre.createUser("Ben", circle),
  ]);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

async function refusedToSend(words, rule) {
  await ana.say(words);
  await ana.page.getByRole("alert").getByText(rule).waitFor();
  assert.equal(await ana.field.inputValue(), words, "the words stay");
  const described = await ana.field.getAttribute("aria-describedby");
  assert.match(await ana.page.locator(`[id="${described}"]`).innerText(), rule);
  assert.deepEqual(await ana.said(), []);
}

test("invisible text is refused, and stays in the field", async () => {
  await refusedToSend(" \u200b\u2060\u3164 ", /nothing to see/);
});

test("a text that is too long is refused, and stays in the field", async () => {
  await refusedToSend("long ".repeat(1_601), /longer than 8000 characters/);
  await ana.page.getByText("5 characters too many").waitFor();
});

test("a control character is removed from the field", async () => {
  await ana.field.fill("A bell \u0007in the text");
  await ana.page.getByText("Hidden characters from pasting were removed.").waitFor();
  assert.equal(await ana.field.inputValue(), "A bell in the text");
});

test("an empty field sends nothing and shows no error", async () => {
  await ana.field.fill("");
  await ana.field.press("Enter");
  const send = ana.page.getByRole("button", { name: "Send", exact: true });
  assert.equal(await send.getAttribute("aria-disabled"), "true");
  await send.click({ force: true });
  assert.equal(await ana.page.getByRole("alert").count(), 0);
  assert.deepEqual(await ana.said(), []);
});

test("a refused text can be corrected and sent", async () => {
  await ana.say(" \u200b ");
  await ana.page.getByRole("alert").waitFor();
  await ana.say("A bell in the text");
  await ben.sees("A bell in the text");
  assert.equal(await ana.page.getByRole("alert").count(), 0);
});

test("markup and commands are shown as they were typed", async () => {
  const words = "<img src=x onerror=alert(1)> 'OR 1=1; -- {{x}} \u202e rtl";
  await ana.say(words);
  await ben.sees("<img src=x onerror=alert(1)>");
  assert.equal((await ben.said()).at(-1), words);
  await ana.say("Read https://example.org/a?b=c.");
  const link = ben.message("Read https").getByRole("link");
  await link.waitFor();
  assert.equal(await link.getAttribute("href"), "https://example.org/a?b=c");
  assert.match(await link.getAttribute("rel"), /noopener noreferrer/);
});

test("a burst of thirty messages arrives completely, in order and once", async () => {
  const before = await ben.said();
  const burst = Array.from({ length: 30 }, (_, nth) => `Burst ${nth + 1} of 30`);
  let rateLimited = 0;
  ana.page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      if (String(payload).includes('"rate_limited"')) rateLimited += 1;
    }),
  );
  await ana.page.reload();
  await ana.sees(before.at(-1));
  const startedAt = performance.now();
  for (const words of burst) await ana.say(words);
  console.log(`typed in ${Math.round(performance.now() - startedAt)} ms`);
  await expect.poll(() => ben.said()).toEqual([...before, ...burst]);
  console.log(`slowed down ${rateLimited} times`);
  console.log(`arrived in ${Math.round(performance.now() - startedAt)} ms`);
  await expect.poll(() => ana.said()).toEqual([...before, ...burst]);
  await expect(ana.page.getByText("Waiting to send")).toHaveCount(0);
});

test("a wrong passphrase and a wrong name get the same answer, and stay in the form", async () => {
  const context = await browsers.newBrowser();
  const page = await context.newPage();
  await page.goto(server.origin);
  const answers = [];
  for (const name of [ana.signInName, "nobody-of-this-name"]) {
    await page.getByLabel("Sign-in name").fill(name);
    await page.getByLabel("Passphrase", { exact: true }).fill("not the right words");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    answers.push(await page.getByRole("alert").innerText());
    assert.equal(await page.getByLabel("Sign-in name").inputValue(), name);
  }
  assert.equal(answers[0], answers[1]);
});
