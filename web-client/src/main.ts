// Starts the client: polyfills, theme, the state layer and the views. Until they run, the
// page shows the content of index.html: whom to call, and which browsers can run this.

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
