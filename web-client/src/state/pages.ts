// Reads paginated lists to their end. The server decides where a page ends: it may hold
// few items where they are long.

import { Refused } from "../net/refused";

export interface Page<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
}

/** How often reading a list is attempted before it fails. */
const ATTEMPTS = 3;

/** Reads page after page. `placeOf` gives the cursor after an item. Where that item is
 *  gone by then, the server refuses with `not_found`, and reading starts over. */
export async function readAll<T, Place>(
  read: (after: Place | null) => Promise<Page<T>>,
  placeOf: (last: T) => Place,
): Promise<T[]> {
  for (let attempt = 1; ; attempt += 1) {
    const all: T[] = [];
    try {
      for (;;) {
        const last = all.at(-1);
        const page = await read(last === undefined ? null : placeOf(last));
        all.push(...page.items);
        if (!page.hasMore || page.items.length === 0) return all;
      }
    } catch (error) {
      const gone = all.length > 0 && error instanceof Refused && error.code === "not_found";
      if (!gone || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Removes duplicates: an item that moved between two pages may be on both. */
export function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
