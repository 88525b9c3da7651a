// When this page was connected last, so that it can say how old its data is. Set by
// ConnectionBanner.

/** Null while the connection has never been lost on this page. */
export const lastOnline = $state<{ at: number | null }>({ at: null });
