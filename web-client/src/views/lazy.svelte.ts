// Chunks of the client that the first screen does not need. They are loaded as soon as the
// first screen is shown, so that a phone shows its circles sooner. An open page keeps its
// chunks, whatever version the server serves later.

class Lazy<T> {
  /** Null until loaded. */
  module = $state.raw<T | null>(null);
  failed = $state(false);

  constructor(private readonly fetch: () => Promise<T>) {}

  load(): void {
    this.fetch().then(
      (module) => (this.module = module),
      () => (this.failed = true),
    );
  }
}

export const authChunk = new Lazy(() => import("./auth-chunk"));
export const wayBackChunk = new Lazy(() => import("./way-back-chunk"));
export const screensChunk = new Lazy(() => import("./screens-chunk"));
export const circleChunk = new Lazy(() => import("./circle-chunk"));
export const careChunk = new Lazy(() => import("./care-chunk"));
export const supportChunk = new Lazy(() => import("./support-chunk"));

export function loadChunks(): void {
  // Loaded while the server is asked who is signed in, not one after the other.
  const all: Lazy<unknown>[] = [authChunk, careChunk, circleChunk, screensChunk, supportChunk];
  if (location.pathname === "/back") all.push(wayBackChunk);
  for (const chunk of all) chunk.load();
}
