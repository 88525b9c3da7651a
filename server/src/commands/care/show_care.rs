//! Everything that the server holds about an alum's care, shown to themselves.

use circles_protocol::requests::ShowCare;
use circles_protocol::{OwnCare, Reply, Timestamp, limits};

use crate::commands::Context;
use crate::commands::shared::care::recovery;
use crate::commands::shared::core::local_time;
use crate::domain::schedule::follow_up::DEFAULT_DUE_MINUTE;
use crate::domain::{Actor, Rejection};
use crate::store::View;

pub(crate) async fn show_care(context: Context<'_>, _: ShowCare) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store.read(move |view| Ok(Reply::Care { care: Box::new(care(view, actor, now)?) })).await
}

fn care(view: &View<'_>, actor: Actor, now: Timestamp) -> Result<OwnCare, Rejection> {
    let account = actor.account;
    let own = view.own_care(account)?;
    let usual = circles_protocol::LocalTime::from_minutes(DEFAULT_DUE_MINUTE);
    Ok(OwnCare {
        zone: own.zone,
        centre_zone: view.centre_zone()?,
        check_in_at: own.check_in_at.or(usual).ok_or_else(Rejection::internal)?,
        graduated_on: local_time::days_of(view, account, now)?.graduated_on,
        consent_version: limits::CONSENT_VERSION,
        consents: view.consents(account)?,
        phone: own.phone,
        emergency_contact: own.emergency_contact,
        pairings: view.own_pairings(account)?,
        last_check_in_at: view.own_check_ins(account, None, 1)?.first().map(|last| last.at),
        paused_until: own.paused_until.filter(|until| *until > now),
        hello_due: view.follow_up(account)?.is_some_and(|follow_up| follow_up.step.is_some()),
        recovery: recovery::view_of(view, account, now)?,
        mentor: view.mentor_of(account)?.is_some(),
        on_call: view.on_call_account(account)?.is_some(),
    })
}
