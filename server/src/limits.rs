//! Every limit of the server. The constants are fixed; `Limits` is what an operator may
//! tune, filled from the settings. Limits of the wire itself are in
//! `circles_protocol::limits`.

mod answers;

use std::time::Duration;

/// Allocated per read from a socket; a larger frame takes several reads. The library's
/// default of 128 KiB per socket is allocated eagerly.
pub(crate) const READ_BUFFER_BYTES: usize = 1024;

/// Frames are collected up to this size before they are written in one go.
pub(crate) const WRITE_BUFFER_BYTES: usize = 32 * 1024;

/// Turns of a socket's loop that events may take before the client is read again.
pub(crate) const EVENTS_IN_A_ROW: u32 = 16;

/// Batches passed to one system call; the system accepts at most 1,024.
pub(crate) const SLICES_PER_WRITE: usize = 64;

/// Large answers of one account over all its sockets, from the read of the store until the
/// last byte is written. Beyond them its next large request waits, taking a few hundred
/// bytes.
pub(crate) const LARGE_ANSWERS_PER_ACCOUNT: usize = 2;

/// What a `welcome` replays, in bytes, while its account already has that many large
/// answers. Circles that missed more are told of a gap, and their pages wait.
pub(crate) const SMALL_WELCOME_BYTES: usize = 16 * 1024;

/// Connections for reading, for large requests and for small ones. If all are taken, a read
/// waits; a small one never waits for a large one.
pub(crate) const LARGE_READERS: usize = 3;
pub(crate) const SMALL_READERS: usize = 2;

/// What the kernel keeps for a socket that could not be sent yet, in bytes. Beyond it
/// nothing more is written until the other side has read.
pub(crate) const UNSENT_BYTES: u32 = 128 * 1024;

/// Bytes of a long answer that are written before other tasks run.
pub(crate) const WRITTEN_AT_ONCE_BYTES: usize = 32 * 1024;

/// A socket's unwritten bytes, not counting its send queue. Above it writing fails.
pub(crate) const WRITE_BACKLOG_BYTES: usize = 1024 * 1024;

/// How long a closing socket may take for what is being written, unless it closes for being
/// slow: then as long as any write. After that it is cut off without a reason, and
/// everything it held is freed.
pub(crate) const LAST_WRITE: Duration = Duration::from_secs(2);

/// Requests to the hub that may wait; after that a writer waits for a slot.
pub(crate) const HUB_QUEUE: usize = 1_024;

/// Idle sockets to which the hub writes an event itself, in one turn: about a millisecond.
/// Nothing else is delivered meanwhile, so a larger circle's sockets are woken instead, and
/// all processors share the work.
pub(crate) const WRITES_AT_ONCE: usize = 128;

/// Steps in which a stopping server closes its sockets.
pub(crate) const CLOSING_SHARES: u32 = 30;

/// A `hello` is retried at most this often if its circles change while it subscribes.
pub(crate) const HELLO_TRIES: usize = 5;

/// The heartbeat of a socket is its shortest interval divided by this.
pub(crate) const HEARTBEAT_SHARE: u32 = 2;

#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Writes and searches per account: steady rate and burst.
    pub(crate) message_rate_per_second: u32,
    pub(crate) message_burst: u32,
    /// What one account may add to the database in a day; 0 for no limit.
    pub(crate) daily_mib_per_account: u32,
    /// Processor time for one account's reads; beyond it they wait.
    pub(crate) reading_ms_per_second: u32,
    pub(crate) reading_burst_ms: u32,
    /// Frames of one socket in a second, including pings and empty ones; beyond this it is
    /// closed.
    pub(crate) frames_per_second: u32,
    pub(crate) sockets_per_account: usize,
    /// From the upgrade to `hello`.
    pub(crate) handshake: Duration,
    pub(crate) ping_interval: Duration,
    /// Silence, without even a pong, after which a socket is considered dead.
    pub(crate) dead_after: Duration,
    pub(crate) write_stall: Duration,
    pub(crate) send_queue_events: usize,
    pub(crate) send_queue_bytes: usize,
}

/// The body of an HTTP request; the largest is a sign-up.
pub(crate) const HTTP_BODY_BYTES: usize = 16 * 1024;

/// The head of an HTTP request, in bytes and in headers.
pub(crate) const HTTP_HEAD_BYTES: usize = 16 * 1024;

/// From the first byte of a request's head to its last. It also ends an idle connection.
pub(crate) const HTTP_HEADER: Duration = Duration::from_secs(10);

/// How long a session's old secret still gets the new one, for concurrent requests and lost
/// answers.
pub(crate) const REPLACED_TOKEN_MS: i64 = 10_000;

/// How long an action may follow after the passphrase was entered again.
pub(crate) const CONFIRMED_MS: i64 = 5 * 60 * 1_000;

