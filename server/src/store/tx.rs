//! What a caller holds while it looks (`View`) or changes (`Tx`). Both speak
//! the domain; the statements are in the neighbouring files, one per noun.

use std::collections::BTreeSet;
use std::ops::Deref;

use circles_protocol::{CircleEvent, CircleId, MemberId, Notice, SessionId};
use rusqlite::{CachedStatement, Connection};

use super::backlog::IndexChange;
use crate::domain::{AccountKey, CircleKey, KeyedRequest, Publication};

/// A consistent look at everything committed so far.
pub(crate) struct View<'c> {
    connection: &'c Connection,
}

impl<'c> View<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// A statement compiled once per connection.
    pub(super) fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
        self.connection.prepare_cached(sql)
    }
}

/// A change under way: everything a `View` shows, as changed so far, and what
/// shall be published once it is on disk.
pub(crate) struct Tx<'c> {
    view: View<'c>,
    pub(super) publications: Vec<Publication>,
    pub(super) index: Vec<IndexChange>,
    pub(super) erased: bool,
    /// The circles whose messages shall all be in the index.
    pub(super) index_wanted: Option<BTreeSet<CircleKey>>,
    /// The request this is written for, where its maker may repeat it.
    pub(crate) keyed_request: Option<KeyedRequest>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            view: View::new(connection),
            publications: Vec::new(),
            index: Vec::new(),
            erased: false,
            index_wanted: None,
            keyed_request: None,
        }
    }

    pub(crate) fn publish(&mut self, event: CircleEvent) {
        self.publications.push(Publication::Event(event));
    }

    pub(crate) fn notify(&mut self, account: AccountKey, notice: Notice) {
        self.publications.push(Publication::Notice { account, notice });
    }

    /// From here on in the order of publications, this member hears nothing
    /// more of the circle.
    pub(crate) fn unsubscribe(&mut self, circle: CircleId, member: MemberId) {
        self.publications.push(Publication::Unsubscribed { circle, member });
    }

    /// The sign-in is over: its sockets close.
    pub(crate) fn end_session_sockets(&mut self, account: AccountKey, session: SessionId) {
        self.publications.push(Publication::SessionEnded { account, session });
    }

    /// The search index shall take in what waits of these circles first.
    pub(super) fn want_index(&mut self, circles: BTreeSet<CircleKey>) {
        self.index_wanted = Some(circles);
    }

    /// Words were taken out of the tables; see that no copy stays in the log file.
    pub(super) fn note_erasure(&mut self) {
        self.erased = true;
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = View<'c>;

    fn deref(&self) -> &View<'c> {
        &self.view
    }
}
