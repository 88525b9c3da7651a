//! Mutes as members see them: what each socket receives, what a returning one learns, and
//! that a mute comes entirely before or entirely after a message.

use circles_protocol::requests::*;
use circles_protocol::{
    CatchUp, CentreSettings, CircleId, EventPayload, MemberId, MessageId, MuteDuration, Notice,
    Reaction, Reason, RefusalCode, Reply, Request, Role, Seq,
};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client};

const REASON: Reason = Reason::Shaming;

fn mute(circle: CircleId, message: MessageId) -> Request {
    Request::MuteMessages(MuteMessages { circle, messages: vec![message], reason: REASON })
}

fn silence(circle: CircleId, member: MemberId) -> Request {
    let duration = MuteDuration::OneDay;
    Request::MuteMember(MuteMember { circle, member, duration, reason: REASON })
}

fn react(circle: CircleId, message: MessageId) -> Request {
    Request::AddReaction(AddReaction { circle, message, reaction: Reaction::WithYou })
}

fn post(circle: CircleId, words: &str) -> Request {
    Request::SendMessage(message(circle, words))
}

/// The next event about a mute or its end.
async fn told(socket: &mut Client, seq: u64) -> EventPayload {
    socket.event_at(Seq(seq)).await.what
}

#[tokio::test]
async fn everyone_hears_the_same_and_only_the_author_keeps_the_words() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, seq) = robin.socket.say(circle, "where the others live").await;
    sam.socket.event_at(seq).await;
    let epoch = sam.socket.hello(None, &[]).await.epoch;

    let reply = kim.socket.done(mute(circle, said)).await;
    assert!(matches!(reply, Reply::ActionTaken { .. }));
    let here = EventPayload::MessageMuted { message: said };
    for socket in [&mut robin.socket, &mut sam.socket, &mut kim.socket] {
        assert_eq!(told(socket, seq.0 + 1).await, here);
    }
    let told = robin.socket.notice().await;
    assert_eq!(told, Notice::ActionAboutYou { circle, muted_until: None });

    for (person, words) in [(&mut sam, None), (&mut robin, Some("where the others live"))] {
        person.reopen(&centre.server).await;
        let before = Seq(seq.0 - 1);
        let welcome = person.socket.hello(Some(epoch), &[(circle, before)]).await;
        let CatchUp::Events { events } = &welcome.circles[0].catch_up else { panic!("a gap") };
        let EventPayload::MessagePosted { message } = &events[0].what else { panic!("{events:?}") };
        assert!(message.muted);
        assert_eq!(message.body.as_ref().map(|body| body.as_str()), words);
        assert_eq!(events[1].by, None, "it does not say who muted it");
    }

    let unmute = UnmuteMessages { circle, messages: vec![said] };
    let seq = kim.socket.accepted(Request::UnmuteMessages(unmute)).await.expect("an event");
    let EventPayload::MessageUnmuted { message } = sam.socket.event_at(seq).await.what else {
        panic!("not shown again")
    };
    assert_eq!(message.body.expect("words").as_str(), "where the others live");
}

