//! The HTTP side: the account's requests, the client's files, and the door to
//! the websocket. It turns JSON into commands and back, and decides nothing.

mod accounts;
mod address;
mod admission;
mod answer;
mod calendar;
mod cookie;
mod crowd;
mod endpoints;
mod files;
mod forwarded;
mod guard;
mod health;
mod help_card;
mod idempotency;
mod listener;
mod site;
mod socket;

use std::sync::Arc;

use axum::{Router, middleware};

use endpoints::Rooms;
use health::Health;

use crate::limits::HEALTH_WAIT;

pub(crate) use accounts::Desk;
pub(crate) use crowd::Crowd;
pub(crate) use health::WatchedScheduler;
pub(crate) use listener::listen;
pub(crate) use site::Site;
pub(crate) use socket::SocketDoor;

pub(crate) fn router(
    desk: Desk,
    door: SocketDoor,
    scheduler: WatchedScheduler,
    site: Arc<Site>,
) -> Router {
    let health = Health::new(desk.store.clone(), scheduler, HEALTH_WAIT);
    let files = files::files();
    let rooms = Rooms { health, desk, door, files };
    rooms.router().layer(middleware::from_fn_with_state(site, guard::guard))
}
