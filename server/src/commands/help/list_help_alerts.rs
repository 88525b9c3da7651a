//! The caller's help alerts, current and of the last day.

use circles_protocol::Reply;
use circles_protocol::requests::ListHelpAlerts;

use crate::clock::HOUR_MS;
use crate::commands::Context;
use crate::commands::shared::help::alerting;
use crate::domain::Rejection;
use crate::limits::{HELP_ALERTS_SHOWN, HELP_ALERTS_SHOWN_HOURS};

pub(crate) async fn list_help_alerts(
    context: Context<'_>,
    _: ListHelpAlerts,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    let since = now.plus_ms(-HELP_ALERTS_SHOWN_HOURS * HOUR_MS);
    store
        .read(move |view| {
            let mut alerts = Vec::new();
            for (help, alerted_at) in view.alerts_of(actor.account, since, HELP_ALERTS_SHOWN)? {
                if alerting::may_see_alert(view, &help, actor.account)? {
                    alerts.push(alerting::alert_of(view, &help, actor.account, alerted_at)?);
                }
            }
            Ok(Reply::HelpAlerts { alerts })
        })
        .await
}
