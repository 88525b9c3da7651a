// What a form holds: the same data, as Svelte's reactive proxy.

export function reactive<T>(value: T): T {
  const held = $state(value);
  return held;
}
