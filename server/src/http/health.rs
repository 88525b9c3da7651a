//! `GET /api/health`: whether the server runs and can store. For whoever
//! watches over it; it says nothing else.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::answer::Refused;
use crate::commands::prove_storing::prove_storing;
use crate::domain::Rejection;
use crate::limits::HEALTH_KEPT;
use crate::store::Store;

type Proof = Result<(), Rejection>;

/// The store, and what it said last. Anyone may ask, so the disk is not asked
/// for each of them.
#[derive(Clone)]
pub(super) struct Health {
    store: Store,
    last: Arc<Mutex<Option<(Instant, Proof)>>>,
}

pub(super) async fn answer(State(health): State<Health>) -> Result<StatusCode, Refused> {
    Ok(health.proof().await.map(|()| StatusCode::OK)?)
}

impl Health {
    pub(super) fn new(store: Store) -> Self {
        Self { store, last: Arc::default() }
    }

    async fn proof(&self) -> Proof {
        // Held while the disk is asked: whoever comes meanwhile gets its answer.
        let mut last = self.last.lock().await;
        if let Some((at, proof)) = &*last
            && at.elapsed() < HEALTH_KEPT
        {
            return proof.clone();
        }
        let proof = prove_storing(&self.store).await;
        *last = Some((Instant::now(), proof.clone()));
        proof
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::StoreOptions;

    #[tokio::test]
    async fn a_server_that_cannot_store_is_not_well() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        let ask = || answer(State(Health::new(store.clone())));
        assert_eq!(ask().await.unwrap(), StatusCode::OK);
        store.close().await;
        assert_eq!(ask().await.unwrap_err().status, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn the_disk_is_not_asked_for_everyone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        let health = Health::new(store.clone());
        assert_eq!(health.proof().await, Ok(()));
        store.close().await;
        assert_eq!(health.proof().await, Ok(()), "the last answer is a moment old");
    }
}
