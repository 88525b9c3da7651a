//! A mentor's board: their mentees, those who may need them first on top.

use circles_protocol::{Reply, Timestamp};

use crate::commands::shared::care::mentee_card::card;
use crate::domain::{Actor, CareRules, Rejection};
use crate::store::Store;

pub(crate) async fn show_board(
    store: &Store,
    actor: Actor,
    rules: &CareRules,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    let rules = rules.clone();
    store
        .read(move |view| {
            let pairings = view.pairings_of_mentor(actor.account)?;
            let mut cards = pairings
                .iter()
                .filter(|pairing| pairing.active_since.is_some())
                .map(|pairing| card(view, pairing, &rules, now))
                .collect::<Result<Vec<_>, _>>()?;
            cards.sort_by(|one, other| one.place.cmp(&other.place));
            Ok(Reply::Board { cards: cards.into_iter().map(|one| one.card).collect() })
        })
        .await
}
