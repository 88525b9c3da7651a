// The screens that any member may go to, or whoever decides or coordinates.

export { default as Centre } from "./centre/Centre.svelte";
export { default as QueueScreen } from "./queue/QueueScreen.svelte";
export { default as SearchScreen } from "./search/SearchScreen.svelte";
export { default as Settings } from "./settings/Settings.svelte";
