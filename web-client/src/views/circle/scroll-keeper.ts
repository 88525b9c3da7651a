// Keeps what is being read in its place while a list grows or shrinks around
// it, and stays at the end when it was there. Knows boxes, not messages.

/** Closer to the end than this counts as being there. */
const nearEndPx = 48;

interface Anchor {
  element: Element;
  /** From the top edge of the window to the element's lower edge; that edge
   *  stays put when a line above the element's text comes or goes. */
  bottom: number;
}

export class ScrollKeeper {
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
    const resized = new ResizeObserver(() => this.keep());
    resized.observe(this.list);
    resized.observe(this.scroller);
    const scrolled = (): void => {
      this.note();
      this.moved();
    };
    this.scroller.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      resized.disconnect();
      this.scroller.removeEventListener("scroll", scrolled);
    };
  }

  /** Remembers where things are; call before the list changes. */
  note(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < nearEndPx;
    const element = this.#firstBelow(this.scroller.getBoundingClientRect().top);
    this.#anchor =
      element === null ? null : { element, bottom: element.getBoundingClientRect().bottom };
  }

  /** Puts things back where they were; call after the list has changed. */
  keep(): void {
    if (this.atEnd && this.follows) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    } else if (this.#anchor?.element.isConnected === true) {
      const drift = this.#anchor.element.getBoundingClientRect().bottom - this.#anchor.bottom;
      if (Math.abs(drift) >= 1) this.scroller.scrollTop += drift;
    }
    this.note();
    this.moved();
  }

  toEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.note();
    this.moved();
  }

  /** Brings `element` to the given part of the height: 0 is the top. */
  show(element: Element, part: number): void {
    const box = element.getBoundingClientRect();
    const view = this.scroller.getBoundingClientRect();
    const room = Math.max(0, view.height - box.height);
    this.scroller.scrollTop += box.top - view.top - room * part;
    this.note();
    this.moved();
  }

  /** The last row whose lower edge can be seen. */
  lastSeen(): HTMLElement | null {
    const edge = this.scroller.getBoundingClientRect().bottom + 2;
    const rows = this.list.children;
    const next = this.#firstIndex((row) => row.getBoundingClientRect().bottom > edge);
    return (rows[next - 1] as HTMLElement | undefined) ?? null;
  }

  #firstBelow(edge: number): Element | null {
    const at = this.#firstIndex((row) => row.getBoundingClientRect().bottom > edge);
    return this.list.children[at] ?? null;
  }

  /** Rows stand in order, so halving finds the first one that `fits`. */
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
