//! What a coordinator can do with circles, and that nobody else can.

use circles_protocol::requests::*;
use circles_protocol::{
    Body, CentreCircle, CircleId, CircleName, EventPayload, InviteRole, MemberId, MessageId,
    RefusalCode, Reply, Request, Role, SearchQuery, Seq,
};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Person};
use uuid::Uuid;

fn name(text: &str) -> CircleName {
    CircleName::from_stored(text.to_owned())
}

async fn listed(centre: &mut Centre) -> Vec<CentreCircle> {
    let reply =
        centre.coordinator.socket.done(Request::ListCircles(ListCircles { after: None })).await;
    let Reply::Circles { circles, .. } = reply else { panic!("answered {reply:?}") };
    circles
}

/// Everything a coordinator may request about one circle.
fn coordinating(circle: CircleId, member: MemberId) -> Vec<Request> {
    vec![
        Request::RenameCircle(RenameCircle { circle, name: name("Taken over") }),
        Request::ResizeCircle(ResizeCircle { circle, member_limit: 3 }),
        Request::ListRoster(ListRoster { circle, former: false, after: None }),
        Request::ChangeRole(ChangeRole { circle, member, role: Role::Moderator }),
        Request::RemoveMember(RemoveMember { circle, member, reason: None }),
        Request::CloseCircle(CloseCircle { circle }),
    ]
}

#[tokio::test]
async fn a_coordinator_creates_names_resizes_and_closes_a_circle() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let rename = RenameCircle { circle, name: name("Tuesday evening") };
    let seq = centre.coordinator.socket.accepted(Request::RenameCircle(rename)).await;
    let event = robin.socket.event_at(seq.expect("a new name is an event")).await;
    assert_eq!(event.by, None, "the centre acted, not a member");
    assert_eq!(event.what, EventPayload::CircleRenamed { name: name("Tuesday evening") });
    let resize = Request::ResizeCircle(ResizeCircle { circle, member_limit: 12 });
    assert_eq!(centre.coordinator.socket.done(resize).await, Reply::Done);
    let seq =
        centre.coordinator.socket.accepted(Request::CloseCircle(CloseCircle { circle })).await;
    let event = robin.socket.event_at(seq.expect("closing is an event")).await;
    assert_eq!(event.what, EventPayload::CircleClosed);
    let view = listed(&mut centre).await.remove(0);
    assert_eq!((view.name.as_str(), view.members, view.member_limit), ("Tuesday evening", 1, 12));
    assert!(view.closed);
    // Closing twice changes nothing.
    let again = Request::CloseCircle(CloseCircle { circle });
    assert_eq!(centre.coordinator.socket.accepted(again).await, None);
}

#[tokio::test]
async fn what_a_coordinator_may_do_looks_like_nothing_there_to_members() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let (target, me) = (robin.id_in(circle).await, kim.id_in(circle).await);
    for (person, member) in [(&mut robin, me), (&mut kim, target)] {
        let create = CreateCircle { name: name("Own"), member_limit: None };
        let mut requests = coordinating(circle, member);
        requests.push(Request::CreateCircle(create));
        requests.push(Request::ListCircles(ListCircles { after: None }));
        for request in requests {
            assert_eq!(person.socket.refused(request.clone()).await, RefusalCode::NotFound);
        }
    }
    assert_eq!(robin.view_of(circle).await.name.as_str(), "Tuesday");
    let view = listed(&mut centre).await.remove(0);
    assert_eq!((view.members, view.member_limit, view.closed), (2, 30, false));
}

#[tokio::test]
async fn a_coordinator_can_not_read_a_circle_by_virtue_of_the_office() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (said, seq) = robin.socket.say(circle, "among ourselves").await;
    centre.coordinator.socket.hello(None, &[(circle, Seq(0))]).await;
    for request in membership_requests(circle, said, seq) {
        let refused = centre.coordinator.socket.refused(request).await;
        assert_eq!(refused, RefusalCode::NotFound);
    }
    let query = SearchQuery::from_stored("ourselves".to_owned());
    let search = Request::Search(Search { query, circle: None, before: None });
    let reply = centre.coordinator.socket.done(search).await;
    assert_eq!(reply, Reply::SearchResults { found: Vec::new(), has_more: false });
    assert!(centre.coordinator.socket.events.is_empty(), "an event reached the coordinator");
}

/// Everything a member may request about their circle.
fn membership_requests(circle: CircleId, message_id: MessageId, seq: Seq) -> Vec<Request> {
    let (message, reaction) = (message_id, circles_protocol::Reaction::WithYou);
    let body = Body::from_stored("changed".to_owned());
    let query = SearchQuery::from_stored("ourselves".to_owned());
    vec![
        Request::SendMessage(self::message(circle, "let me in")),
        Request::EditMessage(EditMessage { circle, message, body, mentions: Vec::new() }),
        Request::DeleteMessage(DeleteMessage { circle, message }),
        Request::AddReaction(AddReaction { circle, message, reaction }),
        Request::RemoveReaction(RemoveReaction { circle, message, reaction }),
        Request::PinMessage(PinMessage { circle, message }),
        Request::UnpinMessage(UnpinMessage { circle, message }),
        Request::MarkRead(MarkRead { circle, seq }),
        Request::FetchHistory(FetchHistory { circle, from: Anchor::Newest, limit: 10 }),
        Request::FetchHistory(FetchHistory { circle, from: Anchor::Around { seq }, limit: 10 }),
        Request::FetchHistory(FetchHistory { circle, from: Anchor::FirstUnread, limit: 10 }),
        Request::FetchMessage(FetchMessage { circle, message }),
        Request::ListPins(ListPins { circle, after: None }),
        Request::ListMembers(ListMembers { circle, after: None }),
        Request::Search(Search { query, circle: Some(circle), before: None }),
        Request::LeaveCircle(LeaveCircle { circle }),
    ]
}

