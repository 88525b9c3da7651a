// The whole walk through the screens: an empty centre, its coordinator, a circle,
// and two people who sign up, one at a phone, and talk.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { User } from "./user.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const circle = "Tuesday table";
let server, browsers, kay, mo, dee;
const links = {};

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  kay = await User.at(browsers, "Kay", desktop);
  mo = await User.at(browsers, "Mo", desktop);
  dee = await User.at(browsers, "D", phone);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

async function invite(role, label) {
  await kay.page.getByLabel("Invite as").selectOption({ label: role });
  await kay.page.getByLabel("Label (optional)").fill(label);
  await kay.press("Create invite");
  await kay.page.getByRole("listitem").filter({ hasText: label }).waitFor();
  const link = await kay.page.getByLabel("Invite link").inputValue();
  await kay.press("Done");
  return link;
}

const answerTo = async (user, link) => {
  await user.page.goto("about:blank");
  await user.page.goto(link);
  await user.page.getByRole("alert").waitFor();
  return user.page.getByRole("main").innerText();
};

test("the first coordinator signs up by the printed link and makes a circle", async () => {
  await kay.signUpBy(server.firstLink);
  await kay.page.getByText("No circles here yet.").waitFor();
  assert.equal(new URL(kay.page.url()).hash, "", "the token has left the address bar");
  await kay.page.getByRole("link", { name: "Set up a circle" }).click();
  await kay.press("New circle");
  const field = kay.page.getByLabel("Circle name");
  await expect(field).toBeFocused();
  await kay.page.getByLabel("Circle name").fill(circle);
  await kay.press("Create circle");
  await kay.page.getByRole("button", { name: `${circle} 0 of 30 members` }).waitFor();
});

test("each invite shows its link once", async () => {
  links.mo = await invite("Moderator", "Mo from Monday's call");
  links.dee = await invite("Member", "D, met in spring");
  links.spare = await invite("Member", "Spare");
  const shown = await kay.page.getByRole("list", { name: "Invites" }).innerText();
  for (const link of Object.values(links)) assert.ok(!shown.includes(link.split("#")[1]));
});

test("the audit says so without a reload, and a withdrawn link is not given away", async () => {
  await kay.page.getByRole("link", { name: "Settings and audit" }).click();
  const audit = kay.page.getByRole("list", { name: "Audit" }).getByRole("listitem");
  await audit.filter({ hasText: /Created a circle[^]*You/ }).waitFor();
  await kay.page.getByRole("link", { name: "Circles and invites" }).click();
  await kay.page.getByLabel("Label (optional)").fill("A slip");
  await kay.press("Create invite");
  await kay.page.getByLabel("Invite link").waitFor();
  await kay.page.getByRole("button", { name: "Withdraw the invite: A slip" }).click();
  await kay.page.getByLabel("Invite link").waitFor({ state: "detached" });
  await kay.page.getByRole("link", { name: "Settings and audit" }).click();
  await audit.filter({ hasText: "Withdrew an invite" }).waitFor();
});

test("a name that sounds like a role is refused, and what was typed stays", async () => {
  await mo.signUpBy(links.mo);
  await mo.inList(circle).waitFor();
  const alias = dee.alias;
  dee.alias = "Moderator D";
  await dee.signUpBy(links.dee);
  dee.alias = alias;
  const field = dee.page.getByLabel("Name your circle sees");
  await dee.page.getByRole("alert").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(await field.inputValue(), "Moderator D");
  assert.equal(await dee.page.getByLabel("Sign-in name").inputValue(), dee.signInName);
  assert.notEqual(await dee.page.getByLabel("Passphrase", { exact: true }).inputValue(), "");
  await field.fill("D");
  await dee.press("Join");
  await dee.field.waitFor();
});

test("a used link and a wrong link get the same answer", async () => {
  const stranger = await User.at(browsers, "Nobody", desktop);
  const used = await answerTo(stranger, links.dee);
  assert.equal(await answerTo(stranger, `${links.dee.slice(0, -6)}Wrong0`), used);
  assert.match(used, /can make a new one/);
  await stranger.context.close();
});

