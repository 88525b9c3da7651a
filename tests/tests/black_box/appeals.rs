//! Appeals over real sockets: who is told of one, who decides it, and that undoing an
//! action leaves a circle as it was before.

use circles_protocol::requests::*;
use circles_protocol::{
    ActionId, ActionKind, AppealId, AppealOutcome, AppealView, CircleId, EventPayload, MemberId,
    MessageId, MuteDuration, Notice, Reason, RefusalCode, Reply, Request,
};
use circles_tests::client::message;
use circles_tests::{Centre, Client};

const REASON: Reason = Reason::Solicitation;

/// The latest action about oneself.
async fn last_action(socket: &mut Client) -> (ActionId, ActionKind) {
    let reply = socket.done(Request::ListOwnActions(ListOwnActions {})).await;
    let Reply::OwnActions { actions } = reply else { panic!("answered {reply:?}") };
    (actions[0].id, actions[0].kind)
}

fn appeal_against(action: ActionId) -> Request {
    let statement = serde_json::from_str(r#""It was a joke.""#).unwrap();
    Request::AppealAction(AppealAction { action, statement: Some(statement) })
}

async fn appeal_last(socket: &mut Client) {
    let (action, _) = last_action(socket).await;
    let reply = socket.done(appeal_against(action)).await;
    assert!(matches!(reply, Reply::Appealed { .. }));
}

async fn appeals(socket: &mut Client) -> Vec<AppealView> {
    let reply = socket.done(Request::ListAppeals(ListAppeals {})).await;
    let Reply::Appeals { appeals } = reply else { panic!("answered {reply:?}") };
    appeals
}

fn decide(appeal: AppealId, outcome: AppealOutcome) -> Request {
    Request::DecideAppeal(DecideAppeal { appeal, outcome })
}

fn mute(circle: CircleId, said: MessageId) -> Request {
    Request::MuteMessages(MuteMessages { circle, messages: vec![said], reason: REASON })
}

fn mute_all(circle: CircleId, member: MemberId) -> Request {
    let duration = MuteDuration::OneWeek;
    Request::MassMute(MassMute { circle, member, duration, reason: REASON })
}

/// Skips other notices; fails if it does not arrive.
async fn told(socket: &mut Client, wanted: Notice) {
    while socket.notice().await != wanted {}
}

#[tokio::test]
async fn a_mass_mute_that_is_taken_back_leaves_history_as_it_was() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let (first, _) = robin.socket.say(circle, "can get you some").await;
    sam.socket.say(circle, "no, thank you").await;
    let (second, _) = robin.socket.say(circle, "only joking").await;
    let pin = PinMessage { circle, message: second };
    kim.socket.accepted(Request::PinMessage(pin)).await.expect("an event");
    let before = sam.socket.page(circle, Anchor::Newest, 100).await.messages;
    let member = robin.id_in(circle).await;
    kim.socket.done(mute_all(circle, member)).await;
    let hidden = sam.socket.page(circle, Anchor::Newest, 100).await.messages;
    assert!(hidden[0].muted && hidden[0].body.is_none());
    appeal_last(&mut robin.socket).await;

    told(&mut lou.socket, Notice::QueueChanged).await;
    let appeal = appeals(&mut lou.socket).await.remove(0);
    assert_eq!((appeal.action.kind, appeal.action.messages), (ActionKind::MassMute, 2));
    let open = Request::FetchAppeal(FetchAppeal { appeal: appeal.id, skip: 0 });
    let Reply::Appeal { opened } = lou.socket.done(open).await else { panic!("not opened") };
    assert_eq!(opened.statement.unwrap().as_str(), "It was a joke.");
    let words: Vec<_> = opened.messages.iter().map(|kept| kept.body.as_str()).collect();
    assert_eq!(words, ["can get you some", "only joking"]);

    lou.socket.done(decide(appeal.id, AppealOutcome::ActionOverturned)).await;
    let mut shown = Vec::new();
    while shown.len() < 2 {
        if let EventPayload::MessageUnmuted { message } = sam.socket.event().await.what {
            shown.push(message.id);
        }
    }
    assert_eq!(shown, [first, second]);
    let after = sam.socket.page(circle, Anchor::Newest, 100).await.messages;
    let bytes = |page| serde_json::to_vec(page).unwrap();
    assert_eq!(bytes(&after), bytes(&before));
    told(&mut robin.socket, Notice::ActionAboutYou { circle, muted_until: None }).await;
    robin.socket.say(circle, "thank you").await;
}

