//! Messages that wait for a moderator: who knows of them, and how it ends.

use circles_protocol::requests::{LeaveCircle, ListHeldMessages, RemoveMember};
use circles_protocol::{
    ActionKind, AppealOutcome, AuditAction, CaseKind, CaseResolution, EventPayload, HeldView,
    Notice, Reason, Signal,
};

use crate::clock::DAY_MS;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::moderation::list_held_messages::list_held_messages;
use crate::commands::tests::store::{bytes_on_disk, holds};
use crate::commands::tests::*;
use crate::store::check;

pub(in crate::commands::tests) const OFFER: &str = "can get you some, text 415 555 0123";

impl Fixture {
    pub(in crate::commands::tests) async fn waiting(&self, actor: Actor) -> Vec<HeldView> {
        let reply =
            list_held_messages(context(&self.store, actor, NOW), ListHeldMessages { before: None })
                .await
                .unwrap();
        let Reply::Held { messages, .. } = reply else { panic!("{reply:?}") };
        messages
    }

    /// Sends something that is held, and returns its id.
    pub(in crate::commands::tests) async fn hold(&self, actor: Actor, body: &str) -> MessageId {
        let message = self.message(body);
        let id = message.id;
        let reply = self.send(actor, message).await.unwrap();
        assert_eq!(reply, Reply::MessageHeld { at: NOW });
        id
    }

    fn told_of(&self, actor: Actor) -> Vec<Notice> {
        self.heard()
            .into_iter()
            .filter_map(|publication| match publication {
                Publication::Notice { account, notice } if account == actor.account => Some(notice),
                Publication::Notice { .. }
                | Publication::Event(_)
                | Publication::Unsubscribed { .. }
                | Publication::SessionClosed { .. } => None,
            })
            .collect()
    }
}

/// Jo is new, Sam a member, Kim and Lou moderate.
async fn scene() -> (Fixture, [Actor; 4]) {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    fixture.heard();
    (fixture, [jo, sam, kim, lou])
}

#[tokio::test]
async fn a_new_members_offer_waits_and_the_circle_hears_nothing() {
    let (fixture, [jo, sam, kim, lou]) = scene().await;
    let id = fixture.hold(jo, OFFER).await;
    // Only the deciders' queue changes.
    let mut told: Vec<_> = fixture
        .heard()
        .into_iter()
        .map(|publication| {
            let Publication::Notice { account, notice: Notice::QueueChanged } = publication else {
                panic!("{publication:?}")
            };
            account
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, [kim.account, lou.account]);
    assert_eq!(fixture.read(sam).await, [] as [Option<String>; 0]);
    assert_eq!(fixture.read(jo).await, [] as [Option<String>; 0]);
    assert_eq!((fixture.finds(sam, "some").await, fixture.unread(sam).await), (0, 0));
    assert_refused(fixture.view(sam, id).await, RefusalCode::NotFound);
    assert_refused(fixture.view(jo, id).await, RefusalCode::NotFound);
    assert_refused(fixture.react(sam, id).await, RefusalCode::NotFound);
    assert!(fixture.waiting(sam).await.is_empty() && fixture.waiting(kim).await.is_empty());
    let [waits] = &fixture.waiting(jo).await[..] else { panic!("one waits") };
    assert_eq!((waits.id, waits.body.as_str(), waits.held_at), (id, OFFER, NOW));
    let [case] = &fixture.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.kind, case.reason), (CaseKind::Held, Reason::Solicitation));
    assert_eq!((case.message, &case.signals[..]), (Some(id), &[Signal::PhoneNumber][..]));
    let opened = fixture.fetch_case(kim, case.id).await.unwrap();
    assert_eq!(opened.evidence[0].body.as_str(), OFFER);
}

#[tokio::test]
async fn the_name_of_a_drug_alone_waits_for_nobody() {
    let (fixture, [jo, ..]) = scene().await;
    fixture.say(jo, "I drove past my dealer and kept going").await;
    fixture.say(jo, "Heroin took four years, 90 in 90 gave me one back").await;
    assert!(fixture.waiting(jo).await.is_empty());
}

