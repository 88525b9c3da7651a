// The server's rules for a message body, checked here too, so that a text that breaks one
// never leaves the composer. The server still decides.

import { limits, type Refusal } from "./wire";

// Line breaks and tabs are allowed; every other control character is not. Nor is a lone
// surrogate, as a broken paste leaves it: it has no UTF-8 form, and the server would refuse
// the whole request as unreadable.
const control = /[^\P{Cc}\n\t]|\p{Cs}/u;

// Invisible characters: white space, default ignorables, and the blanks that are formally
// symbols or letters. The same list as in protocol/src/text.rs.
const onlyInvisible =
  // eslint-disable-next-line no-misleading-character-class -- single characters are meant
  /^[\p{White_Space}\u00AD\u034F\u061C\u115F-\u1160\u17B4-\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]*$/u;

/** What is wrong with a body, or null. */
export function bodyFault(body: string): Refusal | null {
  const fault = (code: Refusal["code"], message: string): Refusal => ({
    code,
    field: "body",
    message,
  });
  if (body === "") return fault("text_empty", "This can't be empty.");
  if (body.length > limits.bodyChars && characters(body) > limits.bodyChars) {
    return fault("text_too_long", `This is longer than ${limits.bodyChars} characters.`);
  }
  if (control.test(body)) {
    return fault("text_control", "This holds a control character that can't be shown.");
  }
  if (onlyInvisible.test(body)) {
    return fault("text_invisible", "There is nothing to see in this text.");
  }
  return null;
}

/** Counted as the server counts: code points. */
function characters(text: string): number {
  return Array.from(text).length;
}
