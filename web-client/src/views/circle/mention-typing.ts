// Detects that a mention is being typed, and completes it. Pure. The state layer decides
// which member a finished mention means.

import type { MemberView } from "../../protocol/wire";
import { foldName, mayBeginAfter } from "../../state/mention-match";

export interface Typing {
  /** The position of the "@". */
  start: number;
  /** What follows it, up to the caret. */
  part: string;
}

const maxShown = 6;

export function mentionAt(text: string, caret: number): Typing | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf("@");
  if (start < 0 || !mayBeginAfter(before.slice(0, start))) return null;
  const part = before.slice(start + 1);
  // An alias has 32 characters at most, and never a line break.
  return part.length > 32 || /[\n@]/u.test(part) ? null : { start, part };
}

export function matching(
  members: readonly MemberView[],
  me: string,
  typing: Typing,
): readonly MemberView[] {
  const part = foldName(typing.part);
  const typed = typing.part.normalize("NFC").toLowerCase();
  // Exact spellings first: 0 sorts before 1.
  const other = (alias: string): number =>
    Number(!alias.normalize("NFC").toLowerCase().startsWith(typed));
  return members
    .filter(({ id, alias, present }) => present && id !== me && foldName(alias).startsWith(part))
    .sort((a, b) => other(a.alias) - other(b.alias) || a.alias.localeCompare(b.alias))
    .slice(0, maxShown);
}

export function completeMention(
  text: string,
  caret: number,
  typing: Typing,
  alias: string,
): { text: string; caret: number } {
  // Message text contains no isolation marks.
  // eslint-disable-next-line names/isolated
  const inserted = `@${alias} `;
  const rest = text.slice(caret).replace(/^ /u, "");
  return {
    text: text.slice(0, typing.start) + inserted + rest,
    caret: typing.start + inserted.length,
  };
}
