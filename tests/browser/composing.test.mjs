// Writing with an input method, as for Japanese: its keys choose a word, and must
// never send half of one, pick somebody or close something. Chromium composes for
// real here; the order of events that Safari has is sent by hand.

import assert from "node:assert/strict";
import { expect, test } from "./playwright.mjs";
import { TestServer } from "./test-server.mjs";
import { setUp } from "./set-up.mjs";
import { Browsers } from "./browsers.mjs";

test.describe.configure({ mode: "serial" });

/** The key code of every key press that an input method takes. */
const takenByInputMethod = 229;

let server, browsers, ana, ben;

test.beforeAll(async () => {
  server = new TestServer();
  await server.start();
  browsers = await Browsers.open(server);
  const centre = await setUp(browsers);
  await centre.disableHolding();
  const circle = await centre.createCircle("Harbour");
  [ana, ben] = await Promise.all([
    centre.createUser("Ana", circle),
    centre.createUser("ベン", circle),
  ]);
  ana.inputMethod = await inputMethod(ana);
});
test.afterAll(async () => {
  await browsers?.close();
  await server?.close();
});
test.afterEach(() => browsers.throwFaults());

async function inputMethod({ context, page }) {
  const devtools = await context.newCDPSession(page);
  const key = async (name, windowsVirtualKeyCode) => {
    for (const type of ["rawKeyDown", "keyUp"]) {
      await devtools.send("Input.dispatchKeyEvent", {
        type,
        key: name,
        code: name,
        windowsVirtualKeyCode,
      });
    }
  };
  return {
    compose: (text) =>
      devtools.send("Input.imeSetComposition", {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      }),
    /** Ends the composition with these words in its place. */
    accept: (text) => devtools.send("Input.insertText", { text }),
    /** A press that the input method takes for itself. */
    press: (name) => key(name, takenByInputMethod),
  };
}

const escape = () => ana.page.keyboard.press("Escape");

test("Enter that accepts a word sends nothing, before and after the composition ends", async () => {
  const { compose, accept, press } = ana.inputMethod;
  await ana.field.focus();
  await compose("きょう");
  await press("Enter");
  assert.equal(await ana.field.inputValue(), "きょう");
  await accept("今日");
  // Safari: the composition has ended, and only now comes the key press.
  await press("Enter");
  assert.equal(await ana.field.inputValue(), "今日");
  await compose("は");
  await accept("は");
  await ana.page.keyboard.press("Enter");
  await ben.sees("今日は");
  await expect.poll(() => ana.said()).toEqual(["今日は"]);
});

test("the keys of a composition pick nobody from the mention list", async () => {
  const { compose, accept, press } = ana.inputMethod;
  const list = ana.page.getByRole("listbox", { name: "Mention someone" });
  await ana.field.fill("");
  await ana.field.press("@");
  await compose("ベ");
  await list.waitFor();
  for (const name of ["ArrowDown", "Enter", "Tab", "Escape"]) await press(name);
  await accept("ベ");
  await press("Enter");
  assert.equal(await ana.field.inputValue(), "@ベ");
  assert.equal(await list.getByRole("option", { selected: true }).innerText(), "ベ\nベン");
  await ana.page.keyboard.press("Enter");
  await expect(ana.field).toHaveValue("@ベン ");
  await ana.field.fill("");
});

test("a correction goes on while a word is composed in it", async () => {
  const { compose, accept, press } = ana.inputMethod;
  await ana.choose("今日は", "Edit");
  const editing = ana.page.getByText("Editing your message");
  await editing.waitFor();
  await compose("いい");
  await press("Escape");
  await press("Enter");
  await accept("良い");
  await press("Enter");
  await editing.waitFor();
  assert.equal(await ana.field.inputValue(), "今日は良い");
  await ana.page.keyboard.press("Enter");
  await ben.sees("今日は良い");
  await editing.waitFor({ state: "detached" });
});

test("Escape that drops a word closes no panel", async () => {
  const { compose, accept, press } = ana.inputMethod;
  const search = ana.page.getByRole("searchbox", {
    name: "Search in this circle",
  });
  await ana.press("Search this circle");
  await search.focus();
  await compose("さが");
  await press("Escape");
  await accept("");
  await press("Escape");
  await search.waitFor();
  await escape();
  await search.waitFor({ state: "detached" });
});

test("Escape that drops a word closes no dialog, and Enter in it sends nothing", async () => {
  const { compose, accept, press } = ana.inputMethod;
  await ana.press("Members");
  await ana.press("Actions for ベン");
  await ana.page.getByRole("menuitem", { name: "Report" }).click();
  await ana.dialog.getByText("Say more first, if you like").click();
  const words = ana.dialog.getByLabel("Your words");
  await words.focus();
  await compose("さが");
  await press("Escape");
  await press("Enter");
  await accept("下");
  await press("Escape");
  await press("Enter");
  assert.equal(await words.inputValue(), "下");
  await ana.dialog.getByText("What is it about?").waitFor();
  await escape();
  await ana.dialog.waitFor({ state: "detached" });
});
