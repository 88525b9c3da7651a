//! Decides an appeal: the action stands, or all of it is undone at once. Never decided by
//! anyone who took part in the action.

use circles_protocol::requests::DecideAppeal;
use circles_protocol::{ActionKind, AppealOutcome, AuditAction, Notice, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::moderation::fetch_appeal::decidable;
use crate::commands::shared::circles::removal::let_in_again;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::commands::shared::moderation::queue::tell_deciders;
use crate::commands::shared::moderation::{action, held};
use crate::domain::{Operation, Rejection};
use crate::store::{AppealRow, Tx};

pub(crate) async fn decide_appeal(
    context: Context<'_>,
    request: DecideAppeal,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let appeal = decidable(Operation::DecideAppeal, tx, actor, request.appeal)?;
            tx.decide_appeal(appeal.id, actor.account, request.outcome, now)?;
            let action = match request.outcome {
                AppealOutcome::ActionUpheld => AuditAction::ActionUpheld,
                AppealOutcome::ActionOverturned => {
                    undo(tx, &appeal, now)?;
                    AuditAction::ActionOverturned
                }
            };
            let entry = NewAuditEntry::to_circle(action, appeal.circle_id).about(appeal.id.0);
            audit::append(tx, actor, now, entry.because(appeal.action.reason))?;
            tell_outcome(tx, &appeal)?;
            tell_deciders(tx, appeal.circle, appeal.decision_subject())?;
            Ok(Reply::Done)
        })
        .await
}

/// The action as a whole: the messages it hid are shown, its mute ends, and a member it
/// removed is back in.
fn undo(tx: &mut Tx<'_>, appeal: &AppealRow, now: Timestamp) -> Result<(), Rejection> {
    let circle = tx.circle_by_key(appeal.circle)?;
    action::take_back(tx, &circle, (appeal.action_key, appeal.subject), now)?;
    match appeal.action.kind {
        ActionKind::MessageMute | ActionKind::MemberMute | ActionKind::MassMute => Ok(()),
        ActionKind::HeldBack => held::post_after_appeal(tx, appeal, now),
        ActionKind::Removal => let_in_again(tx, &circle, appeal, now),
    }
}

/// To the member it is about, wherever they are now.
fn tell_outcome(tx: &mut Tx<'_>, appeal: &AppealRow) -> Result<(), Rejection> {
    let (circle, account) = (appeal.circle_id, appeal.subject_account);
    let muted_until = tx.membership(circle, account)?.and_then(|membership| membership.muted_until);
    tx.notify(account, Notice::ActionAboutYou { circle, muted_until });
    Ok(())
}
