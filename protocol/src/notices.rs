//! News that the server has for one account: something changed, often without saying what.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    AccountRecovery, CircleId, HelpAlert, HelpView, LocalDate, MeetingId, MessageId, ReportId, Seq,
    Timestamp,
};

/// News for one account, on all its sockets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Notice {
    /// You joined, left or were removed from a circle: say `hello` again.
    CirclesChanged,
    /// You read on, on another of your devices.
    ReadMarkerMoved { circle: CircleId, seq: Seq },
    /// Something was done about you in this circle, or taken back.
    ActionAboutYou { circle: CircleId, muted_until: Option<Timestamp> },
    /// Something came into the queue of cases, appeals and proposals, changed in
    /// it, or left it.
    QueueChanged,
    /// Somebody has dealt with what you reported.
    ReportHandled { circle: CircleId, report: ReportId },
    /// A message of yours that waited is posted, or is not going to be.
    HeldDecided { circle: CircleId, message: MessageId, released: bool },
    /// Something of your own care changed: a pairing, a hello, a milestone.
    CareChanged,
    /// Something changed on your board of mentees.
    BoardChanged,
    /// Something became of your request for help.
    HelpChanged { help: HelpView },
    /// Somebody asks for help, and you are one of those who can answer; or what
    /// you were told of has changed.
    HelpAlerted { alert: HelpAlert },
    /// The on-call rota changed.
    RotaChanged,
    /// A meeting you said you would come to is near.
    MeetingNear { meeting: MeetingId, on: LocalDate, starts_at: Timestamp },
    /// Something changed on the coordinator's page.
    CentreChanged,
    /// You have hidden a message for yourself, or show it again.
    MessageHidden { circle: CircleId, message: MessageId, hidden: bool },
    /// There is a security notice that you have not seen.
    SecurityNoticed,
    /// A recovery link to your account was made, stopped or used, or everything is open
    /// again.
    AccountRecoveryChanged { recovery: AccountRecovery },
    /// Your role changed, so your next request over HTTP gets another cookie: make one.
    SessionRenewalDue,
}
