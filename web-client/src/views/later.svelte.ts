// Pieces of the client that the first screen does without: fetched once that one
// stands, so that a phone sees its circles sooner. An open page holds them from then
// on, whatever version the server serves later. Does not know what is in them.

class Later<T> {
  /** Null until it is here. */
  it = $state.raw<T | null>(null);
  missing = $state(false);

  constructor(private readonly fetch: () => Promise<T>) {}

  load(): void {
    this.fetch().then(
      (it) => (this.it = it),
      () => (this.missing = true),
    );
  }
}

export const rooms = new Later(() => import("./rooms"));
export const circleRooms = new Later(() => import("./circle-rooms"));
export const careRooms = new Later(() => import("./care-rooms"));
export const companyRooms = new Later(() => import("./company-rooms"));

export function loadTheRest(): void {
  for (const one of [careRooms, circleRooms, rooms, companyRooms]) one.load();
}
