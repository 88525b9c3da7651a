// Why nobody can be told just now, by how the connection stands.

import { expect, test } from "vitest";
import { unreachable } from "../../src/views/help/unreachable-text";

test("only a device without a network is told that it has none", () => {
  const kinds = ["connecting", "waiting", "blocked", "replaced"] as const;
  expect(unreachable("offline")?.text).toMatch(/without a network/);
  for (const kind of kinds) expect(unreachable(kind)?.text).not.toMatch(/without a network/);
});

test("a connection that stands lets one ask, also while the server has trouble", () => {
  expect(unreachable("online")).toBeNull();
  expect(unreachable("server_trouble")).toBeNull();
});

test("what a press brings back has its button", () => {
  expect(unreachable("replaced")).toMatchObject({ button: "take_over" });
  expect(unreachable("blocked")).toMatchObject({ button: "reconnect" });
  expect(unreachable("waiting")).toMatchObject({ button: "reconnect" });
  expect(unreachable("offline")?.button).toBeNull();
});
