//! A change that waits for the writer, with whoever is waiting for its outcome.

use tokio::sync::oneshot;

use super::Tx;
use crate::domain::Rejection;

/// One change, as the writer sees it.
pub(super) trait Change: Send {
    /// Runs in a savepoint; `false` asks to undo it.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Tells the caller, after the commit or with the reason it failed.
    fn answer(self: Box<Self>, committed: Result<(), Rejection>);
}

pub(super) struct Pending<T, F> {
    change: Option<F>,
    outcome: Option<Result<T, Rejection>>,
    caller: oneshot::Sender<Result<T, Rejection>>,
}

impl<T, F> Pending<T, F> {
    pub(super) fn new(change: F, caller: oneshot::Sender<Result<T, Rejection>>) -> Self {
        Self { change: Some(change), outcome: None, caller }
    }
}

impl<T, F> Change for Pending<T, F>
where
    T: Send,
    F: FnOnce(&mut Tx<'_>) -> Result<T, Rejection> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let change = self.change.take().expect("a change runs once");
        let outcome = change(tx);
        let keep = outcome.is_ok();
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), Rejection>) {
        let answer = match (committed, self.outcome) {
            // If the group failed, even a refusal may be based on changes that were rolled
            // back.
            (Err(rejection), _) | (Ok(()), Some(Err(rejection))) => Err(rejection),
            (Ok(()), Some(Ok(value))) => Ok(value),
            // It panicked, and was undone.
            (Ok(()), None) => Err(Rejection::internal()),
        };
        // A caller whose socket has closed meanwhile no longer listens.
        let _ = self.caller.send(answer);
    }
}
