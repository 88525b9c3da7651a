//! Messages that wait for a moderator: who knows of them, and how it ends.

use circles_protocol::requests::{LeaveCircle, ListHeld, RemoveMember};
use circles_protocol::{
    ActionKind, AppealOutcome, AuditAction, CaseKind, CaseResolution, Concern, EventPayload,
    HeldView, Notice, Signal,
};

use crate::clock::DAY_MS;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::moderation::list_held::list_held;
use crate::commands::tests::store::{bytes_on_disk, holds};
use crate::commands::tests::*;
use crate::store::check;

pub(in crate::commands::tests) const OFFER: &str = "can get you some, text 415 555 0123";

impl House {
    pub(in crate::commands::tests) async fn waiting(&self, actor: Actor) -> Vec<HeldView> {
        let reply = list_held(&self.store, actor, ListHeld { before: None }).await.unwrap();
        let Reply::Held { messages, .. } = reply else { panic!("{reply:?}") };
        messages
    }

    /// Sends something that waits, and gives its id.
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
async fn scene() -> (House, [Actor; 4]) {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    house.heard();
    (house, [jo, sam, kim, lou])
}

#[tokio::test]
async fn a_new_members_offer_waits_and_the_circle_hears_nothing() {
    let (house, [jo, sam, kim, lou]) = scene().await;
    let id = house.hold(jo, OFFER).await;
    // Nothing but the deciders' queue.
    let mut told: Vec<_> = house
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
    assert_eq!(house.read(sam).await, [] as [Option<String>; 0]);
    assert_eq!(house.read(jo).await, [] as [Option<String>; 0]);
    assert_eq!((house.finds(sam, "some").await, house.unread(sam).await), (0, 0));
    assert_refused(house.view(sam, id).await, RefusalCode::NotFound);
    assert_refused(house.view(jo, id).await, RefusalCode::NotFound);
    assert_refused(house.react(sam, id).await, RefusalCode::NotFound);
    assert!(house.waiting(sam).await.is_empty() && house.waiting(kim).await.is_empty());
    let [waits] = &house.waiting(jo).await[..] else { panic!("one waits") };
    assert_eq!((waits.id, waits.body.as_str(), waits.held_at), (id, OFFER, NOW));
    let [case] = &house.cases(kim).await[..] else { panic!("one case") };
    assert_eq!((case.kind, case.concern), (CaseKind::Held, Concern::Solicitation));
    assert_eq!((case.message, &case.signals[..]), (Some(id), &[Signal::PhoneNumber][..]));
    let opened = house.open_case(kim, case.id).await.unwrap();
    assert_eq!(opened.evidence[0].body.as_str(), OFFER);
}

#[tokio::test]
async fn the_name_of_a_drug_alone_waits_for_nobody() {
    let (house, [jo, ..]) = scene().await;
    house.say(jo, "I drove past my dealer and kept going").await;
    house.say(jo, "Heroin took four years, 90 in 90 gave me one back").await;
    assert!(house.waiting(jo).await.is_empty());
}

#[tokio::test]
async fn what_waits_is_the_same_when_it_is_sent_again() {
    let (mut house, [jo, sam, kim, _]) = scene().await;
    let message = house.message(OFFER);
    let held = Ok(Reply::MessageHeld { at: NOW });
    assert_eq!(house.send(jo, message.clone()).await, held);
    house.restart().await;
    let later = NOW.plus_ms(DAY_MS);
    assert_eq!(house.send_at(jo, message.clone(), later).await, held);
    assert_eq!(house.waiting(jo).await.len(), 1);
    assert_eq!(house.cases(kim).await.len(), 1);
    // Other words, harmless ones too, and another person.
    for body in ["other words", "other words, 415 555 0124"] {
        let other = SendMessage { body: Body::parse(body).unwrap(), ..message.clone() };
        assert_refused(house.send(jo, other).await, RefusalCode::IdConflict);
    }
    // To anybody else an id that waits is as good as new.
    assert_eq!(house.send(sam, message.clone()).await, held);
    house.delete(sam, message.id).await.unwrap();
    // Muted meanwhile: the first answer stands.
    house.silence(kim, house.member_id(jo).await).await.unwrap();
    assert_eq!(house.send(jo, message.clone()).await, held);
    let case = house.only_case(kim).await;
    house.close(kim, case, CaseResolution::Release).await.unwrap();
    let posted = house.send(jo, message).await.unwrap();
    assert!(matches!(posted, Reply::MessageAccepted { at: NOW, offer_help: false, .. }));
}

#[tokio::test]
async fn a_released_message_is_posted_as_any_other() {
    let (house, [jo, sam, kim, lou]) = scene().await;
    let (earlier, _) = house.say(sam, "who has a number for Robin?").await;
    let request = SendMessage {
        reply_to: Some(earlier),
        mentions: vec![house.member_id(sam).await, house.member_id(lou).await],
        content_note: Some(circles_protocol::ContentNote::Other),
        ..house.message("415 555 0123, she said it is fine")
    };
    let id = request.id;
    assert_eq!(house.send(jo, request).await.unwrap(), Reply::MessageHeld { at: NOW });
    let (_, last) = house.say(sam, "anyone?").await;
    leave_circle(&house.store, lou, LeaveCircle { circle: house.circle }, NOW).await.unwrap();
    // A mute of its author meanwhile does not undo what the moderator decides.
    house.silence(kim, house.member_id(jo).await).await.unwrap();
    house.heard();
    let case = house.only_case(kim).await;
    house.close(kim, case, CaseResolution::Release).await.unwrap();
    let heard = house.heard();
    let Some(Publication::Event(event)) =
        heard.iter().find(|it| matches!(it, Publication::Event(_)))
    else {
        panic!("{heard:?}")
    };
    // After the last message and Lou's leaving.
    assert_eq!((event.seq, event.by), (Seq(last.0 + 2), Some(house.member_id(jo).await)));
    let EventPayload::MessagePosted { message } = &event.what else { panic!("{event:?}") };
    assert_eq!((message.id, message.reply_to), (id, Some(earlier)));
    assert_eq!(message.mentions, [house.member_id(sam).await]);
    assert_eq!(house.view(sam, id).await.unwrap(), *message);
    assert_eq!((house.finds(sam, "0123").await, house.unread(sam).await), (1, 1));
    let told = Notice::HeldDecided { circle: house.circle, message: id, released: true };
    assert!(heard.contains(&Publication::Notice { account: jo.account, notice: told }));
    assert!(house.waiting(jo).await.is_empty() && house.cases(kim).await.is_empty());
    let rows = house.audit_rows().await;
    assert_eq!((rows[0].action, rows[0].target), (AuditAction::HeldReleased, Some(id.0)));
    house.store.close().await;
    assert_eq!(check(house.folder.path()).unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_held_back_is_told_with_its_reason_and_can_be_appealed() {
    let (house, [jo, sam, kim, lou]) = scene().await;
    let id = house.hold(jo, OFFER).await;
    house.heard();
    let case = house.only_case(kim).await;
    assert_refused(house.close(jo, case, CaseResolution::HoldBack).await, RefusalCode::NotFound);
    assert_refused(
        house.close(kim, case, CaseResolution::Dismiss).await,
        RefusalCode::InvalidField,
    );
    house.close(kim, case, CaseResolution::HoldBack).await.unwrap();
    let told = Notice::HeldDecided { circle: house.circle, message: id, released: false };
    assert!(house.told_of(jo).contains(&told));
    // Its words are its author's, also where they were away when it was decided.
    let [kept] = &house.waiting(jo).await[..] else { panic!("one message") };
    assert_eq!((kept.id, kept.body.as_str(), kept.not_posted), (id, OFFER, true));
    assert!(house.waiting(sam).await.is_empty());
    let [action] = &house.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!((action.kind, action.reason), (ActionKind::HeldBack, Concern::Solicitation));
    assert_eq!(action.messages, [id]);
    assert_eq!(house.read(sam).await, [] as [Option<String>; 0]);
    assert_refused(
        house.close(lou, case, CaseResolution::Release).await,
        RefusalCode::AlreadyHandled,
    );

    let appeal = house.appealed(jo, lou).await;
    house.heard();
    house.decide(lou, appeal, AppealOutcome::TakenBack).await.unwrap();
    assert_eq!(house.read(sam).await, [Some(OFFER.to_owned())]);
    assert!(house.waiting(jo).await.is_empty());
    assert!(house.own_actions(jo).await[0].ended_at.is_some());
    let told = Notice::HeldDecided { circle: house.circle, message: id, released: true };
    assert!(house.told_of(jo).contains(&told));
}

#[tokio::test]
async fn a_taken_back_message_is_gone_from_every_byte() {
    let (house, [jo, sam, kim, _]) = scene().await;
    let id = house.hold(jo, "Zephyrjackdaw at 415 555 0123").await;
    assert!(holds(&bytes_on_disk(house.folder.path()), "zephyrjackdaw"));
    house.heard();
    assert_refused(house.delete(sam, id).await, RefusalCode::NotFound);
    assert_refused(house.delete(kim, id).await, RefusalCode::NotFound);
    assert_eq!(house.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
    assert_eq!(house.told_of(kim), [Notice::QueueChanged]);
    assert!(house.waiting(jo).await.is_empty() && house.cases(kim).await.is_empty());
    assert_refused(house.delete(jo, id).await, RefusalCode::NotFound);
    house.store.close().await;
    assert!(!holds(&bytes_on_disk(house.folder.path()), "zephyrjackdaw"));
}

#[tokio::test]
async fn what_is_taken_back_during_an_appeal_can_still_be_decided_about() {
    let (house, [jo, sam, kim, lou]) = scene().await;
    let id = house.hold(jo, OFFER).await;
    house.close(kim, house.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let appeal = house.appealed(jo, lou).await;
    house.delete(jo, id).await.unwrap();
    assert!(house.waiting(jo).await.is_empty());
    let opened = house.open_appeal(lou, appeal).await.unwrap();
    let words: Vec<_> = opened.messages.iter().map(|one| one.body.as_str()).collect();
    assert_eq!(words, [OFFER]);
    // Nothing is posted that its author no longer wants to say.
    house.decide(lou, appeal, AppealOutcome::TakenBack).await.unwrap();
    assert_eq!(house.read(sam).await, [] as [Option<String>; 0]);
}

#[tokio::test]
async fn what_was_not_posted_is_kept_until_its_author_takes_it_back() {
    let (house, [jo, _, kim, _]) = scene().await;
    let id = house.hold(jo, OFFER).await;
    house.close(kim, house.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let waits = house.hold(jo, "and more, text 415 555 0123").await;
    let held: Vec<_> =
        house.waiting(jo).await.into_iter().map(|one| (one.id, one.not_posted)).collect();
    assert_eq!(held, [(id, true), (waits, false)]);
    assert_eq!(house.delete(jo, id).await.unwrap(), Reply::Accepted { seq: None });
    assert_eq!(house.waiting(jo).await.len(), 1);
}

#[tokio::test]
async fn whoever_leaves_takes_what_waits_along() {
    let (house, [jo, sam, kim, _]) = scene().await;
    house.hold(jo, OFFER).await;
    house.hold(sam, OFFER).await;
    leave_circle(&house.store, jo, LeaveCircle { circle: house.circle }, NOW).await.unwrap();
    let staff = house.coordinator().await;
    let (circle, member) = (house.circle, house.member_id(sam).await);
    let removal = RemoveMember { circle, member, reason: None };
    remove_member(&house.store, staff, removal, NOW).await.unwrap();
    assert!(house.cases(kim).await.is_empty());
    assert!(house.waiting(jo).await.is_empty() && house.waiting(sam).await.is_empty());
}

#[tokio::test]
async fn a_closed_circle_takes_no_released_message_but_lets_it_be_taken_back() {
    let (house, [jo, _, kim, _]) = scene().await;
    let id = house.hold(jo, OFFER).await;
    let staff = house.coordinator().await;
    let closing = circles_protocol::requests::CloseCircle { circle: house.circle };
    close_circle(&house.store, staff, closing, NOW).await.unwrap();
    let case = house.only_case(kim).await;
    assert_refused(
        house.close(kim, case, CaseResolution::Release).await,
        RefusalCode::CircleClosed,
    );
    house.delete(jo, id).await.unwrap();
    assert!(house.cases(kim).await.is_empty());
}

#[tokio::test]
async fn only_so_many_wait_at_once() {
    let (house, [jo, ..]) = scene().await;
    let mut last = None;
    for _ in 0..10 {
        last = Some(house.hold(jo, OFFER).await);
    }
    let refused = house.send(jo, house.message(OFFER)).await;
    assert_refused(refused, RefusalCode::LimitReached);
    house.say(jo, "ordinary words go on").await;
    house.delete(jo, last.unwrap()).await.unwrap();
    house.hold(jo, OFFER).await;
}

#[tokio::test]
async fn a_reply_that_waits_answers_to_the_same_rules() {
    let (house, [jo, ..]) = scene().await;
    let nothing = Some(MessageId(Uuid::now_v7()));
    let request = SendMessage { reply_to: nothing, ..house.message(OFFER) };
    assert_refused(house.send(jo, request).await, RefusalCode::InvalidField);
    assert!(house.waiting(jo).await.is_empty());
}

#[tokio::test]
async fn what_was_held_back_is_gone_a_year_later() {
    let (house, [jo, _, kim, _]) = scene().await;
    house.hold(jo, "Zephyrjackdaw at 415 555 0123").await;
    house.close(kim, house.only_case(kim).await, CaseResolution::HoldBack).await.unwrap();
    let purge =
        |before: i64| house.store.write(move |tx| Ok(tx.purge_cases(NOW.plus_ms(before), 9)?));
    assert_eq!(purge(0).await.unwrap(), 0);
    assert_eq!(house.waiting(jo).await.len(), 1);
    assert_eq!(purge(1).await.unwrap(), 1);
    assert_eq!(house.waiting(jo).await.len(), 0);
    house.store.close().await;
    assert!(!holds(&bytes_on_disk(house.folder.path()), "zephyrjackdaw"));
}
