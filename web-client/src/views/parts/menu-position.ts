// Where on the page a menu opens.

export interface MenuPosition {
  x: number;
  y: number;
}

/** Where a menu belongs that is opened from `element`. */
export function positionUnder(element: Element): MenuPosition {
  const box = element.getBoundingClientRect();
  return { x: box.right, y: box.bottom };
}
