//! The coordinator's page: people by the label of their invite, and numbers. An alias
//! only where there is no label and the coordinator has met them there; no words
//! of anyone.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    Alias, CircleId, EmergencyContact, InviteLabel, LocalDate, MemberId, MentorId, NoContactId,
    PairingId, Timestamp,
};

/// Somebody in a circle, as the centre knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    pub circle: CircleId,
    pub member: MemberId,
    pub label: Option<InviteLabel>,
    /// Where there is no label and whoever asks has met them in this circle.
    pub alias: Option<Alias>,
    /// Where there is no label: when the invite was made that they joined by.
    pub invited_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MentorEntry {
    pub id: MentorId,
    pub person: Option<Person>,
    /// Pairings that are active or proposed, and those of them in the mentee's
    /// early days.
    pub caseload: u16,
    pub caseload_early: u16,
}

/// A pairing as the centre sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CentrePairing {
    pub id: PairingId,
    pub mentor: MentorId,
    pub mentee: Option<Person>,
    pub active: bool,
    /// When it was proposed, or has been active since.
    pub since: Timestamp,
}

/// Somebody whose mentor has stepped back, and who has no other yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnassignedMentee {
    pub mentee: Person,
    pub since: Timestamp,
}

wire_enum! {
    /// How a silence ended.
    NoContactOutcome {
        Reached = "reached",
        EmergencyContactCalled = "emergency_contact_called",
        Closed = "closed",
    }
}

/// That somebody has not been heard from for long. Nothing else is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NoContactView {
    pub id: NoContactId,
    pub person: Option<Person>,
    pub since: Timestamp,
    /// It is time to close it, or to call the emergency contact.
    pub close_due: bool,
    /// From then on, and only where the alum agreed to it.
    pub emergency_contact: Option<EmergencyContact>,
}

/// How much of what happened in a week. No names, and nothing of any circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WeekCounts {
    /// Its Monday, in the centre's zone.
    pub week: LocalDate,
    pub joined: u32,
    pub check_ins: u32,
    pub outreach: u32,
    pub help_requests: u32,
    pub help_acknowledged: u32,
    pub no_contacts: u32,
}

wire_enum! {
    /// How milestones look; what they mean is the same.
    MilestoneStyle {
        Plain = "plain",
        /// The colours many fellowships give to them.
        Medallions = "medallions",
    }
}
