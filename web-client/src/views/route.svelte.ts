// The router: which screen the address means, and how to navigate. Does not know what a
// screen shows. An address contains ids only, never names or text.

import { isScreenPath } from "../screen-paths";

export type SidePanel = "pins" | "members" | "search" | "actions" | "daily" | "wins";

/** The tabs of the coordinator's page; `circles` is the first. */
export type CentrePart = "circles" | "mentors" | "help" | "statistics" | "audit";

/** The tabs of the review queue. */
export type QueuePart = "waiting" | "decided";

export type Screen =
  | { at: "circles" }
  | { at: "circle"; id: string; panel: SidePanel | null }
  | { at: "search" }
  | { at: "care" }
  | { at: "settings" }
  | { at: "queue"; part: QueuePart }
  | { at: "centre"; part: CentrePart }
  | { at: "mentees"; pairing: string | null }
  | { at: "on_call" }
  | { at: "meetings" }
  | { at: "join" }
  | { at: "back" }
  | { at: "sign_in" }
  | { at: "none" };

interface Entry {
  /** How many history entries of this app come before this one. */
  depth: number;
  /** Kept in the history entry, so that a reload of the invite page does not lose it
   *  although the address bar no longer shows it. */
  invite?: string;
  /** The same for a recovery link. */
  wayBack?: string;
}

const panels: readonly SidePanel[] = ["pins", "members", "search", "actions", "daily", "wins"];
const parts: readonly CentrePart[] = ["circles", "mentors", "help", "statistics", "audit"];

/** The decoded part; null where it is malformed. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export function screenAt(path: string, query: string): Screen {
  const [first = "", second = "", ...rest] = path.split("/").slice(1);
  const id = decoded(second);
  if (!isScreenPath(first) || rest.length > 0 || id === null) return { at: "none" };
  if (first === "mentees") return { at: "mentees", pairing: id === "" ? null : id };
  if (first === "circle") {
    const panel = panels.find((panel) => query === `?show=${panel}`) ?? null;
    return id === "" ? { at: "none" } : { at: "circle", id, panel };
  }
  if (id !== "") return { at: "none" };
  switch (first) {
    case "":
      return { at: "circles" };
    case "search":
    case "care":
    case "settings":
    case "meetings":
    case "join":
    case "back":
      return { at: first };
    case "queue":
      return { at: first, part: query === "?show=decided" ? "decided" : "waiting" };
    case "centre":
      return { at: first, part: parts.find((part) => query === `?show=${part}`) ?? "circles" };
    case "on-call":
      return { at: "on_call" };
    case "sign-in":
      return { at: "sign_in" };
  }
}

export function circlePath(id: string, panel: SidePanel | null = null): string {
  const path = `/circle/${encodeURIComponent(id)}`;
  return panel === null ? path : `${path}?show=${panel}`;
}

export function centrePath(part: CentrePart): string {
  return part === "circles" ? "/centre" : `/centre?show=${part}`;
}

export function queuePath(part: QueuePart): string {
  return part === "waiting" ? "/queue" : `/queue?show=${part}`;
}

export function menteePath(pairing: string): string {
  return `/mentees/${encodeURIComponent(pairing)}`;
}

function entry(): Entry {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "depth" in state
    ? (state as Entry)
    : { depth: 0 };
}

class Route {
  screen = $state.raw<Screen>({ at: "circles" });
  /** The token of the invite that was opened, until it is used. */
  invite = $state.raw<string | null>(null);
  /** The token of the recovery link that was opened, until it is used. */
  wayBack = $state.raw<string | null>(null);
  /** Counts the visits on this page; 0 while the first screen is shown. */
  visits = $state(0);

  /** Reads the address, and watches it from then on. */
  start(): () => void {
    this.#takeSecret();
    this.#read();
    const moved = (): void => {
      this.#takeSecret();
      this.#read();
      this.visits += 1;
    };
    window.addEventListener("popstate", moved);
    return () => window.removeEventListener("popstate", moved);
  }

  navigate(path: string): void {
    if (path === location.pathname + location.search) return;
    this.#write("push", path);
  }

  replace(path: string): void {
    this.#write("replace", path);
  }

  /** Goes one step back where that stays in the app, else to `fallback`. Resolves when it is
   *  there, since browsers go back asynchronously. */
  back(fallback: string): Promise<void> {
    if (entry().depth === 0) {
      this.replace(fallback);
      return Promise.resolve();
    }
    const arrived = new Promise<void>((resolve) => {
      window.addEventListener("popstate", () => resolve(), { once: true });
    });
    history.back();
    return arrived;
  }

  forgetInvite(): void {
    this.invite = null;
  }

  #write(how: "push" | "replace", path: string): void {
    const depth = entry().depth + (how === "push" ? 1 : 0);
    const url = new URL(path, location.origin);
    const next: Entry = { depth };
    if (url.pathname === "/join" && this.invite !== null) next.invite = this.invite;
    if (how === "push") history.pushState(next, "", path);
    else history.replaceState(next, "", path);
    this.#read();
    this.visits += 1;
  }

  /** Takes the secret of a link out of the address, where others may see it. */
  #takeSecret(): void {
    const { pathname } = location;
    if (pathname !== "/join" && pathname !== "/back") return;
    const name = pathname === "/join" ? "invite" : "wayBack";
    const token = location.hash.slice(1);
    const kept = entry();
    if (token === "") {
      this[name] = kept[name] ?? this[name];
      return;
    }
    this[name] = token;
    history.replaceState({ depth: kept.depth, [name]: token } satisfies Entry, "", pathname);
  }

  #read(): void {
    this.screen = screenAt(location.pathname, location.search);
  }
}

export const route = new Route();

/** Makes plain links navigate within the page; the browser handles all others. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || link.target !== "" || link.hasAttribute("download"))
    return;
  if (link.origin !== location.origin || link.hash !== "") return;
  event.preventDefault();
  route.navigate(link.pathname + link.search);
}
