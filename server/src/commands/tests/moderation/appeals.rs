//! Appeals: who may appeal, who decides, and that undoing an action undoes all of it.

use circles_protocol::requests::{AppealAction, DecideAppeal, FetchAppeal, ListAppeals};
use circles_protocol::{
    ActionId, ActionKind, AppealId, AppealOutcome, AppealView, AuditAction, EventPayload, Notice,
    OpenedAppeal, OwnAppeal, Reason, Statement,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::moderation::appeal_action::appeal_action;
use crate::commands::moderation::decide_appeal::decide_appeal;
use crate::commands::moderation::fetch_appeal::fetch_appeal;
use crate::commands::moderation::list_appeals::list_appeals;
use crate::commands::tests::*;

impl Fixture {
    pub(in crate::commands::tests) async fn appeal(
        &self,
        actor: Actor,
        action: ActionId,
    ) -> Result<Reply, Rejection> {
        let statement = Some(Statement::parse("that was a joke").unwrap());
        appeal_action(context(&self.store, actor, NOW), AppealAction { action, statement }).await
    }

    pub(in crate::commands::tests) async fn appeals(&self, actor: Actor) -> Vec<AppealView> {
        let reply = list_appeals(context(&self.store, actor, NOW), ListAppeals {}).await.unwrap();
        let Reply::Appeals { appeals } = reply else { panic!("{reply:?}") };
        appeals
    }

    pub(in crate::commands::tests) async fn fetch_appeal(
        &self,
        actor: Actor,
        appeal: AppealId,
    ) -> Result<OpenedAppeal, Rejection> {
        let reply =
            fetch_appeal(context(&self.store, actor, NOW), FetchAppeal { appeal, skip: 0 }).await?;
        let Reply::Appeal { opened } = reply else { panic!("{reply:?}") };
        Ok(opened)
    }

    pub(in crate::commands::tests) async fn decide(
        &self,
        actor: Actor,
        appeal: AppealId,
        outcome: AppealOutcome,
    ) -> Result<Reply, Rejection> {
        decide_appeal(context(&self.store, actor, LATER), DecideAppeal { appeal, outcome }).await
    }

    /// The last action about this person.
    pub(in crate::commands::tests) async fn last_action(&self, actor: Actor) -> ActionId {
        self.own_actions(actor).await[0].id
    }

    /// Appeals the last action, and returns the appeal's id.
    pub(in crate::commands::tests) async fn appealed(
        &self,
        subject: Actor,
        decider: Actor,
    ) -> AppealId {
        let action = self.last_action(subject).await;
        self.appeal(subject, action).await.unwrap();
        self.appeals(decider).await.last().unwrap().id
    }

    /// Whose sockets were told that their queue has changed.
    pub(in crate::commands::tests) fn told(&self) -> Vec<Actor> {
        let told = self.heard().into_iter().filter_map(|publication| match publication {
            Publication::Notice { account, notice: Notice::QueueChanged } => {
                Some(Actor { account, coordinator: false })
            }
            Publication::Notice { .. }
            | Publication::Event(_)
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        });
        told.collect()
    }
}

const LATER: Timestamp = NOW.plus_ms(HOUR_MS);

const OVERTURNED: AppealOutcome = AppealOutcome::ActionOverturned;

#[tokio::test]
async fn an_appeal_is_made_once_and_only_by_the_one_it_is_about() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "a joke").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let action = fixture.last_action(jo).await;
    let made_up = fixture.appeal(jo, ActionId(Uuid::new_v4())).await.unwrap_err();
    assert_eq!(made_up.0.code, RefusalCode::NotFound);
    for other in [sam, kim, lou, fixture.stranger().await, fixture.coordinator().await] {
        assert_eq!(fixture.appeal(other, action).await.unwrap_err(), made_up);
    }
    fixture.heard();
    let due_at = NOW.plus_ms(48 * HOUR_MS);
    assert_eq!(fixture.appeal(jo, action).await.unwrap(), Reply::Appealed { due_at });
    assert_eq!(fixture.told(), [lou], "neither whoever acted nor the appellant");
    assert_refused(fixture.appeal(jo, action).await, RefusalCode::AlreadyAppealed);
    assert!(fixture.told().is_empty());
    let own = fixture.own_actions(jo).await[0].appeal;
    assert_eq!(own, Some(OwnAppeal { at: NOW, due_at, outcome: None }));
}

