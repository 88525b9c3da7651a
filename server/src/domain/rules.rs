//! How long we wait, and how much is too much, in caring for somebody: plain numbers that
//! a centre may set. No study supports the exact ones. What they lead to is decided
//! elsewhere.

use super::schedule::follow_up::FollowUpRules;
use super::schedule::quiet::QuietHours;

/// Times and numbers of the hello ladder, help, mentoring and private conversations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Steps of the hello ladder, in hours since a check-in was due. Each `early` one
    /// applies in the alum's first `early_days`.
    pub(crate) nudge_hours: u32,
    pub(crate) hello_hours: u32,
    pub(crate) hello_hours_early: u32,
    pub(crate) attempt_hours: u32,
    pub(crate) attempt_hours_early: u32,
    pub(crate) no_contact_hours: u32,
    pub(crate) no_contact_hours_early: u32,
    pub(crate) close_hours: u32,
    pub(crate) early_days: u32,
    pub(crate) invite_hours: u32,
    /// Minutes of the day, in the alum's zone. If both are the same: no quiet hours.
    pub(crate) quiet_from: u32,
    pub(crate) quiet_to: u32,
    /// Minutes since somebody asked for help.
    pub(crate) help_second_minutes: u32,
    pub(crate) help_centre_minutes: u32,
    /// Mentees of one mentor: all, and those in their first `newcomer_days`.
    pub(crate) caseload: u32,
    pub(crate) caseload_early: u32,
    pub(crate) newcomer_days: u32,
    /// Until then a private conversation between alums has to be requested first.
    pub(crate) direct_request_days_until: u32,
    pub(crate) direct_requests_per_week: u32,
    pub(crate) direct_cool_off_days: u32,
    pub(crate) direct_kept_days: u32,
    pub(crate) check_ins_kept_days: u32,
    pub(crate) help_kept_days: u32,
    pub(crate) meeting_reminder_minutes: u32,
}

impl Rules {
    /// When nobody is prompted, by the alum's local clock.
    pub(crate) fn quiet_hours(&self) -> QuietHours {
        let minute = |minutes: u32| u16::try_from(minutes).unwrap_or(0);
        QuietHours { from_minute: minute(self.quiet_from), to_minute: minute(self.quiet_to) }
    }

    pub(crate) fn follow_up(&self) -> FollowUpRules {
        let hours = |hours: u32| u16::try_from(hours).unwrap_or(u16::MAX);
        FollowUpRules {
            nudge_hours: hours(self.nudge_hours),
            hello_hours: hours(self.hello_hours),
            hello_hours_early: hours(self.hello_hours_early),
            attempt_hours: hours(self.attempt_hours),
            attempt_hours_early: hours(self.attempt_hours_early),
            no_contact_hours: hours(self.no_contact_hours),
            no_contact_hours_early: hours(self.no_contact_hours_early),
            close_hours: hours(self.close_hours),
            early_days: hours(self.early_days),
            quiet: self.quiet_hours(),
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            nudge_hours: 12,
            hello_hours: 36,
            hello_hours_early: 24,
            attempt_hours: 72,
            attempt_hours_early: 48,
            no_contact_hours: 168,
            no_contact_hours_early: 96,
            close_hours: 336,
            early_days: 14,
            invite_hours: 72,
            quiet_from: 21 * 60,
            quiet_to: 8 * 60,
            help_second_minutes: 10,
            help_centre_minutes: 20,
            caseload: 15,
            caseload_early: 8,
            newcomer_days: 90,
            direct_request_days_until: 365,
            direct_requests_per_week: 3,
            direct_cool_off_days: 30,
            direct_kept_days: 90,
            check_ins_kept_days: 365,
            help_kept_days: 90,
            meeting_reminder_minutes: 60,
        }
    }
}
