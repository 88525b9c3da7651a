// The position at which a menu opens.

export interface MenuPosition {
  x: number;
  y: number;
}

/** The position of a menu that is opened from `element`. */
export function positionUnder(element: Element): MenuPosition {
  const box = element.getBoundingClientRect();
  return { x: box.right, y: box.bottom };
}
