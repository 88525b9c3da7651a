// Copies form data before it goes to the device or the server. The lists and objects of a
// form are reactive proxies: IndexedDB refuses to store them, and a shared one could change
// while it waits.

/** A deep copy of the data without anything reactive in it. */
export function plain<T>(value: T): T {
  return $state.snapshot(value) as T;
}
