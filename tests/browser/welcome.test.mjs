// After joining, on a phone: the circle opens at once, says who is here, offers a first
// line and where Help is; and those who were there can welcome whoever came.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible, narrow } from "./accessibility.mjs";
import { User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle, mo, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Walkers");
  mo = await centre.createUser("Mo", circle, { role: "moderator", device: narrow });
  await centre.createUserWithoutClient("Lee", circle);
  dee = await User.at(browsers, "Dee", narrow);
});

test.afterEach(() => browsers.throwFaults());

test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});

const welcome = (one) => one.page.getByRole("region", { name: /^Welcome, / });

test("after joining the circle opens at once, with a greeting", async () => {
  await dee.signUpBy((await centre.createInvite("Dee", circle)).href);
  await dee.field.waitFor();
  await welcome(dee).getByRole("heading", { name: "Welcome, Dee" }).waitFor();
  await welcome(dee).getByText("Here with you: Mo and Lee.").waitFor();
  await welcome(dee).getByText("Mo moderates this circle.").waitFor();
  await welcome(dee).getByText("“Help” is at the top of every screen").waitFor();
  await assertAccessible(dee, "a welcome");
  await dee.page.reload();
  await welcome(dee).waitFor();
});

test("a suggested first line goes into the composer, and is sent only by its author", async () => {
  await dee.press("Hello everyone, I'm Dee. I'm new here.", welcome(dee));
  assert.equal(await dee.field.inputValue(), "Hello everyone, I'm Dee. I'm new here.");
  assert.deepEqual(await dee.said(), []);
  await dee.press("Send");
  await mo.sees("Hello everyone, I'm Dee. I'm new here.");
  await welcome(dee).waitFor({ state: "detached" });
  await dee.page.reload();
  await dee.sees("Hello everyone, I'm Dee. I'm new here.");
  assert.equal(await welcome(dee).count(), 0);
});

test("the line that Dee joined survives a reload, and one tap starts a welcome message", async () => {
  await mo.page.getByText("Dee joined").waitFor();
  await mo.page.reload();
  await mo.page.getByText("Dee joined").waitFor();
  await assertAccessible(mo, "somebody joined");
  await mo.press("Welcome Dee");
  assert.equal(await mo.field.inputValue(), "Welcome, @Dee! ");
  await mo.say("Welcome, @Dee! Good to have you.");
  await dee.sees("Welcome, @Dee! Good to have you.");
  await mo.page.getByRole("button", { name: "Welcome Dee" }).waitFor({ state: "detached" });
  await mo.page.getByText("Dee joined").waitFor();
  // Nobody is asked to welcome themselves.
  assert.equal(await dee.page.getByRole("button", { name: /^Welcome/ }).count(), 0);
});

test("until it is known who is here, nobody is told that they are the first", async () => {
  const ola = await User.at(browsers, "Ola", narrow);
  let letGo;
  const told = new Promise((done) => (letGo = done));
  await ola.context.routeWebSocket(/\/socket$/, (page) => {
    const upstream = page.connectToServer();
    page.onMessage(async (message) => {
      if (JSON.parse(message).type === "list_members") await told;
      upstream.send(message);
    });
  });
  await ola.signUpBy((await centre.createInvite("Ola", circle)).href);
  await welcome(ola).getByText("Nobody has to write.").waitFor();
  assert.equal(await welcome(ola).getByText("You are the first here.").count(), 0);
  assert.equal(await ola.page.getByText("1 member", { exact: true }).count(), 0);
  await ola.chooseInCircleMenu("Leave this circle");
  await ola.press("Leave and report", ola.dialog);
  await ola.dialog.getByText("isn't on this device yet").waitFor();
  assert.equal(await ola.dialog.getByText("There is nobody else here.").count(), 0);
  letGo();
  await ola.dialog.getByRole("button", { name: "Mo", exact: true }).waitFor();
  await ola.press("Cancel", ola.dialog);
  await welcome(ola).getByText("Here with you:").waitFor();
});
