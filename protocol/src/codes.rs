//! Why something was refused, and why a socket was closed. Codes are stable:
//! clients may act on them. Sentences are for people and may change.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! refusal_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A stable reason for a refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        pub enum RefusalCode {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl RefusalCode {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

refusal_codes! {
    /// The frame is not JSON, or not an object.
    NotJson = "not_json",
    /// `type` names no request this server knows.
    UnknownType = "unknown_type",
    /// `field` is missing.
    MissingField = "missing_field",
    /// `field` has the wrong type, or a value outside its set.
    InvalidField = "invalid_field",
    TextEmpty = "text_empty",
    TextTooShort = "text_too_short",
    TextTooLong = "text_too_long",
    /// Nothing in the text can be seen.
    TextInvisible = "text_invisible",
    TextControl = "text_control",
    TextWhitespace = "text_whitespace",
    /// It doesn't look like a telephone number.
    TextNoPhone = "text_no_phone",
    /// Many people use a passphrase like this one; it would be guessed.
    PassphraseTooCommon = "passphrase_too_common",
    /// It is no https address.
    TextNoLink = "text_no_link",
    /// `hello` must be the first request on a socket.
    HelloFirst = "hello_first",
    /// No such thing, or none that you may know of. The two look alike.
    NotFound = "not_found",
    /// You may know of it, but may not do this to it.
    NotAllowed = "not_allowed",
    /// This message id already carries another message.
    IdConflict = "id_conflict",
    /// This idempotency key already carries another request.
    IdempotencyKeyReused = "idempotency_key_reused",
    /// The circle is closed: it can be read, not written to.
    CircleClosed = "circle_closed",
    CircleFull = "circle_full",
    /// A bound of the circle or the account is reached; the sentence says which.
    LimitReached = "limit_reached",
    /// The alias is in use in this circle, or too like one that is.
    AliasTaken = "alias_taken",
    /// The alias sounds like a role of the centre, or like help.
    AliasReserved = "alias_reserved",
    /// The alias mixes letters of several scripts, some of which look alike.
    AliasMixedScripts = "alias_mixed_scripts",
    SignInNameTaken = "sign_in_name_taken",
    /// Unknown name or wrong passphrase; which of them is not said.
    SignInFailed = "sign_in_failed",
    /// It takes the own passphrase once more: see `POST /api/passphrase/confirm`.
    PassphraseNeeded = "passphrase_needed",
    /// Nobody else could look after the centre then.
    LastCoordinator = "last_coordinator",
    /// The invite is wrong, used, withdrawn or expired; which is not said.
    InviteInvalid = "invite_invalid",
    /// So many names that are taken were tried with this invite that it is closed.
    InviteLocked = "invite_locked",
    /// The recovery link is wrong, used, withdrawn or expired; which is not said.
    RecoveryLinkInvalid = "recovery_link_invalid",
    /// Somebody came back to this account by a recovery link: its private conversations,
    /// check-ins and dates stay closed for a time.
    AccountRecovering = "account_recovering",
    AlreadyMember = "already_member",
    /// You can't post in this circle for a while; `retry_after_ms` says for how
    /// long.
    Muted = "muted",
    /// The message is muted: it can be deleted, not changed.
    MessageMuted = "message_muted",
    /// Slow mode: `retry_after_ms` says when the next message may go.
    SlowMode = "slow_mode",
    /// It is muted already.
    AlreadyMuted = "already_muted",
    /// The words need a moderator's look before the circle sees them: send them
    /// as a new message.
    NeedsModerator = "needs_moderator",
    /// You can't open a private conversation with this person; why is not said.
    DirectRefused = "direct_refused",
    /// Your request for a private conversation waits for its answer.
    DirectWaiting = "direct_waiting",
    /// A request for a private conversation holds neither links nor numbers.
    PlainTextOnly = "plain_text_only",
    /// The mentor has as many mentees as the centre lets them have.
    CaseloadFull = "caseload_full",
    /// Somebody else is on this case.
    Claimed = "claimed",
    /// Somebody has decided this already.
    AlreadyHandled = "already_handled",
    /// There was an appeal against this action already.
    AlreadyAppealed = "already_appealed",
    /// The centre has suspended this account. Said only to whoever knows its
    /// passphrase.
    AccountSuspended = "account_suspended",
    NotSignedIn = "not_signed_in",
    ForeignOrigin = "foreign_origin",
    /// Slow down; `retry_after_ms` says for how long.
    RateLimited = "rate_limited",
    /// The centre keeps no more of one person in a day; `retry_after_ms` says when
    /// this fits again.
    DailyLimit = "daily_limit",
    /// The server can't store anything now. Keep what was typed, try again.
    Unavailable = "unavailable",
    /// A fault of ours. Nothing was done.
    Internal = "internal",
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a refused request gets back, over the socket and over HTTP alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Refusal {
    pub code: RefusalCode,
    /// The field at fault, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub field: Option<String>,
    /// A plain sentence for the person.
    pub message: String,
    /// When trying again makes sense, in milliseconds from now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after_ms: Option<u32>,
}

impl Refusal {
    #[must_use]
    pub fn new(code: RefusalCode, message: impl Into<String>) -> Self {
        Self { code, field: None, message: message.into(), retry_after_ms: None }
    }

    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    #[must_use]
    pub const fn retry_after_ms(mut self, ms: u32) -> Self {
        self.retry_after_ms = Some(ms);
        self
    }
}

/// Why the server closed a websocket. 4xxx are ours; the rest are RFC 6455's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseCode {
    /// 1000: the client closed first.
    Normal,
    /// 1002: the frame breaks the websocket protocol.
    ProtocolError,
    /// 1003: a binary frame.
    Binary,
    /// 1007: text that is not UTF-8.
    InvalidUtf8,
    /// 1009: a frame over the limit.
    TooBig,
    /// 1012: the server restarts; come back after a moment.
    Restart,
    /// 4000: the client did not take its events in time; resume.
    SlowConsumer,
    /// 4001: no answer to our pings.
    PingTimeout,
    /// 4002: nothing could be written for too long.
    WriteStall,
    /// 4003: this session has ended; sign in again.
    SessionEnded,
    /// 4004: too many frames in a second.
    Flooding,
    /// 4005: too many sockets for this account; the oldest was closed.
    TooManySockets,
    /// 4006: no `hello` in time.
    HelloTimeout,
    /// 4007: the session goes on under another cookie; come back with it.
    SessionRenewed,
}

