//! Changes the centre's settings, all at once. Messages that are held already stay held.
//! Coordinators only.

use circles_protocol::requests::ChangeCentreSettings;
use circles_protocol::{AuditAction, CentreSettings, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::core::audit::{self, NewAuditEntry};
use crate::domain::schedule::zone;
use crate::domain::screening::Signals;
use crate::domain::{Operation, Rejection, require_coordinator};
use crate::limits::HOLD_DAYS_MOST;

pub(crate) async fn change_centre_settings(
    context: Context<'_>,
    request: ChangeCentreSettings,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    require_coordinator(Operation::ChangeCentreSettings, actor)?;
    let settings = checked(request.settings)?;
    store
        .write(move |tx| {
            let before = tx.centre_settings()?;
            // What is not named stays as it is.
            let zone = settings.zone.clone().or(before.zone.clone());
            let milestone_style = settings.milestone_style.or(before.milestone_style);
            let fold_reports_days = settings.fold_reports_days.or(before.fold_reports_days);
            let settings = CentreSettings { zone, milestone_style, fold_reports_days, ..settings };
            if before != settings {
                tx.set_centre_settings(&settings)?;
                let action = AuditAction::SettingsChanged;
                let entry = NewAuditEntry { action, circle: None, target: None, reason: None };
                audit::append(tx, actor, now, entry)?;
            }
            Ok(Reply::Done)
        })
        .await
}

/// Puts the signals in one order, so that the same choice gives the same row.
fn checked(settings: CentreSettings) -> Result<CentreSettings, Rejection> {
    if settings.new_account_hold_days > HOLD_DAYS_MOST {
        return Err(Rejection::invalid(
            "settings.new_account_hold_days",
            "It must be 0 to 365 days.",
        ));
    }
    if settings.fold_reports_days.is_some_and(|days| days > limits::FOLD_REPORTS_DAYS_MAX) {
        return Err(Rejection::invalid("settings.fold_reports_days", "It must be 0 to 365 days."));
    }
    if settings.zone.as_ref().is_some_and(|zone| zone::find(zone.as_str()).is_none()) {
        return Err(Rejection::invalid("settings.zone", "There is no such time zone."));
    }
    let signals: Signals = settings.watch_for.iter().copied().collect();
    let watch_for = signals.list();
    if watch_for.len() != settings.watch_for.len() {
        return Err(Rejection::invalid("settings.watch_for", "Each signal can be named once."));
    }
    Ok(CentreSettings { watch_for, ..settings })
}
