// Chunk: what opens over or beside a timeline, the announcer for screen readers, and what
// finds links and mentions in text.

export { linksIn } from "./circle/links";
export { longPress } from "./circle/long-press";
export { completeMention, matching, mentionAt } from "./circle/mention-typing";
export { default as Announcer } from "./circle/Announcer.svelte";
export { default as HeaderMenu } from "./circle/HeaderMenu.svelte";
export { default as DirectAnswer } from "./direct/DirectAnswer.svelte";
export { default as HeldMessages } from "./circle/HeldMessages.svelte";
export { default as MentionList } from "./circle/MentionList.svelte";
export { default as MessageMenu } from "./circle/MessageMenu.svelte";
export { default as MessageDialogs } from "./circle/MessageDialogs.svelte";
export { default as OwnActions } from "./moderation/OwnActions.svelte";
export { default as NewMemberGreeting } from "./circle/NewMemberGreeting.svelte";
export { Pasting } from "./pasting.svelte";
export { default as SidePanels } from "./circle/SidePanels.svelte";
export { default as MutedNotice } from "./moderation/MutedNotice.svelte";
