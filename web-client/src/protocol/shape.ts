// Checks that JSON has a shape, as readers.ts describes it. Knows nothing of frames.
//
// A shape is a line of fields. A field is its name; then `?` where it may be absent, `~`
// where it may be null, `[]` where it is a list; and last what it holds: nothing for text,
// `#` for a number, `!` for a boolean, `:` and another shape. Words of a fixed set are text
// like any other, because a newer server may have more of them. Fields that are not named
// are ignored, because a newer server may send more.

export type Check<T> = (value: unknown) => value is T;

/** A value of which one field has not been checked. */
export type Unread<T, Field extends keyof T> = Omit<T, Field> & { [F in Field]?: unknown };

/** The same, where only values of one kind have that field. */
export type UnreadIn<
  T extends { type: string },
  Kind extends T["type"],
  Field extends keyof Extract<T, { type: Kind }>,
> = Exclude<T, { type: Kind }> | Unread<Extract<T, { type: Kind }>, Field>;

type Test = (value: unknown) => boolean;

const scalars: Record<string, Test | undefined> = {
  "": (value) => typeof value === "string",
  "#": (value) => typeof value === "number",
  "!": (value) => typeof value === "boolean",
};

const field = /(\w+)(\??)(~?)((?:\[\])?)(\S?)/g;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function shape<T>(line: TemplateStringsArray, ...shapes: Test[]): Check<T> {
  const fields = [...line.join("").matchAll(field)].map(
    ([, name = "", optional, nullable, list, sign = ""]) => {
      const one = scalars[sign] ?? (shapes.shift() as Test);
      return (object: Record<string, unknown>): boolean => {
        const value = object[name];
        if (value === undefined) return optional !== "";
        if (value === null) return nullable !== "";
        return list ? Array.isArray(value) && value.every(one) : one(value);
      };
    },
  );
  return (value): value is T => isObject(value) && fields.every((holds) => holds(value));
}

/** One shape per `type`; a `type` without a shape is not accepted. */
export function kinds<T>(shapes: Record<string, Test>): Check<T> {
  const byType = new Map<unknown, Test>(Object.entries(shapes));
  return (value): value is T => isObject(value) && (byType.get(value["type"])?.(value) ?? false);
}
