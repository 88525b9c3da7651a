// The first path segments of the app's screens: one list for the router and for the service
// worker, which leaves every other path to the server.

export const screenPaths = [
  "",
  "back",
  "care",
  "centre",
  "circle",
  "join",
  "meetings",
  "mentees",
  "on-call",
  "queue",
  "search",
  "settings",
  "sign-in",
] as const;

export type ScreenPath = (typeof screenPaths)[number];

export const isScreenPath = (first: string): first is ScreenPath =>
  (screenPaths as readonly string[]).includes(first);
