// What was typed into a form and not saved: it is there again after a look at another
// screen, goes when it is discarded or saved, and with whoever signs out.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

let server, browsers, centre, kay, circle, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  dee = await centre.createUser("Dee", circle, { device: phone });
  await centre.createUserWithoutClient("Lee", circle);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

const notSaved = ({ page }) => page.getByText("Not saved yet.");

const tab = ({ page }, name) => page.getByRole("link", { name, exact: true }).click();

const lastStep = ({ page }) => page.getByLabel(/^Step \d+$/).last();

/** To the part of the centre that is named, by way of another one. */
async function leaveAndComeBack(one, part) {
  await tab(one, "Settings and audit");
  await one.page.getByRole("heading", { name: "Audit", exact: true }).waitFor();
  await tab(one, part);
}

test("a line on the help card is there again after a look at another tab", async () => {
  await kay.page.goto(`${server.origin}/centre?show=help`);
  await kay.press("Add a step");
  await lastStep(kay).fill("Stay with them.");
  assert.equal(await notSaved(kay).count(), 0, "nobody is told while they type");
  await leaveAndComeBack(kay, "Help");
  await notSaved(kay).waitFor();
  assert.equal(await lastStep(kay).inputValue(), "Stay with them.");
  await assertAccessible(kay, "unsaved-help-card");
});

test("it is discarded by one press, and not offered again", async () => {
  await kay.press("Discard changes");
  await kay.page.getByText("Discarded.").waitFor();
  const steps = kay.page.getByLabel(/^Step \d+$/);
  assert.ok(
    !(await steps.evaluateAll((all) => all.map((one) => one.value))).includes("Stay with them."),
  );
  await leaveAndComeBack(kay, "Help");
  await kay.page.getByRole("button", { name: "Save the card" }).waitFor();
  assert.equal(await notSaved(kay).count(), 0);
});

test("once it is saved, it is not offered again", async () => {
  await lastStep(kay).fill("Stay until help is there.");
  await leaveAndComeBack(kay, "Help");
  await notSaved(kay).waitFor();
  await kay.press("Save the card");
  await kay.page.getByText("Saved.", { exact: true }).waitFor();
  await leaveAndComeBack(kay, "Help");
  await kay.page.getByRole("button", { name: "Save the card" }).waitFor();
  assert.equal(await lastStep(kay).inputValue(), "Stay until help is there.");
  assert.equal(await notSaved(kay).count(), 0);
});

test("when somebody else saved the card meanwhile, the text stays and the form says so", async () => {
  await lastStep(kay).fill("Stay, and call again.");
  await tab(kay, "Settings and audit");
  const card = await (await kay.context.request.get(`${server.origin}/api/help-card`)).json();
  await ask(kay, [{ type: "change_help_card", card: { ...card, steps: ["Call 911"] } }]);
  await tab(kay, "Help");
  await kay.page.getByText("Somebody else has changed this too").waitFor();
  assert.equal(await lastStep(kay).inputValue(), "Stay, and call again.");
  await assertAccessible(kay, "unsaved-help-card-changed-by-others");
  await kay.press("Discard changes");
  assert.equal(await lastStep(kay).inputValue(), "Call 911");
});

test("a new circle, a new name and a new invite are kept too", async () => {
  await tab(kay, "Circles and invites");
  await kay.press("New circle");
  const making = kay.page.getByRole("form", { name: "New circle" });
  await making.getByLabel("Circle name").fill("Early risers");
  await kay.page.getByRole("button", { name: /^Walkers/ }).click();
  const renaming = kay.page.getByRole("form", { name: "Change Walkers" });
  await renaming.getByLabel("Circle name").fill("Hikers");
  const inviting = kay.page.getByRole("form", { name: "New invite" });
  await inviting.getByLabel("Invite as").selectOption("moderator");
  await inviting.getByLabel(/^Label/).fill("For Sam");
  await leaveAndComeBack(kay, "Circles and invites");
  await expect(notSaved(kay)).toHaveCount(3);
  assert.equal(await making.getByLabel("Circle name").inputValue(), "Early risers");
  assert.equal(await renaming.getByLabel("Circle name").inputValue(), "Hikers");
  assert.equal(await inviting.getByLabel("Invite as").inputValue(), "moderator");
  assert.equal(await inviting.getByLabel(/^Label/).inputValue(), "For Sam");
  await assertAccessible(kay, "unsaved-circles-and-invites");
  await kay.press("Save", renaming);
  await kay.page.getByRole("button", { name: /^Hikers/ }).waitFor();
  await kay.press("Cancel", making);
  await kay.press("Discard changes", inviting);
  await leaveAndComeBack(kay, "Circles and invites");
  await inviting.waitFor();
  assert.equal(await notSaved(kay).count(), 0);
  assert.equal(await making.count(), 0);
});

test("a chosen person is still chosen once the lists have loaded", async () => {
  await tab(kay, "Mentors");
  const adding = kay.page.getByRole("form", { name: "Add a mentor" });
  const picker = adding.getByLabel("Add a mentor");
  const option = picker.locator("option", { hasText: "Invite of Lee" });
  await option.waitFor({ state: "attached" });
  const lee = await option.getAttribute("value");
  await picker.selectOption(lee);
  await leaveAndComeBack(kay, "Mentors");
  await option.waitFor({ state: "attached" });
  await expect(picker).toHaveValue(lee);
  await kay.press("Discard changes", adding);
  assert.equal(await picker.inputValue(), "");
});