#[tokio::test]
async fn a_mute_falls_wholly_before_a_message_or_wholly_after_it() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let member = robin.view_of(circle).await.me;
    let (_, first) = robin.socket.say(circle, "0").await;
    let mut posted = Vec::new();
    for nth in 1..=20 {
        posted.push(robin.socket.post(post(circle, &nth.to_string())).await);
    }
    let muted = kim.socket.post(silence(circle, member)).await;
    for nth in 21..=40 {
        posted.push(robin.socket.post(post(circle, &nth.to_string())).await);
    }
    kim.socket.answer(muted).await.expect("muted");
    posted.push(robin.socket.post(post(circle, "after it")).await);
    let mut accepted = 0;
    let mut refused = 0;
    for id in posted {
        match robin.socket.answer(id).await {
            Ok(Reply::MessageAccepted { seq, .. }) => {
                assert_eq!(refused, 0, "a message came through after the mute");
                accepted += 1;
                assert_eq!(seq, Seq(first.0 + accepted));
            }
            Ok(reply) => panic!("answered {reply:?}"),
            Err(refusal) => {
                assert_eq!(refusal.code, RefusalCode::Muted);
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "the mute was answered before the last message was sent");
    let (_, last) = sam.socket.say(circle, "still here").await;
    assert_eq!(last, Seq(first.0 + accepted + 1), "everyone sees what was accepted, and no more");
    assert!(matches!(robin.socket.notice().await, Notice::ActionAboutYou { .. }));
}

#[tokio::test]
async fn a_muted_member_knows_until_when_and_keeps_the_rest() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = kim.socket.say(circle, "a word").await;
    let member = robin.view_of(circle).await.me;
    kim.socket.done(silence(circle, member)).await;
    let Notice::ActionAboutYou { muted_until: Some(until), .. } = robin.socket.notice().await
    else {
        panic!("not told until when")
    };
    assert_eq!(robin.view_of(circle).await.muted_until, Some(until));
    let refusal = robin.socket.refusal(post(circle, "let me")).await;
    assert_eq!(refusal.code, RefusalCode::Muted);
    assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 23 * 3_600_000));
    assert_eq!(robin.socket.refused(react(circle, said)).await, RefusalCode::Muted);
    let Reply::OwnActions { actions } =
        robin.socket.done(Request::ListOwnActions(ListOwnActions {})).await
    else {
        panic!("no list")
    };
    assert_eq!((actions[0].reason, actions[0].until), (REASON, Some(until)));
    assert_eq!(robin.socket.page(circle, Anchor::Newest, 50).await.messages.len(), 1);

    // The mute survives leaving and coming back.
    robin.socket.done(Request::LeaveCircle(LeaveCircle { circle })).await;
    let token = centre.invite(circles_protocol::InviteRole::Member, Some(circle)).await;
    robin.browser.joined(&token, None).await;
    let again = robin.socket.refused(post(circle, "and now?")).await;
    assert_eq!(again, RefusalCode::Muted);
}

#[tokio::test]
async fn a_centre_may_let_muted_members_support_others() {
    let mut centre = Centre::open().await;
    let settings = CentreSettings {
        muted_may_react: true,
        new_account_hold_days: 30,
        watch_for: Vec::new(),
        zone: None,
        milestone_style: None,
        fold_reports_days: None,
    };
    let choice = Request::ChangeCentreSettings(ChangeCentreSettings { settings });
    centre.coordinator.socket.done(choice).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = kim.socket.say(circle, "a word").await;
    let member = robin.view_of(circle).await.me;
    kim.socket.done(silence(circle, member)).await;
    robin.socket.accepted(react(circle, said)).await.expect("an event");
    assert_eq!(robin.socket.refused(post(circle, "hm")).await, RefusalCode::Muted);
}

#[tokio::test]
async fn who_is_no_moderator_any_more_mutes_nobody() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (said, _) = robin.socket.say(circle, "a word").await;
    let (robins, kims) = (robin.view_of(circle).await.me, kim.view_of(circle).await.me);
    let role = Role::Member;
    let demote = Request::ChangeRole(ChangeRole { circle, member: kims, role });
    centre.coordinator.socket.accepted(demote).await.expect("an event");
    for request in [mute(circle, said), silence(circle, robins)] {
        assert_eq!(kim.socket.refused(request).await, RefusalCode::NotAllowed);
    }
    // A coordinator has no power inside a circle.
    let staff = &mut centre.coordinator.socket;
    assert_eq!(staff.refused(mute(circle, said)).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_duration_outside_the_set_is_refused_by_its_field() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let member = robin.view_of(circle).await.me;
    let text = format!(
        r#"{{"request_id":4000,"type":"mute_member","circle":"{circle}","member":"{member}","duration":"for_ever","reason":"other"}}"#
    );
    kim.socket.post_text(text).await;
    let refusal = kim.socket.answer(circles_protocol::RequestId(4_000)).await.unwrap_err();
    assert_eq!(refusal.code, RefusalCode::InvalidField);
    assert_eq!(refusal.field.as_deref(), Some("duration"));
    robin.socket.say(circle, "still here").await;
}
