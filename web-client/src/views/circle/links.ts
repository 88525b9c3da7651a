// Finds the links in a text, and shows each as what it leads to: the address that
// a browser would open, with a host that can't be mistaken for another. Pure;
// nothing is fetched for a link.

import { LinkifyIt } from "linkify-it";

/** What is followed and what is shown, from one parsed address. */
export interface Link {
  href: string;
  /** Shown one after the other, each with a direction of its own. */
  scheme: string;
  host: string;
  rest: string;
}

export interface FoundLink {
  link: Link;
  /** Its position in the text. */
  start: number;
  end: number;
}

// Where a link ends is the library's: punctuation after it, brackets and quotes
// around it. Of the kinds it knows only web addresses are kept, see `linkTo`.
const finder = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, urlAuth: true });

const begins = /https?:\/\//iu;
/** Characters that draw nothing and may turn the direction of what follows. */
const unseen = /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;
const goesOn =
  /^[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]+[\p{L}\p{M}\p{N}/\\@:]/u;

export function linksIn(text: string): FoundLink[] {
  // Most messages hold none.
  if (!begins.test(text)) return [];
  const parted = text.replace(unseen, "\n");
  return (finder.match(parted) ?? []).flatMap(({ index, raw }) => {
    const address = raw.replace(/[!?]+$/u, "");
    const end = index + address.length;
    // What goes on behind such a character was put there to deceive.
    const link = goesOn.test(text.slice(end, end + 64)) ? null : linkTo(address);
    return link === null ? [] : [{ link, start: index, end }];
  });
}

/** Null for what is no web address. */
export function linkTo(address: string): Link | null {
  const url = parsed(address);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return null;
  // A name before the host reads as the host: bank.example@evil.example
  url.username = "";
  url.password = "";
  const { href, hostname, port, pathname, search, hash } = url;
  const bare = pathname === "/" && search === "" && hash === "" && !address.endsWith("/");
  const at = port === "" ? "" : `:${port}`;
  const path = bare ? "" : pathname + search + hash;
  const scheme = `${url.protocol}//`;
  const shown = { href, scheme, host: shownHost(address, hostname), rest: at + readable(path) };
  // Whatever is shown must lead to the same place when it is typed.
  return parsed(scheme + shown.host + shown.rest)?.href === href
    ? shown
    : { href, scheme, host: hostname, rest: at + path };
}

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** Letters in place of their percent codes, but nothing that can't be seen. */
function readable(path: string): string {
  try {
    return decodeURI(path).replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]/gu, encodeURIComponent);
  } catch {
    return path;
  }
}

/** The host as it was typed where its letters are beyond doubt, else in ASCII. */
function shownHost(address: string, hostname: string): string {
  const typed = /^https?:\/\/(?:[^/\\?#]*@)?([^/\\?#@:]+)/iu.exec(address)?.[1] ?? "";
  const host = typed.normalize("NFC").toLowerCase();
  return !isAscii.test(host) && host.split(".").every(isBeyondDoubt) ? host : hostname;
}

const isAscii = /^[ -~]*$/u;
const lettersAndDigits = /^[\p{L}\p{M}0-9-]+$/u;

/** Scripts in which a label may be shown, each by itself. Of Latin the letters of
 *  Western and Central European languages; the rest holds many look-alikes. */
const scripts = [
  /^[a-z0-9\u00DF-\u00F6\u00F8-\u0130\u0132-\u0137\u0139-\u013E\u0141-\u0148\u014A-\u017E-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Hangul}0-9-]+$/u,
  /^[\p{Script=Han}\p{Script=Bopomofo}0-9-]+$/u,
  ...[
    ...["Arabic", "Armenian", "Bengali", "Cyrillic", "Devanagari", "Ethiopic", "Georgian"],
    ...["Greek", "Gujarati", "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam"],
    ...["Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan"],
  ].map((script) => new RegExp(`^[\\p{Script=${script}}0-9-]+$`, "u")),
];

/** Labels of nothing but these read as Latin: "аррӏе" is Cyrillic throughout. */
const readsAsLatin = /^[0-9\-асԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтвнзбαβγεηικνορτυχωսոօհցւքյզ]+$/u;

function isBeyondDoubt(label: string): boolean {
  if (isAscii.test(label)) return true;
  if (!lettersAndDigits.test(label) || readsAsLatin.test(label)) return false;
  return scripts.some((script) => script.test(label));
}
