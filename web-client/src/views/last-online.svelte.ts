// Until when this page was connected, so that what it shows can be dated. Knows no
// connection; whoever watches it says so.

/** Null while nothing was ever lost on this page. */
export const lastOnline = $state<{ at: number | null }>({ at: null });
