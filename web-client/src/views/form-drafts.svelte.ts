// Form input that is neither saved nor sent yet, so that it is still there after a visit to
// another screen. Kept in memory, per person, and lost with the page.

import { untrack } from "svelte";
import type { App } from "../state/contract";

export interface FormDraft<T extends object> {
  /** `sent` for a message to somebody, `saved` for a setting. */
  readonly ends: "saved" | "sent";
  /** The values of the fields; the fields write into it. */
  readonly values: T;
  readonly changed: boolean;
  /** The form was left with changes, and opened again. */
  readonly returned: boolean;
  /** A field that was changed here has been saved with another value meanwhile. */
  readonly conflicting: boolean;
  /** Takes the server's current values. Fields that were not changed here follow them. */
  load(saved: T): void;
  /** The server has saved these values. What was typed since is still a change. */
  saved(values: T): void;
  /** Restores the saved values. */
  reset(): void;
}

const all = new WeakMap<object, FormDrafts>();

/** How many drafts were opened, so that `unsaved` is computed again for a new one. */
let openedCount = $state(0);

/** The form drafts of whoever is signed in. */
export function formsOf({ person }: Pick<App, "person">): FormDrafts {
  const forms = all.get(person) ?? new FormDrafts();
  all.set(person, forms);
  return forms;
}

class FormDrafts {
  readonly #open = new Map<string, Draft<object>>();

  /** The draft of this name where it holds changes; else a new one that starts with
   *  `start`. */
  open<T extends object>(
    form: string,
    start: T,
    ends: FormDraft<T>["ends"] = "saved",
  ): FormDraft<T> {
    const openDraft = this.#open.get(form);
    if (openDraft?.changed === true) {
      openDraft.returned = true;
      return openDraft as FormDraft<object> as FormDraft<T>;
    }
    const draft = new Draft(start, ends);
    this.#open.set(form, draft as Draft<object>);
    openedCount += 1;
    return draft;
  }

  /** Some form holds changes that are neither saved nor sent. */
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
    // An effect that watches the saved values must not depend on what is typed.
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
  return [...new Set(all.flatMap((values) => Object.keys(values) as (keyof T)[]))];
}

/** A copy that later typing does not change. */
const copy = <T>(value: T): T => $state.snapshot(value) as T;

/** Forms hold text, numbers, choices and lists of these. */
const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