#[tokio::test]
async fn an_appeal_reaches_another_moderator_or_the_centre_and_nobody_else() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (coordinator, stranger) = (fixture.staff().await, fixture.stranger().await);
    let elsewhere = fixture.moderator_elsewhere("Max").await;
    let (said, _) = fixture.say(jo, "a joke").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    let made_up = AppealId(Uuid::new_v4());
    let nothing = fixture.fetch_appeal(lou, made_up).await.unwrap_err();
    assert_eq!(nothing.0.code, RefusalCode::NotFound);
    for other in [jo, sam, stranger, elsewhere] {
        assert!(fixture.appeals(other).await.is_empty());
        assert_eq!(fixture.fetch_appeal(other, appeal).await.unwrap_err(), nothing);
        assert_eq!(fixture.decide(other, appeal, OVERTURNED).await.unwrap_err(), nothing);
    }
    // Whoever acted knows what they did, and is told plainly.
    assert!(fixture.appeals(kim).await.is_empty());
    let refused = fixture.decide(kim, appeal, OVERTURNED).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::NotAllowed);
    assert_eq!(refused.0.message, "Another moderator must decide about what you did.");
    assert_refused(fixture.fetch_appeal(kim, appeal).await, RefusalCode::NotAllowed);
    assert_eq!(fixture.decide(kim, made_up, OVERTURNED).await.unwrap_err(), nothing);
    for decider in [lou, coordinator] {
        assert_eq!(fixture.appeals(decider).await.len(), 1);
        let opened = fixture.fetch_appeal(decider, appeal).await.unwrap();
        assert_eq!(opened.statement.unwrap().as_str(), "that was a joke");
        assert_eq!(opened.messages[0].body.as_str(), "a joke");
        assert_eq!(opened.appeal.action.by, Some(fixture.member_id(kim).await));
    }
    let looked = fixture.audited().await;
    assert_eq!(looked.iter().filter(|action| **action == AuditAction::AppealOpened).count(), 2);
}

#[tokio::test]
async fn a_suspended_moderator_decides_nothing() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "a joke").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    fixture.store.write(move |tx| Ok(tx.suspend(lou.account, NOW)?)).await.unwrap();
    assert!(fixture.appeals(lou).await.is_empty());
    assert_refused(fixture.decide(lou, appeal, OVERTURNED).await, RefusalCode::NotFound);
    // Somebody who acted, but no longer has the role, is told no more than others.
    fixture.store.write(move |tx| Ok(tx.suspend(kim.account, NOW)?)).await.unwrap();
    assert_refused(fixture.decide(kim, appeal, OVERTURNED).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn what_stands_stays_and_the_one_it_is_about_is_told() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    fixture.silence(kim, member).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    fixture.heard();
    fixture.decide(lou, appeal, AppealOutcome::ActionUpheld).await.unwrap();
    let muted_until = Some(NOW.plus_ms(DAY_MS));
    let notice = Notice::ActionAboutYou { circle: fixture.circle, muted_until };
    assert!(fixture.heard().contains(&Publication::Notice { account: jo.account, notice }));
    assert_refused(fixture.say_at(jo, LATER).await, RefusalCode::Muted);
    let own = &fixture.own_actions(jo).await[0];
    assert_eq!(own.appeal.unwrap().outcome, Some(AppealOutcome::ActionUpheld));
    assert_eq!(own.ended_at, None);
    assert_refused(fixture.decide(lou, appeal, OVERTURNED).await, RefusalCode::AlreadyHandled);
    assert!(fixture.appeals(lou).await.is_empty());
    assert!(fixture.audited().await.contains(&AuditAction::ActionUpheld));
    // A decision is final.
    let action = own.id;
    assert_refused(fixture.appeal(jo, action).await, RefusalCode::AlreadyAppealed);
}

