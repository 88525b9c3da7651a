// Invisible characters that come with pasted text and that the server refuses: control
// characters and terminal escape sequences. They are removed, so that nobody has to search
// for what can't be seen.

/** Whole terminal escape sequences: colours and cursor, titles, character sets. */
const sequence =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C\n]{0,2000}(?:\u0007|\u001B\\|\u009C)|\u001B(?:[ -/]+[0-~]|[0-?])/gu;
/** Line breaks of other programs: vertical tab, form feed and NEL. */
const otherBreak = /[\u000B\u000C\u0085]/gu; // eslint-disable-line no-control-regex -- as above
/** Every other control character, lone surrogates and byte order marks. */
const invisible = /[^\P{Cc}\n\t]|\p{Cs}|\uFEFF/gu;

const lineBreaks = /\r\n?/gu;

/** The text without them. With `oneLine`, line breaks and tabs become spaces. */
export function withoutControls(text: string, oneLine: boolean): string {
  const clean = text
    .replace(lineBreaks, "\n")
    .replace(sequence, "")
    .replace(otherBreak, "\n")
    .replace(invisible, "");
  return oneLine ? clean.replace(/[\n\t]+/gu, " ") : clean;
}

/** Whether there are any, apart from plain line breaks and tabs. */
export const hasControls = (text: string): boolean =>
  withoutControls(text, false) !== text.replace(lineBreaks, "\n");
