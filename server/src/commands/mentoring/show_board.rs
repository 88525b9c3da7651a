//! A mentor's board: their mentees, those who may need them first on top.

use circles_protocol::Reply;
use circles_protocol::requests::ShowBoard;

use crate::commands::Context;
use crate::commands::shared::care::mentee_card::card;
use crate::domain::Rejection;

pub(crate) async fn show_board(context: Context<'_>, _: ShowBoard) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .read(move |view| {
            let pairings = view.pairings_of_mentor(actor.account)?;
            let mut cards = pairings
                .iter()
                .filter(|pairing| pairing.active_since.is_some())
                .map(|pairing| card(view, pairing, &rules, now))
                .collect::<Result<Vec<_>, _>>()?;
            cards.sort_by(|one, other| one.rank.cmp(&other.rank));
            Ok(Reply::Board { cards: cards.into_iter().map(|one| one.card).collect() })
        })
        .await
}