#[tokio::test]
async fn taking_back_a_mass_mute_brings_everything_back_to_the_byte() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (first, _) = fixture.say(jo, "one").await;
    fixture.say(sam, "between").await;
    let (second, _) = fixture.say(jo, "two").await;
    fixture.note_and_pin(kim, second).await;
    let before = fixture.whole_page(sam).await;
    let member = fixture.member_id(jo).await;
    fixture.silence_wholly(kim, member).await.unwrap();
    assert_ne!(fixture.whole_page(sam).await, before);
    let appeal = fixture.appealed(jo, lou).await;
    let opened = fixture.fetch_appeal(lou, appeal).await.unwrap();
    let words: Vec<_> = opened.messages.iter().map(|kept| kept.body.as_str()).collect();
    assert_eq!(words, ["one", "two"]);
    fixture.heard();
    fixture.decide(lou, appeal, OVERTURNED).await.unwrap();
    let shown: Vec<_> = fixture
        .heard()
        .into_iter()
        .filter_map(|publication| match publication {
            Publication::Event(event) => {
                let EventPayload::MessageUnmuted { message } = event.what else {
                    panic!("an unexpected publication")
                };
                Some((event.by, message.id))
            }
            Publication::Notice { .. }
            | Publication::Unsubscribed { .. }
            | Publication::SessionClosed { .. } => None,
        })
        .collect();
    assert_eq!(shown, [(None, first), (None, second)]);
    assert_eq!(fixture.whole_page(sam).await, before);
    fixture.say_at(jo, LATER).await.unwrap();
    let own = &fixture.own_actions(jo).await[0];
    assert_eq!((own.kind, own.ended_at), (ActionKind::MassMute, Some(LATER)));
    assert_eq!(own.until, Some(LATER));
    assert!(fixture.audited().await.contains(&AuditAction::ActionOverturned));
}

#[tokio::test]
async fn another_actions_mute_goes_on() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let member = fixture.member_id(jo).await;
    let (said, _) = fixture.say(jo, "said before").await;
    fixture.silence(kim, member).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    // A second action while the first is in force.
    fixture.silence_wholly(lou, member).await.unwrap();
    fixture.decide(fixture.staff().await, appeal, OVERTURNED).await.unwrap();
    assert_refused(fixture.say_at(jo, LATER).await, RefusalCode::Muted);
    assert!(fixture.view(lou, said).await.unwrap().muted);
    fixture.say_at(jo, NOW.plus_ms(DAY_MS)).await.unwrap();
}

#[tokio::test]
async fn what_was_lifted_meanwhile_needs_no_appeal_and_an_open_one_can_end() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "one").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    let (other, _) = fixture.say(jo, "two").await;
    fixture.mute(kim, &[other]).await.unwrap();
    fixture.unmute(kim, said).await.unwrap();
    fixture.unmute(kim, other).await.unwrap();
    fixture.decide(lou, appeal, OVERTURNED).await.unwrap();
    let action = fixture.last_action(jo).await;
    assert_refused(fixture.appeal(jo, action).await, RefusalCode::AlreadyHandled);
    assert_eq!(fixture.own_actions(jo).await[0].appeal, None, "nothing was done in part");
}

#[tokio::test]
async fn two_at_once_decide_once() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let coordinator = fixture.staff().await;
    let (said, _) = fixture.say(jo, "one").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    let (one, other) = tokio::join!(
        fixture.decide(lou, appeal, OVERTURNED),
        fixture.decide(coordinator, appeal, AppealOutcome::ActionUpheld),
    );
    let (won, lost) = if one.is_ok() { (one, other) } else { (other, one) };
    assert_eq!(won.unwrap(), Reply::Done);
    assert_refused(lost, RefusalCode::AlreadyHandled);
}

