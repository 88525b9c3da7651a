//! What a caller holds while it reads (`View`) or changes (`Tx`). Both speak the domain;
//! the statements are in the other files here, one per noun.

use std::collections::BTreeSet;
use std::ops::Deref;

use circles_protocol::{CircleEvent, CircleId, CloseCode, MemberId, Notice, SessionId};
use rusqlite::{CachedStatement, Connection};

use super::backlog::IndexChange;
use crate::domain::{AccountKey, ActingSession, CircleKey, Erasure, KeyedRequest, Publication};
use crate::security::Event;

/// A consistent view of everything committed so far.
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

/// A change in progress: everything a `View` shows, as changed so far, and what is to be
/// published once it is on disk.
pub(crate) struct Tx<'c> {
    view: View<'c>,
    pub(super) publications: Vec<Publication>,
    pub(super) security: Vec<Event>,
    pub(super) index: Vec<IndexChange>,
    pub(super) erased: bool,
    pub(super) erasures: Vec<Erasure>,
    pub(super) meetings_changed: bool,
    /// The circles whose messages must all be in the index.
    pub(super) index_wanted: Option<BTreeSet<CircleKey>>,
    /// The request this is written for, if it may be repeated.
    pub(crate) keyed_request: Option<KeyedRequest>,
    /// The session that made the request, if there is one.
    pub(crate) session: Option<ActingSession>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Self {
            view: View::new(connection),
            publications: Vec::new(),
            security: Vec::new(),
            index: Vec::new(),
            erased: false,
            erasures: Vec::new(),
            meetings_changed: false,
            index_wanted: None,
            keyed_request: None,
            session: None,
        }
    }

    pub(crate) fn publish(&mut self, event: CircleEvent) {
        self.publications.push(Publication::Event(event));
    }

    pub(crate) fn notify(&mut self, account: AccountKey, notice: Notice) {
        self.publications.push(Publication::Notice { account, notice });
    }

    /// From here on in the order of publications, this member receives nothing more of the
    /// circle.
    pub(crate) fn unsubscribe(&mut self, circle: CircleId, member: MemberId) {
        self.publications.push(Publication::Unsubscribed { circle, member });
    }

    /// The session has ended, or continues under another secret: its sockets close.
    pub(crate) fn close_session_sockets(
        &mut self,
        account: AccountKey,
        session: SessionId,
        code: CloseCode,
    ) {
        self.publications.push(Publication::SessionClosed { account, session, code });
    }

    /// The operator is told once it is on disk.
    pub(crate) fn tell_operator(&mut self, event: Event) {
        self.security.push(event);
    }

    /// Asks for the waiting messages of these circles to be indexed first.
    pub(super) fn want_index(&mut self, circles: BTreeSet<CircleKey>) {
        self.index_wanted = Some(circles);
    }

    /// Words were removed from the tables; makes sure that no copy stays in the log file.
    pub(super) fn note_erasure(&mut self) {
        self.erased = true;
    }

    /// Meeting times are computed again from this commit on.
    pub(super) fn note_meetings_changed(&mut self) {
        self.meetings_changed = true;
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = View<'c>;

    fn deref(&self) -> &View<'c> {
        &self.view
    }
}