#[tokio::test]
async fn what_waits_is_the_same_when_it_is_sent_again() {
    let (mut fixture, [jo, sam, kim, _]) = scene().await;
    let message = fixture.message(OFFER);
    let held = Ok(Reply::MessageHeld { at: NOW });
    assert_eq!(fixture.send(jo, message.clone()).await, held);
    fixture.restart().await;
    let later = NOW.plus_ms(DAY_MS);
    assert_eq!(fixture.send_at(jo, message.clone(), later).await, held);
    assert_eq!(fixture.waiting(jo).await.len(), 1);
    assert_eq!(fixture.cases(kim).await.len(), 1);
    // Other words, including harmless ones, and another person.
    for body in ["other words", "other words, 415 555 0124"] {
        let other = SendMessage { body: Body::parse(body).unwrap(), ..message.clone() };
        assert_refused(fixture.send(jo, other).await, RefusalCode::IdConflict);
    }
    // For anybody else the id of a held message works as if it were new.
    assert_eq!(fixture.send(sam, message.clone()).await, held);
    fixture.delete(sam, message.id).await.unwrap();
    // Muted in the meantime: the first answer stands.
    fixture.silence(kim, fixture.member_id(jo).await).await.unwrap();
    assert_eq!(fixture.send(jo, message.clone()).await, held);
    let case = fixture.only_case(kim).await;
    fixture.close(kim, case, CaseResolution::Release).await.unwrap();
    let posted = fixture.send(jo, message).await.unwrap();
    assert!(matches!(posted, Reply::MessageAccepted { at: NOW, offer_help: false, .. }));
}

