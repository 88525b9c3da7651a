//! Muting messages and members, content notes, slow mode.

use circles_protocol::requests::{
    FetchHistory, ListActions, ListOwnActions, ListPins, MassMute, MuteMember, MuteMessages,
    PinMessage, RevealMessage, Search, SetContentNote, SetSlowMode, UnmuteMember, UnmuteMessages,
};
use circles_protocol::{
    ActionKind, ContentNote, EventPayload, MuteDuration, Notice, OwnAction, Reason, SearchQuery,
};

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::chat::list_pins::list_pins;
use crate::commands::chat::pin_message::pin_message;
use crate::commands::chat::resume::resume;
use crate::commands::chat::search::search;
use crate::commands::chat::set_content_note::set_content_note;
use crate::commands::circles::set_slow_mode::set_slow_mode;
use crate::commands::moderation::list_actions::list_actions;
use crate::commands::moderation::list_own_actions::list_own_actions;
use crate::commands::moderation::mass_mute::mass_mute;
use crate::commands::moderation::mute_member::mute_member;
use crate::commands::moderation::mute_messages::mute_messages;
use crate::commands::moderation::reveal_message::reveal_message;
use crate::commands::moderation::unmute_member::unmute_member;
use crate::commands::moderation::unmute_messages::unmute_messages;
use crate::commands::tests::*;

const REASON: Reason = Reason::Solicitation;

const fn later(ms: i64) -> Timestamp {
    NOW.plus_ms(ms)
}

