// What somebody has written and neither sent nor saved: whether it would be lost by
// signing out, or with the page.

import type { App } from "../state/contract";
import { formsOf } from "./form-drafts.svelte";

/** In some form, or as words to whoever is asked for help. Kept in memory alone. */
export function hasUnsavedForm(app: App): boolean {
  return formsOf(app).unsaved || (app.help !== null && app.help.words.trim() !== "");
}

/** In some circle; the device keeps it until somebody signs out. */
export function hasDraft({ circles }: Pick<App, "circles">): boolean {
  return circles.some(
    ({ draft, editing, wording }) =>
      draft.trim() !== "" || (editing !== null && wording !== editing.body),
  );
}

export function losesWorkOnClose(app: App): boolean {
  return hasUnsavedForm(app) || (!app.storageWorks && (app.unsentCount > 0 || hasDraft(app)));
}