/// How long a recovery link can be used, in hours: long enough to hand it over in person.
pub(crate) const RECOVERY_LINK_HOURS: i64 = 24;

/// How long an account stays partly closed after it came back by a recovery link, in hours:
/// its holder has time to notice, even over a weekend.
pub(crate) const RECOVERING_HOURS: i64 = 72;

/// How long recovery links are kept, and how long stopped ones are shown, in days; and how
/// many are shown.
pub(crate) const RECOVERY_LINKS_KEPT_DAYS: i64 = 90;
pub(crate) const STOPPED_LINKS_SHOWN_DAYS: i64 = 30;
pub(crate) const RECOVERY_LINKS_SHOWN: u16 = 200;

/// How long a browser counts as known after somebody signed in on it.
pub(crate) const KNOWN_DEVICE_DAYS: u32 = 180;

/// Browsers known for one account; beyond it the one unused for longest is forgotten.
pub(crate) const KNOWN_DEVICES_PER_ACCOUNT: u16 = 20;

/// How long security notices are kept.
pub(crate) const SECURITY_NOTICES_KEPT_DAYS: i64 = 90;

/// Security notices kept for one account; beyond it the oldest goes.
pub(crate) const SECURITY_NOTICES_PER_ACCOUNT: u16 = 100;

/// How long the security log is kept, in days; the lines of one kind in a minute and the
/// bytes of a day, beyond which events are only counted. With these, 90 days of every kind
/// of attack at once stay under 1 GiB.
pub(crate) const SECURITY_LOG_KEPT_DAYS: i64 = 90;
pub(crate) const SECURITY_LINES_PER_MINUTE: u32 = 30;
pub(crate) const SECURITY_DAY_BYTES: u64 = 8 * 1024 * 1024;

/// From the head of a request to its answer, including the body.
pub(crate) const HTTP_REQUEST: Duration = Duration::from_secs(10);

/// An HTTP connection takes no further requests after this, and is cut after twice this:
/// nobody can hold one forever by reading an answer slowly.
pub(crate) const HTTP_CONNECTION: Duration = Duration::from_secs(60);

/// Connections waiting to be accepted: clients that all reconnect after a restart are not
/// refused.
pub(crate) const LISTEN_BACKLOG: u32 = 4_096;

/// Sign-ins of one account at a time; another one ends the oldest.
pub(crate) const SESSIONS_PER_ACCOUNT: usize = 50;

/// How long a request may be repeated under its idempotency key, in hours, and how many
/// such requests of one account are stored.
pub(crate) const IDEMPOTENCY_KEPT_HOURS: i64 = 24;
pub(crate) const IDEMPOTENCY_KEYS_PER_ACCOUNT: u32 = 1_000;

/// How far ahead the graduation day on an invite may be, in days.
pub(crate) const GRADUATION_AHEAD_DAYS: i64 = 366;

/// Invites that may be open at once in a centre.
pub(crate) const OPEN_INVITES: u32 = 1_000;

/// Members, entries of a roster, and circles of the centre in one page.
pub(crate) const MEMBERS_PAGE: u16 = 2_000;
pub(crate) const ROSTER_PAGE: u16 = 1_000;
pub(crate) const CENTRE_CIRCLES_PAGE: u16 = 1_000;

/// Circles with overdue work that are shown, those with most first.
pub(crate) const OVERDUE_SHOWN: u16 = 1_000;

/// Invites shown in a list.
pub(crate) const INVITES_SHOWN: u16 = 100;
/// Past members of a circle that are shown, the newest.
pub(crate) const FORMER_MEMBERS_SHOWN: u16 = 500;

/// How often maintenance runs: it removes what has expired, and forgets idle accounts.
pub(crate) const MAINTENANCE_INTERVAL: Duration = Duration::from_secs(10 * 60);

/// With no backup that is younger, the coordinators and the monitoring are told: two days, so
/// that one failure a day is still nobody's reason.
pub(crate) const BACKUP_OVERDUE_HOURS: i64 = 48;

/// From one attempt to make a backup to the next, also if it failed.
pub(crate) const BACKUP_RETRY_MS: i64 = 60 * 60 * 1_000;

/// How often the server looks for backups that others made or removed.
pub(crate) const BACKUP_FOLDER_LOOK: Duration = Duration::from_secs(10 * 60);

/// How long a health result is used for everyone who asks.
pub(crate) const HEALTH_KEPT: Duration = Duration::from_secs(1);

/// How long the store may take to show that it works. Less than `HTTP_REQUEST`, so that the
/// caller gets an answer.
pub(crate) const HEALTH_WAIT: Duration = Duration::from_secs(5);

/// How long the scheduler may be silent beyond its tick.
pub(crate) const SCHEDULER_SILENCE: Duration = Duration::from_secs(60);

