//! Walking beside a graduate: what an alum tells of themselves, and what of it
//! they share. Everything here is seen by the alum alone unless it says otherwise.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    Alias, CheckInId, CircleId, ContactName, LapseId, LocalDate, LocalTime, Milestone, PairingId,
    Phone, Statement, Timestamp, Zone,
};

wire_enum! {
    /// What an alum may let others have. All off until given; each can be taken
    /// back at any time, and with it what went before.
    Consent {
        MentorSeesCheckIns = "mentor_sees_check_ins",
        /// The recovery date and milestones.
        MentorSeesDates = "mentor_sees_dates",
        MentorToldOfLapse = "mentor_told_of_lapse",
        /// The mentor sees the telephone number.
        MayBePhoned = "may_be_phoned",
        /// The centre may call the emergency contact after a long silence.
        EmergencyContact = "emergency_contact",
    }
}

/// A consent that is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConsentView {
    pub consent: Consent,
    /// The wording it was given to.
    pub version: u16,
    pub given_at: Timestamp,
}

/// Whom the centre may call where the alum agreed to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EmergencyContact {
    pub name: ContactName,
    pub phone: Phone,
}

wire_enum! {
    Mood {
        VeryLow = "very_low",
        Low = "low",
        Okay = "okay",
        Good = "good",
        VeryGood = "very_good",
    }
}

wire_enum! {
    /// What is so easily taken for a craving.
    Halt {
        Hungry = "hungry",
        Angry = "angry",
        Lonely = "lonely",
        Tired = "tired",
    }
}

/// How somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HowItIs {
    pub mood: Mood,
    /// 0 to 10.
    pub craving: u8,
    pub halt: Vec<Halt>,
    pub note: Option<Statement>,
}

/// A check-in. To the alum, and to the mentor who may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CheckInView {
    pub id: CheckInId,
    /// When it was made, by the device.
    pub at: Timestamp,
    /// Null for "not today, I'm OK", or for a wish for a call alone.
    pub how: Option<HowItIs>,
    pub wants_call: bool,
}

wire_enum! {
    /// What the alum calls the time since their recovery date.
    RecoveryLabel {
        Recovery = "recovery",
        Sobriety = "sobriety",
        Clean = "clean",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryDate {
    pub date: LocalDate,
    pub label: RecoveryLabel,
}

/// A milestone, and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MilestoneView {
    pub milestone: Milestone,
    pub on: LocalDate,
}

/// Where an alum stands, to the alum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryView {
    pub date: LocalDate,
    pub label: RecoveryLabel,
    /// No milestones for now, by the alum's own choice.
    pub paused: bool,
    /// `days` of the last `days_in_all`: what a lapse doesn't take away.
    pub days: u32,
    pub days_in_all: u32,
    /// Null while paused.
    pub next: Option<MilestoneView>,
    /// Reached, newest first; those before a lapse stay.
    pub reached: Vec<MilestoneView>,
    /// Reached, and not yet answered: share, or keep private?
    pub asked: Vec<Milestone>,
}

wire_enum! {
    /// Whom an alum chose to tell of a lapse. Of the circle the server does
    /// nothing by itself: the alum writes there, or doesn't.
    LapseSharing {
        Nobody = "nobody",
        Mentor = "mentor",
        Circle = "circle",
    }
}

/// What becomes of the recovery date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DateChoice {
    KeepDate,
    ChangeDate { date: LocalDate },
    PauseDate,
}

/// A lapse: to the alum, and to the mentor who was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LapseView {
    pub id: LapseId,
    pub from: LocalDate,
    /// The last day of it; the same day for most.
    pub to: LocalDate,
    pub shared_with: LapseSharing,
    pub recorded_at: Timestamp,
}

wire_enum! {
    PairingState {
        /// You have not said yes yet.
        Proposed = "proposed",
        /// You have; the other has not.
        Accepted = "accepted",
        Active = "active",
    }
}

/// A pairing as either of the two sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PairingView {
    pub id: PairingId,
    /// You are the mentor of the two.
    pub mentor: bool,
    pub with: Alias,
    pub state: PairingState,
    /// When it was proposed, or has been active since.
    pub since: Timestamp,
    /// The private conversation of the two, once one of them has opened it.
    pub direct: Option<CircleId>,
}

/// All that an alum has to do with this side of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OwnCare {
    /// Null while it is the centre's.
    pub zone: Option<Zone>,
    pub centre_zone: Zone,
    /// From then on the day's check-in is looked for.
    pub check_in_at: LocalTime,
    pub graduated_on: LocalDate,
    /// Of the consents as they are worded now.
    pub consent_version: u16,
    pub consents: Vec<ConsentView>,
    pub phone: Option<Phone>,
    pub emergency_contact: Option<EmergencyContact>,
    pub pairings: Vec<PairingView>,
    pub last_check_in_at: Option<Timestamp>,
    pub paused_until: Option<Timestamp>,
    /// Nothing was heard for a while: a friendly hello is due, to you alone.
    pub hello_due: bool,
    pub recovery: Option<RecoveryView>,
    /// You are a mentor, and have a board.
    pub mentor: bool,
    /// You take shifts on call.
    pub on_call: bool,
}
