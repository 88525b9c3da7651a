// Cuts a message's text into plain words, mentions and links. Pure; what comes
// out is text for text nodes, never markup.

import type { MemberId } from "../../protocol/wire";
import { mentionsIn, type Named } from "../../state/mention-match";
import type { FoundLink, Link } from "./links";

/** `text` is what was written; a link shows what it leads to instead. */
export type Piece =
  | { kind: "words"; text: string }
  | { kind: "mention"; text: string; member: MemberId }
  | { kind: "link"; text: string; link: Link };

function cutMentions(text: string, mentioned: readonly Named[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { id, start, end } of mentionsIn(text, mentioned)) {
    if (start > at) pieces.push({ kind: "words", text: text.slice(at, start) });
    pieces.push({ kind: "mention", text: text.slice(start, end), member: id });
    at = end;
  }
  if (at < text.length) pieces.push({ kind: "words", text: text.slice(at) });
  return pieces;
}

export function piecesOf(
  text: string,
  mentioned: readonly Named[],
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
