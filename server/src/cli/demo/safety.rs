//! Moderation in the made-up centre: a mute, an appeal and reports, so that the review
//! queue is not empty.

use circles_protocol::requests::{AppealAction, ListOwnActions, MuteMessages, ReportMessage};
use circles_protocol::{Reason, Reply, Statement};

use super::play::{Scene, Stage, last};
use crate::commands::moderation::{appeal_action, list_own_actions, mute_messages, report_message};
use crate::domain::Rejection;

impl Stage<'_> {
    pub(super) async fn mute(
        &self,
        scene: &Scene,
        alias: &str,
        reason: Reason,
    ) -> Result<(), Rejection> {
        let request = MuteMessages { circle: scene.circle, messages: vec![last(scene).0], reason };
        mute_messages::mute_messages(self.context(alias, scene.at), request).await?;
        Ok(())
    }

    /// Against the newest action about the member who spoke last.
    pub(super) async fn appeal(&self, scene: &Scene, text: &str) -> Result<(), Rejection> {
        let context = self.context(last(scene).1, scene.at);
        let reply = list_own_actions::list_own_actions(context, ListOwnActions {}).await?;
        let Reply::OwnActions { actions } = reply else { return Err(Rejection::internal()) };
        let action = actions.first().ok_or_else(Rejection::not_found)?.id;
        let request =
            AppealAction { action, statement: Some(Statement::from_stored(text.to_owned())) };
        appeal_action::appeal_action(context, request).await?;
        Ok(())
    }

    pub(super) async fn report(
        &self,
        scene: &Scene,
        alias: &str,
        reason: Reason,
    ) -> Result<(), Rejection> {
        let (circle, message) = (scene.circle, last(scene).0);
        let request = ReportMessage { circle, message, reason, statement: None };
        report_message::report_message(self.context(alias, scene.at), request).await?;
        Ok(())
    }
}