impl Fixture {
    pub(in crate::commands::tests) async fn mute(
        &self,
        actor: Actor,
        messages: &[MessageId],
    ) -> Result<Reply, Rejection> {
        let messages = messages.to_vec();
        let request = MuteMessages { circle: self.circle, messages, reason: REASON };
        mute_messages(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn unmute(
        &self,
        actor: Actor,
        message: MessageId,
    ) -> Result<Reply, Rejection> {
        let request = UnmuteMessages { circle: self.circle, messages: vec![message] };
        unmute_messages(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn silence(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let (circle, duration) = (self.circle, MuteDuration::OneDay);
        let request = MuteMember { circle, member, duration, reason: REASON };
        mute_member(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn silence_wholly(
        &self,
        actor: Actor,
        member: MemberId,
    ) -> Result<Reply, Rejection> {
        let (circle, duration) = (self.circle, MuteDuration::OneDay);
        let request = MassMute { circle, member, duration, reason: REASON };
        mass_mute(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn note(
        &self,
        actor: Actor,
        message: MessageId,
        note: Option<ContentNote>,
    ) -> Result<Reply, Rejection> {
        let request = SetContentNote { circle: self.circle, message, note };
        set_content_note(context(&self.store, actor, NOW), request).await
    }

    async fn slow_down(&self, actor: Actor, seconds: u16) -> Result<Reply, Rejection> {
        let request = SetSlowMode { circle: self.circle, seconds };
        set_slow_mode(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn say_at(
        &self,
        actor: Actor,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        self.send_at(actor, self.message("here"), at).await
    }

    pub(in crate::commands::tests) async fn own_actions(&self, actor: Actor) -> Vec<OwnAction> {
        let reply =
            list_own_actions(context(&self.store, actor, NOW), ListOwnActions {}).await.unwrap();
        let Reply::OwnActions { actions } = reply else { panic!("{reply:?}") };
        actions
    }

    pub(in crate::commands::tests) async fn finds(&self, actor: Actor, words: &str) -> usize {
        let query = SearchQuery::parse(words).unwrap();
        let request = Search { query, circle: Some(self.circle), before: None };
        let reply = search(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::SearchResults { found, .. } = reply else { panic!("{reply:?}") };
        found.len()
    }

    pub(in crate::commands::tests) async fn unread(&self, actor: Actor) -> u16 {
        let hello = circles_protocol::requests::Hello { epoch: None, cursors: Vec::new() };
        let resumed =
            resume(&self.store, actor.account, &hello, limits::RESUME_BYTES).await.unwrap();
        resumed.circles[0].unread
    }

    /// The bodies on the newest page.
    pub(in crate::commands::tests) async fn read(&self, actor: Actor) -> Vec<Option<String>> {
        let from = circles_protocol::requests::Anchor::Newest;
        let request = FetchHistory { circle: self.circle, from, limit: 50 };
        let reply = fetch_history(context(&self.store, actor, NOW), request).await.unwrap();
        let Reply::History { messages, .. } = reply else { panic!("{reply:?}") };
        messages.into_iter().map(|it| it.body.map(|body| body.as_str().to_owned())).collect()
    }
}

#[tokio::test]
async fn a_muted_message_is_gone_for_all_but_its_author() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "can get you some").await;
    let pin = PinMessage { circle: fixture.circle, message: said };
    pin_message(context(&fixture.store, kim, NOW), pin).await.unwrap();
    assert_eq!((fixture.finds(sam, "some").await, fixture.unread(sam).await), (1, 1));
    fixture.mute(kim, &[said]).await.unwrap();

    assert_eq!(fixture.read(sam).await, [None]);
    assert_eq!(fixture.read(kim).await, [None]);
    assert_eq!(fixture.read(jo).await, [Some("can get you some".to_owned())]);
    assert!(fixture.view(sam, said).await.unwrap().muted);
    assert_eq!((fixture.finds(sam, "some").await, fixture.unread(sam).await), (0, 0));
    let pins = list_pins(
        context(&fixture.store, sam, NOW),
        ListPins { circle: fixture.circle, after: None },
    )
    .await
    .unwrap();
    assert_eq!(pins, Reply::Pins { messages: Vec::new(), has_more: false });
    // A moderator may read it again; a member may not.
    let look = RevealMessage { circle: fixture.circle, message: said };
    let reply = reveal_message(context(&fixture.store, kim, NOW), look.clone()).await.unwrap();
    let Reply::Message { message } = reply else { panic!("{reply:?}") };
    assert_eq!(message.body.unwrap().as_str(), "can get you some");
    assert_refused(
        reveal_message(context(&fixture.store, sam, NOW), look).await,
        RefusalCode::NotAllowed,
    );

    fixture.unmute(kim, said).await.unwrap();
    let look = RevealMessage { circle: fixture.circle, message: said };
    assert_refused(
        reveal_message(context(&fixture.store, kim, NOW), look).await,
        RefusalCode::NotFound,
    );
    assert_eq!(fixture.read(sam).await, [Some("can get you some".to_owned())]);
    assert_eq!((fixture.finds(sam, "some").await, fixture.unread(sam).await), (1, 1));
    assert!(fixture.view(sam, said).await.unwrap().pinned);
    assert!(fixture.own_actions(jo).await[0].ended_at.is_some());
}

#[tokio::test]
async fn the_event_names_nobody_and_the_author_is_told_alone() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let kim = fixture.moderator("Kim").await;
    let (first, _) = fixture.say(jo, "one").await;
    let (second, _) = fixture.say(jo, "two").await;
    fixture.heard();
    fixture.mute(kim, &[second, first, second]).await.unwrap();
    let heard = fixture.heard();
    let muted: Vec<_> = heard
        .iter()
        .filter_map(|publication| match publication {
            Publication::Event(event) => Some((event.by, event.what.clone())),
            Publication::Notice { account, notice } => {
                assert_eq!(*account, jo.account);
                let told = Notice::ActionAboutYou { circle: fixture.circle, muted_until: None };
                assert_eq!(*notice, told);
                None
            }
            Publication::Unsubscribed { .. } | Publication::SessionClosed { .. } => None,
        })
        .collect();
    let expected =
        [first, second].map(|message| (None, EventPayload::MessageMuted { message })).to_vec();
    assert_eq!(muted, expected);
    let [action] = &fixture.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!(
        (action.kind, action.reason, action.ended_at),
        (ActionKind::MessageMute, REASON, None)
    );
    assert_eq!(action.messages, [second, first]);
    assert!(fixture.own_actions(kim).await.is_empty());
}

#[tokio::test]
async fn what_may_not_be_muted_is_refused_and_nothing_half_done() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (kim, lou) = (fixture.moderator("Kim").await, fixture.moderator("Lou").await);
    let (of_jo, _) = fixture.say(jo, "one").await;
    let (of_sam, _) = fixture.say(sam, "two").await;
    let (of_kim, _) = fixture.say(kim, "three").await;
    let nobodys = MessageId(Uuid::now_v7());
    fixture.heard();
    assert_refused(fixture.mute(kim, &[]).await, RefusalCode::InvalidField);
    assert_refused(fixture.mute(kim, &[of_jo, of_sam]).await, RefusalCode::InvalidField);
    assert_refused(fixture.mute(kim, &[of_jo, nobodys]).await, RefusalCode::NotFound);
    assert_refused(fixture.mute(kim, &[of_kim]).await, RefusalCode::NotAllowed);
    assert_refused(fixture.mute(jo, &[of_sam]).await, RefusalCode::NotAllowed);
    assert_refused(fixture.mute(fixture.stranger().await, &[of_jo]).await, RefusalCode::NotFound);
    assert_refused(fixture.unmute(kim, of_jo).await, RefusalCode::NotFound);
    assert!(fixture.heard().is_empty());

    fixture.mute(kim, &[of_jo]).await.unwrap();
    assert_refused(fixture.mute(lou, &[of_jo]).await, RefusalCode::AlreadyMuted);
    fixture.mute(lou, &[of_kim]).await.unwrap();
    assert_refused(fixture.unmute(kim, of_kim).await, RefusalCode::NotAllowed);
    assert_refused(fixture.edit(jo, of_jo, "other words").await, RefusalCode::MessageMuted);
    assert_refused(fixture.react(sam, of_jo).await, RefusalCode::MessageMuted);
    fixture.delete(jo, of_jo).await.unwrap();
    let gone = fixture.view(sam, of_jo).await.unwrap();
    assert!(gone.deleted && !gone.muted);
}

#[tokio::test]
async fn a_muted_member_is_refused_until_the_very_end() {
    let fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let kim = fixture.moderator("Kim").await;
    let (own, _) = fixture.say(jo, "one").await;
    let member = fixture.member_id(jo).await;
    fixture.heard();
    fixture.silence(kim, member).await.unwrap();
    // No announcement: only the member it is about is told.
    let told = Notice::ActionAboutYou { circle: fixture.circle, muted_until: Some(later(DAY_MS)) };
    assert_eq!(fixture.heard(), [Publication::Notice { account: jo.account, notice: told }]);

    let refused = fixture.say_at(jo, later(HOUR_MS)).await.unwrap_err();
    assert_eq!(refused.0.code, RefusalCode::Muted);
    assert_eq!(refused.0.retry_after_ms, Some(23 * 3_600_000));
    assert_refused(fixture.edit(jo, own, "two").await, RefusalCode::Muted);
    assert_refused(fixture.react(jo, own).await, RefusalCode::Muted);
    assert_refused(fixture.say_at(jo, later(DAY_MS - 1)).await, RefusalCode::Muted);
    assert_eq!(fixture.read(jo).await.len(), 1);
    fixture.delete(jo, own).await.unwrap();
    fixture.say_at(jo, later(DAY_MS)).await.unwrap();
}

#[tokio::test]
async fn a_mute_is_lifted_early_and_outlives_a_restart() {
    let mut fixture = Fixture::new().await;
    let jo = fixture.member("Jo").await;
    let kim = fixture.moderator("Kim").await;
    let member = fixture.member_id(jo).await;
    fixture.silence(kim, member).await.unwrap();
    fixture.restart().await;
    assert_refused(fixture.say_at(jo, NOW).await, RefusalCode::Muted);
    let lift = UnmuteMember { circle: fixture.circle, member };
    unmute_member(context(&fixture.store, kim, later(HOUR_MS)), lift.clone()).await.unwrap();
    fixture.say_at(jo, later(HOUR_MS)).await.unwrap();
    assert_refused(
        unmute_member(context(&fixture.store, kim, later(HOUR_MS)), lift).await,
        RefusalCode::NotFound,
    );
    let actions = fixture.own_actions(jo).await;
    assert_eq!(
        (actions[0].until, actions[0].ended_at),
        (Some(later(HOUR_MS)), Some(later(HOUR_MS)))
    );
}

#[tokio::test]
async fn who_may_not_be_muted_is_refused() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (jos, kims) = (fixture.member_id(jo).await, fixture.member_id(kim).await);
    let nobody = MemberId(Uuid::new_v4());
    assert_refused(fixture.silence(kim, kims).await, RefusalCode::NotAllowed);
    assert_refused(fixture.silence(kim, nobody).await, RefusalCode::NotFound);
    assert_refused(fixture.silence(jo, kims).await, RefusalCode::NotAllowed);
    let staff = fixture.coordinator_in_circle("Dana").await;
    assert_refused(fixture.silence(kim, staff).await, RefusalCode::NotAllowed);
    fixture.silence(kim, jos).await.unwrap();
    assert_refused(fixture.silence(kim, jos).await, RefusalCode::AlreadyMuted);
    assert_eq!(fixture.own_actions(jo).await.len(), 1);
}

#[tokio::test]
async fn one_action_hides_a_day_of_messages_and_mutes_their_author() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    fixture.send_at(jo, fixture.message("old"), later(-DAY_MS - 1)).await.unwrap();
    fixture.say(sam, "mine").await;
    fixture.say(jo, "new").await;
    fixture.say(jo, "newer").await;
    let member = fixture.member_id(jo).await;
    fixture.silence_wholly(kim, member).await.unwrap();
    let seen = [Some("old".to_owned()), Some("mine".to_owned()), None, None];
    assert_eq!(fixture.read(sam).await, seen);
    assert_refused(fixture.say_at(jo, NOW).await, RefusalCode::Muted);
    assert_refused(fixture.silence_wholly(kim, member).await, RefusalCode::AlreadyMuted);
    let [action] = &fixture.own_actions(jo).await[..] else { panic!("one action") };
    assert_eq!((action.kind, action.messages.len()), (ActionKind::MassMute, 2));

    let list = ListActions { circle: fixture.circle };
    let reply = list_actions(context(&fixture.store, kim, NOW), list.clone()).await.unwrap();
    let Reply::Actions { actions } = reply else { panic!("{reply:?}") };
    assert_eq!((actions[0].subject, actions[0].messages), (member, 2));
    assert_eq!(actions[0].by, Some(fixture.member_id(kim).await));
    assert_refused(
        list_actions(context(&fixture.store, sam, NOW), list).await,
        RefusalCode::NotAllowed,
    );
}

#[tokio::test]
async fn notes_are_the_authors_or_a_moderators() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    let (said, _) = fixture.say(jo, "about my brother").await;
    let note = Some(ContentNote::DeathAndLoss);
    assert_refused(fixture.note(sam, said, note).await, RefusalCode::NotAllowed);
    fixture.note(jo, said, note).await.unwrap();
    assert_eq!(fixture.view(sam, said).await.unwrap().content_note, note);
    assert_eq!(fixture.note(jo, said, note).await.unwrap(), Reply::Accepted { seq: None });
    fixture.note(jo, said, None).await.unwrap();
    fixture.note(kim, said, note).await.unwrap();
    // An author can't remove a note that a moderator added.
    assert_refused(fixture.note(jo, said, None).await, RefusalCode::NotAllowed);
    fixture.note(kim, said, None).await.unwrap();
    assert_eq!(fixture.view(sam, said).await.unwrap().content_note, None);
    let mut noted = fixture.message("with a note from the start");
    noted.content_note = note;
    let id = noted.id;
    fixture.send(jo, noted).await.unwrap();
    assert_eq!(fixture.view(sam, id).await.unwrap().content_note, note);
}

#[tokio::test]
async fn slow_mode_lets_each_member_speak_in_turn() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let kim = fixture.moderator("Kim").await;
    assert_refused(fixture.slow_down(jo, 30).await, RefusalCode::NotAllowed);
    assert_refused(fixture.slow_down(kim, 31).await, RefusalCode::InvalidField);
    fixture.slow_down(kim, 30).await.unwrap();
    let message = fixture.message("first");
    let first = fixture.send_at(jo, message.clone(), NOW).await.unwrap();
    let refused = fixture.say_at(jo, later(10_000)).await.unwrap_err();
    assert_eq!((refused.0.code, refused.0.retry_after_ms), (RefusalCode::SlowMode, Some(20_000)));
    // A resend is not a new message.
    assert_eq!(fixture.send_at(jo, message, later(10_000)).await.unwrap(), first);
    fixture.say_at(sam, later(10_000)).await.unwrap();
    for ms in [0, 1] {
        fixture.say_at(kim, later(ms)).await.unwrap();
    }
    fixture.say_at(jo, later(30_000)).await.unwrap();
    fixture.slow_down(kim, 0).await.unwrap();
    fixture.say_at(jo, later(30_001)).await.unwrap();
}
