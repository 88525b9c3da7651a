//! Requests with answers that may be large. Each account may have a few such answers at a
//! time, over all its sockets, and a share of the readers' time: requests beyond either
//! limit wait, and hold nothing but themselves meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use circles_protocol::{Request, RequestId, ServerFrame};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Services, answer, dispatch};
use crate::domain::{AccountKey, Actor, Kept};
use crate::limits::LARGE_ANSWERS_PER_ACCOUNT;
use crate::security::Caught;
use crate::store::{Allowance, ReadPace};

/// Every account that has, or recently had, a socket open.
pub(crate) struct LargeAnswers {
    shares: Mutex<HashMap<AccountKey, Arc<Share>>>,
    pace: ReadPace,
}

/// What the sockets of one account share.
pub(super) struct Share {
    places: Arc<Semaphore>,
    pub(super) allowance: Allowance,
}

/// A place for one large answer. It is released once the answer is written, or dropped.
#[derive(Debug)]
pub(crate) struct Place(
    #[expect(dead_code, reason = "held until it is dropped")] OwnedSemaphorePermit,
);

impl LargeAnswers {
    pub(crate) fn new(pace: ReadPace) -> Self {
        Self { shares: Mutex::default(), pace }
    }

    pub(super) fn share(&self, account: AccountKey) -> Arc<Share> {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        let share = shares.entry(account).or_insert_with(|| {
            let places = Arc::new(Semaphore::new(LARGE_ANSWERS_PER_ACCOUNT));
            Arc::new(Share { places, allowance: Allowance::full(self.pace) })
        });
        Arc::clone(share)
    }

    /// Forgets accounts without a socket that have not read for a while.
    pub(crate) fn prune_idle(&self) {
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        shares.retain(|_, share| Arc::strong_count(share) > 1 || !share.allowance.is_full());
        shares.shrink_to_fit();
    }
}

impl Share {
    /// A place, if one is free right now.
    pub(super) fn place_now(&self) -> Option<Place> {
        Arc::clone(&self.places).try_acquire_owned().ok().map(Place)
    }
}

/// A request that waits to be carried out.
pub(crate) struct LargeRequest {
    pub(super) id: RequestId,
    pub(super) request: Box<Request>,
    /// Given back if the request is refused.
    pub(super) kept: Option<Kept>,
    pub(super) actor: Actor,
    /// Whom a refusal is counted for.
    pub(super) caught: Caught,
    pub(super) services: Services,
    pub(super) share: Arc<Share>,
}

impl LargeRequest {
    pub(crate) fn id(&self) -> RequestId {
        self.id
    }

    /// What the account may still read.
    pub(crate) fn allowance(&self) -> Allowance {
        self.share.allowance.clone()
    }

    /// Waits for a place and carries it out. The place is returned with the answer.
    pub(crate) async fn carry_out(self) -> (ServerFrame, Option<Place>) {
        let Self { id, request, kept, actor, caught, services, share } = self;
        let (refusals, clock) = (Arc::clone(&services.refusals), services.clock.clone());
        let pace = Arc::clone(&services.pace);
        // The semaphore is never closed: without a place nothing would limit the request.
        let place = Arc::clone(&share.places).acquire_owned().await.ok().map(Place);
        // Its future is created only now, and not while it waits.
        let done = Box::pin(dispatch::carry_out(services, actor, *request)).await;
        if let Err(refused) = &done {
            refusals.refused(caught, refused.0.code, clock.now());
            pace.give_back(actor.account, kept);
        }
        (answer(id, done), place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: ReadPace = ReadPace { ms_per_second: 100, burst_ms: 50 };
    const JO: AccountKey = AccountKey(1);
    const SAM: AccountKey = AccountKey(2);

    #[test]
    fn the_places_of_an_account_are_counted_over_all_its_sockets() {
        let large = LargeAnswers::new(PACE);
        let (desk, phone) = (large.share(JO), large.share(JO));
        let places = [desk.place_now(), phone.place_now()];
        assert!(places.iter().all(Option::is_some));
        assert!(desk.place_now().is_none());
        assert!(large.share(SAM).place_now().is_some());
        drop(places);
        assert!(phone.place_now().is_some());
    }

    #[tokio::test]
    async fn an_account_is_forgotten_once_it_has_no_socket_and_owes_nothing() {
        let large = LargeAnswers::new(PACE);
        let jo = large.share(JO);
        large.prune_idle();
        assert_eq!(large.shares.lock().unwrap().len(), 1);
        drop(jo);
        large.prune_idle();
        assert!(large.shares.lock().unwrap().is_empty());
    }
}
