// Chunk: the screens for mentors, people on call and meetings, and the help alerts above
// every screen.

export { default as HelpRequestCard } from "./on-call/HelpRequestCard.svelte";
export { default as MeetingsScreen } from "./meetings/MeetingsScreen.svelte";
export { default as Mentees } from "./mentees/Mentees.svelte";
export { default as OnCall } from "./on-call/OnCall.svelte";
export { default as AlertBar } from "./on-call/AlertBar.svelte";
