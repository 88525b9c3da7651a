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

/// Messages in one page of what was received in a circle that one has left.
pub const LEFT_PAGE: u16 = 50;

/// Log entries replayed to a returning client, per circle. One further behind
/// is told of a gap instead and fetches the newest page.
pub const RESUME_EVENTS: u16 = 500;

/// What one page of anything takes at most, in bytes, roughly: where it is reached
/// before as many items as a page may hold, the page ends there and says that there is
/// more. One item always goes on it.
pub const PAGE_BYTES: usize = 1024 * 1024;

/// What one `welcome` replays over all circles, in bytes, roughly. A circle
/// whose events go beyond it is told of a gap: five hundred long messages in
/// one frame could not be sent at all, and the client would ask for them again.
pub const RESUME_BYTES: usize = 1024 * 1024;

/// Circles one account may be in.
pub const CIRCLES_PER_ACCOUNT: usize = 50;

/// Private conversations one account may have.
pub const CONVERSATIONS_PER_ACCOUNT: usize = 100;

/// The cursors one `hello` may carry: one for each circle and conversation.
pub const CURSORS: usize = CIRCLES_PER_ACCOUNT + CONVERSATIONS_PER_ACCOUNT;

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

/// How long reports fold messages of a new account, at most, in days; 0 folds none.
pub const FOLD_REPORTS_DAYS_MAX: u16 = 365;

/// Rows in one page of the audit.
pub const AUDIT_PAGE: u16 = 100;

pub const PHONE_CHARS: usize = 32;
pub const CONTACT_NAME_CHARS: usize = 60;
pub const MEETING_TITLE_CHARS: usize = 80;
pub const PLACE_CHARS: usize = 200;
pub const LINK_CHARS: usize = 500;
pub const CARD_TEXT_CHARS: usize = 300;

/// The wording of the consents that is in use; a consent says which it was given to.
pub const CONSENT_VERSION: u16 = 1;

/// How strong a craving is at most; 0 is none.
pub const CRAVING_MOST: u8 = 10;

/// Check-ins in one page.
pub const CHECK_INS_PAGE: u16 = 100;

/// A pause of check-ins, in days, at most.
pub const PAUSE_DAYS_MOST: u16 = 30;

/// Lapses one account may keep.
pub const LAPSES_PER_ACCOUNT: u32 = 500;

/// How long a meeting may be, in minutes.
pub const MEETING_MINUTES_MOST: u16 = 12 * 60;

/// Days of the calendar one request may ask for.
pub const CALENDAR_DAYS_MOST: u16 = 92;

/// Numbers and steps on the help card.
pub const CARD_NUMBERS_MOST: usize = 12;
pub const CARD_STEPS_MOST: usize = 12;

/// A shift on call, in hours, at most.
pub const SHIFT_HOURS_MOST: u16 = 7 * 24;
