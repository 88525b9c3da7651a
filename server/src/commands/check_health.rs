//! Finds out whether members could be served just now: whether the largest message
//! could be stored, and whether what is stored can be read.

use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn check_health(store: &Store) -> Result<(), Rejection> {
    store.prove_headroom().await?;
    store.read(|view| Ok(view.centre_settings().map(drop)?)).await
}
