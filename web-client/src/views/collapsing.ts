// How much of a long message is shown before it is unfolded. Estimated from the text alone,
// so that the folded part is never laid out. Pure; knows no screen.

/** About as many characters as a phone shows in one row. */
const rowColumns = 40;
/** Up to this height a message is shown whole. */
const wholeRows = 30;
/** Of a longer one this much is shown. Less than `wholeRows`, so that folding always hides
 *  more than a word or two. */
const shownRows = 20;
/** How far back to look for a better position to cut. */
const lookBackChars = 80;

const lineBreak = /[\n\u2028\u2029]/u;
/** As wide as several letters: the widest characters, and tabs. */
const widest = /[\t\uFDFA-\uFDFD\u{12000}-\u{1254F}]/gu;
const wide = /[\u1100-\uD7FF\uE000-\uFD3D\uFE30-\uFFFD]/gu;

function columns(line: string): number {
  if (/^[ -~]*$/u.test(line)) return line.length;
  const count = (signs: RegExp): number => line.match(signs)?.length ?? 0;
  return line.length + count(wide) + 7 * count(widest);
}

const rows = (line: string): number => Math.max(1, Math.ceil(columns(line) / rowColumns));

/** Where the shown part of a long text ends; null where the text is shown whole. */
export function collapseAt(text: string): number | null {
  // The fast path for nearly all messages.
  if (text.length <= wholeRows) return null;
  const lines = text.split(lineBreak);
  let [all, at] = [0, 0];
  let end: number | null = null;
  for (const line of lines) {
    const height = rows(line);
    if (end === null && all + height > shownRows) {
      const share = (shownRows - all) / height;
      end = share === 0 ? at : cutNear(text, at + Math.floor(line.length * share));
    }
    all += height;
    if (all > wholeRows && end !== null) return end;
    at += line.length + 1;
  }
  return null;
}

/** The shown part, without white space at its end. */
export const shownPart = (text: string, end: number): string => text.slice(0, end).trimEnd();

/** A position at or before `at` that splits no word, or at least no character. */
function cutNear(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - lookBackChars), at);
  const gap = before.search(/\s\S*$/u);
  if (gap >= 0) return at - before.length + gap;
  // eslint-disable-next-line no-misleading-character-class -- single characters are meant
  const joined = /[\p{M}\u200C\u200D\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]$/u;
  for (let end = at; end > Math.max(0, at - lookBackChars); end -= 1) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0);
    const whole = !/^[\uDC00-\uDFFF]/u.test(next) && !joined.test(next);
    if (whole && text[end - 1] !== "\u200D") return end;
  }
  return at;
}

/** The beginning of a text, for a preview of a few lines: empty lines are left out. */
export function beginning(text: string, most = 300): string {
  const start = text.trimStart().slice(0, 4 * most);
  const dense = start.replace(/\s*\n\s*/gu, "\n").trim();
  return dense.length <= most ? dense : `${dense.slice(0, cutNear(dense, most))}…`;
}
