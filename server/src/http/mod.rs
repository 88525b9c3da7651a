//! The HTTP side: account requests, the client's files, and the upgrade to the websocket.
//! It translates JSON into commands and back, and decides nothing.

mod accounts;
mod address;
mod admission;
mod answer;
mod calendar;
mod calendar_cache;
mod connection_limiter;
mod cookie;
mod endpoints;
mod files;
mod forwarded;
mod guard;
mod health;
mod help_card;
mod host;
mod idempotency;
mod listener;
mod site;
mod socket;
mod way_back;

use axum::{Router, middleware};

use endpoints::HttpState;
use health::Health;

use crate::limits::HEALTH_WAIT;

pub(crate) use accounts::AccountsState;
pub(crate) use connection_limiter::ConnectionLimiter;
pub(crate) use guard::Watch;
pub(crate) use health::WatchedScheduler;
pub(crate) use listener::listen;
pub(crate) use site::Site;
pub(crate) use socket::WsState;

pub(crate) fn router(
    accounts: AccountsState,
    ws: WsState,
    scheduler: WatchedScheduler,
    watch: Watch,
) -> Router {
    let (store, clock) = (accounts.store.clone(), accounts.clock.clone());
    let health = Health::new(store, scheduler, clock, HEALTH_WAIT);
    let files = files::files();
    let state = HttpState { health, accounts, ws, files };
    state.router().layer(middleware::from_fn_with_state(watch, guard::guard))
}