#[tokio::test]
async fn an_action_of_the_centre_is_for_another_coordinator_or_a_moderator() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (acted, other) = (fixture.staff().await, fixture.staff().await);
    let member = fixture.member_id(jo).await;
    fixture.remove_because(acted, member, Reason::Outing).await.unwrap();
    let appeal = fixture.appealed(jo, kim).await;
    assert_eq!(fixture.appeals(kim).await[0].action.by, None);
    assert!(fixture.appeals(acted).await.is_empty());
    assert_refused(fixture.decide(acted, appeal, OVERTURNED).await, RefusalCode::NotAllowed);
    assert_eq!(fixture.appeals(other).await.len(), 1);
    fixture.decide(other, appeal, OVERTURNED).await.unwrap();
}

#[tokio::test]
async fn a_removal_taken_back_makes_the_same_member_again() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let member = fixture.member_id(jo).await;
    fixture.say(jo, "before").await;
    fixture.remove_because(fixture.staff().await, member, Reason::Danger).await.unwrap();
    fixture.say(sam, "while Jo was away").await;
    let own = fixture.own_actions(jo).await;
    assert_eq!((own[0].kind, own[0].reason), (ActionKind::Removal, Reason::Danger));
    let appeal = fixture.appealed(jo, kim).await;
    fixture.heard();
    fixture.decide(kim, appeal, OVERTURNED).await.unwrap();
    assert_eq!(fixture.member_id(jo).await, member);
    let heard = fixture.heard();
    let joined = heard.iter().any(|publication| match publication {
        Publication::Event(event) => {
            matches!(&event.what, EventPayload::MemberJoined { member: back } if back.id == member)
        }
        Publication::Notice { .. }
        | Publication::Unsubscribed { .. }
        | Publication::SessionClosed { .. } => false,
    });
    assert!(joined, "{heard:?}");
    let notice = Notice::CirclesChanged;
    assert!(heard.contains(&Publication::Notice { account: jo.account, notice }));
    // As with a new invite: from then on.
    fixture.say(sam, "welcome back").await;
    assert_eq!(fixture.read(jo).await, [Some("welcome back".to_owned())]);
}

#[tokio::test]
async fn who_left_by_themselves_is_not_brought_back() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let member = fixture.member_id(jo).await;
    fixture.remove_because(fixture.staff().await, member, Reason::Danger).await.unwrap();
    let appeal = fixture.appealed(jo, kim).await;
    fixture.join(jo, "Jo", Role::Member).await.unwrap();
    fixture.leave(jo, NOW.plus_ms(1)).await;
    fixture.decide(kim, appeal, OVERTURNED).await.unwrap();
    let circle = fixture.circle;
    let membership = fixture.store.read(move |view| Ok(view.membership(circle, jo.account)?)).await;
    assert_eq!(membership.unwrap(), None);
}

#[tokio::test]
async fn a_statement_goes_a_year_after_the_decision_and_the_outcome_stays() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (said, _) = fixture.say(jo, "one").await;
    fixture.mute(kim, &[said]).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    let purge = |before| fixture.store.write(move |tx| Ok(tx.purge_appeals(before)?));
    let far = NOW.plus_ms(900 * DAY_MS);
    assert_eq!(purge(far).await.unwrap(), 0, "undecided appeals keep it");
    fixture.decide(lou, appeal, AppealOutcome::ActionUpheld).await.unwrap();
    assert_eq!(purge(LATER).await.unwrap(), 0);
    assert_eq!(purge(LATER.plus_ms(1)).await.unwrap(), 1);
    assert_eq!(purge(LATER.plus_ms(1)).await.unwrap(), 0);
    let words = fixture.store.read(move |view| Ok(view.appeal_statement(appeal)?)).await;
    assert_eq!(words.unwrap(), None);
    assert!(fixture.own_actions(jo).await[0].appeal.unwrap().outcome.is_some());
}
