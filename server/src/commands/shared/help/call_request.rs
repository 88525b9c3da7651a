//! A wish for a call that goes to the centre's staff because the alum shares check-ins
//! with nobody: a request for help under the check-in's own id, which says that and
//! nothing more. Part of the commands that store and delete check-ins.

use circles_protocol::{CheckInId, CheckInView, HelpId, HelpTo, Timestamp};

use crate::commands::shared::help::alerting;
use crate::commands::shared::help::new_request::{require_not_too_often, told_as};
use crate::domain::counts::Count;
use crate::domain::{Actor, Rejection, Rules};
use crate::store::{NewHelp, Tx};

/// Said twice, it is one wish. If the alum has asked for help already, the centre is told
/// of that request.
pub(crate) fn tell_centre(
    tx: &mut Tx<'_>,
    actor: Actor,
    check_in: &CheckInView,
    now: Timestamp,
    rules: &Rules,
) -> Result<(), Rejection> {
    let id = HelpId(check_in.id.0);
    if tx.own_help(actor.account, id)?.is_some() {
        return Ok(());
    }
    if let Some(open) = tx.open_help(actor.account)? {
        if open.outcome().waits() && open.undo_until.is_none() {
            alerting::add_recipient(tx, &open, HelpTo::Centre, now, rules)?;
        }
        return Ok(());
    }
    require_not_too_often(tx, actor, now)?;
    tx.count(Count::HelpRequests, now)?;
    let told = told_as(tx, id)?;
    let key = tx.add_help(&NewHelp {
        id: told,
        client_id: Some(id),
        account: actor.account,
        to: HelpTo::Centre,
        words: None,
        by_words: false,
        wants_call: true,
        at: check_in.at.min(now),
        undo_until: None,
    })?;
    alerting::start_escalation(tx, key, now, rules)?;
    Ok(())
}

/// The wish is deleted with the check-in, unless somebody is replying already.
pub(crate) fn take_back(
    tx: &mut Tx<'_>,
    actor: Actor,
    check_in: CheckInId,
    now: Timestamp,
) -> Result<(), Rejection> {
    match tx.own_help(actor.account, HelpId(check_in.0))? {
        Some(help) if help.outcome().waits() => alerting::end(tx, &help, now),
        Some(_) | None => Ok(()),
    }
}
