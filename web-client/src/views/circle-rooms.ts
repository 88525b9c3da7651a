// What opens over or beside the talk of a circle when somebody asks for it, and
// what finds the links in it.

export { linksIn } from "./circle/links";
export { default as HeaderMenu } from "./circle/HeaderMenu.svelte";
export { default as LineAnswer } from "./lines/LineAnswer.svelte";
export { default as MessageQuestions } from "./circle/MessageQuestions.svelte";
export { default as OwnActs } from "./moderation/OwnActs.svelte";
export { default as Welcome } from "./circle/Welcome.svelte";
export { default as SidePanels } from "./circle/SidePanels.svelte";
