//! Moderation in the made-up centre: a mute, an appeal and reports, so that the review
//! queue is not empty.

use circles_protocol::requests::{AppealAction, MuteMessages, ReportMessage};
use circles_protocol::{Concern, Reply, Statement};

use super::play::{Scene, Stage, last};
use crate::commands::moderation::{appeal_action, list_own_actions, mute_messages, report_message};
use crate::domain::Rejection;

impl Stage<'_> {
    pub(super) async fn mute(
        &self,
        scene: &Scene,
        alias: &str,
        reason: Concern,
    ) -> Result<(), Rejection> {
        let request = MuteMessages { circle: scene.circle, messages: vec![last(scene).0], reason };
        let (store, actor) = (self.store, self.actor(alias));
        mute_messages::mute_messages(store, actor, request, scene.at).await?;
        Ok(())
    }

    /// Against the newest action about the member who spoke last.
    pub(super) async fn appeal(&self, scene: &Scene, text: &str) -> Result<(), Rejection> {
        let (store, actor) = (self.store, self.actor(last(scene).1));
        let reply = list_own_actions::list_own_actions(store, actor, scene.at).await?;
        let Reply::OwnActions { actions } = reply else { return Err(Rejection::internal()) };
        let action = actions.first().ok_or_else(Rejection::not_found)?.id;
        let request =
            AppealAction { action, statement: Some(Statement::from_stored(text.to_owned())) };
        appeal_action::appeal_action(store, actor, request, scene.at).await?;
        Ok(())
    }

    pub(super) async fn report(
        &self,
        scene: &Scene,
        alias: &str,
        concern: Concern,
    ) -> Result<(), Rejection> {
        let (circle, message) = (scene.circle, last(scene).0);
        let request = ReportMessage { circle, message, concern, statement: None };
        let (store, actor) = (self.store, self.actor(alias));
        report_message::report_message(store, actor, request, scene.at).await?;
        Ok(())
    }
}
