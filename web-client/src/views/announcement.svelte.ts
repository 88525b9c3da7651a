// Words for a live region (parts/Status.svelte). A screen reader says what changes;
// each announcement is a change, also when its words are the same as before.

export class Announcement {
  text = $state("");
  /** How often something was announced. */
  times = $state(0);

  announce(text: string): void {
    this.text = text;
    this.times += 1;
  }

  clear(): void {
    this.text = "";
  }
}
