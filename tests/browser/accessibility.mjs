// Checks a screen for accessibility violations (axe) and for horizontal overflow. If the
// environment variable SHOTS names a folder, a screenshot is written there. Knows no
// particular screen.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import assert from "node:assert/strict";

const require = createRequire(new URL("../../web-client/package.json", import.meta.url));
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** A narrow phone of somebody whom things that move make unwell. */
export const narrow = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  reducedMotion: "reduce",
};

async function accessibilityViolations(page) {
  // Handed in from outside, where the page's own policy has no say.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"] }),
  );
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n    ")}`);
}

/** Asserts that the screen has no serious accessibility violations and fits, in light and dark. */
export async function assertAccessible({ page }, name) {
  const found = [];
  for (const colorScheme of ["dark", "light"]) {
    await page.emulateMedia({ colorScheme });
    for (const violation of await accessibilityViolations(page))
      found.push(`${colorScheme}: ${violation}`);
  }
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (wide > 0) found.push(`${wide} px too wide`);
  await takeScreenshot(page, name);
  assert.deepEqual(found, [], name);
}

async function takeScreenshot(page, name) {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  const usual = page.viewportSize();
  // Screens scroll within themselves; a tall one shows all of it.
  const high = await page.evaluate(() =>
    Math.max(...[...document.querySelectorAll("main, dialog")].map((one) => one.scrollHeight)),
  );
  await page.setViewportSize({
    ...usual,
    height: Math.max(usual.height, Math.min(high + 80, 3000)),
  });
  await page.screenshot({
    path: `${folder}/${name.replaceAll(/\W+/g, "-")}.png`,
  });
  await page.setViewportSize(usual);
}
