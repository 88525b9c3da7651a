//! A few read-only connections, lent one at a time to blocking threads. Large reads never
//! take the ones that are reserved for small reads.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio_util::task::AbortOnDropHandle;

use super::read_budget::Turn;
use super::{ReadBudget, StoreError, View, connections};
use crate::background;
use crate::domain::Rejection;
use crate::limits::{LARGE_READERS, SMALL_READERS};

/// Which connections a read may use, and at whose cost.
#[derive(Debug, Clone)]
pub(crate) enum Lane {
    /// Small reads: signing in, sessions, one row.
    Small,
    /// Reads that may be large.
    Large,
    /// The same, charged to an account.
    Budgeted(ReadBudget),
}

#[derive(Clone)]
pub(super) struct Readers {
    small: Pool,
    large: Pool,
}

#[derive(Clone)]
struct Pool {
    idle: Arc<Mutex<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Pool {
    fn open(file: &Path, connections: usize) -> Result<Self, StoreError> {
        let idle =
            (0..connections).map(|_| connections::reader(file)).collect::<Result<Vec<_>, _>>()?;
        let turns = Arc::new(Semaphore::new(connections));
        Ok(Self { idle: Arc::new(Mutex::new(idle)), turns })
    }
}

impl Readers {
    pub(super) fn open(file: &Path) -> Result<Self, StoreError> {
        let (small, large) = (Pool::open(file, SMALL_READERS)?, Pool::open(file, LARGE_READERS)?);
        Ok(Self { small, large })
    }

    pub(super) async fn read<T, F>(&self, lane: Lane, look: F) -> Result<T, Rejection>
    where
        T: Send + 'static,
        F: FnOnce(&View<'_>) -> Result<T, Rejection> + Send + 'static,
    {
        let (pool, read_budget) = match lane {
            Lane::Small => (self.small.clone(), None),
            Lane::Large => (self.large.clone(), None),
            Lane::Budgeted(read_budget) => (self.large.clone(), Some(read_budget)),
        };
        // In a task of its own: a caller that is busy with something else, such as a socket
        // stuck in writing, must not hold a turn that it does not use.
        let looking = tokio::spawn(async move {
            let own_turn = match &read_budget {
                Some(read_budget) => Some(read_budget.turn().await),
                None => None,
            };
            let Pool { idle, turns } = pool;
            let gives_way = own_turn.as_ref().is_some_and(Turn::gives_way);
            let turn = turns.acquire_owned().await.map_err(|_| StoreError::Closed)?;
            let read = move || {
                let lent = Lent::take(idle, turn);
                let look = || look_at(lent.connection(), look);
                match own_turn {
                    // Also if the caller has gone away.
                    Some(own_turn) => own_turn.pay_for(look),
                    None => look(),
                }
            };
            let looked = if gives_way { background::spawn(read) } else { spawn_blocking(read) };
            looked.await.unwrap_or_else(|_| Err(broke_off()))
        });
        // A caller that has gone away needs no turn.
        AbortOnDropHandle::new(looking).await.unwrap_or_else(|_| Err(broke_off()))
    }
}

/// A panic's message could contain somebody's words, so it is left out.
fn broke_off() -> Rejection {
    StoreError::Fault("a read broke off".into()).into()
}

/// A connection on loan, returned however the read ends: one lost to a panic would be
/// missing for as long as the server runs.
struct Lent {
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// Fields are dropped after `drop` has run: the turn is returned last.
    _turn: OwnedSemaphorePermit,
}

impl Lent {
    fn take(idle: Arc<Mutex<Vec<Connection>>>, turn: OwnedSemaphorePermit) -> Self {
        let connection = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self { connection, idle, _turn: turn }
    }

    fn connection(&self) -> &Connection {
        self.connection.as_ref().expect("a turn is only given while a connection is idle")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).extend(self.connection.take());
    }
}

/// One read transaction, so that several statements see the same state.
fn look_at<T>(
    connection: &Connection,
    look: impl FnOnce(&View<'_>) -> Result<T, Rejection>,
) -> Result<T, Rejection> {
    let moment = connection.unchecked_transaction()?;
    let result = look(&View::new(&moment));
    moment.finish()?;
    result
}
