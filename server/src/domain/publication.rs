//! What the rest of the server is told of a commit, in the order of commits.

use circles_protocol::{CircleEvent, CircleId, CloseCode, MemberId, Notice, SessionId};

use super::AccountKey;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Publication {
    /// For everyone who follows the circle.
    Event(CircleEvent),
    /// This member receives nothing more from the circle.
    Unsubscribed { circle: CircleId, member: MemberId },
    /// For every socket of one account.
    Notice { account: AccountKey, notice: Notice },
    /// A session ended, or continues under another secret; its sockets close.
    SessionClosed { account: AccountKey, session: SessionId, code: CloseCode },
}
