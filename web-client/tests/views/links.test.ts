// Where a link ends, what is no link, and what is shown of one: never another host
// than the one it leads to.

import { describe, expect, it } from "vitest";
import { linksIn, linkTo, type Link } from "../../src/views/circle/links";
import { firstPieces, piecesOf, type Piece } from "../../src/views/circle/pieces";

const found = (text: string): string[] =>
  linksIn(text).map(({ start, end }) => text.slice(start, end));

const shown = ({ scheme, host, rest }: Link): string => scheme + host + rest;

const pieces = (text: string, mentioned: { id: string; alias: string }[]): Piece[] =>
  piecesOf(text, mentioned, linksIn(text));

describe("a link ends", () => {
  it.each([
    ["Read https://x.example/a?b=c.", "https://x.example/a?b=c"],
    ["https://x.example/a, and more", "https://x.example/a"],
    ["https://x.example/a...", "https://x.example/a"],
    ["Really? https://x.example/a?!", "https://x.example/a"],
    ["https://x.example/a?b=c?", "https://x.example/a?b=c"],
    ["https://x.example; https", "https://x.example"],
    ["(see https://w.example/Rust_(game))", "https://w.example/Rust_(game)"],
    ["(https://x.example/a).", "https://x.example/a"],
    ["https://x.example/a_(b)_c", "https://x.example/a_(b)_c"],
    ["<https://x.example/a>", "https://x.example/a"],
    ['"https://x.example/a"', "https://x.example/a"],
    ["'https://x.example/a'", "https://x.example/a"],
    ["“https://x.example/a”", "https://x.example/a"],
    ["«https://x.example/a»", "https://x.example/a"],
    ["„https://x.example/a“", "https://x.example/a"],
    ["[words](https://x.example/b)", "https://x.example/b"],
    ["「https://x.example/パス」", "https://x.example/パス"],
    ["https://x.example/a，然后", "https://x.example/a"],
    ["https://x.example/a。", "https://x.example/a"],
    ["https://x.example\nnext line", "https://x.example"],
    ["https://x.example/a\u200b", "https://x.example/a"],
    ["\u2068https://x.example/a\u2069", "https://x.example/a"],
    ["https://x.example/a\u200f", "https://x.example/a"],
    ["\u2068https://x.example/a\u2069, and more", "https://x.example/a"],
    ["\u202e https://x.example/a", "https://x.example/a"],
    ["http://localhost:8080/x", "http://localhost:8080/x"],
    ["https://[2001:db8::1]:8443/a", "https://[2001:db8::1]:8443/a"],
    ["https://x.example/#!/a/b~c;d=e,f", "https://x.example/#!/a/b~c;d=e,f"],
    ["HTTPS://X.EXAMPLE/A", "HTTPS://X.EXAMPLE/A"],
    ["https://bank.example@evil.example/x.", "https://bank.example@evil.example/x"],
  ])("%s", (text, link) => {
    expect(found(text)).toEqual([link]);
  });
});

