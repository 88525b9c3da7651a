// Checks before the start for what the client can't do without. In a browser that lacks it,
// no form may be shown: an invite would be used up there for nothing. The client runs
// without storage, so that is not checked.

type Holder = object | undefined;

const arrays: readonly string[] = [
  ...["findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced", "with"],
];

const has = (holder: Holder, names: readonly string[]): boolean =>
  holder !== undefined && names.every((name) => name in holder);

/** Whether everything that polyfills.ts adds is available. */
const isComplete = (): boolean =>
  has(Array.prototype, arrays) && has(globalThis, ["structuredClone"]);

const nothingElseIsMissing = (): boolean =>
  has(globalThis, ["fetch", "Intl", "Map", "Promise", "Proxy", "URL", "WeakMap", "WebSocket"]) &&
  has(globalThis.crypto, ["getRandomValues"]) &&
  has(globalThis.HTMLDialogElement?.prototype, ["showModal"]) &&
  has(Array.prototype, ["at"]) &&
  has(Object, ["hasOwn"]) &&
  has(String.prototype, ["replaceAll"]);

/** Loads the polyfills where they are needed.
 *
 *  @throws where the client can't run even with them. */
export async function meetNeeds(): Promise<void> {
  if (!isComplete()) await import("./polyfills");
  if (!isComplete() || !nothingElseIsMissing()) throw new Error("This browser lacks too much.");
}
