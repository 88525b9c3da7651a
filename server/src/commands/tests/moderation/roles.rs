//! People in roles, and what they do, for tests of appeals and actions.

use circles_protocol::requests::{
    Anchor, FetchHistory, LeaveCircle, ListAudit, PinMessage, RemoveMember, SetContentNote,
};
use circles_protocol::{AuditAction, ContentNote, MessageView, Reason};

use crate::commands::centre::list_audit::list_audit;
use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::chat::pin_message::pin_message;
use crate::commands::chat::set_content_note::set_content_note;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::tests::*;
use crate::domain::OPERATOR;

impl Fixture {
    /// A coordinator whose role is stored too.
    pub(in crate::commands::tests) async fn staff(&self) -> Actor {
        let account = self.stranger().await.account;
        self.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
        Actor { account, coordinator: true }
    }

    /// A moderator of another circle.
    pub(in crate::commands::tests) async fn moderator_elsewhere(&self, alias: &str) -> Actor {
        let actor = self.stranger().await;
        let circle = self.another_circle("Friday singers").await;
        let (account, alias) = (actor.account, Alias::parse(alias).unwrap());
        let newcomer = Newcomer {
            account,
            alias,
            role: Role::Moderator,
            label: None,
            invited_at: None,
            at: NOW,
        };
        self.store
            .write(move |tx| {
                let circle = tx.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
                join(tx, circle, newcomer)
            })
            .await
            .unwrap();
        actor
    }

    pub(in crate::commands::tests) async fn remove_because(
        &self,
        by: Actor,
        member: MemberId,
        reason: Reason,
    ) -> Result<Reply, Rejection> {
        let request = RemoveMember { circle: self.circle, member, reason: Some(reason) };
        remove_member(context(&self.store, by, NOW), request).await
    }

    pub(in crate::commands::tests) async fn leave(&self, actor: Actor, at: Timestamp) {
        let request = LeaveCircle { circle: self.circle };
        leave_circle(context(&self.store, actor, at), request).await.unwrap();
    }

    /// Adds a note, a pin and a reaction to a message.
    pub(in crate::commands::tests) async fn note_and_pin(
        &self,
        moderator: Actor,
        message: MessageId,
    ) {
        let circle = self.circle;
        let note = SetContentNote { circle, message, note: Some(ContentNote::Violence) };
        set_content_note(context(&self.store, moderator, NOW), note).await.unwrap();
        let pin = PinMessage { circle, message };
        pin_message(context(&self.store, moderator, NOW), pin).await.unwrap();
        self.react(moderator, message).await.unwrap();
    }

    /// The complete newest page.
    pub(in crate::commands::tests) async fn whole_page(&self, actor: Actor) -> Vec<MessageView> {
        let request = FetchHistory { circle: self.circle, from: Anchor::Newest, limit: 100 };
        let reply = fetch_history(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::History { messages, .. } = reply else { panic!("{reply:?}") };
        messages
    }

    /// The rows of the audit, newest first.
    pub(in crate::commands::tests) async fn audited(&self) -> Vec<AuditAction> {
        let all = ListAudit { before: None, action: None, circle: None };
        let reply = list_audit(context(&self.store, OPERATOR, NOW), all).await.unwrap();
        let Reply::Audit { entries, .. } = reply else { panic!("{reply:?}") };
        entries.into_iter().map(|entry| entry.action).collect()
    }
}
