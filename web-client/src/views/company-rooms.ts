// The screens of those who walk beside others, and the lines that tell them that
// somebody needs them.

export { default as HelpRequestCard } from "./on-call/HelpRequestCard.svelte";
export { default as MeetingsScreen } from "./meetings/MeetingsScreen.svelte";
export { default as Mentees } from "./mentees/Mentees.svelte";
export { default as OnCall } from "./on-call/OnCall.svelte";
export { default as Pager } from "./on-call/Pager.svelte";
