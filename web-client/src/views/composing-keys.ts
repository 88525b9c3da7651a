// Key presses during composition with an input method, as for Japanese, Chinese or Korean:
// Enter accepts a candidate, the arrows select one, Escape cancels. None of them is meant
// for the app.

/** Safari ends the composition before it sends the key press, which is then no longer marked
 *  as composing; its key code 229 still shows it. */
export function isComposing({ isComposing, keyCode }: KeyboardEvent): boolean {
  return isComposing || keyCode === 229;
}

/** Hides those key presses from every listener in the page. Must be called before the first
 *  view adds one. */
export function keepComposingKeys(page: Window): void {
  const keep = (event: KeyboardEvent): void => {
    if (!isComposing(event)) return;
    event.stopImmediatePropagation();
    // Otherwise the browser would close an open dialog.
    if (event.key === "Escape") event.preventDefault();
  };
  page.addEventListener("keydown", keep, { capture: true });
  page.addEventListener("keyup", keep, { capture: true });
}
