//! Why a command was not carried out, when the caller is at fault. A rejection goes back
//! to the caller with a stable code; the connection stays open, and nothing was done.

use circles_protocol::{Refusal, RefusalCode};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rejection(pub(crate) Refusal);

impl Rejection {
    pub(crate) fn new(code: RefusalCode, message: &str) -> Self {
        Self(Refusal::new(code, message))
    }

    /// One answer for what doesn't exist and for what the caller may not know of, so that
    /// nobody learns by asking.
    pub(crate) fn not_found() -> Self {
        Self::new(RefusalCode::NotFound, "Not found, or you don't have access.")
    }

    pub(crate) fn not_allowed() -> Self {
        Self::new(RefusalCode::NotAllowed, "You can't do that here.")
    }

    pub(crate) fn circle_closed() -> Self {
        Self::new(
            RefusalCode::CircleClosed,
            "This circle is closed. You can still read what was said.",
        )
    }

    pub(crate) fn direct_ended() -> Self {
        let sentence = "This conversation has ended. You can still read what was said.";
        Self::new(RefusalCode::CircleClosed, sentence)
    }

    /// One answer for every reason, and for a member that was made up.
    pub(crate) fn direct_refused() -> Self {
        let sentence = "This can't be sent now. There are several possible reasons, such as \
                        somebody's first days here, and nobody is told which it is.";
        Self::new(RefusalCode::DirectRefused, sentence)
    }

    pub(crate) fn direct_waiting() -> Self {
        let sentence = "They have your request. You can write more once they have accepted it.";
        Self::new(RefusalCode::DirectWaiting, sentence)
    }

    pub(crate) fn direct_asked() -> Self {
        Self::new(RefusalCode::DirectWaiting, "Please accept their request first.")
    }

    pub(crate) fn invalid(field: &str, message: &str) -> Self {
        Self(Refusal::new(RefusalCode::InvalidField, message).field(field))
    }

    pub(crate) fn limit_reached(message: &str) -> Self {
        Self::new(RefusalCode::LimitReached, message)
    }

    pub(crate) fn rate_limited(retry_after_ms: u32) -> Self {
        Self(
            Refusal::new(RefusalCode::RateLimited, "A moment, please: that was a lot at once.")
                .retry_after_ms(retry_after_ms),
        )
    }

    pub(crate) fn daily_limit(retry_after_ms: u32) -> Self {
        let sentence = "You have reached today's storage limit. Please try again later.";
        Self(Refusal::new(RefusalCode::DailyLimit, sentence).retry_after_ms(retry_after_ms))
    }

    pub(crate) fn muted(left_ms: u32) -> Self {
        Self(
            Refusal::new(
                RefusalCode::Muted,
                "You can't post here for a while. You can still read, and ask for help.",
            )
            .retry_after_ms(left_ms),
        )
    }

    pub(crate) fn slow_mode(wait_ms: u32) -> Self {
        Self(
            Refusal::new(RefusalCode::SlowMode, "This circle is in slow mode. A moment, please.")
                .retry_after_ms(wait_ms),
        )
    }

    pub(crate) fn message_muted() -> Self {
        Self::new(RefusalCode::MessageMuted, "A moderator has muted this message.")
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::new(RefusalCode::NotSignedIn, "Please sign in.")
    }

    /// Only for somebody who has shown that the account is theirs.
    pub(crate) fn account_suspended() -> Self {
        Self::new(
            RefusalCode::AccountSuspended,
            "The centre has suspended this account. Please talk to the centre.",
        )
    }

    pub(crate) fn account_recovering() -> Self {
        Self::new(
            RefusalCode::AccountRecovering,
            "This is closed for a few days, because somebody came back to this account by a \
             link. A second coordinator can open it sooner.",
        )
    }

    pub(crate) fn unavailable() -> Self {
        Self(
            Refusal::new(
                RefusalCode::Unavailable,
                "The server can't store anything just now. Please try again in a moment.",
            )
            .retry_after_ms(UNAVAILABLE_RETRY_MS),
        )
    }

    pub(crate) fn internal() -> Self {
        Self::new(RefusalCode::Internal, "Something went wrong on our side. Nothing was done.")
    }
}

/// How a committed change ended: with its answer, or with a refusal that leaves something
/// behind. Any other refusal undoes its change.
#[derive(Debug)]
pub(crate) enum Committed<T> {
    Done(T),
    Refused(Rejection),
}

impl<T> From<Committed<T>> for Result<T, Rejection> {
    fn from(ended: Committed<T>) -> Self {
        match ended {
            Committed::Done(answer) => Ok(answer),
            Committed::Refused(refused) => Err(refused),
        }
    }
}

/// Long enough for a checkpoint or a moved log file, but short enough to notice.
const UNAVAILABLE_RETRY_MS: u32 = 3_000;
