//! `GET /api/help-card`: the centre's numbers and steps, for anyone, signed in or not. A
//! device keeps its copy, and asks whether it is still current.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use circles_protocol::HelpCard;

use super::accounts::AccountsState;
use super::answer::Refused;
use crate::commands::help::show_help_card::show_help_card;
use crate::domain::{Rejection, TokenHash};

/// A copy may be kept, but must be revalidated before it is shown again.
const KEEP: HeaderValue = HeaderValue::from_static("no-cache");

pub(super) async fn answer(
    State(accounts): State<AccountsState>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let card = show_help_card(&accounts.store).await?;
    let tag = tag(&card)?;
    let known = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    let mut response =
        if known { StatusCode::NOT_MODIFIED.into_response() } else { Json(card).into_response() };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(header::CACHE_CONTROL, KEEP);
    Ok(response)
}

/// Always the same for the same card.
fn tag(card: &HelpCard) -> Result<HeaderValue, Rejection> {
    let text = serde_json::to_string(card).map_err(|_| Rejection::internal())?;
    let TokenHash(hash) = TokenHash::of(&text);
    let [a, b, c, d, e, f, g, h, ..] = hash;
    let short = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    HeaderValue::try_from(format!("\"{short:016x}\"")).map_err(|_| Rejection::internal())
}
