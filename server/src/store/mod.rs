//! Everything that is kept on disk: one writer thread, a few readers, SQLite behind them.
//! The store knows the domain, but neither sockets nor the hub: whoever opens it passes in
//! who receives the publications of a commit.

mod accounts;
mod actions;
mod alias_forms;
mod appeal_evidence;
mod appeals;
mod audit;
mod backlog;
mod backups;
mod blocks;
mod cases;
mod centre_settings;
mod check;
mod check_ins;
mod circle_admin;
mod circles;
mod connections;
mod consents;
mod copy;
mod counts;
#[cfg(test)]
pub(crate) mod damage;
mod deciders;
mod decisions;
mod direct;
mod erased;
mod erasures;
mod error;
mod evidence;
mod expiry;
mod follow_ups;
mod graduations;
mod held;
mod help;
mod help_alerts;
mod help_card;
mod hidden;
mod history;
mod idempotency;
mod invites;
mod known_devices;
mod lapses;
mod log;
mod meetings;
mod members;
mod mentors;
mod message_details;
mod messages;
mod migrations;
mod no_contacts;
mod open_existing;
mod outreach;
mod own_care;
mod pairings;
mod pending;
mod people;
mod proposals;
mod reactions;
mod read_budget;
mod readers;
mod received;
mod recovery;
mod recovery_links;
mod reports;
mod resends;
mod rota;
mod rows;
mod search;
mod security_notices;
mod sessions;
mod shared;
mod storage;
#[cfg(test)]
mod testing;
mod threads;
mod timers;
mod tx;
mod write_probe;
mod writer;
mod zones;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use circles_protocol::Epoch;
use tokio_util::task::AbortOnDropHandle;

pub(crate) use accounts::{AccountRow, NewAccount};
pub(crate) use actions::{ActionKey, NewAction};
pub(crate) use appeals::{AppealRow, NewAppeal};
pub(crate) use audit::{AuditFilter, AuditHead, AuditNote, verify_audit};
pub(crate) use backups::Backups;
pub(crate) use blocks::NewBlock;
pub(crate) use cases::{CaseKey, CaseRow, NewCase, QueueCursor};
pub(crate) use check::check;
pub(crate) use circles::{CircleRow, Joining};
pub(crate) use copy::{CopyStop, Extent, copy_database, extent};
pub(crate) use decisions::{DecisionKey, DecisionRow, NewDecision, NoteChange};
pub(crate) use direct::DirectRow;
pub(crate) use erased::Revived;
pub(crate) use erasures::ErasureList;
pub(crate) use error::StoreError;
pub(crate) use evidence::{EvidenceFor, NewEvidence};
pub(crate) use follow_ups::FollowUpRow;
pub(crate) use held::{HeldRow, NewHeld};
pub(crate) use help::{HelpRow, NewHelp};
pub(crate) use invites::{InviteRow, NewInvite};
pub(crate) use log::Entry;
pub(crate) use meetings::{MeetingRow, MeetingTimes, MeetingWords, NewMeeting};
pub(crate) use members::MembershipRow;
pub(crate) use messages::{MessageRow, NewMessage};
pub(crate) use migrations::known_version;
pub(crate) use no_contacts::NoContactRow;
pub(crate) use pairings::{NewPairing, PairingRow};
pub(crate) use proposals::{NewProposal, ProposalRow};
pub(crate) use reactions::PinCursor;
pub(crate) use read_budget::{ReadBudget, ReadRate};
pub(crate) use readers::Lane;
pub(crate) use received::LeftRow;
pub(crate) use recovery::{MilestoneAnswer, RecoveryRow};
pub(crate) use recovery_links::{NewRecoveryLink, RecoveryLinkRow};
pub(crate) use reports::NewReport;
pub(crate) use rota::{OnCallRow, ShiftRow};
pub(crate) use search::SearchTerms;
pub(crate) use security_notices::NewSecurityNotice;
pub(crate) use sessions::{AuthenticatedRow, NewSession, Renewal, RenewedToken};
pub(crate) use timers::TimerRow;
pub(crate) use tx::{Tx, View};

use crate::domain::{ActingSession, CircleKey, KeyedRequest, Publication, Rejection, Storage};
use backlog::Backlog;
use readers::Readers;
use storage::DiskSpace;
use writer::Writer;

/// Receives every commit's publications, in order, before the callers are answered.
pub(crate) type Publish = Box<dyn FnMut(Vec<Publication>) + Send>;

/// How the store is opened; the rest is fixed in `opening`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StoreOptions {
    /// The maximum size of the database file, in MiB; 0 for no limit.
    pub(crate) max_database_mib: u32,
    /// A server may be running on the same file. Only the server writes the search index:
    /// two processes indexing the same messages would add them twice.
    pub(crate) beside_a_server: bool,
}

/// A handle that can be cloned freely.
#[derive(Clone)]
pub(crate) struct Store {
    writer: Arc<Writer>,
    readers: Readers,
    disk: Arc<DiskSpace>,
    backups: Backups,
    epoch: Epoch,
    keyed_request: Option<KeyedRequest>,
    session: Option<ActingSession>,
    lane: Lane,
}

