// Chunk: an alum's own page, what is told of a way back in, and the part of help that needs
// a server.

export { default as Banners } from "./circles/Banners.svelte";
export { default as CareScreen } from "./care/CareScreen.svelte";
export { default as ClosedConversations } from "./circles/ClosedConversations.svelte";
export { default as AskForHelp } from "./help/AskForHelp.svelte";
