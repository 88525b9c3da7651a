// Small checks that JSON has the shape that the wire format says. Each check is tied to its
// type: where the wire gains or loses a field, it fails to compile. Knows nothing of frames.

export type Check<T> = (value: unknown) => value is T;

export const text: Check<string> = (value) => typeof value === "string";
export const number: Check<number> = (value) => typeof value === "number";
export const truth: Check<boolean> = (value) => typeof value === "boolean";

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export function list<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}

/** Ignores fields that are not named: a newer server may send more. */
export function shape<T extends object>(fields: {
  [K in keyof T]-?: Check<T[K]> | Check<Exclude<T[K], undefined> | undefined>;
}): Check<T> {
  const checks = Object.entries(fields) as [string, Check<unknown>][];
  return (value): value is T =>
    isObject(value) && checks.every(([name, check]) => check(value[name]));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One check per `type`; a `type` without a check is not accepted. */
export function tagged<T extends { type: string }>(kinds: {
  [K in T["type"]]: Check<Omit<Extract<T, { type: K }>, "type">>;
}): Check<T> {
  const checks = new Map(Object.entries(kinds) as [string, Check<unknown>][]);
  return (value): value is T => {
    if (!isObject(value) || typeof value["type"] !== "string") return false;
    return checks.get(value["type"])?.(value) ?? false;
  };
}

export function nothingMore(value: unknown): value is object {
  return isObject(value);
}
