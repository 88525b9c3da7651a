// Whether the help card lies open because somebody asked for it. Needs no server
// and no network.

class HelpSheet {
  open = $state(false);
}

export const helpSheet = new HelpSheet();
