// Making a meeting on a phone: how often it comes again is worded from its day, its
// time zone is chosen from a list, and what others read of it can't mislead them.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { ask, setUp } from "./set-up.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const dayMs = 86_400_000;
const chicago = { timezoneId: "America/Chicago", locale: "en-US" };

let server, browsers, circle, kay, jo, dee;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  kay = centre.coordinator;
  circle = await centre.createCircle("Walkers");
  jo = await centre.createUser("Jo", circle, {
    role: "moderator",
    device: { ...phone, ...chicago },
  });
  dee = await centre.createUser("Dee", circle, {
    device: { ...desktop, ...chicago },
  });
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** The days from three days ahead on, as "2026-10-31". */
const daysAhead = Array.from({ length: 150 }, (_, at) =>
  new Date(Date.now() + (at + 3) * dayMs).toISOString().slice(0, 10),
);
const monthOf = (day) => day.slice(0, 7);
const isSaturday = (day) => new Date(day).getUTCDay() === 6;
const isLastSaturday = (day) =>
  isSaturday(day) && monthOf(new Date(Date.parse(day) + 7 * dayMs).toISOString()) !== monthOf(day);

const form = ({ page }) => page.getByRole("form", { name: "New meeting" });
const meeting = ({ page }, title) => page.getByRole("article", { name: title }).first();

async function begin(one, title, day) {
  await one.goTo("/meetings");
  await one.press("New meeting");
  await form(one).getByLabel("Title").fill(title);
  await form(one).getByLabel("Day", { exact: true }).fill(day);
  return {
    often: form(one).getByLabel("How often"),
    zone: form(one).getByLabel("Time zone"),
  };
}

const wordsOf = (select) =>
  select.locator("option").evaluateAll((all) => all.map((one) => one.textContent.trim()));

/** The days in four months on which the server has it. */
async function daysOf(title) {
  const [from, middle] = [daysAhead[0], daysAhead[90]];
  const lists = await ask(jo, [
    { type: "list_meetings", from, days: 90 },
    { type: "list_meetings", from: middle, days: 51 },
  ]);
  const days = lists.flatMap(({ meetings }) =>
    meetings.filter((it) => it.title === title).map((it) => it.on),
  );
  return days.filter((day) => day < daysAhead[140]);
}

test("a meeting on the last Saturday is made at a phone, in a zone that is chosen", async () => {
  const day = daysAhead.find(isLastSaturday);
  const { often, zone } = await begin(jo, "Late walk", day);
  assert.equal(await zone.inputValue(), "America/Chicago");
  const first = zone.locator("optgroup").first();
  assert.equal(await first.getAttribute("label"), "This device");
  assert.equal(await first.innerText(), "Chicago (Central Time)");
  await zone.selectOption({ label: "Los Angeles (Pacific Time)" });
  await form(jo).getByLabel("Time", { exact: true }).fill("23:00");
  assert.ok((await wordsOf(often)).includes("Every week on Saturday"));
  await often.selectOption({ label: "Every month on the last Saturday" });
  await form(jo).getByLabel("Place (optional)").fill("12 Oak Street");
  await assertAccessible(jo, "new meeting on the last Saturday");
  await jo.press("Create meeting");
  // Where it is read it is Sunday by then.
  const card = meeting(jo, /^Late walk, 1:00/);
  await card.getByText("Every month on the last Saturday in Los Angeles").waitFor();
  await card.getByText(/Sat,? 11:00\sPM in Los Angeles\)$/).waitFor();
  await assertAccessible(jo, "meetings with the last Saturday");
  assert.deepEqual(await daysOf("Late walk"), daysAhead.slice(0, 140).filter(isLastSaturday));
});