#[tokio::test]
async fn a_released_message_is_posted_as_any_other() {
    let (fixture, [jo, sam, kim, lou]) = scene().await;
    let (earlier, _) = fixture.say(sam, "who has a number for Robin?").await;
    let request = SendMessage {
        reply_to: Some(earlier),
        mentions: vec![fixture.member_id(sam).await, fixture.member_id(lou).await],
        content_note: Some(circles_protocol::ContentNote::Other),
        ..fixture.message("415 555 0123, she said it is fine")
    };
    let id = request.id;
    assert_eq!(fixture.send(jo, request).await.unwrap(), Reply::MessageHeld { at: NOW });
    let (_, last) = fixture.say(sam, "anyone?").await;
    leave_circle(context(&fixture.store, lou, NOW), LeaveCircle { circle: fixture.circle })
        .await
        .unwrap();
    // Muting its author in the meantime doesn't undo what the moderator decides.
    fixture.silence(kim, fixture.member_id(jo).await).await.unwrap();
    fixture.heard();
    let case = fixture.only_case(kim).await;
    fixture.close(kim, case, CaseResolution::Release).await.unwrap();
    let heard = fixture.heard();
    let Some(Publication::Event(event)) =
        heard.iter().find(|it| matches!(it, Publication::Event(_)))
    else {
        panic!("{heard:?}")
    };
    // After the last message and the event of Lou's leaving.
    assert_eq!((event.seq, event.by), (Seq(last.0 + 2), Some(fixture.member_id(jo).await)));
    let EventPayload::MessagePosted { message } = &event.what else { panic!("{event:?}") };
    assert_eq!((message.id, message.reply_to), (id, Some(earlier)));
    assert_eq!(message.mentions, [fixture.member_id(sam).await]);
    assert_eq!(fixture.view(sam, id).await.unwrap(), *message);
    assert_eq!((fixture.finds(sam, "0123").await, fixture.unread(sam).await), (1, 1));
    let told = Notice::HeldDecided { circle: fixture.circle, message: id, released: true };
    assert!(heard.contains(&Publication::Notice { account: jo.account, notice: told }));
    assert!(fixture.waiting(jo).await.is_empty() && fixture.cases(kim).await.is_empty());
    let rows = fixture.audit_rows().await;
    assert_eq!((rows[0].action, rows[0].target), (AuditAction::HeldReleased, Some(id.0)));
    fixture.store.close().await;
    assert_eq!(check(fixture.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_held_back_is_told_with_its_reason_and_can_be_appealed() {
    let (fixture, [jo, sam, kim, lou]) = scene().await;
    let id = fixture.hold(jo, OFFER).await;
    fixture.heard();
    let case = fixture.only_case(kim).await;
    assert_refused(fixture.close(jo, case, CaseResolution::HoldBack).await, RefusalCode::NotFound);
    assert_refused(
        fixture.close(kim, case, CaseResolution::Dismiss).await,
        RefusalCode::InvalidField,
    );
    fixture.close(kim, case, CaseResolution::HoldBack).await.unwrap();
    let told = Notice::HeldDecided { circle: fixture.circle, message: id, released: false };
    assert!(fixture.told_of(jo).contains(&told));
    // Its words are its author's, even if they were away when it was decided.
    let [kept] = &fixture.waiting(jo).await[..] else { panic!("one message") };
    assert_eq!((kept.id, kept.body.as_str(), kept.not_posted), (id, OFFER, true));
    assert!(fixture.waiting(sam).await.is_empty());
    let [action] = &fixture.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!((action.kind, action.reason), (ActionKind::HeldBack, Reason::Solicitation));
    assert_eq!(action.messages, [id]);
    assert_eq!(fixture.read(sam).await, [] as [Option<String>; 0]);
    assert_refused(
        fixture.close(lou, case, CaseResolution::Release).await,
        RefusalCode::AlreadyHandled,
    );

    let appeal = fixture.appealed(jo, lou).await;
    fixture.heard();
    fixture.decide(lou, appeal, AppealOutcome::ActionOverturned).await.unwrap();
    assert_eq!(fixture.read(sam).await, [Some(OFFER.to_owned())]);
    assert!(fixture.waiting(jo).await.is_empty());
    assert!(fixture.own_actions(jo).await[0].ended_at.is_some());
    let told = Notice::HeldDecided { circle: fixture.circle, message: id, released: true };
    assert!(fixture.told_of(jo).contains(&told));
}

#[tokio::test]
async fn a_taken_back_message_is_gone_from_every_byte() {
    let (fixture, [jo, sam, kim, _]) = scene().await;
    let id = fixture.hold(jo, "Zephyrjackdaw at 415 555 0123").await;
    assert!(holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
    fixture.heard();
    assert_refused(fixture.delete(sam, id).await, RefusalCode::NotFound);
    assert_refused(fixture.delete(kim, id).await, RefusalCode::NotFound);
    assert_eq!(fixture.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
    assert_eq!(fixture.told_of(kim), [Notice::QueueChanged]);
    assert!(fixture.waiting(jo).await.is_empty() && fixture.cases(kim).await.is_empty());
    assert_refused(fixture.delete(jo, id).await, RefusalCode::NotFound);
    fixture.store.close().await;
    assert!(!holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
}

#[tokio::test]
async fn what_is_taken_back_during_an_appeal_can_still_be_decided_about() {
    let (fixture, [jo, sam, kim, lou]) = scene().await;
    let id = fixture.hold(jo, OFFER).await;
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let appeal = fixture.appealed(jo, lou).await;
    fixture.delete(jo, id).await.unwrap();
    assert!(fixture.waiting(jo).await.is_empty());
    let opened = fixture.fetch_appeal(lou, appeal).await.unwrap();
    let words: Vec<_> = opened.messages.iter().map(|one| one.body.as_str()).collect();
    assert_eq!(words, [OFFER]);
    // Nothing is posted that its author has taken back.
    fixture.decide(lou, appeal, AppealOutcome::ActionOverturned).await.unwrap();
    assert_eq!(fixture.read(sam).await, [] as [Option<String>; 0]);
}

#[tokio::test]
async fn what_was_not_posted_is_kept_until_its_author_takes_it_back() {
    let (fixture, [jo, _, kim, _]) = scene().await;
    let id = fixture.hold(jo, OFFER).await;
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let waits = fixture.hold(jo, "and more, text 415 555 0123").await;
    let held: Vec<_> =
        fixture.waiting(jo).await.into_iter().map(|one| (one.id, one.not_posted)).collect();
    assert_eq!(held, [(id, true), (waits, false)]);
    assert_eq!(fixture.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
    assert_eq!(fixture.waiting(jo).await.len(), 1);
}

#[tokio::test]
async fn whoever_leaves_takes_what_waits_along() {
    let (fixture, [jo, sam, kim, _]) = scene().await;
    fixture.hold(jo, OFFER).await;
    fixture.hold(sam, OFFER).await;
    leave_circle(context(&fixture.store, jo, NOW), LeaveCircle { circle: fixture.circle })
        .await
        .unwrap();
    let staff = fixture.coordinator().await;
    let (circle, member) = (fixture.circle, fixture.member_id(sam).await);
    let removal = RemoveMember { circle, member, reason: None };
    remove_member(context(&fixture.store, staff, NOW), removal).await.unwrap();
    assert!(fixture.cases(kim).await.is_empty());
    assert!(fixture.waiting(jo).await.is_empty() && fixture.waiting(sam).await.is_empty());
}

#[tokio::test]
async fn a_closed_circle_takes_no_released_message_but_lets_it_be_taken_back() {
    let (fixture, [jo, _, kim, _]) = scene().await;
    let id = fixture.hold(jo, OFFER).await;
    let staff = fixture.coordinator().await;
    let closing = circles_protocol::requests::CloseCircle { circle: fixture.circle };
    close_circle(context(&fixture.store, staff, NOW), closing).await.unwrap();
    let case = fixture.only_case(kim).await;
    assert_refused(
        fixture.close(kim, case, CaseResolution::Release).await,
        RefusalCode::CircleClosed,
    );
    fixture.delete(jo, id).await.unwrap();
    assert!(fixture.cases(kim).await.is_empty());
}

#[tokio::test]
async fn only_so_many_wait_at_once() {
    let (fixture, [jo, ..]) = scene().await;
    let mut last = None;
    for _ in 0..10 {
        last = Some(fixture.hold(jo, OFFER).await);
    }
    let refused = fixture.send(jo, fixture.message(OFFER)).await;
    assert_refused(refused, RefusalCode::LimitReached);
    fixture.say(jo, "ordinary words go on").await;
    fixture.delete(jo, last.unwrap()).await.unwrap();
    fixture.hold(jo, OFFER).await;
}

#[tokio::test]
async fn a_reply_that_waits_answers_to_the_same_rules() {
    let (fixture, [jo, ..]) = scene().await;
    let nothing = Some(MessageId(Uuid::now_v7()));
    let request = SendMessage { reply_to: nothing, ..fixture.message(OFFER) };
    assert_refused(fixture.send(jo, request).await, RefusalCode::InvalidField);
    assert!(fixture.waiting(jo).await.is_empty());
}

#[tokio::test]
async fn what_was_held_back_is_gone_a_year_later() {
    let (fixture, [jo, _, kim, _]) = scene().await;
    fixture.hold(jo, "Zephyrjackdaw at 415 555 0123").await;
    fixture.close(kim, fixture.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let purge =
        |before: i64| fixture.store.write(move |tx| Ok(tx.purge_cases(NOW.plus_ms(before), 9)?));
    assert_eq!(purge(0).await.unwrap(), 0);
    assert_eq!(fixture.waiting(jo).await.len(), 1);
    assert_eq!(purge(1).await.unwrap(), 1);
    assert_eq!(fixture.waiting(jo).await.len(), 0);
    fixture.store.close().await;
    assert!(!holds(&bytes_on_disk(fixture.folder.path()), "zephyrjackdaw"));
}
