//! What an alum tells of themselves, and whom they let see it. Nobody else can
//! ask for any of it in their name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Body, CheckInId, CircleId, Consent, DateChoice, EmergencyContact, HowItIs, LapseId,
    LapseSharing, LocalDate, LocalTime, MessageId, Milestone, Phone, RecoveryDate, Timestamp, Zone,
};

request!(ShowCare {});
request!(
    /// When the day's check-in is looked for, and in which zone; null for the
    /// centre's.
    ChangeCareSettings {
        #[serde(default)]
        zone: Option<Zone>,
        check_in_at: LocalTime,
    }
);
request!(
    /// As a whole: what is null is erased.
    SetContact {
        #[serde(default)]
        phone: Option<Phone>,
        #[serde(default)]
        emergency_contact: Option<EmergencyContact>,
    }
);
request!(
    /// `version`: the wording that was on the screen; only the present one holds.
    GiveConsent {
        consent: Consent,
        version: u16,
    }
);
request!(
    /// Ends it at once, for what went before too.
    RevokeConsent {
        consent: Consent,
    }
);
request!(
    /// The same id and content again is the same check-in. `at` may be up to 30
    /// days past, for what was made without a network, never in the future.
    SendCheckIn {
        id: CheckInId,
        at: Timestamp,
        /// Null for "not today, I'm OK", and where one would only like a call.
        #[serde(default)]
        how: Option<HowItIs>,
        #[serde(default)]
        wants_call: bool,
        /// The centre's staff are told of the wish for a call, and of nothing else. May
        /// be said later, with the same check-in again.
        #[serde(default)]
        tell_centre: bool,
    }
);
request!(
    /// Own ones, newest first, 100 at a time.
    ListCheckIns {
        /// Only older than this.
        #[serde(default)]
        before: Option<Timestamp>,
    }
);
request!(DeleteCheckIn { check_in: CheckInId });
request!(
    /// No hello for so many days, at most 30; 0 ends a pause.
    PauseCheckIns {
        days: u16,
    }
);
request!(
    /// Null takes the date away, and every milestone with it.
    SetRecoveryDate {
        #[serde(default)]
        recovery: Option<RecoveryDate>,
    }
);
request!(
    /// Posts to a circle as any message, with the milestone beside it.
    ShareMilestone {
        milestone: Milestone,
        circle: CircleId,
        id: MessageId,
        body: Body,
    }
);
request!(KeepMilestonePrivate { milestone: Milestone });
request!(
    /// The same id again is the same lapse. Nothing reaches any circle.
    RecordLapse {
        id: LapseId,
        from: LocalDate,
        to: LocalDate,
        shared_with: LapseSharing,
        date: DateChoice,
    }
);
request!(ListLapses {});
request!(
    /// Gone from every view, and from the file.
    DeleteLapse {
        lapse: LapseId,
    }
);