test("a meeting on the 31st says that some months are left out, and what leaves none", async () => {
  const day = daysAhead.find((one) => one.endsWith("-31"));
  const { often } = await begin(jo, "Month's end", day);
  const words = await wordsOf(often);
  assert.equal(words.filter((one) => one.startsWith("Every month")).length, 2, words.join());
  assert.match(words.at(-1), /^Every month on the last \w+day$/);
  const hint = form(jo).getByText(/are left out/);
  assert.equal(await hint.count(), 0);
  await often.selectOption({ label: "Every month on the 31st" });
  await hint.waitFor();
  const told = `Months without a 31st are left out. “${words.at(-1)}” leaves out none.`;
  assert.equal(await hint.innerText(), told);
  await assertAccessible(jo, "new meeting on the 31st");
  await form(jo).getByLabel("Place (optional)").fill("By the river");
  await jo.press("Create meeting");
  await meeting(jo, /^Month's end/)
    .getByText("Every month on the 31st")
    .waitFor();
  const expected = daysAhead.slice(0, 140).filter((one) => one.endsWith("-31"));
  assert.deepEqual(await daysOf("Month's end"), expected);
});

test("with another day the choice goes to what that day allows, and comes back", async () => {
  const last = daysAhead.find((one) => one.endsWith("-31"));
  const { often } = await begin(jo, "Second thoughts", last);
  await often.selectOption("monthly_last_weekday");
  const day = form(jo).getByLabel("Day", { exact: true });
  await day.fill(`${monthOf(last)}-10`);
  await expect(often).toHaveValue("monthly_weekday");
  assert.match(await often.locator("option:checked").innerText(), /^Every month on the second /);
  await day.fill(last);
  await expect(often).toHaveValue("monthly_last_weekday");
  await jo.press("Cancel", form(jo));
});

test("where a meeting leads is shown as it is, and its words turn nothing around", async () => {
  // Cyrillic letters throughout, with the account of a bank before the host.
  const link = "https://bank.example@аррӏе.com:8443/room";
  const { often } = await begin(jo, "ערב טוב", daysAhead[0]);
  assert.equal(await often.inputValue(), "never");
  await form(jo).getByLabel("Online address (optional)").fill(link);
  await form(jo).getByLabel("Place (optional)").fill("רחוב 12");
  await jo.press("Create meeting");
  await dee.goTo("/meetings");
  const card = meeting(dee, /^\u2068ערב טוב/);
  await card.getByText("Online at xn--80ak6aa92e.com").waitFor();
  const join = card.getByRole("link", { name: "Join online" });
  assert.equal(await join.getAttribute("href"), "https://xn--80ak6aa92e.com:8443/room");
  for (const words of ["ערב טוב", "רחוב 12", "xn--80ak6aa92e.com"]) {
    const direction = card
      .getByText(words, { exact: true })
      .evaluate((one) => getComputedStyle(one).unicodeBidi);
    assert.equal(await direction, "isolate", words);
  }
  await assertAccessible(dee, "meeting with a misleading link");
  await jo.press("Cancel meeting", meeting(jo, /^\u2068ערב טוב/));
  await assertAccessible(jo, "calling a meeting off");
  await jo.press("Cancel meeting", jo.dialog);
  await expect(meeting(jo, /^\u2068ערב טוב/)).toHaveCount(0);
});

test("an alum chooses the zone that their days go by", async () => {
  await jo.goTo("/care");
  const zone = jo.page.getByLabel("Time zone");
  assert.equal(await zone.locator("option:checked").innerText(), "As at your centre: New York");
  await jo.page.getByText(/This device goes by Chicago\.$/).waitFor();
  await zone.selectOption({ label: "São Paulo" });
  const times = jo.page.getByRole("region", { name: "Times and pauses" });
  await assertAccessible(jo, "times and pauses");
  await jo.press("Save", times);
  const kept = async () => (await ask(jo, [{ type: "show_care" }]))[0].care.zone;
  await expect.poll(kept).toBe("America/Sao_Paulo");
  await jo.page.reload();
  assert.equal(await zone.locator("option:checked").innerText(), "São Paulo");
  await zone.selectOption({ label: "As at your centre: New York" });
  await jo.press("Save", times);
  await expect.poll(kept).toBe(null);
});

test("the form is whole at a desktop too", async () => {
  const last = daysAhead.find((one) => one.endsWith("-31"));
  const { often, zone } = await begin(kay, "Staff breakfast", last);
  await often.selectOption("monthly");
  await zone.selectOption({ label: "Phoenix (Mountain Time all year)" });
  await assertAccessible(kay, "new meeting at a desktop");
});

test("the centre chooses its own", async () => {
  await kay.goTo("/centre?show=audit");
  const zone = kay.page.getByLabel("The centre's time zone");
  assert.equal(await zone.inputValue(), "America/New_York");
  await zone.selectOption({ label: "Denver (Mountain Time)" });
  await assertAccessible(kay, "centre's time zone");
  const settings = kay.page.getByRole("region", { name: "Centre settings" });
  await kay.press("Save", settings);
  await settings.getByText("Saved.").waitFor();
  await kay.page.reload();
  await expect(zone).toHaveValue("America/Denver");
});
