// Whom to call, and what to do. The centre's own card where this device has ever
// seen it, else a plain one that is built in: there is always one, at once, signed
// in or not, with a network or without.

import type { HelpCard } from "../protocol/wire";
import { helpCard } from "../protocol/read-http";
import { builtIn } from "./built-in-card";

/** One text that outlives signing out. */
export interface Keepsake {
  read(): string | null;
  keep(text: string): void;
}

export class CardOnDevice {
  card: HelpCard;

  constructor(
    private readonly kept: Keepsake,
    private readonly fetch: () => Promise<HelpCard>,
  ) {
    this.card = $state.raw(readKept(kept) ?? builtIn);
  }

  /** Where it can't be had, the one on the device stays. */
  async refresh(): Promise<void> {
    const card = await this.fetch().catch(() => null);
    // An empty card would be worse than an old one.
    if (card === null || card.numbers.length === 0) return;
    this.card = card;
    this.kept.keep(JSON.stringify(card));
  }
}

function readKept(kept: Keepsake): HelpCard | null {
  try {
    const card: unknown = JSON.parse(kept.read() ?? "null");
    return helpCard(card) ? card : null;
  } catch {
    return null;
  }
}
