//! The deadlines of decisions, and how long a claim lasts. Neither may outlast what it is
//! about.

use circles_protocol::Timestamp;

/// The longest time from an appeal until it is overdue.
const APPEAL_DUE_HOURS: i64 = 48;

/// How long a claim on a case lasts: at most, and at least if the case is due sooner than
/// that.
const CLAIM_MINUTES: i64 = 60;
const CLAIM_LEAST_MINUTES: i64 = 15;

const MINUTE_MS: i64 = 60 * 1_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// A mute of a member, with its start and its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MuteSpan {
    pub(crate) from: Timestamp,
    pub(crate) until: Timestamp,
}

/// The deadline of an appeal that is made now: in 48 hours at the latest. Against a mute
/// that ends by itself, before half of it has run, so that a mistake is corrected while
/// that still means something; if half has run already, before half of the rest has.
pub(crate) fn appeal_due(mute: Option<MuteSpan>, now: Timestamp) -> Timestamp {
    let latest = now.plus_ms(HOUR_MS * APPEAL_DUE_HOURS);
    let Some(MuteSpan { from, until }) = mute.filter(|mute| mute.until > now) else {
        return latest;
    };
    let half = middle(from, until);
    let due = if half > now { half } else { middle(now, until) };
    due.min(latest)
}

/// Until when a claim made now lasts: an hour at most. For a case that is due sooner,
/// half of the remaining time, so that somebody else can still take it in time; but never
/// too short to read it.
pub(crate) fn claim_end(due_at: Timestamp, now: Timestamp) -> Timestamp {
    let longest = now.plus_ms(MINUTE_MS * CLAIM_MINUTES);
    if due_at >= longest.plus_ms(MINUTE_MS * CLAIM_MINUTES) {
        return longest;
    }
    let least = now.plus_ms(MINUTE_MS * CLAIM_LEAST_MINUTES);
    middle(now, due_at).max(least).min(longest)
}

const fn middle(from: Timestamp, to: Timestamp) -> Timestamp {
    from.plus_ms((to.0 - from.0) / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_790_000_000_000);

    const fn minutes(minutes: i64) -> Timestamp {
        NOW.plus_ms(minutes * MINUTE_MS)
    }

    const fn hours(hours: i64) -> Timestamp {
        minutes(60 * hours)
    }

    /// A mute that began that many minutes ago and lasts that many in all.
    fn due_of_mute(ago: i64, lasts: i64) -> Timestamp {
        appeal_due(Some(MuteSpan { from: minutes(-ago), until: minutes(lasts - ago) }), NOW)
    }

    #[test]
    fn an_appeal_is_due_before_half_of_the_mute_has_run() {
        assert_eq!(due_of_mute(0, 60), minutes(30));
        assert_eq!(due_of_mute(10, 60), minutes(20));
        assert_eq!(due_of_mute(0, 24 * 60), hours(12));
        assert_eq!(due_of_mute(11 * 60, 24 * 60), hours(1));
    }

    #[test]
    fn an_appeal_late_in_a_mute_is_due_before_half_of_the_rest_has_run() {
        assert_eq!(due_of_mute(30, 60), minutes(15));
        assert_eq!(due_of_mute(50, 60), minutes(5));
        assert_eq!(due_of_mute(20 * 60, 24 * 60), hours(2));
    }

    #[test]
    fn an_appeal_is_due_in_48_hours_at_the_latest() {
        assert_eq!(due_of_mute(0, 7 * 24 * 60), hours(48));
        assert_eq!(due_of_mute(0, 30 * 24 * 60), hours(48));
        assert_eq!(due_of_mute(6 * 24 * 60, 7 * 24 * 60), hours(12));
        // It doesn't end by itself, or has ended.
        assert_eq!(appeal_due(None, NOW), hours(48));
        assert_eq!(due_of_mute(90, 60), hours(48));
        assert_eq!(due_of_mute(60, 60), hours(48));
    }

    #[test]
    fn no_appeal_against_a_mute_in_force_is_due_after_it() {
        for lasts in [60, 24 * 60, 7 * 24 * 60] {
            for ago in [0, 1, lasts / 3, lasts / 2, lasts - 1] {
                let due = due_of_mute(ago, lasts);
                assert!(due >= NOW && due < minutes(lasts - ago), "{ago} of {lasts}");
            }
        }
    }

    #[test]
    fn a_claim_leaves_others_time_before_the_case_is_due() {
        assert_eq!(claim_end(hours(24), NOW), hours(1));
        assert_eq!(claim_end(hours(2), NOW), hours(1));
        assert_eq!(claim_end(hours(1), NOW), minutes(30));
        assert_eq!(claim_end(minutes(40), NOW), minutes(20));
        // It is late already, or nearly: there is still enough time to read it.
        assert_eq!(claim_end(minutes(10), NOW), minutes(15));
        assert_eq!(claim_end(hours(-5), NOW), minutes(15));
    }
}
