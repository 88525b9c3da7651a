// Where on the page a menu opens.

export interface Place {
  x: number;
  y: number;
}

/** Where a menu belongs that is opened from `element`. */
export function placeUnder(element: Element): Place {
  const box = element.getBoundingClientRect();
  return { x: box.right, y: box.bottom };
}
