// Words and names in all their shapes: what search finds, whom a mention reaches,
// and which names can't be had.

import assert from "node:assert/strict";
import test, { after, afterEach, before } from "node:test";
import { House } from "./house.mjs";
import { Person } from "./person.mjs";
import { settle } from "./settle.mjs";
import { desktop, phone, Street } from "./street.mjs";

let house, street, centre, circle, jose, mo;

before(async () => {
  house = new House();
  await house.start();
  street = await Street.open(house);
  centre = await settle(street);
  await centre.holdNothing();
  circle = await centre.circle("Tuesday table");
  jose = await centre.person("José", circle, { device: phone });
  mo = await centre.person("Mo", circle);
});
after(async () => {
  await street?.close();
  await house?.close();
});
afterEach(() => street.mindFaults());

test("a word is found in scripts without spaces and whatever its accents", async () => {
  const walk = "今日は近所の公園を散歩しました";
  const soup = "Łukasz hat Suppe 🍲 auf der Straße";
  await mo.say(walk);
  await mo.sees(walk);
  await mo.say(soup);
  await mo.sees(soup);
  await jose.chooseInCircleMenu("Search this circle");
  const search = jose.page.getByRole("searchbox", { name: "Search in this circle" });
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
  await jose.page.goto(`${house.origin}/circle/${circle.id}`);
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
  const link = (await centre.invite("new", circle)).href;
  const person = await Person.at(street, "You", desktop);
  await person.signUpBy(link);
  await person.page.getByText("The screens here say that for other people.").waitFor();
  await person.page.getByLabel("Name your circle sees").fill("Yousef");
  await person.press("Join");
  await person.field
    .or(person.page.getByRole("list", { name: "Circles" }))
    .first()
    .waitFor();
});
