// Starts the client: looks first, then the state layer, then the views. Knows
// nothing of either's inside.

import "./styles/base.css";
import { mount } from "svelte";
import { newVersion } from "./service-worker/new-version.svelte";
import { createApp } from "./state/app.svelte";
import { keepComposingKeys } from "./views/composing-keys";
import Root from "./views/Root.svelte";
import { themeChoice } from "./views/theme.svelte";

themeChoice.apply();
keepComposingKeys(window);

const target = document.getElementById("app");
if (target === null) throw new Error("index.html lost its #app");
mount(Root, { target, props: { app: createApp() } });
newVersion.register();
