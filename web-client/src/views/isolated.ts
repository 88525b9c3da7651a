// What a person typed as a name, within a sentence of ours: written from right to left,
// it would take the digits and marks beside it along. In markup `<bdi>` does this. Pure.

/** Letters of scripts written from right to left, and what changes the direction. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** As it is where nothing can go wrong: most names are spoken and copied without marks. */
export const isolated = (typed: string): string =>
  turning.test(typed) ? `\u2068${typed}\u2069` : typed;
