// Words and names in all their shapes: what search finds, whom a mention reaches,
// and which names can't be had.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { User } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, circle, jose, mo;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Tuesday table");
  jose = await centre.createUser("José", circle, { device: phone });
  mo = await centre.createUser("Mo", circle);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

test("a word is found in scripts without spaces and whatever its accents", async () => {
  const walk = "今日は近所の公園を散歩しました";
  const soup = "Łukasz hat Suppe 🍲 auf der Straße";
  await mo.say(walk);
  await mo.sees(walk);
  await mo.say(soup);
  await mo.sees(soup);
  await jose.chooseInCircleMenu("Search this circle");
  const search = jose.page.getByRole("searchbox", {
    name: "Search in this circle",
  });
  const results = jose.page.getByRole("list", { name: "Search results" });
  for (const [query, found, other] of [
    ["散歩", walk, soup],
    ["lukasz", soup, walk],
    ["strasse", soup, walk],
    ["🍲", soup, walk],
  ]) {
    await search.fill(query);
    await search.press("Enter");
    await results.getByText(found).waitFor();
    assert.equal(await results.getByText(other).count(), 0, query);
  }
  await search.fill("歩散");
  await search.press("Enter");
  await jose.page.getByText("Nothing was found for “歩散”.").waitFor();
  await jose.page.goto(`${server.origin}/circle/${circle.id}`);
});

test("a mention without the accent reaches its owner, an address nobody", async () => {
  await mo.say("mail to jose@jose.example or ask @jose");
  const mention = jose.message("mail to jose").locator("strong");
  await mention.getByText("@jose", { exact: true }).waitFor();
  assert.equal(await mention.count(), 1);
  await mo.field.pressSequentially("and you, @jos");
  await mo.page.getByRole("option", { name: "José" }).waitFor();
  await mo.field.press("Enter");
  assert.equal(await mo.field.inputValue(), "and you, @José ");
  await mo.field.fill("");
});

test("a name that the screens say for others is refused where it is chosen", async () => {
  const link = (await centre.createInvite("new", circle)).href;
  const user = await User.at(browsers, "You", desktop);
  await user.signUpBy(link);
  await user.page.getByText("That name could be taken for the centre").waitFor();
  await user.page.getByLabel("Name your circle sees").fill("Yousef");
  await user.press("Join");
  await user.field
    .or(user.page.getByRole("list", { name: "Circles" }))
    .first()
    .waitFor();
});

test("letters of two alphabets are refused in words that say what to do", async () => {
  const user = await User.at(browsers, "Nic\u{43E}la", phone);
  await user.signUpBy((await centre.createInvite("two alphabets", circle)).href);
  await user.page.getByText("Please write the name in one alphabet.").waitFor();
  await assertAccessible(user, "name-mixed");
  await user.context.close();
});

test("names that are taken are refused kindly, and the third of them ends the invite", async () => {
  const link = (await centre.createInvite("curious", circle)).href;
  const user = await User.at(browsers, "Jo\u{E9}lle", phone);
  const offered = user.page.getByText(/Someone signs in with that name already.*such as /);
  user.signInName = jose.signInName;
  await user.signUpBy(link);
  await offered.waitFor();
  await assertAccessible(user, "sign-in-name-taken");
  await user.page.getByLabel("Sign-in name").fill(mo.signInName);
  await user.press("Join");
  await offered.filter({ hasText: "One more name that is taken ends this invite." }).waitFor();
  await user.page.getByLabel("Name your circle sees").fill("Jose");
  await user.press("Join");
  await user.page.getByRole("alert").filter({ hasText: "ask whoever gave it to you" }).waitFor();
  assert.equal(await user.page.getByRole("button", { name: "Join", exact: true }).count(), 0);
  await assertAccessible(user, "invite-locked");
  // Opened once more, it says so at once.
  await user.page.goto("about:blank");
  await user.page.goto(link);
  await user.page.getByRole("alert").filter({ hasText: "ask whoever gave it to you" }).waitFor();
  assert.equal(await user.page.getByLabel("Sign-in name").count(), 0);
  await user.context.close();
});
