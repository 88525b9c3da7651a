//! The centre's help card, for anyone.

use circles_protocol::HelpCard;

use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn show_help_card(store: &Store) -> Result<HelpCard, Rejection> {
    store.read(|view| Ok(view.help_card()?)).await
}
