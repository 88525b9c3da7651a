// Somebody forgot their passphrase: the coordinator makes a link, the member is told of it
// and can stop it, and what is private stays closed until a second coordinator has asked
// them, or three days have passed.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { passphrase, User } from "./user.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const hourMs = 3_600_000;
const newPassphrase = "a lantern on the pier";

let server, browsers, centre, kay, lou, circle;
let ids = 0;

test.beforeAll(async () => {
  server = new TestServer({ movableClock: true });
  await server.start();
  browsers = await Browsers.open(server, { sameTime: true });
  centre = await setUp(browsers);
  await centre.disableHolding();
  kay = centre.coordinator;
  circle = await centre.createCircle("Thursday walkers");
  lou = await secondCoordinator();
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.closeAfterTest({ keep: [kay.context, lou.context] }));

async function secondCoordinator() {
  const { origin } = server;
  await kay.context.request.post(`${origin}/api/passphrase/confirm`, {
    headers: { origin },
    data: { passphrase },
  });
  const invite = { type: "create_invite", role: "coordinator", circle: null, label: "Second" };
  const [{ path }] = await ask(kay, [invite]);
  const user = await User.at(browsers, "Lou", desktop);
  await user.signUpBy(`${origin}${path}`);
  await user.page.getByText("No circles here yet.").waitFor();
  return user;
}

/** The banner on the member's own devices. */
const banner = (user) => user.page.getByRole("status", { name: "A link to your account" });

const waysBack = (staff) => staff.page.getByRole("region", { name: "Ways back in" });

const row = (staff, alias) =>
  waysBack(staff)
    .getByRole("listitem")
    .filter({ hasText: `Invite of ${alias}` });

/** The coordinator makes a link on the screen; the passphrase is asked for each time. */
async function makeLink(alias) {
  const { page } = kay;
  await page.goto(`${server.origin}/centre`);
  await page.getByRole("button", { name: circle.name, expanded: false }).click();
  const named = new RegExp(`^Help them back in.*Invite of ${alias}$`);
  await page.getByRole("button", { name: named }).click();
  await kay.press("Make the link", kay.dialog);
  await kay.dialog.getByLabel("Your passphrase", { exact: true }).fill(passphrase);
  await assertAccessible(kay, "way-back-make");
  await kay.press("Make the link", kay.dialog);
  const link = await kay.dialog.getByLabel("Link", { exact: true }).inputValue();
  await assertAccessible(kay, "way-back-made");
  await kay.press("Done", kay.dialog);
  assert.match(link, /\/back#[\w-]{22}$/);
  return link;
}

/** Somebody with the link, on a browser of their own. */
async function holder(alias, link) {
  const user = await User.at(browsers, alias, phone);
  await user.page.goto(link);
  return user;
}

async function comeBack(user, words = newPassphrase) {
  await user.page.getByLabel("New passphrase", { exact: true }).fill(words);
  await user.press("Set it and sign in");
}

/** A private conversation with the coordinator, in which these words stand. */
async function conversation(user, words) {
  const id = () => `01980000-0000-7000-8000-${String((ids += 1)).padStart(12, "0")}`;
  const help = { id: id(), to: "on_call", words: null, undo: false };
  await ask(user, [{ type: "ask_for_help", ...help }]);
  const [{ direct }] = await ask(kay, [{ type: "acknowledge_help", help: help.id }]);
  await ask(user, [
    { type: "send_message", id: id(), circle: direct, body: words },
    { type: "end_help", help: help.id },
  ]);
  return direct;
}

const closedNote = (user) => user.page.getByRole("note", { name: /^Private conversations/ });

test("a member who did not ask for a link stops it, and nothing of theirs is opened", async () => {
  const sam = await centre.createUser("Sam", circle, { device: phone });
  const link = await makeLink("Sam");
  await banner(sam).getByText("Someone at the centre made a link").waitFor();
  await assertAccessible(sam, "way-back-told");
  await sam.press("Stop it", banner(sam));
  await assertAccessible(sam, "way-back-stop");
  await sam.press("Stop it", sam.dialog);
  await banner(sam).getByText("The link is stopped").waitFor();
  await sam.press("OK", banner(sam));
  await expect(banner(sam)).toHaveText("");

  const finder = await holder("Finder", link);
  await finder.page.getByText("This link can't be used.").waitFor();
  await assertAccessible(finder, "way-back-refused");
  assert.equal(new URL(finder.page.url()).hash, "");
  await sam.say("Still here");
  await sam.sees("Still here");
  // Both coordinators learn of it, each on an open page too.
  await row(kay, "Sam").getByText("They had not asked for a link").waitFor();
  await lou.goTo("/centre");
  await row(lou, "Sam").getByText("They had not asked for a link").waitFor();
  await assertAccessible(lou, "way-back-stopped");
});

test("who comes back has their circles at once, and the rest when a second one confirms", async () => {
  const dee = await centre.createUser("Dee", circle, { device: phone });
  const direct = await conversation(dee, "Nobody else may read this");
  const link = await makeLink("Dee");
  const back = await holder("Dee", link);
  await back.page.getByText(dee.signInName).waitFor();
  await assertAccessible(back, "way-back-page");
  await comeBack(back);
  await back.inList(circle.name).waitFor();
  // The device that was signed in asks for the new passphrase.
  await dee.page.getByRole("heading", { name: "Sign in" }).waitFor();

  await closedNote(back).waitFor();
  await assertAccessible(back, "way-back-closed-conversations");
  assert.equal(await back.page.getByRole("link", { name: /Kay/ }).count(), 0);
  await back.goTo(`/circle/${direct}`);
  await back.page.getByRole("heading", { name: "Not found" }).waitFor();
  await back.goTo("/care");
  await back.page.getByRole("note", { name: /^Check-ins/ }).waitFor();
  assert.equal(await back.page.getByRole("radio").count(), 0);
  await assertAccessible(back, "way-back-closed-care");
  await back.goTo(`/circle/${circle.id}`);
  await back.say("Back again");
  await back.sees("Back again");

  // Whoever made the link can't confirm it.
  await row(kay, "Dee").getByText("Another coordinator can open them sooner").waitFor();
  assert.equal(await row(kay, "Dee").getByRole("button").count(), 0);
  await assertAccessible(kay, "way-back-own");
  await lou.goTo("/centre");
  await row(lou, "Dee")
    .getByRole("button", { name: /^Confirm/ })
    .click();
  await lou.press("Yes, open everything", lou.dialog);
  await lou.dialog.getByLabel("Your passphrase", { exact: true }).fill(passphrase);
  await assertAccessible(lou, "way-back-confirm");
  await back.goTo("/");
  await closedNote(back).waitFor();
  await lou.press("Yes, open everything", lou.dialog);
  // On the open page, without a step of its reader.
  await closedNote(back).waitFor({ state: "detached" });
  await back.page.getByRole("link", { name: /Kay/ }).click();
  await back.sees("Nobody else may read this");
  await expect(row(lou, "Dee")).toHaveCount(0);
});

test("a link works once, and not after its day", async () => {
  await centre.createUserWithoutClient("Ray", circle);
  const used = await makeLink("Ray");
  const ray = await holder("Ray", used);
  await comeBack(ray, "short");
  await ray.page.getByText("at least 10", { exact: false }).first().waitFor();
  await comeBack(ray);
  await ray.inList(circle.name).waitFor();
  const second = await holder("Second", used);
  await second.page.getByText("This link can't be used.").waitFor();

  const late = await makeLink("Ray");
  await banner(ray).getByText("Someone at the centre made a link").waitFor();
  await browsers.advance(24 * hourMs);
  const tooLate = await holder("Late", late);
  await tooLate.page.getByText("This link can't be used.").waitFor();
});

test("without a second coordinator it opens after three days, on the open page", async () => {
  const mia = await centre.createUser("Mia", circle);
  await conversation(mia, "From before");
  const back = await holder("Mia", await makeLink("Mia"));
  await comeBack(back);
  await closedNote(back).waitFor();
  await browsers.advance(72 * hourMs);
  await closedNote(back).waitFor({ state: "detached" });
  await back.page.getByRole("link", { name: /Kay/ }).waitFor();
  await back.goTo("/care");
  await back.page.getByRole("heading", { name: "What you share" }).waitFor();
});

test("a link used where somebody else is signed in signs that person out there", async () => {
  const kit = await centre.createUser("Kit", circle, { device: phone });
  await centre.createUserWithoutClient("Una", circle);
  await kit.page.goto(await makeLink("Una"));
  await kit.page.getByText("Kit is signed in on this browser").waitFor();
  await comeBack(kit);
  await kit.inList(circle.name).waitFor();
  await kit.goTo(`/circle/${circle.id}`);
  await kit.say("This is Una");
  const author = kit.message("This is Una");
  await author.waitFor();
  await kit.goTo("/settings");
  await kit.page.getByText("was used to get back into your account").waitFor();
});
