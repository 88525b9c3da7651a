// What the client can't do without, looked for before it starts: in a browser that
// lacks it no form may come up, since what is spent there could not be used. Where
// storage is missing the client runs too, so that is not asked for.

type Holder = object | undefined;

const arrays: readonly string[] = [
  ...["findLast", "findLastIndex", "toReversed", "toSorted", "toSpliced", "with"],
];

const has = (holder: Holder, names: readonly string[]): boolean =>
  holder !== undefined && names.every((name) => name in holder);

/** Whether everything is here that polyfills.ts adds. */
const isComplete = (): boolean =>
  has(Array.prototype, arrays) && has(globalThis, ["structuredClone"]);

const nothingElseIsMissing = (): boolean =>
  has(globalThis, ["fetch", "Intl", "Map", "Promise", "Proxy", "URL", "WeakMap", "WebSocket"]) &&
  has(globalThis.crypto, ["getRandomValues"]) &&
  has(globalThis.HTMLDialogElement?.prototype, ["showModal"]) &&
  has(Array.prototype, ["at"]) &&
  has(Object, ["hasOwn"]) &&
  has(String.prototype, ["replaceAll"]);

/** Adds what can be added.
 *
 *  @throws where the client could not run. */
export async function meetNeeds(): Promise<void> {
  if (!isComplete()) await import("./polyfills");
  if (!isComplete() || !nothingElseIsMissing()) throw new Error("This browser lacks too much.");
}
