// Removes invisible control characters from a text field, however they get there: pasting,
// dropping, a keyboard's own clipboard, a stored draft. Undo works as usual. Knows no rule
// but that of control characters.

import type { Attachment } from "svelte/attachments";
import { hasControls, withoutControls } from "../protocol/control-characters";
import { Announcement } from "./announcement.svelte";

type TextField = HTMLInputElement | HTMLTextAreaElement;

const maxUndoableLines = 100;
const removedText = "Hidden characters from pasting were removed.";

export class Pasting {
  #field: TextField | null = null;
  #composing = false;
  /** Our own insertions fire events like any other input. */
  #inserting = false;
  #justSaid = false;

  /** `note` is shown beside the field until the user types on. */
  constructor(readonly note = new Announcement()) {}

  readonly watch: Attachment<TextField> = (field) => {
    this.#field = field;
    const listeners = {
      beforeinput: (event: Event) => this.#beforeInput(field, event as InputEvent),
      input: (event: Event) => this.#afterInput(event as InputEvent),
      compositionstart: () => (this.#composing = true),
      compositionend: () => {
        this.#composing = false;
        // Only after the browser has inserted the composed text.
        setTimeout(() => this.check());
      },
    };
    const all = Object.entries(listeners);
    for (const [name, heard] of all) field.addEventListener(name, heard);
    this.check();
    return () => {
      this.#field = null;
      for (const [name, heard] of all) field.removeEventListener(name, heard);
    };
  };

  /** Checks the text that is already in the field. */
  check(): void {
    const field = this.#field;
    // Only text fields have a selection; the others can't hold such characters.
    if (field === null || this.#composing || field.selectionStart === null) return;
    const clean = cleanFor(field, field.value);
    if (clean === field.value) return;
    const caret = cleanFor(field, field.value.slice(0, field.selectionStart)).length;
    const [start, end] = difference(field.value, clean);
    if (hasControls(field.value)) this.#say();
    const middle = clean.slice(start, clean.length - (field.value.length - end));
    field.setSelectionRange(start, end);
    this.#insert(field, middle);
    field.setSelectionRange(caret, caret);
  }

  #beforeInput(field: TextField, event: InputEvent): void {
    if (this.#inserting || this.#composing || event.isComposing || !event.cancelable) return;
    const text = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
    // The browser handles plain line breaks itself.
    if (!hasControls(text) && cleanFor(field, text).length === text.length) return;
    event.preventDefault();
    if (hasControls(text)) this.#say();
    this.#insert(field, cleanFor(field, text));
  }

  #afterInput(event: InputEvent): void {
    if (this.#inserting) return;
    if (!this.#justSaid) this.note.clear();
    // Undo and redo restore the earlier text, even with such characters.
    if (!event.isComposing && !event.inputType?.startsWith("history")) this.check();
  }

  #say(): void {
    this.note.announce(removedText);
    // Chromium may fire the event of our own input only after this.
    this.#justSaid = true;
    setTimeout(() => (this.#justSaid = false));
  }

  #insert(field: TextField, text: string): void {
    this.#inserting = true;
    const { selectionStart, selectionEnd, value, maxLength } = field;
    const [start, end] = [selectionStart ?? 0, selectionEnd ?? 0];
    // Moving the caret ends the undo step of what was typed before.
    field.setSelectionRange(0, value.length);
    field.setSelectionRange(start, end);
    // The only insertion that can be undone; Chromium takes seconds for very many lines.
    const undoable =
      document.activeElement === field && text.split("\n").length <= maxUndoableLines;
    if (!undoable || !document.execCommand("insertText", false, text)) {
      const room = maxLength < 0 ? Infinity : maxLength - value.length + end - start;
      field.setRangeText(text.slice(0, Math.max(0, room)), start, end, "end");
      field.dispatchEvent(new InputEvent("input", { bubbles: true, data: text }));
    }
    this.#inserting = false;
  }
}

/** A passphrase is kept exactly, tabs included. */
const cleanFor = (field: TextField, text: string): string =>
  withoutControls(text, field instanceof HTMLInputElement && field.type !== "password");

/** The range in which `before` differs from `after`. */
function difference(before: string, after: string): [start: number, end: number] {
  let start = 0;
  while (start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - start;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return [start, before.length - tail];
}