#[tokio::test]
async fn an_appeal_is_not_there_for_whoever_may_not_decide_it() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let mut elsewhere = centre.moderator(other, "Max").await;
    let (said, _) = robin.socket.say(circle, "hm").await;
    kim.socket.done(mute(circle, said)).await;
    let (action, _) = last_action(&mut robin.socket).await;
    let made_up = kim.socket.refusal(appeal_against(ActionId(uuid::Uuid::new_v4()))).await;
    for socket in [&mut sam.socket, &mut kim.socket, &mut lou.socket, &mut elsewhere.socket] {
        assert_eq!(socket.refusal(appeal_against(action)).await, made_up);
    }
    appeal_last(&mut robin.socket).await;
    assert_eq!(robin.socket.refused(appeal_against(action)).await, RefusalCode::AlreadyAppealed);

    let id = appeals(&mut lou.socket).await[0].id;
    let nothing = AppealId(uuid::Uuid::new_v4());
    let of_nothing = |id| {
        [
            Request::FetchAppeal(FetchAppeal { appeal: id, skip: 0 }),
            decide(id, AppealOutcome::ActionUpheld),
            decide(id, AppealOutcome::ActionOverturned),
        ]
    };
    for socket in [&mut robin.socket, &mut sam.socket, &mut elsewhere.socket] {
        assert!(appeals(socket).await.is_empty());
        for (real, made_up) in of_nothing(id).into_iter().zip(of_nothing(nothing)) {
            assert_eq!(socket.refusal(real).await, socket.refusal(made_up).await);
        }
    }
    // The one who acted is told so plainly, and of nothing else.
    assert!(appeals(&mut kim.socket).await.is_empty());
    let refusal = kim.socket.refusal(decide(id, AppealOutcome::ActionUpheld)).await;
    assert_eq!(refusal.code, RefusalCode::NotAllowed);
    assert_eq!(refusal.message, "Another moderator must decide about what you did.");
    // The centre may; and it can decide only once.
    assert_eq!(appeals(&mut centre.coordinator.socket).await.len(), 1);
    centre.coordinator.socket.done(decide(id, AppealOutcome::ActionUpheld)).await;
    let again = lou.socket.refused(decide(id, AppealOutcome::ActionOverturned)).await;
    assert_eq!(again, RefusalCode::AlreadyHandled);
    assert!(sam.socket.page(circle, Anchor::Newest, 10).await.messages[0].muted);
}

#[tokio::test]
async fn two_who_decide_at_once_decide_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let (said, _) = robin.socket.say(circle, "hm").await;
    kim.socket.done(mute(circle, said)).await;
    appeal_last(&mut robin.socket).await;
    let id = appeals(&mut lou.socket).await[0].id;
    let staff = &mut centre.coordinator.socket;
    let (one, other) = tokio::join!(
        lou.socket.ask(decide(id, AppealOutcome::ActionOverturned)),
        staff.ask(decide(id, AppealOutcome::ActionUpheld)),
    );
    let taken_back = one.is_ok();
    let lost = if taken_back { other } else { one };
    assert_eq!(lost.unwrap_err().code, RefusalCode::AlreadyHandled);
    let muted = kim.socket.page(circle, Anchor::Newest, 10).await.messages[0].muted;
    assert_eq!(muted, !taken_back);
}

#[tokio::test]
async fn whoever_was_removed_appeals_and_comes_back_as_the_same_member() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let member = robin.id_in(circle).await;
    let remove = RemoveMember { circle, member, reason: Some(Reason::Outing) };
    centre.coordinator.socket.accepted(Request::RemoveMember(remove)).await.expect("an event");
    told(&mut robin.socket, Notice::ActionAboutYou { circle, muted_until: None }).await;
    let (action, kind) = last_action(&mut robin.socket).await;
    assert_eq!(kind, ActionKind::Removal);
    robin.socket.done(appeal_against(action)).await;
    // The centre acted, and it has nobody else, so a moderator decides.
    assert!(appeals(&mut centre.coordinator.socket).await.is_empty());
    let id = appeals(&mut kim.socket).await[0].id;
    kim.socket.done(decide(id, AppealOutcome::ActionOverturned)).await;
    told(&mut robin.socket, Notice::CirclesChanged).await;
    assert_eq!(robin.id_in(circle).await, member);
    let back = loop {
        if let EventPayload::MemberJoined { member } = sam.socket.event().await.what
            && member.alias.as_str() == "Robin"
        {
            break member;
        }
    };
    assert_eq!(back.id, member);
    let seq = robin.socket.done(Request::SendMessage(message(circle, "hello again"))).await;
    let Reply::MessageAccepted { seq, .. } = seq else { panic!("answered {seq:?}") };
    assert!(matches!(sam.socket.event_at(seq).await.what, EventPayload::MessagePosted { .. }));
}
