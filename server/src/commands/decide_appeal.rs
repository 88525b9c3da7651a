//! Decides an appeal: what was done stands, or all of it is undone at once.
//! Never by whoever had a hand in it.

use circles_protocol::requests::DecideAppeal;
use circles_protocol::{ActKind, AppealOutcome, AuditAct, Happening, Notice, Reply, Timestamp};

use super::note_down::{Deed, note_down};
use super::open_appeal::decidable;
use super::queue::tell_deciders;
use super::removal::let_in_again;
use super::{held, record};
use crate::domain::{Actor, Operation, Rejection};
use crate::store::{AppealRow, CircleRow, Entry, Store, Tx};

pub(crate) async fn decide_appeal(
    store: &Store,
    actor: Actor,
    request: DecideAppeal,
    now: Timestamp,
) -> Result<Reply, Rejection> {
    store
        .write(move |tx| {
            let appeal = decidable(Operation::DecideAppeal, tx, actor, request.appeal)?;
            tx.decide_appeal(appeal.id, actor.account, request.outcome, now)?;
            let act = match request.outcome {
                AppealOutcome::Stands => AuditAct::AppealStands,
                AppealOutcome::TakenBack => {
                    undo(tx, &appeal, now)?;
                    AuditAct::AppealTakenBack
                }
            };
            let deed = Deed::to_circle(act, appeal.circle_id).about(appeal.id.0);
            note_down(tx, actor, now, deed.because(appeal.act.reason))?;
            tell_outcome(tx, &appeal)?;
            tell_deciders(tx, appeal.circle, appeal.matter())?;
            Ok(Reply::Done)
        })
        .await
}

/// The act as a whole: what it hides is shown, its mute ends, and whoever it took
/// out is in again.
fn undo(tx: &mut Tx<'_>, appeal: &AppealRow, now: Timestamp) -> Result<(), Rejection> {
    let circle = tx.circle_by_key(appeal.circle)?;
    show_again(tx, &circle, appeal, now)?;
    tx.end_act(appeal.act_key, appeal.subject, now)?;
    match appeal.act.kind {
        ActKind::MessageMute | ActKind::MemberMute | ActKind::MassMute => Ok(()),
        ActKind::HeldBack => held::post_after_appeal(tx, appeal, now),
        ActKind::Removal => let_in_again(tx, &circle, appeal, now),
    }
}

fn show_again(
    tx: &mut Tx<'_>,
    circle: &CircleRow,
    appeal: &AppealRow,
    now: Timestamp,
) -> Result<(), Rejection> {
    for message in tx.hidden_messages(appeal.act_key)? {
        tx.show_message(message, now)?;
        let shown = tx.message_at(message, appeal.subject)?.ok_or_else(Rejection::internal)?;
        let happening = Happening::MessageUnmuted { message: shown };
        record::by_centre(tx, circle, now, Entry::MessageUnmuted { message }, happening)?;
    }
    Ok(())
}

/// To the one it is about, wherever they are now.
fn tell_outcome(tx: &mut Tx<'_>, appeal: &AppealRow) -> Result<(), Rejection> {
    let (circle, account) = (appeal.circle_id, appeal.subject_account);
    let muted_until = tx.standing(circle, account)?.and_then(|standing| standing.muted_until);
    tx.notify(account, Notice::ActAboutYou { circle, muted_until });
    Ok(())
}
