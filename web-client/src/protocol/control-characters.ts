// Characters that come along with pasted text, draw nothing, and are refused by the
// server: control characters and what terminals read as orders. Taken out before
// anybody has to look for what can't be seen.

/** A terminal's orders, whole: colours and cursor, titles, character sets. */
const sequence =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C\n]{0,2000}(?:\u0007|\u001B\\|\u009C)|\u001B(?:[ -/]+[0-~]|[0-?])/gu;
/** Line breaks of other programs: a word processor's, a form feed, a mainframe's. */
const otherBreak = /[\u000B\u000C\u0085]/gu; // eslint-disable-line no-control-regex -- as above
/** Every other control character, half of a pair, and a mark of byte order. */
const unseen = /[^\P{Cc}\n\t]|\p{Cs}|\uFEFF/gu;

const lineBreaks = /\r\n?/gu;

/** The text without them. Where it has to stay on one line, what parts its words
 *  there becomes a space. */
export function withoutControls(text: string, oneLine: boolean): string {
  const clean = text
    .replace(lineBreaks, "\n")
    .replace(sequence, "")
    .replace(otherBreak, "\n")
    .replace(unseen, "");
  return oneLine ? clean.replace(/[\n\t]+/gu, " ") : clean;
}

/** Whether there are any, plain line breaks and tabs aside. */
export const hasControls = (text: string): boolean =>
  withoutControls(text, false) !== text.replace(lineBreaks, "\n");
