// Chunk: the screens for signing in, and for joining with an invite.

export { default as Join } from "./auth/Join.svelte";
export { default as SignIn } from "./auth/SignIn.svelte";
