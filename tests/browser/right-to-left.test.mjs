// Right-to-left names inside left-to-right sentences: each stays at its place in the
// sentence, and does not reorder the text beside it.

import assert from "node:assert/strict";
import { test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { assertAccessible } from "./accessibility.mjs";
import { setUp } from "./set-up.mjs";
import { phone, Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const dana = "דנה";
const rina = "רינה";
const walkers = "مجموعة 7";

let server, browsers, centre, circle, mo, one;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle(walkers);
  mo = await centre.createUser("Mo", circle, { role: "moderator" });
  one = await centre.createUser(dana, circle);
  await centre.createUserWithoutClient(rina, circle);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

/** Where each of these pieces of its text begins on the screen, from the left. */
function leftEdges(place, pieces) {
  return place.evaluate((element, wanted) => {
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const text = nodes.map(({ data }) => data).join("");
    let from = 0;
    return wanted.map((piece) => {
      const at = text.indexOf(piece, from);
      if (at < 0) throw new Error(`"${piece}" is not in "${text}"`);
      from = at + piece.length;
      const range = document.createRange();
      let before = 0;
      for (const node of nodes) {
        const [start, end] = [at - before, from - before];
        if (start >= 0 && start < node.length) range.setStart(node, start);
        if (end > 0 && end <= node.length) range.setEnd(node, end);
        before += node.length;
      }
      return range.getBoundingClientRect().left;
    });
  }, pieces);
}

/** They stand in one row in the order in which they are read. */
async function inOrder(place, ...pieces) {
  await place.waitFor();
  const edges = await leftEdges(place, pieces);
  assert.deepEqual(
    edges,
    edges.toSorted((a, b) => a - b),
    pieces.join(" | "),
  );
}

test("two right-to-left names in a row keep the order of the sentence", async () => {
  const lee = await centre.createUser("Lee", circle, { device: phone });
  await mo.say("Welcome.");
  await lee.choose("Welcome.", "With you");
  await one.choose("Welcome.", "With you");
  const support = mo.message("Welcome.").getByText("With you").last();
  await support.getByText(dana).waitFor();
  await inOrder(support, "With you", "Lee", "and", dana);
  await inOrder(mo.page.locator("p", { hasText: `${dana}` }).getByText("joined"), dana, "joined");
});

test("text that begins with a number stays after the name", async () => {
  await one.say("2 דברים");
  const latest = mo.page.getByRole("list", { name: "Circles" }).locator(".latest");
  await latest.getByText("דברים").waitFor();
  await inOrder(latest, dana, ":", "2");
});

test("the header and the list show a circle name as it is written", async () => {
  const head = mo.page.getByRole("heading", { name: walkers });
  assert.equal(await head.locator("bdi").innerText(), walkers);
  await mo.press("Members");
  await assertAccessible(mo, "names from right to left");
});

test("in a question, only the name runs from right to left", async () => {
  await mo.page.getByRole("button", { name: `Actions for \u2068${dana}\u2069` }).click();
  await mo.page.getByRole("menuitem", { name: "Block" }).click();
  await inOrder(mo.dialog.getByRole("heading"), "Block", dana, "?");
  await inOrder(mo.dialog.getByText("In a circle you share"), "any more.", dana, "is not told");
  await assertAccessible(mo, "a question about a name from right to left");
  await mo.press("Cancel", mo.dialog);
});

test("in the centre's labels too, only the name runs from right to left", async () => {
  const { coordinator: kay } = centre;
  await kay.page.goto(`${server.origin}/centre`);
  const invites = kay.page.getByRole("list", { name: "Invites" });
  const purpose = invites.locator("p", { hasText: walkers }).first();
  await inOrder(purpose, "Member", "·", "7");
  await kay.page.getByRole("button", { name: walkers }).click();
  const closing = kay.page.getByRole("form", { name: `Change \u2068${walkers}\u2069` });
  await kay.press("Close this circle", closing);
  await inOrder(kay.dialog.getByRole("heading"), "Close", "7", "?");
  await kay.press("Keep it open", kay.dialog);
  await assertAccessible(kay, "a centre with names from right to left");
});
