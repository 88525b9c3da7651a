// The help card: whom to call, and what to do. It is the centre's own card where this
// device has ever loaded it, else the built-in one, so that there is always one at once,
// signed in or not, with a network or without.

import type { HelpCard } from "../protocol/wire";
import { helpCard } from "../protocol/readers";
import { defaultHelpCard } from "./default-help-card";
import type { StoredText } from "./platform";

export class CachedHelpCard {
  card: HelpCard;

  constructor(
    private readonly stored: StoredText,
    private readonly fetch: () => Promise<HelpCard>,
  ) {
    this.card = $state.raw(readCached(stored) ?? defaultHelpCard);
  }

  /** Where loading fails, the card on the device stays. */
  async refresh(): Promise<void> {
    const card = await this.fetch().catch(() => null);
    // An old card is better than an empty one.
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