#[tokio::test]
async fn an_unknown_circle_anothers_circle_and_a_left_one_get_the_same_refusal() {
    let mut centre = Centre::open_with(Plan::default().unhurried()).await;
    let (own, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(own, "Robin").await;
    let mut sam = centre.member(other, "Sam").await;
    let (said, seq) = sam.socket.say(other, "among ourselves").await;
    // Robin was in a third circle, and was removed from it.
    let left = centre.circle("Sunday").await;
    let token = centre.invite(InviteRole::Member, Some(left)).await;
    robin.browser.joined(&token, None).await;
    let member = robin.id_in(left).await;
    let (written, _) = robin.socket.say(left, "my own words").await;
    let remove = Request::RemoveMember(RemoveMember { circle: left, member, reason: None });
    centre.coordinator.socket.accepted(remove).await;
    let unknown = CircleId(Uuid::now_v7());
    for nth in 0..membership_requests(own, said, seq).len() {
        let mut refusals = Vec::new();
        for (circle, about) in [(unknown, said), (other, said), (left, written)] {
            let request = membership_requests(circle, about, seq).swap_remove(nth);
            refusals.push(robin.socket.refusal(request).await);
        }
        assert_eq!(refusals[0].code, RefusalCode::NotFound);
        assert_eq!(refusals[0], refusals[1], "another's circle differs from an unknown one");
        assert_eq!(refusals[0], refusals[2], "a left circle differs from an unknown one");
    }
    assert_eq!(sam.view_of(other).await.head_seq, seq, "nothing was written");
}

#[tokio::test]
async fn a_message_of_another_circle_is_not_found_through_ones_own() {
    let mut centre = Centre::open().await;
    let (own, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(own, "Robin").await;
    let mut sam = centre.member(other, "Sam").await;
    let (said, _) = sam.socket.say(other, "among ourselves").await;
    let made_up = MessageId(Uuid::now_v7());
    let fetch = |message| Request::FetchMessage(FetchMessage { circle: own, message });
    let refused = robin.socket.refusal(fetch(said)).await;
    assert_eq!(refused, robin.socket.refusal(fetch(made_up)).await);
    let react = |message| {
        let reaction = circles_protocol::Reaction::WithYou;
        Request::AddReaction(AddReaction { circle: own, message, reaction })
    };
    let refused = robin.socket.refusal(react(said)).await;
    assert_eq!(refused, robin.socket.refusal(react(made_up)).await);
    let reply = |to| SendMessage { reply_to: Some(to), ..message(own, "to you") };
    let refused = robin.socket.refusal(Request::SendMessage(reply(said))).await;
    assert_eq!(refused, robin.socket.refusal(Request::SendMessage(reply(made_up))).await);
}

#[tokio::test]
async fn a_closed_circle_can_be_read_and_not_written_to() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let (said, _) = robin.socket.say(circle, "while it was open").await;
    let open_invite = centre.invite(InviteRole::Member, Some(circle)).await;
    centre.coordinator.socket.accepted(Request::CloseCircle(CloseCircle { circle })).await;
    let page = robin.socket.page(circle, Anchor::Newest, 10).await;
    assert_eq!(page.messages.len(), 1);
    let reaction = circles_protocol::Reaction::MeToo;
    for request in [
        Request::SendMessage(message(circle, "too late")),
        Request::AddReaction(AddReaction { circle, message: said, reaction }),
    ] {
        assert_eq!(robin.socket.refused(request).await, RefusalCode::CircleClosed);
    }
    let mut browser = Browser::at(&centre.server);
    assert!(browser.sign_up(&open_invite, "Sam", "sam").await.status >= 400);
    assert!(robin.view_of(circle).await.closed);
}

#[tokio::test]
async fn a_full_circle_takes_nobody_until_there_is_room() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let resize = |member_limit| Request::ResizeCircle(ResizeCircle { circle, member_limit });
    centre.coordinator.socket.done(resize(2)).await;
    centre.member(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut browser = Browser::at(&centre.server);
    let refused = browser.sign_up(&token, "Kim", "kim").await;
    assert_eq!(refused.refusal(), RefusalCode::CircleFull);
    sam.socket.accepted(Request::LeaveCircle(LeaveCircle { circle })).await;
    Person::sign_up(&centre.server, &token, "Kim").await;
    for size in [0, 1, 5_001] {
        let refused = centre.coordinator.socket.refused(resize(size)).await;
        assert_eq!(refused, RefusalCode::InvalidField);
    }
}
