// Whether the help card lies open because somebody asked for it. Needs no server
// and no network.

class HelpSheet {
  open = $state(false);
  /** What was just done there, until the card is closed. */
  done = $state<"taken_back" | "ended" | null>(null);
}

export const helpSheet = new HelpSheet();
