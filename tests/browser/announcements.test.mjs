// What screen readers are told as it happens: each thing once, and each time anew
// where the words are the same as before.

import test, { after, afterEach, before } from "node:test";
import { eventually } from "./eventually.mjs";
import { House } from "./house.mjs";
import { settle } from "./settle.mjs";
import { Street } from "./street.mjs";

let house, street, ana, ben;

before(async () => {
  house = new House();
  await house.start();
  street = await Street.open(house);
  const centre = await settle(street);
  await centre.holdNothing();
  const circle = await centre.circle("Harbour");
  [ana, ben] = await Promise.all([centre.person("Ana", circle), centre.person("Ben", circle)]);
  await ana.say("Good evening, all.");
  await ana.sees("Good evening, all.");
  await ben.sees("Good evening, all.");
});
after(async () => {
  await street?.close();
  await house?.close();
});
afterEach(() => street.mindFaults());

/** What is added to this region from now on, addition by addition. */
async function listen(region) {
  await region.evaluate((element) => {
    globalThis.added = [];
    new MutationObserver((changes) => {
      const nodes = changes.flatMap(({ addedNodes }) => [...addedNodes]);
      globalThis.added.push(...nodes.map((node) => node.textContent).filter((all) => all !== ""));
    }).observe(element, { childList: true, subtree: true });
  });
  return () => region.page().evaluate(() => globalThis.added);
}

test("three equal messages in a row are spoken three times", async () => {
  const added = await listen(ana.page.getByRole("log", { name: "New messages" }));
  const said = [];
  for (let times = 0; times < 3; times += 1) {
    await ben.say("With you.");
    said.push("Ben: With you.");
    await eventually(ana.page, added, said);
  }
});

test("the same refusal twice in a row is an alert twice", async () => {
  const form = ana.page.getByRole("form", { name: "Write" });
  await ana.field.fill("\u200b");
  const added = await listen(form);
  const alerts = async () => (await added()).filter((all) => /nothing to see/.test(all)).length;
  await ana.press("Send");
  await eventually(ana.page, alerts, 1);
  await ana.press("Send");
  await eventually(ana.page, alerts, 2);
  await ana.field.fill("");
});
