//! Stands where a command is not built yet; gone before this reaches anybody.

use circles_protocol::Reply;

use crate::domain::Rejection;

pub(crate) async fn unbuilt() -> Result<Reply, Rejection> {
    Err(Rejection::unavailable())
}