test("only a page with unsaved changes asks before it closes", async () => {
  const asked = [];
  kay.page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await kay.page.reload();
  assert.deepEqual(asked, []);
  const picker = kay.page.getByLabel("Mentee");
  await kay.page.goto(`${server.origin}/centre?show=help`);
  await lastStep(kay).fill("");
  await lastStep(kay).pressSequentially("Half a line");
  await kay.page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  assert.equal(await picker.count(), 0);
});

test("an unfinished meeting is kept", async () => {
  await kay.page.goto(`${server.origin}/meetings`);
  await kay.press("New meeting");
  await kay.page.getByLabel("Title").fill("Walk by the river");
  await kay.page.getByRole("link", { name: "Search", exact: true }).click();
  await kay.page.getByRole("searchbox").waitFor();
  await kay.page.goBack();
  await notSaved(kay).waitFor();
  assert.equal(await kay.page.getByLabel("Title").inputValue(), "Walk by the river");
  await kay.press("Cancel");
  await kay.press("New meeting");
  assert.equal(await kay.page.getByLabel("Title").inputValue(), "");
});

test("on a phone, the forms of an alum's own page are kept too", async () => {
  await dee.page.goto(`${server.origin}/care`);
  await dee.page.getByText("Your number, and an emergency contact").first().click();
  await dee.page.getByLabel("Emergency contact: who").fill("Robin, my sister");
  await dee.page.getByLabel("Angry").check();
  await dee.page.getByText("A few words, if you like").click();
  await dee.page.getByLabel("Your words").fill("It was a long day.");
  await dee.press("Back");
  await tab(dee, "Check-in");
  await notSaved(dee).waitFor();
  await dee.page.getByText("Not sent yet.").waitFor();
  assert.equal(
    await dee.page.getByLabel("Emergency contact: who").inputValue(),
    "Robin, my sister",
  );
  assert.equal(await dee.page.getByLabel("Your words").inputValue(), "It was a long day.");
  assert.ok(await dee.page.getByLabel("Angry").isChecked());
  await assertAccessible(dee, "unsaved-care-phone");
  await dee.press("Not today, I'm OK");
  await dee.page.getByText("Good to hear from you.").waitFor();
  await dee.press("Check in again");
  assert.equal(await dee.page.getByText("Not sent yet.").count(), 0);
  assert.ok(!(await dee.page.getByLabel("Angry").isChecked()));
});

test("the text of a report is kept when its dialog closes", async () => {
  await dee.page.goto(`${server.origin}/circle/${circle.id}?show=members`);
  const open = async () => {
    await dee.press("Actions for Lee");
    await dee.page.getByRole("menuitem", { name: "Report" }).click();
  };
  await open();
  await dee.dialog.getByText("Say more first, if you like").click();
  await dee.dialog.getByLabel("Your words").fill("It was like this.");
  await dee.press("Cancel", dee.dialog);
  await open();
  await dee.dialog.getByText("Not sent yet.").waitFor();
  assert.equal(await dee.dialog.getByLabel("Your words").inputValue(), "It was like this.");
  await assertAccessible(dee, "unsent-report-phone");
  await dee.press("Discard", dee.dialog);
  assert.equal(await dee.dialog.getByLabel("Your words").inputValue(), "");
  await dee.press("Cancel", dee.dialog);
});

test("an unsent private request is asked about before the page closes", async () => {
  const asked = [];
  const accept = (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  };
  dee.page.on("dialog", accept);
  await dee.page.goto(`${server.origin}/care`);
  await dee.press("Check in again");
  await dee.page.getByText("A few words, if you like").click();
  await dee.page.getByLabel("Your words").pressSequentially("A long day");
  await dee.page.reload();
  assert.deepEqual(asked, ["beforeunload"]);
  // What the device keeps is there again.
  await dee.page.goto(`${server.origin}/circle/${circle.id}`);
  await dee.field.click();
  await dee.field.pressSequentially("Half a thought");
  await dee.page.reload();
  await expect(dee.field).toHaveValue("Half a thought");
  assert.equal(asked.length, 1);
  dee.page.off("dialog", accept);
});

test("an unfinished message is asked about before signing out", async () => {
  await dee.page.goto(`${server.origin}/settings`);
  await dee.press("Sign out");
  await dee.dialog.getByText("A message that you began is not sent.").waitFor();
  await assertAccessible(dee, "begun-sign-out-phone");
  await dee.press("Stay signed in", dee.dialog);
  await dee.page.goto(`${server.origin}/circle/${circle.id}`);
  await expect(dee.field).toHaveValue("Half a thought");
  await dee.field.fill("");
});

test("signing out asks first, and leaves nothing behind", async () => {
  await dee.page.goto(`${server.origin}/care`);
  await dee.page.getByText("Your number, and an emergency contact").first().click();
  await dee.page.getByLabel("Their telephone number").fill("555 0123");
  await dee.press("Back");
  await tab(dee, "Settings");
  await dee.press("Sign out");
  await dee.dialog
    .getByText("Something that you wrote or changed in a form is not saved")
    .waitFor();
  await assertAccessible(dee, "unsaved-sign-out-phone");
  await dee.press("Sign out anyway", dee.dialog);
  await dee.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await dee.signIn();
  await tab(dee, "Check-in");
  await dee.page.getByText("Your number, and an emergency contact").first().click();
  assert.equal(await dee.page.getByLabel("Their telephone number").inputValue(), "");
  assert.equal(await notSaved(dee).count(), 0);
});
