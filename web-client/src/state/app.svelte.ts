// The whole client as the views see it. Being built; until then only its shape.

import type { App } from "./contract";

export function createApp(): App {
  throw new Error("being built");
}
