// The text of a live region (parts/Status.svelte). Screen readers announce changes only, so
// each announcement counts as a change, also with the same text.

export class Announcement {
  text = $state("");
  /** How many announcements there have been. */
  times = $state(0);

  announce(text: string): void {
    this.text = text;
    this.times += 1;
  }

  clear(): void {
    this.text = "";
  }
}
