// Examples of a type of the wire with every field filled in, and every way to spoil one
// field of such an example.

import type { WireField, WireType } from "./wire-types";

export type Path = readonly (string | number)[];

export interface Spoiling {
  path: Path;
  /** What stands there instead; absent where it is undefined. */
  by: unknown;
  /** Whether the type allows it. */
  allowed: boolean;
  /** The type, or the kind of it, that the field belongs to. */
  of: string;
}

export const newWord = "of_a_newer_server";

const right = { text: "text", word: "word", number: 7, truth: true };
const wrong = { text: 7, word: 7, number: "7", truth: "true", list: {}, object: [], kinds: "kind" };

/** Each with one kind of everything; together they have all kinds. */
export function examples(type: WireType): unknown[] {
  switch (type.is) {
    case "list":
      return examples(type.of).map((item) => [item]);
    case "kinds":
      return [...type.kinds].flatMap(([kind, fields]) =>
        examples(fields).map((example) => ({ type: kind, ...(example as object) })),
      );
    case "object": {
      const fields = type.fields.map(({ name, holds }) => ({ name, values: examples(holds) }));
      const first = Object.fromEntries(fields.map(({ name, values }) => [name, values[0]]));
      const others = fields.flatMap(({ name, values }) =>
        values.slice(1).map((value) => ({ ...first, [name]: value })),
      );
      return [first, ...others];
    }
    default:
      return [right[type.is]];
  }
}

export function spoilings(value: unknown, type: WireType, path: Path = []): Spoiling[] {
  switch (type.is) {
    case "list":
      return (value as unknown[]).flatMap((item, at) => {
        const itemPath = [...path, at];
        const others = [wrong[type.of.is], null].map((by) => {
          return { path: itemPath, by, allowed: false, of: "a list" };
        });
        return [...others, ...spoilings(item, type.of, itemPath)];
      });
    case "kinds": {
      const { type: tag } = value as { type: string };
      const kind = type.kinds.get(tag);
      if (!kind) throw new Error(`${tag} is no kind of it`);
      const others = [newWord, "toString", 7, undefined].map((by) => {
        return { path: [...path, "type"], by, allowed: false, of: kind.name };
      });
      return [...others, ...spoilings(value, kind, path)];
    }
    case "object":
      return type.fields.flatMap((field) => {
        const fieldPath = [...path, field.name];
        const held = (value as Record<string, unknown>)[field.name];
        const inner =
          held === undefined || held === null ? [] : spoilings(held, field.holds, fieldPath);
        return [...ofField(field, fieldPath, type.name), ...inner];
      });
    default:
      return [];
  }
}

function ofField(field: WireField, path: Path, of: string): Spoiling[] {
  const all: Spoiling[] = [
    { path, by: undefined, allowed: field.mayBeAbsent, of },
    { path, by: null, allowed: field.mayBeNull, of },
    { path, by: wrong[field.holds.is], allowed: false, of },
  ];
  if (field.holds.is === "word") all.push({ path, by: newWord, allowed: true, of });
  return all;
}

/** A copy with something else in that place. */
export function replaced<T>(value: T, path: Path, by: unknown): T {
  const [first, ...rest] = path;
  if (first === undefined) return by as T;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  copy[first] = replaced(copy[first], rest, by);
  return copy as T;
}