/// Open cases that one account may have reported. Further reports open none, except for the
/// first report of a day, which is never refused.
pub(crate) const OPEN_REPORTED_PER_ACCOUNT: u32 = 20;
pub(crate) const REPORT_DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// More open cases than this that come from one person alone are shown as one in the queue;
/// and how many are read to find out.
pub(crate) const FOLDED_FROM: u16 = 3;
pub(crate) const ALIKE_LOOKED_AT: u16 = 100;

/// From the opening of a case to its deadline, in hours.
pub(crate) const CASE_DUE_HOURS: i64 = 24;

/// The same if somebody may be in danger.
pub(crate) const DANGER_DUE_HOURS: i64 = 1;

/// How long a closed case is kept with its reports and copies, and copies that an action
/// took, in days; and how many are removed in one round of maintenance.
pub(crate) const CASES_KEPT_DAYS: i64 = 365;
pub(crate) const EVIDENCE_KEPT_DAYS: i64 = 365;
pub(crate) const EXPIRED_AT_ONCE: u16 = 500;

/// Own reports shown in a list, and how far back.
pub(crate) const OWN_REPORTS_SHOWN: u16 = 100;
pub(crate) const OWN_REPORTS_SHOWN_DAYS: i64 = 365;

/// How long what somebody received in a circle or a private conversation stays reportable
/// after it ended for them, in days; and how many of those are listed.
pub(crate) const REPORTABLE_DAYS: i64 = 30;
pub(crate) const LEFT_SHOWN: u16 = 100;

/// Circles and conversations left, and the people met there, in one page of that list.
pub(crate) const LEFT_PEOPLE_PAGE: u16 = 5_000;

/// Messages copied when a person in a private conversation is reported.
pub(crate) const REPORTED_MESSAGES: u16 = 50;

/// Copies in one page of an opened case, proposal or appeal.
pub(crate) const EVIDENCE_PAGE: u16 = 100;

/// Shown beside the first of these pages: reports, and earlier actions.
pub(crate) const CASE_REPORTS_SHOWN: u16 = 100;
pub(crate) const CASE_ACTIONS_SHOWN: u16 = 100;

/// How long an action waits for a second person, in days.
pub(crate) const PROPOSAL_DAYS: i64 = 7;

/// How long a mute lasts that needs two people to agree, in days.
pub(crate) const PROPOSED_MUTE_DAYS: i64 = 30;

/// How long statements are kept after their appeal is decided, and proposals, in days.
pub(crate) const DECIDED_KEPT_DAYS: i64 = 365;

/// Appeals and proposals shown in a list.
pub(crate) const APPEALS_SHOWN: u16 = 100;
pub(crate) const PROPOSALS_SHOWN: u16 = 100;

/// Actions shown in a list, and how far back: to a circle's moderators, and to the person
/// they are about.
pub(crate) const ACTIONS_SHOWN: u16 = 100;
pub(crate) const ACTIONS_SHOWN_DAYS: i64 = 30;
pub(crate) const OWN_ACTIONS_SHOWN_DAYS: i64 = 365;

/// Messages of one member in one circle that may wait at once.
pub(crate) const WAITING_PER_AUTHOR: u16 = 10;

/// Own messages that wait or were not posted, in one page, newest first.
pub(crate) const HELD_PAGE: u16 = 100;

/// Timers that run in one pass, so that a long list does not hold up the writer; and those
/// passed to it at a time.
pub(crate) const TIMERS_AT_ONCE: usize = 500;
pub(crate) const TIMERS_TOGETHER: usize = 50;

/// The messages of a new account may be held for at most this many days.
pub(crate) const HOLD_DAYS_MOST: u16 = 365;

/// Requests for help of one account in an hour that somebody was alerted to, and alerts
/// because of its words. Nothing else limits a person who asks.
pub(crate) const HELP_REQUESTS_PER_HOUR: u16 = 6;

/// How long a request for help can be taken back before anybody is alerted, if the person
/// who asks wants that.
pub(crate) const HELP_UNDO_MS: i64 = 5_000;

/// Requests for help of one account in an hour, including those taken back.
pub(crate) const HELP_ASKED_PER_HOUR: u16 = 30;

/// How long a request that was taken back is kept, so that the same id remains the same
/// request.
pub(crate) const HELP_TAKEN_BACK_HOURS: i64 = 1;

/// How long somebody has been replying before a request for help ends by itself.
pub(crate) const HELP_ENDS_HOURS: i64 = 12;

/// Help alerts shown in a list, and how far back if nothing is left to do.
pub(crate) const HELP_ALERTS_SHOWN: u16 = 100;
pub(crate) const HELP_ALERTS_SHOWN_HOURS: i64 = 24;

