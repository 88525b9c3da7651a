// Starts the client: first what the browser may lack, then looks, the state layer and
// the views. Knows nothing of their inside. Until they stand, the page shows what
// index.html holds: whom to call, and which browsers can run this.

import "./styles/base.css";
import { mount } from "svelte";
import { newVersion } from "./service-worker/new-version.svelte";
import { meetNeeds } from "./start/needs";
import { createApp } from "./state/app.svelte";
import { keepComposingKeys } from "./views/composing-keys";
import Root from "./views/Root.svelte";
import { themeChoice } from "./views/theme.svelte";

async function start(): Promise<void> {
  await meetNeeds();
  themeChoice.apply();
  keepComposingKeys(window);
  const target = document.getElementById("app");
  if (target === null) throw new Error("index.html lost its #app");
  mount(Root, { target, props: { app: createApp() } });
  document.getElementById("plain-page")?.remove();
  newVersion.register();
}

start().catch((error: unknown) => {
  document.documentElement.dataset["start"] = "failed";
  throw error;
});
