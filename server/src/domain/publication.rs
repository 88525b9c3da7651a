//! What the rest of the server hears of a commit, in the order it was committed.

use circles_protocol::{CircleEvent, CircleId, CloseCode, MemberId, Notice, SessionId};

use super::AccountKey;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Publication {
    /// For everyone who follows the circle.
    Event(CircleEvent),
    /// This member hears nothing more of the circle.
    Unsubscribed { circle: CircleId, member: MemberId },
    /// For every socket of one account.
    Notice { account: AccountKey, notice: Notice },
    /// A sign-in ended, or goes on under another secret; its sockets close.
    SessionClosed { account: AccountKey, session: SessionId, code: CloseCode },
}