describe("no link is made of", () => {
  it.each([
    ["a scheme alone", "https://"],
    ["another scheme", "javascript:alert(1) ftp://x.example mailto:a@x.example data:text/html,x"],
    ["a word that ends in one", "xhttps://x.example"],
    ["a host alone", "x.example //x.example"],
    ["an override in the host", "https://x.e\u202elpmaxe.example/a"],
    ["an override in the path", "https://good.example/\u202emoc.live"],
    ["an isolate inside", "https://good.example/\u2067a\u2069/b"],
    ["a mark inside", "https://good.example/\u200fa"],
    ["no host that can be", "https://256.256.256.256/ https://[::zz]/"],
  ])("%s", (_, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe("what is shown leads where it says:", () => {
  it.each([
    ["https://x.example", "https://x.example"],
    ["https://x.example/", "https://x.example/"],
    ["HTTPS://X.Example:443/A", "https://x.example/A"],
    ["https://x.example:8443?q#h", "https://x.example:8443/?q#h"],
    ["https://bank.example@evil.example/x", "https://evil.example/x"],
    ["https://bank.example:pass@evil.example", "https://evil.example"],
    ["https://evil.example\\@bank.example/", "https://evil.example/@bank.example/"],
    ["https://evil.example#@bank.example/", "https://evil.example/#@bank.example/"],
    ["http://0x7f.1/a", "http://127.0.0.1/a"],
    ["https://x.example/K%C3%B6ln", "https://x.example/Köln"],
    ["https://x.example/%E2%80%AEmoc", "https://x.example/%E2%80%AEmoc"],
    ["https://x.example/a%20b%2Fc%00", "https://x.example/a%20b%2Fc%00"],
    ["https://x.example/%2541%", "https://x.example/%2541%"],
    ["https://x.example/a/../b", "https://x.example/b"],
    // One script to a label: as it was typed.
    ["https://bücher.example/", "https://bücher.example/"],
    ["https://Bücher.example/", "https://bücher.example/"],
    ["https://müller-łódź.example/", "https://müller-łódź.example/"],
    ["https://правда.example/", "https://правда.example/"],
    ["https://ελλάδα.example/", "https://ελλάδα.example/"],
    ["https://例え.テスト/", "https://例え.テスト/"],
    ["https://한국.example/", "https://한국.example/"],
    ["https://مثال.example/", "https://مثال.example/"],
    ["https://उदाहरण.example/", "https://उदाहरण.example/"],
    ["https://ไทย.example/", "https://ไทย.example/"],
    // Scripts mix, or all of it reads as Latin: as browsers resolve it.
    ["https://gооgle.example/", "https://xn--ggle-55da.example/"],
    ["https://аррӏе.example/", "https://xn--80ak6aa92e.example/"],
    ["https://x.сом/", "https://x.xn--l1adi/"],
    ["https://exαmple.example/", "https://xn--exmple-qxe.example/"],
    ["https://\u0261oogle.example/", "https://xn--oogle-qmc.example/"],
    ["https://p\u0131n.example/", "https://xn--pn-hpa.example/"],
    ["https://ex\u00adample.example/", "https://example.example/"],
    ["https://ｅｘ．example/", "https://ex.example/"],
    ["https://ﬁne.example/", "https://fine.example/"],
  ])("%s", (address, expected) => {
    const link = linkTo(address)!;
    expect(shown(link)).toBe(expected);
    // The same address by both ways.
    expect(new URL(shown(link)).href).toBe(link.href);
    expect(link.href).toBe(link.href.replace(/\/\/[^/]*@/u, "//"));
    expect(link.scheme + new URL(link.href).hostname).toBe(
      link.scheme + new URL(`${link.scheme}${link.host}`).hostname,
    );
  });

  it("nothing at all where it is no web address", () => {
    for (const address of ["javascript:alert(1)", "https://", "words", ""]) {
      expect(linkTo(address)).toBeNull();
    }
  });
});

describe("the first pieces of a message", () => {
  it("cut words, and keep a link whole in where it leads", () => {
    const whole = pieces("See https://x.example/a/long/way now", []);
    expect(firstPieces(whole, 3)).toEqual([{ kind: "words", text: "See" }]);
    const [, link] = firstPieces(whole, 25);
    expect(link).toMatchObject({ kind: "link", link: { host: "x.example", rest: "/a/l" } });
    expect(link?.kind === "link" && link.link.href).toBe("https://x.example/a/long/way");
    expect(firstPieces(whole, 1_000)).toEqual(whole);
  });

  it("make nobody of half a mention", () => {
    const whole = pieces("hi @Joanna", [{ id: "1", alias: "Joanna" }]);
    expect(firstPieces(whole, 6)).toEqual([
      { kind: "words", text: "hi " },
      { kind: "words", text: "@Jo" },
    ]);
  });
});

it("hostile texts are looked through in linear time", () => {
  const head = "https://a.example/";
  const hostile = ["(", "([{", "(a)(", "a(", "'\"", "((a) ", "@", "https://"].map((part) =>
    (head + part.repeat(8_000)).slice(0, 8_000),
  );
  // A search that goes back and forth would outlast any test.
  for (const text of hostile) expect(found(text).length).toBeLessThan(2_000);
});
