// Cuts a message's text into plain words, mentions and links. Pure; what comes
// out is text for text nodes, never markup.

import type { MemberId } from "../../protocol/wire";
import type { FoundLink, Link } from "./links";

/** `text` is what was written; a link shows what it leads to instead. */
export type Piece =
  | { kind: "words"; text: string }
  | { kind: "mention"; text: string; member: MemberId }
  | { kind: "link"; text: string; link: Link };

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

export function piecesOf(
  text: string,
  mentioned: readonly Mentioned[],
  links: readonly FoundLink[],
): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { link, start, end } of links) {
    pieces.push(...cutMentions(text.slice(at, start), mentioned));
    pieces.push({ kind: "link", text: text.slice(start, end), link });
    at = end;
  }
  pieces.push(...cutMentions(text.slice(at), mentioned));
  return pieces;
}

/** The pieces of the first `length` characters. A link that goes on beyond them
 *  leads where it did, and shows as much as there is room for. */
export function firstPieces(pieces: readonly Piece[], length: number): Piece[] {
  const kept: Piece[] = [];
  let room = length;
  for (const piece of pieces) {
    if (room <= 0) break;
    const { text } = piece;
    if (text.length <= room) kept.push(piece);
    else if (piece.kind === "link") {
      const { scheme, host, rest } = piece.link;
      const part = rest.slice(0, Math.max(0, room - scheme.length - host.length));
      kept.push({ ...piece, link: { ...piece.link, rest: part } });
    } else kept.push({ kind: "words", text: text.slice(0, room) });
    room -= text.length;
  }
  return kept;
}
