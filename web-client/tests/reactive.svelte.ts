// What a form holds: the same data, as Svelte's reactive proxy.

import { flushSync } from "svelte";

export function reactive<T>(value: T): T {
  const held = $state(value);
  return held;
}

/** Looks at once, and again whenever what it has seen changes. */
export function watch(look: () => void): () => void {
  const stop = $effect.root(() => {
    $effect(look);
  });
  flushSync();
  return stop;
}
