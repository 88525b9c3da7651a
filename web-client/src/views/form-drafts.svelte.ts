// What is typed into forms and neither saved nor sent yet: there again after a look at
// another screen. Kept in memory, for one person, and gone with the page. Knows no form.

import { untrack } from "svelte";
import type { App } from "../state/contract";

export interface FormDraft<T extends object> {
  /** What is `sent` is words to somebody, no setting. */
  readonly ends: "saved" | "sent";
  /** The values of the fields; the fields write into it. */
  readonly values: T;
  readonly changed: boolean;
  /** It was left with changes, and openedCount again. */
  readonly returned: boolean;
  /** What was changed here has been saved otherwise meanwhile. */
  readonly conflicting: boolean;
  /** As the server has it now. What was not changed here follows it. */
  load(saved: T): void;
  /** The server has these. What was typed since then is still a change. */
  saved(values: T): void;
  /** Back to what is saved. */
  reset(): void;
}

const all = new WeakMap<object, FormDrafts>();

/** How many were openedCount, of anybody: whoever asks about all of them asks again then. */
let openedCount = $state(0);

/** Those of whoever is signed in. */
export function formsOf({ person }: Pick<App, "person">): FormDrafts {
  const forms = all.get(person) ?? new FormDrafts();
  all.set(person, forms);
  return forms;
}

class FormDrafts {
  readonly #open = new Map<string, Draft<object>>();

  /** The form of this name as it was left, where it holds changes; else a new one that
   *  begins with `start`. */
  open<T extends object>(
    form: string,
    start: T,
    ends: FormDraft<T>["ends"] = "saved",
  ): FormDraft<T> {
    const left = this.#open.get(form);
    if (left?.changed === true) {
      left.returned = true;
      return left as FormDraft<object> as FormDraft<T>;
    }
    const draft = new Draft(start, ends);
    this.#open.set(form, draft as Draft<object>);
    openedCount += 1;
    return draft;
  }

  /** Some form holds what was neither saved nor sent. */
  get unsaved(): boolean {
    void openedCount;
    return [...this.#open.values()].some(({ changed }) => changed);
  }
}

class Draft<T extends object> implements FormDraft<T> {
  values: T;
  returned = $state(false);
  conflicting = $state(false);
  #saved: T;

  constructor(
    start: T,
    readonly ends: FormDraft<T>["ends"],
  ) {
    this.values = $state(copy(start));
    this.#saved = $state.raw(copy(start));
  }

  get changed(): boolean {
    return !isEqual(this.values, this.#saved);
  }

  load(saved: T): void {
    // Whoever watches what is saved does not mean what is typed.
    untrack(() => this.#merge(saved));
  }

  saved(values: T): void {
    this.#saved = copy(values);
    this.#clearFlags();
  }

  reset = (): void => {
    this.values = copy(this.#saved);
    this.#clearFlags();
  };

  #merge(saved: T): void {
    const before = this.#saved;
    this.#saved = copy(saved);
    for (const field of fieldsOf(before, saved)) {
      if (isEqual(before[field], saved[field])) continue;
      if (isEqual(this.values[field], before[field])) this.values[field] = copy(saved[field]);
      else if (!isEqual(this.values[field], saved[field])) this.conflicting = true;
    }
    if (!this.changed) this.#clearFlags();
  }

  #clearFlags(): void {
    this.returned = false;
    this.conflicting = false;
  }
}

function fieldsOf<T extends object>(...all: T[]): (keyof T)[] {
  return [...new Set(all.flatMap((one) => Object.keys(one) as (keyof T)[]))];
}

/** Nothing that is typed later changes it. */
const copy = <T>(value: T): T => $state.snapshot(value) as T;

/** Forms hold text, numbers, choices and lists of these. */
const isEqual = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
