//! Requests with answers that may be large. Each account may have a few such answers at a
//! time, over all its sockets, and a share of the readers' time: requests beyond either
//! limit wait, and hold nothing but themselves meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use circles_protocol::{Request, RequestId, ServerFrame};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Services, answer, dispatch};
use crate::domain::{AccountKey, Actor, StorageCost};
use crate::limits::LARGE_ANSWERS_PER_ACCOUNT;
use crate::security::Caller;
use crate::store::{ReadBudget, ReadRate};

/// Every account that has, or recently had, a socket open.
pub(crate) struct LargeAnswers {
    budgets: Mutex<HashMap<AccountKey, Arc<AccountBudget>>>,
    rate: ReadRate,
}

/// What the sockets of one account share.
pub(super) struct AccountBudget {
    permits: Arc<Semaphore>,
    pub(super) read_budget: ReadBudget,
}

/// A permit for one large answer. It is released once the answer is written, or dropped.
#[derive(Debug)]
pub(crate) struct Permit(
    #[expect(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit,
);

impl LargeAnswers {
    pub(crate) fn new(rate: ReadRate) -> Self {
        Self { budgets: Mutex::default(), rate }
    }

    pub(super) fn budget(&self, account: AccountKey) -> Arc<AccountBudget> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        let budget = budgets.entry(account).or_insert_with(|| {
            let permits = Arc::new(Semaphore::new(LARGE_ANSWERS_PER_ACCOUNT));
            Arc::new(AccountBudget { permits, read_budget: ReadBudget::full(self.rate) })
        });
        Arc::clone(budget)
    }

    /// Forgets accounts without a socket that have not read for a while.
    pub(crate) fn prune_idle(&self) {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        budgets.retain(|_, budget| Arc::strong_count(budget) > 1 || !budget.read_budget.is_full());
        budgets.shrink_to_fit();
    }
}

impl AccountBudget {
    /// A permit, if one is free right now.
    pub(super) fn try_permit(&self) -> Option<Permit> {
        Arc::clone(&self.permits).try_acquire_owned().ok().map(Permit)
    }
}

/// A request that waits to be carried out.
pub(crate) struct LargeRequest {
    pub(super) id: RequestId,
    pub(super) request: Box<Request>,
    /// Given back if the request is refused.
    pub(super) cost: Option<StorageCost>,
    pub(super) actor: Actor,
    /// Whom a refusal is counted for.
    pub(super) caller: Caller,
    pub(super) services: Services,
    pub(super) budget: Arc<AccountBudget>,
}

impl LargeRequest {
    pub(crate) fn id(&self) -> RequestId {
        self.id
    }

    /// What the account may still read.
    pub(crate) fn read_budget(&self) -> ReadBudget {
        self.budget.read_budget.clone()
    }

    /// Waits for a permit and carries it out. The permit is returned with the answer.
    pub(crate) async fn carry_out(self) -> (ServerFrame, Option<Permit>) {
        let Self { id, request, cost, actor, caller, services, budget } = self;
        let (refusals, clock) = (Arc::clone(&services.refusals), services.clock.clone());
        let rate_limits = Arc::clone(&services.rate_limits);
        // The semaphore is never closed: without a permit nothing would limit the request.
        let permit = Arc::clone(&budget.permits).acquire_owned().await.ok().map(Permit);
        // Its future is created only now, and not while it waits.
        let done = Box::pin(dispatch::carry_out(services, actor, *request)).await;
        if let Err(refused) = &done {
            refusals.refused(caller, refused.0.code, clock.now());
            rate_limits.give_back(actor.account, cost);
        }
        (answer(id, done), permit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: ReadRate = ReadRate { ms_per_second: 100, burst_ms: 50 };
    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);

    #[test]
    fn the_places_of_an_account_are_counted_over_all_its_sockets() {
        let large = LargeAnswers::new(RATE);
        let (desk, phone) = (large.budget(JO), large.budget(JO));
        let permits = [desk.try_permit(), phone.try_permit()];
        assert!(permits.iter().all(Option::is_some));
        assert!(desk.try_permit().is_none());
        assert!(large.budget(SAM).try_permit().is_some());
        drop(permits);
        assert!(phone.try_permit().is_some());
    }

    #[tokio::test]
    async fn an_account_is_forgotten_once_it_has_no_socket_and_owes_nothing() {
        let large = LargeAnswers::new(RATE);
        let jo = large.budget(JO);
        large.prune_idle();
        assert_eq!(large.budgets.lock().unwrap().len(), 1);
        drop(jo);
        large.prune_idle();
        assert!(large.budgets.lock().unwrap().is_empty());
    }
}
