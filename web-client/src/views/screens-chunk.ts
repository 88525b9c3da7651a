// The screens for settings, search, the queue and the centre, and a guard that is
// rarely shown.

export { default as Centre } from "./centre/Centre.svelte";
export { default as QueueScreen } from "./queue/QueueScreen.svelte";
export { default as SearchScreen } from "./search/SearchScreen.svelte";
export { default as Settings } from "./settings/Settings.svelte";
export { default as UnloadGuard } from "./parts/UnloadGuard.svelte";
