// Screens say what this device doesn't have, never that there is nothing; and why no
// live connection stands.

import assert from "node:assert/strict";
import test, { after, afterEach, before } from "node:test";
import { device } from "./device.mjs";
import { eventually } from "./eventually.mjs";
import { House } from "./house.mjs";
import { passphrase, Person } from "./person.mjs";
import { Proxy } from "./proxy.mjs";
import { settle } from "./settle.mjs";
import { phone, Street } from "./street.mjs";

let house, proxy, street, centre, circle, ana;

before(async () => {
  house = new House({ settings: ["sockets_per_account=2"] });
  await house.start();
  proxy = await Proxy.before(house.origin);
  house.origin = proxy.origin;
  street = await Street.open(house);
  centre = await settle(street);
  circle = await centre.circle("Walkers");
  ana = await centre.person("Ana", circle);
  await ana.say("Said before anybody else came.");
  await ana.sees("Said before anybody else came.");
});
after(async () => {
  await street?.close();
  await proxy?.close();
  await house?.close();
});
afterEach(() => {
  proxy.sockets = true;
  street.mindFaults();
});

test("a proxy that refuses sockets is told from no network, and no circle is denied", async () => {
  const ben = await centre.newcomer("Ben", circle, { device: phone });
  street.mayLoseNetwork(ben.context);
  await ben.context.clearCookies();
  proxy.sockets = false;
  await ben.page.goto(house.origin);
  await ben.page.getByLabel("Sign-in name").fill(ben.signInName);
  await ben.page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await ben.press("Sign in");
  await ben.connection.getByText("This network lets no live messages through.").waitFor();
  await ben.page.getByText("Your circles aren't on this device yet.").waitFor();
  assert.equal(await ben.page.getByText("No circles here yet").count(), 0);
  proxy.sockets = true;
  await ben.press("Try now");
  await ben.inList("Walkers").waitFor();
  await eventually(ben.page, () => ben.connection.innerText(), "");
});

test("a newcomer is not told that it is quiet, and an offline one not that it is empty", async () => {
  const cho = await centre.newcomer("Cho", circle, { device: phone });
  const { page, context } = cho;
  street.mayLoseNetwork(context);
  await page.goto(`${house.origin}/circle/${circle.id}`);
  await page.getByText("Say hello when you like.").waitFor();
  await page.getByText("from the day you joined").waitFor();
  assert.equal(await page.getByText("Said before anybody else came.").count(), 0);
  await context.setOffline(true);
  await page.getByText("on this device yet.").waitFor();
  assert.equal(await page.getByText("Say hello when you like.").count(), 0);
  await context.setOffline(false);
  await page.getByText("Say hello when you like.").waitFor();
});

test("what this device has not read yet is said to be missing, until it comes", async () => {
  const dee = await centre.newcomer("Dee", circle, { device: phone });
  const { page, context } = dee;
  street.mayLoseNetwork(context);
  await ana.say("Said while Dee was away.");
  await page.goto(house.origin);
  await dee.inList("Walkers").waitFor();
  await eventually(page, async () => (await device(dee)).circles.length, 1);
  await context.setOffline(true);
  await dee.connection.getByText("No network.").waitFor();
  await dee.openCircle("Walkers");
  await page.getByText("These messages aren't on this device yet.").waitFor();
  await dee.press("Circle menu");
  await page.getByRole("menuitem", { name: "Pinned messages" }).click();
  await page.getByText("Pinned messages aren't on this device yet.").waitFor();
  await page.goBack();
  await context.setOffline(false);
  await dee.sees("Said while Dee was away.");
});

test("a circle that this device doesn't know is not denied without a network", async () => {
  const fay = await centre.newcomer("Fay", circle, { device: phone });
  const { page, context } = fay;
  street.mayLoseNetwork(context);
  await page.goto(house.origin);
  await fay.inList("Walkers").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await context.setOffline(true);
  await page.goto(`${house.origin}/circle/another-one`);
  await page.getByRole("heading", { name: "This isn't on this device yet" }).waitFor();
  await context.setOffline(false);
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
});

test("one tab too many: the first says so, and takes over when it is asked", async () => {
  const eve = await centre.person("Eve", circle);
  const statusOf = (page) => page.getByRole("status", { name: "Connection" });
  // The oldest one gives way, so one after the other, each with a live connection.
  const tabs = [eve];
  for (const nth of ["first", "second", "third"]) {
    const tab = tabs.at(-1);
    await tab.say(`From the ${nth} tab.`);
    await ana.sees(`From the ${nth} tab.`);
    if (nth === "third") break;
    const next = new Person("Eve", eve.context, await eve.context.newPage());
    await next.page.goto(`${house.origin}/circle/${circle.id}`);
    await next.field.waitFor();
    tabs.push(next);
  }
  const [first, second] = tabs.map(({ page }) => page);
  await statusOf(first).getByText("Open in several other tabs or devices").waitFor();
  assert.equal(await statusOf(first).getByText("Connection lost").count(), 0);
  await first.getByRole("button", { name: "Use here" }).click();
  await statusOf(second).getByText("Open in several other tabs or devices").waitFor();
  await eventually(first, () => statusOf(first).innerText(), "");
  await eve.say("From the first tab again.");
  await ana.sees("From the first tab again.");
});