impl Store {
    /// Opens the database in this folder, after creating or migrating it.
    ///
    /// # Errors
    /// If the file is damaged or of a newer version, or the folder can't be written to.
    pub(crate) fn open(
        folder: &Path,
        options: StoreOptions,
        publish: Publish,
    ) -> Result<Self, StoreError> {
        let file = connections::prepare(folder)?;
        let (connection, epoch) = connections::writer(&file, options)?;
        let readers = Readers::open(&file)?;
        let backlog =
            if options.beside_a_server { Backlog::default() } else { Backlog::read(&connection)? };
        let writer =
            Arc::new(Writer::start(connection, publish, backlog, ErasureList::in_folder(folder))?);
        let max_database_mib = options.max_database_mib;
        let disk = Arc::new(DiskSpace { folder: folder.to_owned(), max_database_mib });
        let (keyed_request, session, lane) = (None, None, Lane::Small);
        let backups = Backups::default();
        Ok(Self { writer, readers, disk, backups, epoch, keyed_request, session, lane })
    }

    /// The same store, for a request that may be repeated: a write can check whether it was
    /// carried out before.
    pub(crate) fn for_request(&self, keyed_request: Option<KeyedRequest>) -> Self {
        Self { keyed_request, ..self.clone() }
    }

    /// The same store, for a session: each transaction through this handle first checks
    /// that the session is still valid.
    pub(crate) fn for_session(&self, session: ActingSession) -> Self {
        Self { session: Some(session), ..self.clone() }
    }

    /// The same store, for reads that may be large. Without this they are assumed to be small.
    pub(crate) fn in_lane(&self, lane: Lane) -> Self {
        Self { lane, ..self.clone() }
    }

    /// The request this handle is for, if it may be repeated.
    pub(crate) fn keyed_request(&self) -> Option<KeyedRequest> {
        self.keyed_request
    }

    /// Whether there is a database in this folder.
    pub(crate) fn is_in(folder: &Path) -> bool {
        Self::file_in(folder).is_file()
    }

    /// Where the database of this folder is.
    pub(crate) fn file_in(folder: &Path) -> PathBuf {
        folder.join(connections::FILE_NAME)
    }

    pub(crate) fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// Runs `change` in a transaction. Once this returns `Ok`, the change is on disk and
    /// has been published. On `Err`, nothing was changed.
    ///
    /// # Errors
    /// What `change` refuses, `not_signed_in` if the handle is for a session that has
    /// ended, or the store's own failure as a rejection.
    pub(crate) async fn write<T, F>(&self, change: F) -> Result<T, Rejection>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Rejection> + Send + 'static,
    {
        let Self { keyed_request, session, .. } = *self;
        let change = move |tx: &mut Tx<'_>| {
            (tx.keyed_request, tx.session) = (keyed_request, session);
            session.map_or(Ok(()), |session| tx.require_acting(session))?;
            change(tx)
        };
        let Lane::Budgeted(read_budget) = self.lane.clone() else {
            return self.writer.write(change).await;
        };
        // A write with a large answer takes the same turns. It runs in a task of its own,
        // as a read does: a socket that is stuck in writing must not hold the turn.
        let writer = Arc::clone(&self.writer);
        let writing = tokio::spawn(async move {
            let turn = read_budget.turn().await;
            writer.write(move |tx: &mut Tx<'_>| turn.pay_for(|| change(tx))).await
        });
        AbortOnDropHandle::new(writing).await.unwrap_or_else(|_| Err(Rejection::internal()))
    }

    /// Runs `look` on a consistent view of everything committed so far.
    ///
    /// # Errors
    /// What `look` refuses, `not_signed_in` if the handle is for a session that has ended,
    /// or the store's own failure as a rejection.
    pub(crate) async fn read<T, F>(&self, look: F) -> Result<T, Rejection>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> Result<T, Rejection> + Send + 'static,
    {
        let session = self.session;
        let look = move |view: &View<'_>| {
            session.map_or(Ok(()), |session| view.require_acting(session))?;
            look(view)
        };
        self.readers.read(self.lane.clone(), look).await
    }

    /// A number that changes whenever meeting times change: a result computed from a read
    /// that began under this number is right for as long as it stays. It only covers writes
    /// of this process, which makes all of them.
    pub(crate) fn meetings_version(&self) -> u64 {
        self.writer.meetings_version()
    }

    /// Returns once a search of these circles finds every message committed before the call.
    ///
    /// # Errors
    /// The store's own failure as a rejection.
    pub(crate) async fn complete_index<F>(&self, circles: F) -> Result<(), Rejection>
    where
        F: Fn(&View<'_>) -> BTreeSet<CircleKey> + Clone + Send + 'static,
    {
        self.writer.complete_index(circles).await
    }

    /// Returns once it is known whether a message of the largest size could be stored; `Ok`
    /// if it could. Leaves nothing behind.
    ///
    /// # Errors
    /// The store's own failure as a rejection.
    pub(crate) async fn check_writable(&self) -> Result<(), Rejection> {
        self.writer.check_writable().await
    }

    /// How full the database is.
    ///
    /// # Errors
    /// The store's own failure as a rejection.
    pub(crate) async fn storage(&self) -> Result<Storage, Rejection> {
        let disk = Arc::clone(&self.disk);
        self.read(move |view| Ok(disk.measure(view)?)).await
    }

    /// What is known of this store's backups.
    pub(crate) fn backups(&self) -> &Backups {
        &self.backups
    }

    /// Returns when nothing can be written any more; before `close`, that only happens
    /// through a bug of ours.
    pub(crate) async fn ended(&self) {
        self.writer.ended().await;
    }

    /// Finishes the accepted changes, folds the log file into the database, and stops the
    /// writer.
    pub(crate) async fn close(&self) {
        self.writer.close().await;
    }
}
