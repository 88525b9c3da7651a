// The screens that the first one does without: fetched once that one stands, so
// that a phone sees its circles sooner. All in one piece, which an open page holds
// from then on, whatever version the server serves later.

export { default as Centre } from "./centre/Centre.svelte";
export { default as QueueScreen } from "./queue/QueueScreen.svelte";
export { default as Settings } from "./settings/Settings.svelte";
