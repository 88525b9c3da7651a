// Copies what a form holds before it goes to the device or the server. A form's
// lists and objects are reactive proxies: a browser's database refuses to store
// them, and one that is shared changes while it waits.

/** The same data, with nothing reactive in it and shared with nobody. */
export function plain<T>(value: T): T {
  return $state.snapshot(value) as T;
}
