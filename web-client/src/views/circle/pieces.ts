// Cuts a message's text into plain words, mentions and links. Pure; what comes
// out is text for text nodes, never markup. Nothing is fetched for a link.

import type { MemberId } from "../../protocol/wire";

export type Piece =
  | { kind: "words"; text: string }
  | { kind: "mention"; text: string; member: MemberId }
  | { kind: "link"; text: string };

const link = /https?:\/\/[^\s<>"]+/giu;
/** Marks that end a sentence rather than a link. */
const trailing = /[.,;:!?'")\]]+$/u;

interface Mentioned {
  id: MemberId;
  alias: string;
}

function cutMentions(text: string, mentioned: readonly Mentioned[]): Piece[] {
  // The longest alias first, so that "@Jo" does not cut "@Joanna" short.
  const names = [...mentioned].sort((a, b) => b.alias.length - a.alias.length);
  const pieces: Piece[] = [];
  let words = "";
  let at = 0;
  while (at < text.length) {
    const named =
      text[at] === "@"
        ? names.find(
            ({ alias }) =>
              text.slice(at + 1, at + 1 + alias.length).toLowerCase() === alias.toLowerCase(),
          )
        : undefined;
    if (named === undefined) {
      words += text[at];
      at += 1;
      continue;
    }
    if (words !== "") pieces.push({ kind: "words", text: words });
    words = "";
    const end = at + 1 + named.alias.length;
    pieces.push({ kind: "mention", text: text.slice(at, end), member: named.id });
    at = end;
  }
  if (words !== "") pieces.push({ kind: "words", text: words });
  return pieces;
}

export function piecesOf(text: string, mentioned: readonly Mentioned[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(link)) {
    const address = found[0].replace(trailing, "");
    pieces.push(...cutMentions(text.slice(at, found.index), mentioned));
    pieces.push({ kind: "link", text: address });
    at = found.index + address.length;
  }
  pieces.push(...cutMentions(text.slice(at), mentioned));
  return pieces;
}
