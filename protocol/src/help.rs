//! Asking for help, being alerted, and who is on call when. A circle never hears
//! of any of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{
    Alias, CardText, CircleId, HelpId, InviteLabel, LocalDate, OnCallId, Phone, ShiftId, Statement,
    Timestamp,
};

wire_enum! {
    /// Whom to tell.
    HelpTo {
        Mentor = "mentor",
        OnCall = "on_call",
        /// The centre's staff.
        Centre = "centre",
    }
}

wire_enum! {
    HelpState {
        Waiting = "waiting",
        /// Somebody is replying.
        Acknowledged = "acknowledged",
        Ended = "ended",
    }
}

wire_enum! {
    /// Who was told so far, the last of them.
    HelpStep {
        Mentor = "mentor",
        OnCall = "on_call",
        SecondOnCall = "second_on_call",
        Centre = "centre",
        /// There was nobody to tell.
        Nobody = "nobody",
    }
}

/// A request for help, to whoever made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HelpView {
    pub id: HelpId,
    pub to: HelpTo,
    pub asked_at: Timestamp,
    pub state: HelpState,
    pub last_step: HelpStep,
    /// On-call was told because of words in a message; you need not have asked.
    pub by_words: bool,
    /// Who is replying.
    pub by: Option<Alias>,
    /// The private conversation with them.
    pub direct: Option<CircleId>,
    /// Nobody is told before this moment; until then the request can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undo_until: Option<Timestamp>,
    /// Who has been alerted so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<HelpTo>>")]
    pub alerted: Vec<HelpTo>,
    /// You would like a call; you have not asked for more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub wants_call: bool,
}

wire_enum! {
    HelpAlertState {
        Waiting = "waiting",
        /// You are replying.
        Yours = "yours",
        /// Somebody else is.
        Taken = "taken",
        Ended = "ended",
    }
}

/// A request for help, to whoever is alerted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HelpAlert {
    pub id: HelpId,
    pub who: Alias,
    pub asked_at: Timestamp,
    /// When it came to you.
    pub alerted_at: Timestamp,
    pub state: HelpAlertState,
    /// What they wrote with it.
    pub words: Option<Statement>,
    /// Words in a message sounded like a crisis; they have not asked themselves.
    pub by_words: bool,
    pub direct: Option<CircleId>,
    /// They would like a call; they have not asked for more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub wants_call: bool,
    /// Their telephone number, where you are replying and they agreed that you may call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub phone: Option<Phone>,
}

/// Whom one could tell just now, and what one has asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HelpStatus {
    /// Who is on call now; null where nobody is on duty.
    pub on_duty: Option<Alias>,
    /// Your mentor, where you have one.
    pub mentor: Option<Alias>,
    pub open: Option<HelpView>,
    /// Somebody of the centre's staff can be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub centre: bool,
}

wire_enum! {
    /// Who of those on call at a time is told first.
    Rank {
        First = "first",
        Second = "second",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnCallPerson {
    pub id: OnCallId,
    pub alias: Alias,
    /// To coordinators only: the label of their invite.
    pub label: Option<InviteLabel>,
    /// It is you.
    pub me: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ShiftView {
    pub id: ShiftId,
    pub person: OnCallId,
    pub rank: Rank,
    pub from: Timestamp,
    pub to: Timestamp,
}

/// A stretch of the rota in which nobody is first on call, or more than one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Stretch {
    pub from: Timestamp,
    pub to: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rota {
    pub people: Vec<OnCallPerson>,
    /// In the order they begin.
    pub shifts: Vec<ShiftView>,
    pub gaps: Vec<Stretch>,
    pub overlaps: Vec<Stretch>,
    /// Who is first on call now.
    pub now: Option<OnCallId>,
    /// More shifts than one answer holds: those that begin from then on are to be asked
    /// for, and gaps and overlaps are told of up to then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub shown_to: Option<Timestamp>,
}

/// Whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HelpNumber {
    pub label: CardText,
    pub phone: Phone,
}

/// What stands on the help card, as the centre keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HelpCard {
    /// At most 12, in their order.
    pub numbers: Vec<HelpNumber>,
    /// What to do where somebody may have taken too much; at most 12.
    pub steps: Vec<CardText>,
    /// When somebody last made sure that it is right.
    pub last_checked: Option<LocalDate>,
}
