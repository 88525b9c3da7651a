//! Every bound of the wire, in one place. Units stand last in the names; a
//! "character" is a Unicode scalar value. What an operator may tune (rates,
//! sockets per account) is in the server's settings, not here.

/// A websocket frame or message, in bytes, either way in.
pub const FRAME_BYTES: usize = 64 * 1024;

/// A message body. Long enough for a life story in one go, short enough that a
/// whole page of them stays under a megabyte.
pub const BODY_CHARS: usize = 8_000;

pub const ALIAS_CHARS: usize = 32;
pub const CIRCLE_NAME_CHARS: usize = 60;
pub const INVITE_LABEL_CHARS: usize = 80;
pub const SEARCH_QUERY_CHARS: usize = 200;

pub const SIGN_IN_NAME_MIN_CHARS: usize = 3;
pub const SIGN_IN_NAME_CHARS: usize = 64;
pub const PASSPHRASE_MIN_CHARS: usize = 10;
pub const PASSPHRASE_CHARS: usize = 256;

/// Messages in one page of history or search.
pub const PAGE_MESSAGES: u16 = 100;

/// Log entries replayed to a returning client, per circle. One further behind
/// is told of a gap instead and fetches the newest page.
pub const RESUME_EVENTS: u16 = 500;

/// What one `welcome` replays over all circles, in bytes, roughly. A circle
/// whose events go beyond it is told of a gap: five hundred long messages in
/// one frame could not be sent at all, and the client would ask for them again.
pub const RESUME_BYTES: usize = 1024 * 1024;

/// Circles one account may be in; also the cursors one `hello` may carry.
pub const CIRCLES_PER_ACCOUNT: usize = 50;

pub const MENTIONS_PER_MESSAGE: usize = 20;
pub const PINS_PER_CIRCLE: usize = 20;

/// Requests of one socket that may wait for their answer at once. Beyond it
/// the server stops reading that socket until one is answered.
pub const REQUESTS_IN_FLIGHT: usize = 64;

/// Unread counts stop here; the client shows "99+".
pub const UNREAD_SHOWN: u16 = 100;

/// Members of a circle: what the screens recommend, what holds unless the
/// coordinator says otherwise, and what no coordinator can exceed.
pub const CIRCLE_SOFT_MEMBERS: u16 = 15;
pub const CIRCLE_DEFAULT_MEMBERS: u16 = 30;
pub const CIRCLE_MAX_MEMBERS: u16 = 5_000;

/// Messages one request may mute.
pub const MESSAGES_PER_MUTE: usize = 100;

/// What slow mode may be set to, in seconds; 0 is off.
pub const SLOW_MODE_SECONDS: &[u16] = &[0, 10, 30, 60, 300, 900];

/// What somebody adds to a report or an appeal in their own words.
pub const STATEMENT_CHARS: usize = 1_000;

/// Cases in one page of the queue.
pub const CASES_PAGE: u16 = 50;

/// How long an account counts as new, at most, in days; 0 holds nothing.
pub const HOLD_DAYS_MAX: u16 = 365;

/// Rows in one page of the audit.
pub const AUDIT_PAGE: u16 = 100;