/// How far ahead a shift may begin, how many future ones there may be, and how long past
/// ones are kept, in days.
pub(crate) const SHIFT_DAYS_AHEAD: i64 = 366;
pub(crate) const SHIFTS_TO_COME: u32 = 5_000;
pub(crate) const SHIFTS_KEPT_DAYS: i64 = 365;

/// Shifts in one answer, those that begin first.
pub(crate) const SHIFTS_SHOWN: u16 = 3_000;

/// People who take shifts on call.
pub(crate) const ON_CALL_PEOPLE: usize = 200;
/// Messages one account may have hidden for itself.
pub(crate) const HIDDEN_MESSAGES_PER_ACCOUNT: u32 = 500;

/// People one account may have blocked.
pub(crate) const BLOCKS_PER_ACCOUNT: u32 = 500;
/// Private conversations whose old words are erased in one round of maintenance, and how
/// many of their messages.
pub(crate) const CONVERSATIONS_AGED_AT_ONCE: u16 = 200;
pub(crate) const DIRECT_MESSAGES_PURGED_AT_ONCE: u16 = 500;

/// Mentors, people who need another mentor, and long silences shown in a list, and open
/// pairings in one page.
pub(crate) const MENTORS_SHOWN: u16 = 1_000;
pub(crate) const PAIRINGS_PAGE: u16 = 1_000;
pub(crate) const UNASSIGNED_MENTEES_SHOWN: u16 = 500;
pub(crate) const NO_CONTACTS_SHOWN: u16 = 500;

/// Mentees of one mentor, whatever the centre's setting: a board has no pages.
pub(crate) const MENTEES_PER_MENTOR: u32 = 150;

/// Outreach entries shown with an opened mentee.
pub(crate) const OUTREACH_SHOWN: u16 = 50;

/// How far ahead the two may agree on their next talk, in days.
pub(crate) const AGREED_DAYS_MOST: i64 = 366;

/// A milestone at most this many days ahead is shown on a mentor's board.
pub(crate) const MILESTONE_SOON_DAYS: i64 = 7;

/// Reached milestones of one account beyond which the date can't be changed any more: each
/// new date adds those that it has already passed.
pub(crate) const MILESTONES_PER_ACCOUNT: usize = 1_000;

/// How far a device's clock may be ahead, in milliseconds, and how late a check-in that was
/// made offline may arrive, in days.
pub(crate) const CHECK_IN_AHEAD_MS: i64 = 2 * 60 * 1_000;
pub(crate) const CHECK_IN_LATE_DAYS: i64 = 30;

/// A reached milestone is congratulated on for this many days.
pub(crate) const CONGRATULATE_DAYS: i64 = 3;

/// And for this many days before its day.
pub(crate) const CONGRATULATE_DAYS_BEFORE: i64 = 1;

/// Meetings of one circle, or of the whole centre, that are not over.
pub(crate) const MEETINGS_PER_CIRCLE: u32 = 20;

/// Weeks for which the centre sees counts.
pub(crate) const WEEKS_COUNTED: u64 = 26;

/// Times in one page of meetings, and names listed with each of them.
pub(crate) const OCCURRENCES_PAGE: u16 = 500;
pub(crate) const COMING_SHOWN: u32 = 200;

/// How far a calendar feed reaches back and ahead, in days.
pub(crate) const FEED_DAYS_BACK: i64 = 31;
pub(crate) const FEED_DAYS_AHEAD: i64 = 183;

/// Meetings whose times are computed for one answer, newest first. One's own circles and
/// the centre have at most 1,020; the rest is for what staff host elsewhere.
pub(crate) const MEETINGS_EXPANDED: u32 = 2_000;

/// Times in a calendar feed, those nearest to today. Four meetings on every one of its days
/// make 856: more than anybody goes to.
pub(crate) const FEED_EVENTS: usize = 1_000;

/// A feed's body. An event takes about 200 bytes, so `FEED_EVENTS` stay far below it.
pub(crate) const FEED_BYTES: usize = 1024 * 1024;

/// Cached calendar feeds, in number and in bytes of their bodies.
pub(crate) const FEEDS_CACHED: usize = 500;
pub(crate) const FEEDS_CACHED_BYTES: usize = 8 * 1024 * 1024;

/// In a quarter of an hour: how often one calendar feed is served, so that several apps may
/// ask every minute or two; and how many unknown calendar addresses one client address may
/// request. A household's apps keep asking for a while after a feed has ended.
pub(crate) const FEED_ANSWERS_PER_QUARTER_HOUR: u32 = 30;
pub(crate) const FEED_MISSES_PER_QUARTER_HOUR: u32 = 60;

/// How long past meetings are kept, in days.
pub(crate) const MEETINGS_KEPT_DAYS: i64 = 92;
