// Chunk: the screen that a recovery link opens. Hardly anybody ever needs it.

export { default as WayBack } from "./auth/WayBack.svelte";
