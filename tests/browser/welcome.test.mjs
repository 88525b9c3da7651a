// After joining, on a phone: the circle opens at once, says who is here, offers a first
// line and where Help is; and those who were there can welcome whoever came.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { House } from "./house.mjs";
import { looksRight, narrow } from "./looking.mjs";
import { Person } from "./person.mjs";
import { settle } from "./settle.mjs";
import { Street } from "./street.mjs";

let house, street, centre, circle, mo, dee;

before(async () => {
  house = new House();
  await house.start();
  street = await Street.open(house);
  centre = await settle(street);
  await centre.holdNothing();
  circle = await centre.circle("Walkers");
  mo = await centre.person("Mo", circle, { role: "moderator", device: narrow });
  await centre.newcomer("Lee", circle);
  dee = await Person.at(street, "Dee", narrow);
});

afterEach(() => street.mindFaults());

after(async () => {
  await street?.close();
  await house?.close();
});

const welcome = (one) => one.page.getByRole("region", { name: /^Welcome, / });

test("after joining the circle opens at once, with a welcome", async () => {
  await dee.signUpBy((await centre.invite("Dee", circle)).href);
  await dee.field.waitFor();
  await welcome(dee).getByRole("heading", { name: "Welcome, Dee" }).waitFor();
  await welcome(dee).getByText("Here with you: Mo and Lee.").waitFor();
  await welcome(dee).getByText("Mo moderates this circle.").waitFor();
  await welcome(dee).getByText("“Help” is at the top of every screen").waitFor();
  await looksRight(dee, "a welcome");
  await dee.page.reload();
  await welcome(dee).waitFor();
});

test("a first line goes where one writes, and is sent by nobody but its writer", async () => {
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

test("that Dee joined stays over a reload, and one tap begins a welcome", async () => {
  await mo.page.getByText("Dee joined").waitFor();
  await mo.page.reload();
  await mo.page.getByText("Dee joined").waitFor();
  await looksRight(mo, "somebody joined");
  await mo.press("Welcome Dee");
  assert.equal(await mo.field.inputValue(), "Welcome, @Dee! ");
  await mo.say("Welcome, @Dee! Good to have you.");
  await dee.sees("Welcome, @Dee! Good to have you.");
  await mo.page.getByRole("button", { name: "Welcome Dee" }).waitFor({ state: "detached" });
  await mo.page.getByText("Dee joined").waitFor();
  // Nobody is asked to welcome themselves.
  assert.equal(await dee.page.getByRole("button", { name: /^Welcome/ }).count(), 0);
});
