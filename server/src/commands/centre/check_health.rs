//! Finds out whether members could be served right now: whether the largest message could
//! be stored, whether stored data can be read, and how full the database is.

use crate::domain::{Rejection, Storage};
use crate::store::Store;

pub(crate) async fn check_health(store: &Store) -> Result<Storage, Rejection> {
    store.check_writable().await?;
    store.read(|view| Ok(view.centre_settings().map(drop)?)).await?;
    store.storage().await
}
