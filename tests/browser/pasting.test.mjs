// Text that was copied elsewhere brings characters along that nobody sees and the
// server refuses. They are taken out by whatever way they come, with a word about it.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { passphrase } from "./user.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

const noted = "Hidden characters from pasting were removed.";
const hostile =
  "\ufeffA\u001b[31m red\u001b[0m word\u001b]0;title\u0007\u000bnext\r\nlast\u0000\u0085end";
const clean = "A red word\nnext\nlast\nend";

let server, browsers, circle, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  await centre.disableHolding();
  circle = await centre.createCircle("Harbour");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", circle),
    centre.createUser("Ben", circle),
  ]);
  await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

async function paste(field, text) {
  await field.focus();
  // What a page may copy is no more hostile than what a terminal does.
  await ana.page.evaluate((all) => navigator.clipboard.writeText(all), text);
  await ana.page.keyboard.press("Control+V");
}

const note = () => ana.page.getByRole("status").getByText(noted);
const typed = (value, field = ana.field) => expect(field).toHaveValue(value);

test("hidden characters are taken out on pasting, and the words arrive", async () => {
  await ana.field.fill("Before ");
  await paste(ana.field, hostile);
  await note().waitFor();
  await typed(`Before ${clean}`);
  await ana.press("Send");
  await ben.sees("A red word");
  assert.equal((await ben.said()).at(-1), `Before ${clean}`);
  await note().waitFor({ state: "detached" });
});

test("what was pasted can be undone and done again", async () => {
  await ana.field.fill("");
  await ana.page.keyboard.type("Typed. ");
  await paste(ana.field, "one\u0007 two");
  await typed("Typed. one two");
  await ana.page.keyboard.press("Control+Z");
  await typed("Typed. ");
  await ana.page.keyboard.press("Control+Shift+Z");
  await typed("Typed. one two");
});

test("joiners, tabs, line breaks and emoji stay as they were, without a word", async () => {
  const words = "می\u200cخواهم\t👩\u200d👧 ❤\ufe0f\nnext\u00ad";
  await ana.field.fill("");
  await paste(ana.field, words);
  await typed(words);
  assert.equal(await note().count(), 0);
});

test("pasting into a marked part replaces it and nothing else", async () => {
  await ana.field.fill("one two three");
  await ana.field.evaluate((field) => field.setSelectionRange(4, 7));
  await paste(ana.field, "2\u0000");
  await typed("one 2 three");
  await ana.page.keyboard.type("!");
  await typed("one 2! three");
});

test("what is dropped is looked through as well", async () => {
  await ana.field.fill("");
  const { x, y, width, height } = await ana.field.boundingBox();
  const devtools = await ana.context.newCDPSession(ana.page);
  const data = {
    items: [{ mimeType: "text/plain", data: hostile }],
    dragOperationsMask: 1,
  };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    const at = { x: x + width / 2, y: y + height / 2 };
    await devtools.send("Input.dispatchDragEvent", { type, ...at, data });
  }
  await typed(clean);
  await note().waitFor();
});

test("what a keyboard puts in from its own clipboard is looked through", async () => {
  await ana.field.fill("");
  await ana.field.focus();
  const devtools = await ana.context.newCDPSession(ana.page);
  await devtools.send("Input.insertText", { text: "a\u0007b" });
  await typed("ab");
  const text = "c\u0007d";
  const place = { selectionStart: text.length, selectionEnd: text.length };
  await devtools.send("Input.imeSetComposition", { text, ...place });
  await devtools.send("Input.insertText", { text });
  await typed("abcd");
});

test("a draft that was kept with such characters comes back without them", async () => {
  await ana.field.fill("A kept draft");
  await ana.page.goto(`${server.origin}/icon.svg`);
  await ana.page.evaluate(async () => {
    const settled = (request) =>
      new Promise((done) => (request.onsuccess = () => done(request.result)));
    const db = await settled(indexedDB.open("app"));
    const drafts = db.transaction("drafts", "readwrite").objectStore("drafts");
    const [draft] = await settled(drafts.getAll());
    await settled(drafts.put({ ...draft, text: "A kept\u001b[1m draft\u0000" }));
    db.close();
  });
  await ana.page.goto(`${server.origin}/circle/${circle.id}`);
  await typed("A kept draft");
  await ana.field.fill("");
});

test("a field of one line takes a space where lines and columns were", async () => {
  await ana.press("Search this circle");
  const search = ana.page.getByRole("searchbox", {
    name: "Search in this circle",
  });
  await paste(search, "red\u000b\u001b[31m\tword\u0007");
  await typed("red word", search);
  await note().waitFor();
  await search.fill("");
  await paste(search, "two\twords");
  await typed("two words", search);
  assert.equal(await note().count(), 0);
});

test("a field's limit holds for what is pasted", async () => {
  const search = ana.page.getByRole("searchbox", {
    name: "Search in this circle",
  });
  await search.fill("");
  await paste(search, "\u0007" + "long ".repeat(100));
  await expect.poll(async () => (await search.inputValue()).length).toBe(200);
});

test("a passphrase is rid of them too, so that it is right again when it is typed", async () => {
  await ana.page.goto(`${server.origin}/settings`);
  const current = ana.page.getByLabel("Current passphrase", { exact: true });
  await paste(current, `${passphrase}\u0000\ufeff`);
  await typed(passphrase, current);
  await note().waitFor();
});
