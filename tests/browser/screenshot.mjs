// Draws docs/screenshot.png from the made-up centre of `circles demo`: one circle
// on a desktop and on a phone. Run by hand: `node tests/browser/screenshot.mjs`.

import { resolve } from "node:path";
import { TestServer } from "./test-server.mjs";
import { User } from "./user.mjs";
import { desktop, phone, Browsers } from "./browsers.mjs";

const target = resolve(import.meta.dirname, "../../docs/screenshot.png");
const name = process.argv[2] ?? "theo";

async function picture(browsers, device) {
  const one = await User.at(browsers, name, device);
  one.signInName = name;
  await one.page.goto(browsers.server.origin);
  await one.signIn();
  // Each circle is visited, the first one last, so that the list knows their talk.
  const list = one.page.getByRole("list", { name: "Circles" }).getByRole("link");
  await list.first().waitFor();
  const paths = await list.evaluateAll((links) => links.map((link) => link.pathname));
  for (const path of paths.reverse()) {
    if (!(await list.first().isVisible())) await one.press("Back");
    await one.page.locator(`a[href="${path}"]`).click();
    await one.page.getByRole("article").last().waitFor();
  }
  await one.page.mouse.move(0, 0);
  await one.page.evaluate(() => {
    document.activeElement.blur();
    return new Promise(requestAnimationFrame);
  });
  const image = await one.page.screenshot({
    animations: "disabled",
    caret: "hide",
  });
  return `data:image/png;base64,${image.toString("base64")}`;
}

function layOut([desktopImage, phoneImage]) {
  document.body.style.cssText =
    "margin:0;padding:40px;display:flex;gap:32px;align-items:end;background:#d9cdc3";
  for (const [src, width] of [
    [desktopImage, 1120],
    [phoneImage, 323],
  ]) {
    const image = new Image(width);
    image.src = src;
    image.style.cssText = "border-radius:14px;box-shadow:0 10px 36px rgb(60 35 45 / .25)";
    document.body.append(image);
  }
  return Promise.all([...document.images].map((image) => image.decode()));
}

const server = new TestServer({ command: "demo" });
await server.start();
const browsers = await Browsers.open(server);
try {
  const pictures = [
    await picture(browsers, { ...desktop, colorScheme: "light" }),
    await picture(browsers, {
      ...phone,
      colorScheme: "dark",
      deviceScaleFactor: 1,
    }),
  ];
  const context = await browsers.browser.newContext({
    viewport: { width: 1555, height: 780 },
  });
  const page = await context.newPage();
  await page.evaluate(layOut, pictures);
  await page.screenshot({ path: target });
  console.log(`drew ${target}`);
} finally {
  await browsers.close();
  await server.close();
}
