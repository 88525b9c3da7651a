//! Muting messages and members, content notes, slow mode.

use circles_protocol::requests::{
    FetchHistory, LiftMute, ListActions, ListPins, MuteEverything, MuteMember, MuteMessages,
    PinMessage, RevealMessage, Search, SetContentNote, SetSlowMode, UnmuteMessages,
};
use circles_protocol::{
    ActionKind, Concern, ContentNote, EventPayload, MuteDuration, Notice, OwnAction, SearchQuery,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::chat::list_pins::list_pins;
use crate::commands::chat::pin_message::pin_message;
use crate::commands::chat::resume::resume;
use crate::commands::chat::search::search;
use crate::commands::chat::set_content_note::set_content_note;
use crate::commands::circles::set_slow_mode::set_slow_mode;
use crate::commands::moderation::lift_mute::lift_mute;
use crate::commands::moderation::list_actions::list_actions;
use crate::commands::moderation::list_own_actions::list_own_actions;
use crate::commands::moderation::mute_everything::mute_everything;
use crate::commands::moderation::mute_member::mute_member;
use crate::commands::moderation::mute_messages::mute_messages;
use crate::commands::moderation::reveal_message::reveal_message;
use crate::commands::moderation::unmute_messages::unmute_messages;
use crate::commands::tests::*;

const REASON: Concern = Concern::Solicitation;

const fn later(ms: i64) -> Timestamp {
    NOW.plus_ms(ms)
}

impl House {
    pub(in crate::commands::tests) async fn mute(
        &self,
        actor: Actor,
        messages: &[MessageId],
    ) -> Result<Reply, Rejection> {
        let messages = messages.to_vec();
        let request = MuteMessages { circle: self.circle, messages, reason: REASON };
        mute_messages(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn unmute(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let request = UnmuteMessages { circle: self.circle, messages: vec![message] };
        unmute_messages(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn silence(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let (circle, duration) = (self.circle, MuteDuration::OneDay);
        let request = MuteMember { circle, member, duration, reason: REASON };
        mute_member(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn silence_wholly(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let (circle, duration) = (self.circle, MuteDuration::OneDay);
        let request = MuteEverything { circle, member, duration, reason: REASON };
        mute_everything(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn note(
        &self,
        actor: Actor,
        message: MessageId,
        note: Option<ContentNote>,
    ) -> Result<Reply, Rejection> {
        let request = SetContentNote { circle: self.circle, message, note };
        set_content_note(&self.store, actor, request, NOW).await
    }

    async fn slow_down(&self, actor: Actor, seconds: u16) -> Result<Reply, Rejection> {
        let request = SetSlowMode { circle: self.circle, seconds };
        set_slow_mode(&self.store, actor, request, NOW).await
    }

    pub(in crate::commands::tests) async fn say_at(
        &self,
        actor: Actor,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        self.send_at(actor, self.message("here"), at).await
    }

    pub(in crate::commands::tests) async fn own_actions(&self, actor: Actor) -> Vec<OwnAction> {
        let reply = list_own_actions(&self.store, actor, NOW).await.unwrap();
        let Reply::OwnActions { actions } = reply else { panic!("{reply:?}") };
        actions
    }

    pub(in crate::commands::tests) async fn finds(&self, actor: Actor, words: &str) -> usize {
        let query = SearchQuery::parse(words).unwrap();
        let request = Search { query, circle: Some(self.circle), before: None };
        let reply = search(&self.store, actor, request).await.unwrap();
        let Reply::SearchResults { found, .. } = reply else { panic!("{reply:?}") };
        found.len()
    }

    pub(in crate::commands::tests) async fn unread(&self, actor: Actor) -> u16 {
        let hello = circles_protocol::requests::Hello { epoch: None, cursors: Vec::new() };
        let resumed =
            resume(&self.store, actor.account, &hello, limits::RESUME_BYTES).await.unwrap();
        resumed.circles[0].unread
    }

    /// The bodies of the newest page.
    pub(in crate::commands::tests) async fn read(&self, actor: Actor) -> Vec<Option<String>> {
        let from = circles_protocol::requests::Anchor::Newest;
        let request = FetchHistory { circle: self.circle, from, limit: 50 };
        let reply = fetch_history(&self.store, actor, request).await.unwrap();
        let Reply::History { messages, .. } = reply else { panic!("{reply:?}") };
        messages.into_iter().map(|it| it.body.map(|body| body.as_str().to_owned())).collect()
    }
}

#[tokio::test]
async fn a_muted_message_is_gone_for_all_but_its_author() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "can get you some").await;
    let pin = PinMessage { circle: house.circle, message: said };
    pin_message(&house.store, kim, pin, NOW).await.unwrap();
    assert_eq!((house.finds(sam, "some").await, house.unread(sam).await), (1, 1));
    house.mute(kim, &[said]).await.unwrap();

    assert_eq!(house.read(sam).await, [None]);
    assert_eq!(house.read(kim).await, [None]);
    assert_eq!(house.read(jo).await, [Some("can get you some".to_owned())]);
    assert!(house.view(sam, said).await.unwrap().muted);
    assert_eq!((house.finds(sam, "some").await, house.unread(sam).await), (0, 0));
    let pins =
        list_pins(&house.store, sam, ListPins { circle: house.circle, after: None }).await.unwrap();
    assert_eq!(pins, Reply::Pins { messages: Vec::new(), has_more: false });
    // A moderator may look again; a member may not.
    let look = RevealMessage { circle: house.circle, message: said };
    let reply = reveal_message(&house.store, kim, look.clone(), NOW).await.unwrap();
    let Reply::Message { message } = reply else { panic!("{reply:?}") };
    assert_eq!(message.body.unwrap().as_str(), "can get you some");
    assert_refused(reveal_message(&house.store, sam, look, NOW).await, RefusalCode::NotAllowed);

    house.unmute(kim, said).await.unwrap();
    let look = RevealMessage { circle: house.circle, message: said };
    assert_refused(reveal_message(&house.store, kim, look, NOW).await, RefusalCode::NotFound);
    assert_eq!(house.read(sam).await, [Some("can get you some".to_owned())]);
    assert_eq!((house.finds(sam, "some").await, house.unread(sam).await), (1, 1));
    assert!(house.view(sam, said).await.unwrap().pinned);
    assert!(house.own_actions(jo).await[0].ended_at.is_some());
}

#[tokio::test]
async fn the_event_names_nobody_and_the_author_is_told_alone() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let kim = house.moderator("Kim").await;
    let (first, _) = house.say(jo, "one").await;
    let (second, _) = house.say(jo, "two").await;
    house.heard();
    house.mute(kim, &[second, first, second]).await.unwrap();
    let heard = house.heard();
    let muted: Vec<_> = heard
        .iter()
        .filter_map(|publication| match publication {
            Publication::Event(event) => Some((event.by, event.what.clone())),
            Publication::Notice { account, notice } => {
                assert_eq!(*account, jo.account);
                let told = Notice::ActionAboutYou { circle: house.circle, muted_until: None };
                assert_eq!(*notice, told);
                None
            }
            Publication::Unsubscribed { .. } | Publication::SessionClosed { .. } => None,
        })
        .collect();
    let expected =
        [first, second].map(|message| (None, EventPayload::MessageMuted { message })).to_vec();
    assert_eq!(muted, expected);
    let [action] = &house.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!(
        (action.kind, action.reason, action.ended_at),
        (ActionKind::MessageMute, REASON, None)
    );
    assert_eq!(action.messages, [second, first]);
    assert!(house.own_actions(kim).await.is_empty());
}

#[tokio::test]
async fn what_may_not_be_muted_is_refused_and_nothing_half_done() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (kim, lou) = (house.moderator("Kim").await, house.moderator("Lou").await);
    let (of_jo, _) = house.say(jo, "one").await;
    let (of_sam, _) = house.say(sam, "two").await;
    let (of_kim, _) = house.say(kim, "three").await;
    let nobodys = MessageId(Uuid::now_v7());
    house.heard();
    assert_refused(house.mute(kim, &[]).await, RefusalCode::InvalidField);
    assert_refused(house.mute(kim, &[of_jo, of_sam]).await, RefusalCode::InvalidField);
    assert_refused(house.mute(kim, &[of_jo, nobodys]).await, RefusalCode::NotFound);
    assert_refused(house.mute(kim, &[of_kim]).await, RefusalCode::NotAllowed);
    assert_refused(house.mute(jo, &[of_sam]).await, RefusalCode::NotAllowed);
    assert_refused(house.mute(house.stranger().await, &[of_jo]).await, RefusalCode::NotFound);
    assert_refused(house.unmute(kim, of_jo).await, RefusalCode::NotFound);
    assert!(house.heard().is_empty());

    house.mute(kim, &[of_jo]).await.unwrap();
    assert_refused(house.mute(lou, &[of_jo]).await, RefusalCode::AlreadyMuted);
    house.mute(lou, &[of_kim]).await.unwrap();
    assert_refused(house.unmute(kim, of_kim).await, RefusalCode::NotAllowed);
    assert_refused(house.edit(jo, of_jo, "other words").await, RefusalCode::MessageMuted);
    assert_refused(house.react(sam, of_jo).await, RefusalCode::MessageMuted);
    house.delete(jo, of_jo).await.unwrap();
    let gone = house.view(sam, of_jo).await.unwrap();
    assert!(gone.deleted && !gone.muted);
}

#[tokio::test]
async fn a_muted_member_is_refused_until_the_very_end() {
    let house = House::new().await;
    let jo = house.member("Jo").await;
    let kim = house.moderator("Kim").await;
    let (own, _) = house.say(jo, "one").await;
    let member = house.member_id(jo).await;
    house.heard();
    house.silence(kim, member).await.unwrap();
    // No announcement: told to the one it is about, and to nobody else.
    let told = Notice::ActionAboutYou { circle: house.circle, muted_until: Some(later(DAY_MS)) };
    assert_eq!(house.heard(), [Publication::Notice { account: jo.account, notice: told }]);

    let refused = house.say_at(jo, later(HOUR_MS)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::Muted);
    assert_eq!(refused.0.retry_after_ms, Some(23 * 3_600_000));
    assert_refused(house.edit(jo, own, "two").await, RefusalCode::Muted);
    assert_refused(house.react(jo, own).await, RefusalCode::Muted);
    assert_refused(house.say_at(jo, later(DAY_MS - 1)).await, RefusalCode::Muted);
    assert_eq!(house.read(jo).await.len(), 1);
    house.delete(jo, own).await.unwrap();
    house.say_at(jo, later(DAY_MS)).await.unwrap();
}

#[tokio::test]
async fn a_mute_is_lifted_early_and_outlives_a_restart() {
    let mut house = House::new().await;
    let jo = house.member("Jo").await;
    let kim = house.moderator("Kim").await;
    let member = house.member_id(jo).await;
    house.silence(kim, member).await.unwrap();
    house.restart().await;
    assert_refused(house.say_at(jo, NOW).await, RefusalCode::Muted);
    let lift = LiftMute { circle: house.circle, member };
    lift_mute(&house.store, kim, lift.clone(), later(HOUR_MS)).await.unwrap();
    house.say_at(jo, later(HOUR_MS)).await.unwrap();
    assert_refused(lift_mute(&house.store, kim, lift, later(HOUR_MS)).await, RefusalCode::NotFound);
    let actions = house.own_actions(jo).await;
    assert_eq!(
        (actions[0].until, actions[0].ended_at),
        (Some(later(HOUR_MS)), Some(later(HOUR_MS)))
    );
}

#[tokio::test]
async fn who_may_not_be_muted_is_refused() {
    let house = House::new().await;
    let (jo, kim) = (house.member("Jo").await, house.moderator("Kim").await);
    let (jos, kims) = (house.member_id(jo).await, house.member_id(kim).await);
    let nobody = MemberId(Uuid::new_v4());
    assert_refused(house.silence(kim, kims).await, RefusalCode::NotAllowed);
    assert_refused(house.silence(kim, nobody).await, RefusalCode::NotFound);
    assert_refused(house.silence(jo, kims).await, RefusalCode::NotAllowed);
    let staff = house.coordinator_in_circle("Dana").await;
    assert_refused(house.silence(kim, staff).await, RefusalCode::NotAllowed);
    house.silence(kim, jos).await.unwrap();
    assert_refused(house.silence(kim, jos).await, RefusalCode::AlreadyMuted);
    assert_eq!(house.own_actions(jo).await.len(), 1);
}

#[tokio::test]
async fn one_action_hides_a_day_of_messages_and_mutes_their_author() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    house.send_at(jo, house.message("old"), later(-DAY_MS - 1)).await.unwrap();
    house.say(sam, "mine").await;
    house.say(jo, "new").await;
    house.say(jo, "newer").await;
    let member = house.member_id(jo).await;
    house.silence_wholly(kim, member).await.unwrap();
    let seen = [Some("old".to_owned()), Some("mine".to_owned()), None, None];
    assert_eq!(house.read(sam).await, seen);
    assert_refused(house.say_at(jo, NOW).await, RefusalCode::Muted);
    assert_refused(house.silence_wholly(kim, member).await, RefusalCode::AlreadyMuted);
    let [action] = &house.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!((action.kind, action.messages.len()), (ActionKind::MassMute, 2));

    let list = ListActions { circle: house.circle };
    let reply = list_actions(&house.store, kim, list.clone(), NOW).await.unwrap();
    let Reply::Actions { actions } = reply else { panic!("{reply:?}") };
    assert_eq!((actions[0].subject, actions[0].messages), (member, 2));
    assert_eq!(actions[0].by, Some(house.member_id(kim).await));
    assert_refused(list_actions(&house.store, sam, list, NOW).await, RefusalCode::NotAllowed);
}

#[tokio::test]
async fn notes_are_the_authors_or_a_moderators() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    let (said, _) = house.say(jo, "about my brother").await;
    let note = Some(ContentNote::DeathAndLoss);
    assert_refused(house.note(sam, said, note).await, RefusalCode::NotAllowed);
    house.note(jo, said, note).await.unwrap();
    assert_eq!(house.view(sam, said).await.unwrap().content_note, note);
    assert_eq!(house.note(jo, said, note).await.unwrap(), Reply::Accepted { seq: None });
    house.note(jo, said, None).await.unwrap();
    house.note(kim, said, note).await.unwrap();
    // What a moderator put on, the author leaves on.
    assert_refused(house.note(jo, said, None).await, RefusalCode::NotAllowed);
    house.note(kim, said, None).await.unwrap();
    assert_eq!(house.view(sam, said).await.unwrap().content_note, None);
    let mut noted = house.message("with a note from the start");
    noted.content_note = note;
    let id = noted.id;
    house.send(jo, noted).await.unwrap();
    assert_eq!(house.view(sam, id).await.unwrap().content_note, note);
}

#[tokio::test]
async fn slow_mode_lets_each_member_speak_in_turn() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let kim = house.moderator("Kim").await;
    assert_refused(house.slow_down(jo, 30).await, RefusalCode::NotAllowed);
    assert_refused(house.slow_down(kim, 31).await, RefusalCode::InvalidField);
    house.slow_down(kim, 30).await.unwrap();
    let message = house.message("first");
    let first = house.send_at(jo, message.clone(), NOW).await.unwrap();
    let refused = house.say_at(jo, later(10_000)).await.unwrap_err();
    assert_eq!((refused.0.code, refused.0.retry_after_ms), (RefusalCode::SlowMode, Some(20_000)));
    // A resend is no new message.
    assert_eq!(house.send_at(jo, message, later(10_000)).await.unwrap(), first);
    house.say_at(sam, later(10_000)).await.unwrap();
    for ms in [0, 1] {
        house.say_at(kim, later(ms)).await.unwrap();
    }
    house.say_at(jo, later(30_000)).await.unwrap();
    house.slow_down(kim, 0).await.unwrap();
    house.say_at(jo, later(30_001)).await.unwrap();
}
