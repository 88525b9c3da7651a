// Whose key press it is: the writer's, or that of a composing keyboard.

import { expect, test } from "vitest";
import { isComposing } from "../../src/views/composing-keys";

const press = (isComposing: boolean, keyCode: number): KeyboardEvent =>
  ({ key: "Enter", isComposing, keyCode }) as KeyboardEvent;

test("a press belongs to the composing keyboard while it composes, in either order", () => {
  expect(isComposing(press(true, 229)), "Chrome and Firefox, before the end").toBe(true);
  expect(isComposing(press(true, 13)), "marked, with the key's own code").toBe(true);
  expect(isComposing(press(false, 229)), "Safari, after the end").toBe(true);
});

test("a press of one's own is one's own", () => {
  expect(isComposing(press(false, 13))).toBe(false);
});
