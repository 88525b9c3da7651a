//! What a mentor sees and notes down of those they walk beside. Of what an alum
//! tells of themselves there is only what is shared at this moment.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::wire_enum::wire_enum;
use crate::{Alias, CheckInView, CircleId, LapseView, MilestoneView, PairingId, Phone, Timestamp};

wire_enum! {
    /// Why a card stands where it does; the board goes by it, first to last.
    Attention {
        WantsCall = "wants_call",
        AskedForHelp = "asked_for_help",
        HelloDue = "hello_due",
        Milestone = "milestone",
        Nothing = "nothing",
    }
}

wire_enum! {
    /// What is due where nothing was heard for a while.
    HelloStep {
        SayHello = "say_hello",
        /// Try to reach them, and log that you did.
        LogAttempt = "log_attempt",
    }
}

wire_enum! {
    /// How a mentor got in touch.
    Means {
        Message = "message",
        /// Offered only where the alum agreed to it.
        Phone = "phone",
        InPerson = "in_person",
    }
}

wire_enum! {
    OutreachOutcome {
        Attempt = "attempt",
        Reached = "reached",
    }
}

/// That a mentor got in touch, or tried to. There are no words with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutreachView {
    pub at: Timestamp,
    pub means: Means,
    pub outcome: OutreachOutcome,
}

/// A mentee on the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MenteeCard {
    pub pairing: PairingId,
    pub alias: Alias,
    /// Whole weeks since graduating.
    pub weeks: u32,
    pub attention: Attention,
    pub next_contact_at: Option<Timestamp>,
    pub last_outreach: Option<OutreachView>,
    pub hello_step: Option<HelloStep>,
    /// Since when they would like a call.
    pub wants_call_since: Option<Timestamp>,
    /// Since when they have been waiting for help from you.
    pub help_since: Option<Timestamp>,
    /// Check-ins are shared with you.
    pub shares_check_ins: bool,
    pub last_check_in: Option<CheckInView>,
    /// Check-ins are paused until then.
    pub paused_until: Option<Timestamp>,
    pub next_milestone: Option<MilestoneView>,
    /// Reached in these days, or tomorrow: a kind word is in place.
    pub congratulate: Option<MilestoneView>,
    /// The newest lapse you were told of.
    pub lapse: Option<LapseView>,
    pub phone: Option<Phone>,
    /// By which you may get in touch.
    pub means: Vec<Means>,
    /// The private conversation of the two of you, once opened.
    pub direct: Option<CircleId>,
}

/// A mentee, opened: what is shared, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MenteeView {
    pub card: MenteeCard,
    pub check_ins: Vec<CheckInView>,
    pub has_more: bool,
    pub outreach: Vec<OutreachView>,
    pub lapses: Vec<LapseView>,
    pub milestones: Vec<MilestoneView>,
}
