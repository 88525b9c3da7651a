//! What takes two people, over real sockets: a removal by two moderators ends delivery at
//! once, and nobody can do as much alone.

use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, EventPayload, InviteRole, MemberId, Notice, ProposalId, ProposalView, ProposedAction,
    Reason, RefusalCode, Reply, Request, RequestId, Seq,
};
use circles_tests::{Centre, Client};

fn propose(circle: CircleId, member: MemberId) -> Request {
    let (action, reason) = (ProposedAction::Removal, Reason::Predation);
    Request::ProposeAction(ProposeAction { circle, member, action, reason })
}

async fn proposed(socket: &mut Client, circle: CircleId, member: MemberId) -> ProposalId {
    let reply = socket.done(propose(circle, member)).await;
    let Reply::Proposed { proposal } = reply else { panic!("answered {reply:?}") };
    proposal
}

fn decide(proposal: ProposalId, agree: bool) -> Request {
    Request::DecideProposal(DecideProposal { proposal, agree })
}

async fn proposals(socket: &mut Client) -> Vec<ProposalView> {
    let reply = socket.done(Request::ListProposals(ListProposals {})).await;
    let Reply::Proposals { proposals } = reply else { panic!("answered {reply:?}") };
    proposals
}

#[tokio::test]
async fn a_removal_by_two_moderators_ends_delivery_at_once() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    for person in [&mut robin, &mut kim] {
        let token = centre.invite(InviteRole::Member, Some(other)).await;
        person.browser.joined(&token, None).await;
        person.socket.hello(None, &[]).await;
    }
    let member = robin.id_in(circle).await;
    let proposal = proposed(&mut kim.socket, circle, member).await;
    assert_eq!(lou.socket.notice().await, Notice::QueueChanged);
    robin.socket.settle().await;
    robin.socket.notices.clear();
    let (_, seq) = robin.socket.say(circle, "nothing has happened").await;
    while robin.socket.event().await.seq != seq {}

    lou.socket.done(decide(proposal, true)).await;
    kim.socket.say(circle, "not for Robin").await;
    let (_, marker) = kim.socket.say(other, "for both").await;
    let event = robin.socket.event().await;
    assert_eq!((event.circle, event.seq), (other, marker), "a removed member received {event:?}");
    assert_eq!(robin.socket.notice().await, Notice::CirclesChanged);
    let told = Notice::ActionAboutYou { circle, muted_until: None };
    assert_eq!(robin.socket.notice().await, told);
    let welcome = robin.socket.hello(None, &[(circle, Seq(1))]).await;
    assert!(welcome.circles.iter().all(|view| view.id != circle));
    let removed = loop {
        if let EventPayload::MemberRemoved { member } = kim.socket.event().await.what {
            break member;
        }
    };
    assert_eq!(removed, member);
    assert!(proposals(&mut kim.socket).await.is_empty());
}

#[tokio::test]
async fn a_proposal_is_not_there_for_whoever_may_not_decide_it() {
    let mut centre = Centre::open().await;
    let (circle, other) = (centre.circle("Tuesday").await, centre.circle("Friday").await);
    let mut robin = centre.moderator(circle, "Robin").await;
    let mut sam = centre.member(circle, "Sam").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut elsewhere = centre.moderator(other, "Max").await;
    let member = robin.id_in(circle).await;
    let proposal = proposed(&mut kim.socket, circle, member).await;
    let made_up = ProposalId(uuid::Uuid::new_v4());
    // The one it is about is a moderator too, and is not told of it.
    for socket in [&mut robin.socket, &mut sam.socket, &mut elsewhere.socket] {
        assert!(proposals(socket).await.is_empty());
        for agree in [true, false] {
            let refusal = socket.refusal(decide(proposal, agree)).await;
            assert_eq!(refusal, socket.refusal(decide(made_up, agree)).await);
            assert_eq!(refusal.code, RefusalCode::NotFound);
        }
        assert!(!socket.notices.contains(&Notice::QueueChanged));
    }
    assert_eq!(elsewhere.socket.refused(propose(circle, member)).await, RefusalCode::NotFound);
    assert_eq!(sam.socket.refused(propose(circle, member)).await, RefusalCode::NotAllowed);
    // A coordinator can agree to it, but can't propose it in a circle.
    let staff = &mut centre.coordinator.socket;
    assert_eq!(staff.refused(propose(circle, member)).await, RefusalCode::NotFound);
    assert_eq!(proposals(staff).await.len(), 1);
    staff.done(decide(proposal, false)).await;
    assert_eq!(robin.view_of(circle).await.me, member);
}

#[tokio::test]
async fn one_moderator_alone_neither_removes_nor_mutes_beyond_a_week() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let member = robin.id_in(circle).await;
    for action in [ProposedAction::Removal, ProposedAction::OneMonthMute] {
        let reason = Reason::Shaming;
        let request = ProposeAction { circle, member, action, reason };
        let reply = kim.socket.done(Request::ProposeAction(request)).await;
        let Reply::Proposed { proposal } = reply else { panic!("answered {reply:?}") };
        let refused = kim.socket.refused(decide(proposal, true)).await;
        assert_eq!(refused, RefusalCode::NotAllowed);
    }
    assert!(proposals(&mut kim.socket).await.iter().all(|proposal| proposal.mine));
    let remove = RemoveMember { circle, member, reason: None };
    let refused = kim.socket.refused(Request::RemoveMember(remove)).await;
    assert_eq!(refused, RefusalCode::NotFound);
    for (kind, duration) in
        [("mute_member", "one_month"), ("mass_mute", "one_month"), ("mute_member", "30")]
    {
        let text = format!(
            r#"{{"request_id":4000,"type":"{kind}","circle":"{circle}","member":"{member}","duration":"{duration}","reason":"other"}}"#
        );
        kim.socket.post_text(text).await;
        let refusal = kim.socket.answer(RequestId(4_000)).await.unwrap_err();
        assert_eq!(refusal.code, RefusalCode::InvalidField);
    }
    robin.socket.say(circle, "still here, and heard").await;
}

#[tokio::test]
async fn two_who_agree_at_once_carry_it_out_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let mut lou = centre.moderator(circle, "Lou").await;
    let member = robin.id_in(circle).await;
    let proposal = proposed(&mut kim.socket, circle, member).await;
    let staff = &mut centre.coordinator.socket;
    let (one, other) =
        tokio::join!(lou.socket.ask(decide(proposal, true)), staff.ask(decide(proposal, true)),);
    let lost = if one.is_ok() { other } else { one };
    assert_eq!(lost.unwrap_err().code, RefusalCode::AlreadyHandled);
    let reply = robin.socket.done(Request::ListOwnActions(ListOwnActions {})).await;
    let Reply::OwnActions { actions } = reply else { panic!("answered {reply:?}") };
    assert_eq!(actions.len(), 1);
}
