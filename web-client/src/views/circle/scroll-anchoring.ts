// Scroll anchoring: keeps the reader's position while a list grows or shrinks around it, and
// stays at the end when it was there. Knows elements, not messages.

/** Closer to the end than this counts as being there. */
const nearEndPx = 48;

interface Anchor {
  element: Element;
  /** Which edge stays in place; normally the lower one, since a line above the element's text
   *  may appear or disappear. */
  edge: "top" | "bottom";
  /** From the top edge of the window to that edge. */
  at: number;
}

const anchorAt = (element: Element, edge: "top" | "bottom"): Anchor => ({
  element,
  edge,
  at: element.getBoundingClientRect()[edge],
});

export class ScrollAnchoring {
  /** False while newer rows exist that are not loaded: the end is not the end. */
  follows = true;
  atEnd = true;
  #anchor: Anchor | null = null;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly list: HTMLElement,
    private readonly moved: () => void,
  ) {}

  watch(): () => void {
    const resized = new ResizeObserver(() => this.restore());
    resized.observe(this.list);
    resized.observe(this.scroller);
    const scrolled = (): void => {
      this.save();
      this.moved();
    };
    this.scroller.addEventListener("scroll", scrolled, { passive: true });
    // Before the press takes effect.
    const pressed = ({ target }: Event): void => this.#anchorAtPress(target as Element);
    this.list.addEventListener("click", pressed, { capture: true });
    return () => {
      this.list.removeEventListener("click", pressed, { capture: true });
      resized.disconnect();
      this.scroller.removeEventListener("scroll", scrolled);
    };
  }

  /** Remembers where things are; call before the list changes. */
  save(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < nearEndPx;
    const element = this.#firstBelow(this.scroller.getBoundingClientRect().top);
    this.#anchor = element === null ? null : anchorAt(element, "bottom");
  }

  /** Puts things back where they were; call after the list has changed. */
  restore(): void {
    if (this.atEnd && this.follows) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } else if (this.#anchor?.element.isConnected === true) {
      const { element, edge, at } = this.#anchor;
      const drift = element.getBoundingClientRect()[edge] - at;
      if (Math.abs(drift) >= 1) this.scroller.scrollTop += drift;
    }
    this.save();
    this.moved();
  }

  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.save();
    this.moved();
  }

  /** Brings `element` to the given part of the height: 0 is the top. */
  show(element: Element, part: number): void {
    const box = element.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    const room = Math.max(0, view.height - box.height);
    this.scroller.scrollTop += box.top - view.top - room * part;
    this.save();
    this.moved();
  }

  /** The last row whose lower edge can be seen. */
  lastSeen(): HTMLElement | null {
    const edge = this.scroller.getBoundingClientRect().bottom + 2;
    const rows = this.list.children;
    const next = this.#firstIndex((row) => row.getBoundingClientRect().bottom > edge);
    return (rows[next - 1] as HTMLElement | undefined) ?? null;
  }

  /** After a press that opens something, its row stays in place, even at the end of the list;
   *  after one that closes something, the button stays under the finger. */
  #anchorAtPress(target: Element): void {
    const button = target.closest("[aria-expanded]");
    if (button === null) return;
    const opens = button.getAttribute("aria-expanded") === "false";
    const row = opens ? button.closest("li") : null;
    this.#anchor = row === null ? anchorAt(button, "bottom") : anchorAt(row, "top");
    this.atEnd = false;
  }

  #firstBelow(edge: number): Element | null {
    const at = this.#firstIndex((row) => row.getBoundingClientRect().bottom > edge);
    return this.list.children[at] ?? null;
  }

  /** Binary search for the first row that `fits`. */
  #firstIndex(fits: (row: Element) => boolean): number {
    const rows = this.list.children;
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const row = rows[middle];
      if (row !== undefined && fits(row)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
