//! `GET /api/help-card`: whom to call. Anybody may ask, signed in or not.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use circles_protocol::HelpCard;

use super::accounts::Desk;
use super::answer::Refused;
use crate::commands::show_help_card::show_help_card;

/// The device keeps it, and asks again whenever it can.
const KEEP: &str = "no-cache";

pub(super) async fn answer(State(desk): State<Desk>) -> Result<impl IntoResponse, Refused> {
    let card: HelpCard = show_help_card(&desk.store).await?;
    Ok(([(header::CACHE_CONTROL, KEEP)], Json(card)))
}