impl CloseCode {
    pub const ALL: &'static [Self] = &[
        Self::Normal,
        Self::ProtocolError,
        Self::Binary,
        Self::InvalidUtf8,
        Self::TooBig,
        Self::Restart,
        Self::SlowConsumer,
        Self::PingTimeout,
        Self::WriteStall,
        Self::SessionEnded,
        Self::Flooding,
        Self::TooManySockets,
        Self::HelloTimeout,
        Self::SessionRenewed,
    ];

    #[must_use]
    pub const fn number(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::ProtocolError => 1002,
            Self::Binary => 1003,
            Self::InvalidUtf8 => 1007,
            Self::TooBig => 1009,
            Self::Restart => 1012,
            Self::SlowConsumer => 4000,
            Self::PingTimeout => 4001,
            Self::WriteStall => 4002,
            Self::SessionEnded => 4003,
            Self::Flooding => 4004,
            Self::TooManySockets => 4005,
            Self::HelloTimeout => 4006,
            Self::SessionRenewed => 4007,
        }
    }

    /// The reason sent with the number; also the name in the docs and in TypeScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::ProtocolError => "protocol_error",
            Self::Binary => "binary",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::TooBig => "too_big",
            Self::Restart => "restart",
            Self::SlowConsumer => "slow_consumer",
            Self::PingTimeout => "ping_timeout",
            Self::WriteStall => "write_stall",
            Self::SessionEnded => "session_ended",
            Self::Flooding => "flooding",
            Self::TooManySockets => "too_many_sockets",
            Self::HelloTimeout => "hello_timeout",
            Self::SessionRenewed => "session_renewed",
        }
    }
}
