// Whether text that is neither sent nor saved would be lost by signing out, or by closing
// the page.

import type { App } from "../state/contract";
import { formsOf } from "./form-drafts.svelte";

/** Some form, or the note for a request for help, holds text. Kept in memory only. */
export function hasUnsavedForm(app: App): boolean {
  return formsOf(app).unsaved || (app.help !== null && app.help.words.trim() !== "");
}

/** Some circle has a draft. The device keeps it until somebody signs out. */
export function hasDraft({ circles }: Pick<App, "circles">): boolean {
  return circles.some(
    ({ draft, editing, wording }) =>
      draft.trim() !== "" || (editing !== null && wording !== editing.body),
  );
}

export function losesWorkOnClose(app: App): boolean {
  return hasUnsavedForm(app) || (!app.canSave && (app.unsentCount > 0 || hasDraft(app)));
}
