// Whom to call, and what to do. The centre's own card where this device has ever
// seen it, else a plain one that is built in: there is always one, at once, signed
// in or not, with a network or without.

import type { HelpCard } from "../protocol/wire";
import { helpCard } from "../protocol/read-http";
import { builtIn } from "./built-in-card";
import type { StoredText } from "./platform";

export class CachedHelpCard {
  card: HelpCard;

  constructor(
    private readonly stored: StoredText,
    private readonly fetch: () => Promise<HelpCard>,
  ) {
    this.card = $state.raw(readCached(stored) ?? builtIn);
  }

  /** Where it can't be had, the one on the device stays. */
  async refresh(): Promise<void> {
    const card = await this.fetch().catch(() => null);
    // An empty card would be worse than an old one.
    if (card === null || card.numbers.length === 0) return;
    this.card = card;
    this.stored.write(JSON.stringify(card));
  }
}

function readCached(stored: StoredText): HelpCard | null {
  try {
    const card: unknown = JSON.parse(stored.read() ?? "null");
    return helpCard(card) ? card : null;
  } catch {
    return null;
  }
}
