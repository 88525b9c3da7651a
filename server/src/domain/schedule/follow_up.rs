//! The hello ladder: what a silence leads to, and when. Its steps depend only on the
//! hours since a check-in was due, so that continuing after a stop needs only that time
//! and the last step. Silence is not a lapse: nothing here judges it.

use chrono::NaiveDate;
use chrono_tz::Tz;
use circles_protocol::{Timestamp, WireEnum};

use super::quiet::QuietHours;
use super::{DAY_MINUTES, HOUR_MS, zone};

/// When a check-in is due, unless an alum or a centre says otherwise: 08:00.
pub(crate) const DEFAULT_DUE_MINUTE: u16 = 8 * 60;

const _: () = assert!(DEFAULT_DUE_MINUTE < DAY_MINUTES);

/// From the gentlest hello up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FollowUpStep {
    /// Only the alum is asked how they are.
    Nudge,
    /// The mentor's board says "say hello".
    SayHello,
    /// The mentor logs an attempt to reach them.
    Attempt,
    /// The coordinator gets a "no contact" notice, and nothing else.
    NoContact,
    /// The coordinator closes it, or calls the person whom the alum named for that.
    Close,
}

impl FollowUpStep {
    pub(crate) const ALL: [Self; 5] =
        [Self::Nudge, Self::SayHello, Self::Attempt, Self::NoContact, Self::Close];

    pub(crate) const fn next(self) -> Option<Self> {
        match self {
            Self::Nudge => Some(Self::SayHello),
            Self::SayHello => Some(Self::Attempt),
            Self::Attempt => Some(Self::NoContact),
            Self::NoContact => Some(Self::Close),
            Self::Close => None,
        }
    }
}

impl WireEnum for FollowUpStep {
    const ALL: &'static [Self] = &Self::ALL;

    fn as_str(self) -> &'static str {
        match self {
            Self::Nudge => "nudge",
            Self::SayHello => "say_hello",
            Self::Attempt => "attempt",
            Self::NoContact => "no_contact",
            Self::Close => "close",
        }
    }
}

/// Hours since the check-in was due; the `early` ones for an alum who graduated, or began
/// to share check-ins, less than `early_days` before that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FollowUpRules {
    pub(crate) nudge_hours: u16,
    pub(crate) hello_hours: u16,
    pub(crate) hello_hours_early: u16,
    pub(crate) attempt_hours: u16,
    pub(crate) attempt_hours_early: u16,
    pub(crate) no_contact_hours: u16,
    pub(crate) no_contact_hours_early: u16,
    pub(crate) close_hours: u16,
    pub(crate) early_days: u16,
    pub(crate) quiet: QuietHours,
}

/// What to do now about one silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepDue {
    /// Take this step now; then ask again with it as the last one.
    Take(FollowUpStep),
    /// Nothing before then, unless the clock is set back in the meantime: then ask again.
    WaitUntil(Timestamp),
    /// There are no more steps.
    Nothing,
}

impl FollowUpRules {
    const fn hours(&self, early: bool, step: FollowUpStep) -> u16 {
        match (step, early) {
            (FollowUpStep::Nudge, _) => self.nudge_hours,
            (FollowUpStep::SayHello, false) => self.hello_hours,
            (FollowUpStep::SayHello, true) => self.hello_hours_early,
            (FollowUpStep::Attempt, false) => self.attempt_hours,
            (FollowUpStep::Attempt, true) => self.attempt_hours_early,
            (FollowUpStep::NoContact, false) => self.no_contact_hours,
            (FollowUpStep::NoContact, true) => self.no_contact_hours_early,
            (FollowUpStep::Close, _) => self.close_hours,
        }
    }
}

/// Whether a silence that begins at `due` is an early one. This is decided once, at that
/// time, and holds for the whole silence.
pub(crate) fn is_early(
    rules: &FollowUpRules,
    graduated: NaiveDate,
    shared: NaiveDate,
    due: Timestamp,
    zone: Tz,
) -> bool {
    let days = zone::local_date(due, zone) - graduated.max(shared);
    days.num_days() < i64::from(rules.early_days)
}

/// The first time a daily check-in is due strictly after a sign of life, or after the end
/// of a pause.
pub(crate) fn next_due(after: Timestamp, minute_of_day: u16, zone: Tz) -> Timestamp {
    zone::next_at_local(after, minute_of_day, zone)
}

/// The earliest time of a step: never in quiet hours, never before the step below it.
pub(crate) fn step_at(
    rules: &FollowUpRules,
    due: Timestamp,
    early: bool,
    step: FollowUpStep,
    zone: Tz,
) -> Timestamp {
    let hours = i64::from(rules.hours(early, step));
    rules.quiet.defer(due.plus_ms(hours * HOUR_MS), zone)
}

/// The step above the last one, and its time.
pub(crate) fn next_step(
    rules: &FollowUpRules,
    due: Timestamp,
    early: bool,
    last_fired: Option<FollowUpStep>,
    zone: Tz,
) -> Option<(FollowUpStep, Timestamp)> {
    let step = last_fired.map_or(Some(FollowUpStep::Nudge), FollowUpStep::next)?;
    Some((step, step_at(rules, due, early, step, zone)))
}

/// What to do at `now`. A step whose time passed while the server was down is still taken
/// once, and still never in quiet hours.
pub(crate) fn step_due(
    rules: &FollowUpRules,
    due: Timestamp,
    early: bool,
    last_fired: Option<FollowUpStep>,
    zone: Tz,
    now: Timestamp,
) -> StepDue {
    let Some((step, at)) = next_step(rules, due, early, last_fired, zone) else {
        return StepDue::Nothing;
    };
    let at = rules.quiet.defer(at.max(now), zone);
    if at <= now { StepDue::Take(step) } else { StepDue::WaitUntil(at) }
}