test("what one writes the other sees at once, both ways", async () => {
  await mo.openCircle(circle);
  await mo.say("Good morning, D. Glad you are here.");
  await dee.sees("Good morning, D. Glad you are here.");
  await dee.say("Morning! First coffee of the week.");
  await mo.sees("Morning! First coffee of the week.");
  assert.deepEqual(await mo.said(), await dee.said());
});

test("a reply carries the words it answers", async () => {
  await dee.choose("Good morning, D.", "Reply");
  await dee.page.getByText("Replying", { exact: true }).waitFor();
  await dee.say("Thank you for the welcome.");
  await mo.sees("Thank you for the welcome.");
  const reply = mo.page.getByRole("article").last();
  await reply.getByRole("button", { name: /In reply to.*Glad you are here/ }).waitFor();
});

test("a word of support is seen by its receiver, and can be taken back", async () => {
  await mo.choose("First coffee", "Proud of you");
  await dee.message("First coffee").getByText("Proud of you Mo").waitFor();
  const said = mo.message("First coffee").getByRole("button", { name: "Proud of you: you" });
  await said.click();
  await dee.message("First coffee").getByText("Proud of you Mo").waitFor({ state: "detached" });
});

test("an edit shows everywhere, and says that it is one", async () => {
  await dee.choose("First coffee", "Edit");
  assert.equal(await dee.field.inputValue(), "Morning! First coffee of the week.");
  await dee.field.fill("Morning! Seco");
  // At once: the page has no time but its own farewell to keep what was typed.
  await dee.page.reload();
  await expect(dee.field).toHaveValue("Morning! Seco");
  await dee.field.fill("Morning! Second coffee already.");
  await dee.press("Save");
  await mo.message("Second coffee").getByText("Edited").waitFor();
  await expect(dee.field).toHaveValue("");
});

test("a deleted message leaves no word behind, quotations included", async () => {
  await mo.choose("Good morning, D.", "Delete");
  await mo.press("Delete", mo.dialog);
  await dee.page.getByRole("button", { name: /In reply to.*was deleted/ }).waitFor();
  for (const one of [mo, dee]) {
    assert.equal((await one.said())[0], "This message was deleted");
    assert.equal(await one.page.getByText("Glad you are here").count(), 0);
  }
});

test("a mention is offered while typing, and stands out for the one it means", async () => {
  await mo.field.pressSequentially("How was the walk, @d");
  await mo.page.getByRole("option", { name: "D" }).waitFor();
  await mo.field.press("Enter");
  assert.equal(await mo.field.inputValue(), "How was the walk, @D ");
  await mo.field.pressSequentially("?");
  await mo.field.press("Enter");
  await dee.message("How was the walk").locator("strong").getByText("@D").waitFor();
});

test("a moderator pins, and a member is not offered to", async () => {
  const menu = await dee.openMenuOf("Second coffee");
  const items = await menu.getByRole("menuitem").allInnerTexts();
  assert.deepEqual(
    items.map((item) => item.trim()),
    ["Reply", "Copy text", "Edit", "Content note", "Delete", "Close"],
  );
  await menu.getByRole("menuitem", { name: "Close" }).click();
  await mo.choose("Second coffee", "Pin");
  await dee.message("Second coffee").getByText("Pinned").waitFor();
  await dee.chooseInCircleMenu("Pinned messages");
  const pins = dee.page.getByRole("list", { name: "Pinned messages" });
  await pins.getByRole("button", { name: /Second coffee already/ }).click();
  await dee.sees("Second coffee");
});

test("the list counts what is new, and says when one was meant", async () => {
  await dee.press("Back");
  await dee.inList(circle).waitFor();
  await mo.say("Soup is on the stove.");
  await mo.say("There is enough for @D too.");
  await dee.inList(/You were mentioned\. 2 new\./).waitFor();
  await expect(dee.page).toHaveTitle("(2) Circles");
  await dee.openCircle(circle);
  await dee.page.getByText("New since you were here").waitFor();
  await expect(dee.page).toHaveTitle("Circles");
});

test("an address of a circle that is not one's own says there is nothing", async () => {
  await kay.goTo(new URL(mo.page.url()).pathname);
  const own = await kay.page.getByRole("main").innerText();
  await kay.goTo("/circle/00000000-0000-4000-8000-000000000000");
  await kay.page.getByRole("heading", { name: "Not found" }).waitFor();
  assert.equal(await kay.page.getByRole("main").innerText(), own);
});
