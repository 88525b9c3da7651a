//! When reports fold a message until a moderator has reviewed it. Knows neither who
//! reported it nor what it says.

use circles_protocol::{Timestamp, WireEnum};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The number of different people whose reports fold a message of a new account.
const REPORTERS_TO_FOLD: u16 = 2;

/// How far a moderator's review of a message has come, if it has a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Review {
    /// It is folded until a moderator has reviewed it.
    Pending,
    /// A moderator has reviewed its present words: reports no longer fold it.
    Done,
}

impl WireEnum for Review {
    const ALL: &'static [Self] = &[Self::Pending, Self::Done];

    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
        }
    }
}

/// A message that has just been reported once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReportCount {
    /// The number of different people who have reported it and whose reports count.
    pub(crate) reporters: u16,
    pub(crate) review: Option<Review>,
    /// Words like these are never folded by reports: they have a note of their own.
    pub(crate) crisis: bool,
    /// In a private conversation there is nobody else for whom to fold it.
    pub(crate) direct: bool,
    /// When its author's account was made.
    pub(crate) signed_up_at: Timestamp,
}

/// `fold_days`: how long an account counts as new. Roles make no difference.
pub(crate) fn folds(message: ReportCount, fold_days: u16, now: Timestamp) -> bool {
    let new_until = message.signed_up_at.plus_ms(i64::from(fold_days) * DAY_MS);
    message.reporters >= REPORTERS_TO_FOLD
        && message.review.is_none()
        && !message.crisis
        && !message.direct
        && now < new_until
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED_UP: Timestamp = Timestamp(1_790_000_000_000);

    const TWICE: ReportCount = ReportCount {
        reporters: 2,
        review: None,
        crisis: false,
        direct: false,
        signed_up_at: SIGNED_UP,
    };

    const fn days_on(days: i64) -> Timestamp {
        SIGNED_UP.plus_ms(days * DAY_MS)
    }

    #[test]
    fn two_reports_fold_a_message_of_a_new_account() {
        assert!(folds(TWICE, 30, days_on(29)));
        assert!(folds(ReportCount { reporters: 3, ..TWICE }, 30, days_on(29)));
    }

    #[test]
    fn one_report_folds_nothing() {
        for reporters in [0, 1] {
            assert!(!folds(ReportCount { reporters, ..TWICE }, 30, days_on(0)));
        }
    }

    #[test]
    fn an_account_is_new_up_to_the_last_moment_of_its_days() {
        assert!(folds(TWICE, 30, days_on(30).plus_ms(-1)));
        assert!(!folds(TWICE, 30, days_on(30)));
        assert!(!folds(TWICE, 30, days_on(31)));
        assert!(folds(TWICE, 365, days_on(31)));
        assert!(!folds(TWICE, 0, SIGNED_UP), "0 turns folding off");
    }

    #[test]
    fn what_is_folded_or_was_looked_at_is_not_folded_again() {
        for review in [Review::Pending, Review::Done] {
            assert!(!folds(ReportCount { review: Some(review), ..TWICE }, 30, days_on(1)));
        }
    }

    #[test]
    fn words_of_a_crisis_and_private_conversations_are_left_alone() {
        assert!(!folds(ReportCount { crisis: true, ..TWICE }, 30, days_on(1)));
        assert!(!folds(ReportCount { direct: true, ..TWICE }, 30, days_on(1)));
    }
}
