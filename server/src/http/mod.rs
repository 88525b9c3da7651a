//! The HTTP side: the account's requests, the client's files, and the door to
//! the websocket. It turns JSON into commands and back, and decides nothing.

mod accounts;
mod address;
mod answer;
mod cookie;
mod crowd;
mod files;
mod guard;
mod health;
mod listener;
mod site;
mod socket;

use std::sync::Arc;

use axum::{Router, middleware};

pub(crate) use accounts::Desk;
pub(crate) use crowd::Crowd;
pub(crate) use listener::listen;
pub(crate) use site::Site;
pub(crate) use socket::SocketDoor;

pub(crate) fn router(desk: Desk, door: SocketDoor, site: Arc<Site>) -> Router {
    Router::new()
        .merge(health::router(desk.store.clone()))
        .nest("/api", accounts::router(desk))
        .merge(socket::router(door))
        .merge(files::router())
        .layer(middleware::from_fn_with_state(site, guard::guard))
}
