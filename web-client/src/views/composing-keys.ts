// Key presses that belong to a composing keyboard (an input method, as for
// Japanese, Chinese or Korean): Enter accepts a candidate there, the arrows moveFocus
// through them, Escape drops them. None of that is meant for the app.

/** Safari ends the composition first and sends the key press after it, no longer
 *  marked as composing; its key code still says so. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/** Keeps those key presses from every listener in the page, on whatever field or
 *  dialog they stand; to be called before the first view adds one. */
export function keepComposingKeys(page: Window): void {
  const keep = (event: KeyboardEvent): void => {
    if (!isComposing(event)) return;
    event.stopImmediatePropagation();
    // The browser itself would close a dialog.
    if (event.key === "Escape") event.preventDefault();
  };
  page.addEventListener("keydown", keep, { capture: true });
  page.addEventListener("keyup", keep, { capture: true });
}
