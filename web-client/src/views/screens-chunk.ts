// Chunk: the screens for settings, search, the queue and the centre, and the unload guard.

export { default as Centre } from "./centre/Centre.svelte";
export { default as QueueScreen } from "./queue/QueueScreen.svelte";
export { default as SearchScreen } from "./search/SearchScreen.svelte";
export { default as Settings } from "./settings/Settings.svelte";
export { default as UnloadGuard } from "./parts/UnloadGuard.svelte";
