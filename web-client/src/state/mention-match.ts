// Finds the mentions in a text: an "@" at the start of a word, then an alias up to where
// a name may end. Accents, case and invisible characters are ignored, so that "@Jose"
// finds José, except where they tell two people apart. Pure.

export interface Named {
  readonly id: string;
  readonly alias: string;
}

export interface Mention {
  readonly id: string;
  /** The position of the "@". */
  readonly start: number;
  readonly end: number;
}

/** Letters that are often typed as others, and that Unicode does not decompose. */
const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ı: "i",
  ς: "σ",
};

const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/gu;
const invisible = /[\p{Default_Ignorable_Code_Point}\u200b-\u200d]/gu;

/** The folded spelling of a name, for comparing. */
export function foldName(name: string): string {
  let folded = "";
  for (const c of name) folded += foldCharacter(c);
  return folded;
}

function foldCharacter(c: string): string {
  const plain = c.normalize("NFKD").replace(accents, "").replace(invisible, "").toLowerCase();
  return letters[plain] ?? plain.replace(accents, "");
}

/** Whether a mention may begin after this text: not inside a word or an address. */
export function mayBeginAfter(before: string): boolean {
  const last = Array.from(before.slice(-2)).at(-1) ?? "";
  return !/[\p{L}\p{N}\p{M}_%+/@&=#]/u.test(last) || unspaced.test(last);
}

/** Scripts without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const wordCharacter = /[\p{L}\p{N}\p{M}]/u;

/** Whether an alias may end before this text: "@Jo's" is Jo, "@Jo-Ann" is not. */
function mayEndBefore(after: string, alias: string): boolean {
  const last = Array.from(alias.slice(-2)).at(-1) ?? "";
  if (!wordCharacter.test(last)) return true;
  if (/^['’](?:s|d|m|ll|re|ve)(?![\p{L}\p{N}])/iu.test(after)) return true;
  if (!/^[-_.@·'’‐‑]?[\p{L}\p{N}\p{M}]/u.test(after)) return true;
  // "@Joさん" is Jo, "@田中さん" is 田中 and not 田.
  const next = Array.from(after.slice(0, 2))[0] ?? "";
  return unspaced.test(next) && (!unspaced.test(last) || (kana.test(next) && !kana.test(last)));
}

const kana = /\p{Script=Hiragana}/u;

/** Where `alias` ends in `text` if it is written at `at`, in any spelling; else null. */
function endOf(alias: string, text: string, at: number): number | null {
  const wanted = foldName(alias);
  if (wanted === "") return text.startsWith(alias, at) ? at + alias.length : null;
  let folded = "";
  let end = at;
  for (const c of text.slice(at, at + alias.length * 3 + 8)) {
    const next = foldCharacter(c);
    // Combining characters after the last letter still belong to it.
    if (folded === wanted && next !== "") break;
    folded += next;
    if (!wanted.startsWith(folded)) return null;
    end += c.length;
  }
  return folded === wanted ? end : null;
}

/** How much the spelling differs from the alias; smaller is closer. */
function distance(spelled: string, alias: string): number {
  const [a, b] = [spelled.normalize("NFC"), alias.normalize("NFC")];
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 1 : 2;
}

/**
 * Whom the "@" at this position means: the person with the longest alias that matches,
 * and of several the one whose spelling is closest. Nobody where two remain.
 */
function mentionedAt(text: string, start: number, people: readonly Named[]): Mention | null {
  if (!mayBeginAfter(text.slice(0, start))) return null;
  let closest: (Mention & { distance: number })[] = [];
  for (const { id, alias } of people) {
    const end = endOf(alias, text, start + 1);
    if (end === null || !mayEndBefore(text.slice(end, end + 5), alias)) continue;
    const candidate = { id, start, end, distance: distance(text.slice(start + 1, end), alias) };
    const best = closest[0];
    const nearer =
      best === undefined
        ? -1
        : best.end !== candidate.end
          ? best.end - candidate.end
          : candidate.distance - best.distance;
    if (nearer < 0) closest = [candidate];
    else if (nearer === 0) closest.push(candidate);
  }
  const [only, another] = closest;
  return only === undefined || another !== undefined
    ? null
    : { id: only.id, start: only.start, end: only.end };
}

/** Each mention in the order of the text. */
export function mentionsIn(text: string, people: readonly Named[]): Mention[] {
  const mentions: Mention[] = [];
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const mention = mentionedAt(text, at, people);
    if (mention !== null) mentions.push(mention);
  }
  return mentions;
}
