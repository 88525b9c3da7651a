// After joining with an invite: opens the circle as soon as the server has listed it.

import type { App } from "../../state/contract";
import { circlePath, route } from "../route.svelte";

export async function openFirstCircle(app: App): Promise<void> {
  route.forgetInvite();
  route.replace("/");
  const first = await app.firstCircle();
  if (first !== null && route.screen.at === "circles") route.replace(circlePath(first));
}
