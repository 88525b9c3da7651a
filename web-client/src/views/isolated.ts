// Isolates a name that a person typed within a sentence: a right-to-left name would reorder
// the digits and punctuation beside it. In markup `<bdi>` does this. Pure.

/** Right-to-left letters, and characters that change the direction. */
const turning =
  /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Adds isolation marks only where they are needed, so that most names can be copied and
 *  read aloud without them. */
export const isolated = (typed: string): string =>
  turning.test(typed) ? `\u2068${typed}\u2069` : typed;
