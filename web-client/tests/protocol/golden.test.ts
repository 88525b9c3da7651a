import { expect, test } from "vitest";

test("the tests run without a document", () => {
  expect("document" in globalThis).toBe(false);
});
