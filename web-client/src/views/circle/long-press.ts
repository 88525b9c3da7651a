// Opens a context menu by a long press or a right click.

import type { Attachment } from "svelte/attachments";

const pressMs = 450;
const maxDriftPx = 10;

/** Lifting the finger would press whatever has come up under it. */
function swallowNextClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const stopSwallowing = (): void => {
    window.removeEventListener("click", swallow, true);
    window.removeEventListener("pointerdown", stopSwallowing, true);
  };
  window.addEventListener("click", swallow, true);
  window.addEventListener("pointerdown", stopSwallowing, true);
  // The click follows the pointerup at once, or never comes.
  const lifted = (): void => void setTimeout(stopSwallowing, 50);
  window.addEventListener("pointerup", lifted, { capture: true, once: true });
  window.addEventListener("pointercancel", lifted, { capture: true, once: true });
}

export function longPress(opened: (x: number, y: number) => void): Attachment<HTMLElement> {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let from = { x: 0, y: 0 };
    const end = (): void => clearTimeout(timer);
    const down = (event: PointerEvent): void => {
      end();
      if (event.pointerType === "mouse" || !event.isPrimary) return;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        swallowNextClick();
        opened(from.x, from.y);
      }, pressMs);
    };
    const move = (event: PointerEvent): void => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > maxDriftPx) end();
    };
    const menu = (event: MouseEvent): void => {
      // With selected text, or on a link, the browser's own menu is wanted.
      if (getSelection()?.isCollapsed === false) return;
      if ((event.target as Element).closest("a") !== null) return;
      event.preventDefault();
      end();
      opened(event.clientX, event.clientY);
    };
    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
    element.addEventListener("contextmenu", menu);
    return () => {
      end();
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", end);
      element.removeEventListener("pointercancel", end);
      element.removeEventListener("contextmenu", menu);
    };
  };
}
