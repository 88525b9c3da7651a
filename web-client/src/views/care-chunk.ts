// Chunk: an alum's own page, and the part of help that needs a server.

export { default as CareScreen } from "./care/CareScreen.svelte";
export { default as HelpBanner } from "./help/HelpBanner.svelte";
export { default as AskForHelp } from "./help/AskForHelp.svelte";
