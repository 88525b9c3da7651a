//! Invites: created and withdrawn by coordinators, used once, silent about why one fails.

use circles_protocol::requests::{CreateInvite, ListInvites, WithdrawInvite};
use circles_protocol::{
    CircleId, InviteId, InviteLabel, InviteRole, InviteState, InviteView, RefusalCode, Reply,
    Request,
};
use circles_tests::centre::secret_of;
use circles_tests::{Browser, Centre};
use uuid::Uuid;

fn create(role: InviteRole, circle: Option<CircleId>) -> Request {
    Request::CreateInvite(CreateInvite {
        role,
        circle,
        label: None,
        mentor: None,
        graduated_on: None,
    })
}

async fn invites(centre: &mut Centre) -> Vec<InviteView> {
    let reply = centre.coordinator.socket.done(Request::ListInvites(ListInvites {})).await;
    let Reply::Invites { invites } = reply else { panic!("answered {reply:?}") };
    invites
}

#[tokio::test]
async fn an_invite_shows_what_it_is_for() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday evening").await;
    let token = centre.invite(InviteRole::Moderator, Some(circle)).await;
    assert_eq!(token.len(), 22, "128 bits in base64");
    let preview = Browser::at(&centre.server).preview(&token).await;
    assert_eq!(preview.role, InviteRole::Moderator);
    assert_eq!(preview.circle.expect("a circle").as_str(), "Tuesday evening");
}

#[tokio::test]
async fn a_used_a_withdrawn_and_a_wrong_invite_answer_alike() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let used = centre.invite(InviteRole::Member, Some(circle)).await;
    let mut robin = circles_tests::Person::sign_up(&centre.server, &used, "Robin").await;
    let withdrawn = centre.invite(InviteRole::Member, Some(circle)).await;
    let newest = invites(&mut centre).await.remove(0).id;
    let withdraw = Request::WithdrawInvite(WithdrawInvite { invite: newest });
    assert_eq!(centre.coordinator.socket.done(withdraw).await, Reply::Done);

    let mut browser = Browser::at(&centre.server);
    let wrong = "AAAAAAAAAAAAAAAAAAAAAA";
    let look = browser.look(wrong).await;
    let sign_up = browser.sign_up(wrong, "Sam", "sam").await;
    let join = robin.browser.join(wrong, None).await;
    assert_eq!(look.refusal(), RefusalCode::InviteInvalid);
    for token in [used.as_str(), withdrawn.as_str(), "short", ""] {
        let answer = browser.look(token).await;
        assert_eq!((answer.status, answer.body), (look.status, look.body.clone()), "look");
        let answer = browser.sign_up(token, "Sam", "sam").await;
        assert_eq!((answer.status, answer.body), (sign_up.status, sign_up.body.clone()), "up");
        let answer = robin.browser.join(token, None).await;
        assert_eq!((answer.status, answer.body), (join.status, join.body.clone()), "join");
    }
}

#[tokio::test]
async fn the_list_of_invites_says_how_each_stands_and_holds_no_secret() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let label = InviteLabel::from_stored("Autumn group, R.".to_owned());
    let request = CreateInvite {
        role: InviteRole::Member,
        circle: Some(circle),
        label: Some(label.clone()),
        mentor: None,
        graduated_on: None,
    };
    let reply = centre.coordinator.socket.done(Request::CreateInvite(request)).await;
    let Reply::InviteCreated { invite, path, .. } = reply else { panic!("answered {reply:?}") };
    let view = invites(&mut centre).await.remove(0);
    assert_eq!((view.id, view.state, view.label), (invite, InviteState::Open, Some(label)));
    circles_tests::Person::sign_up(&centre.server, &secret_of(&path), "Robin").await;
    let view = invites(&mut centre).await.remove(0);
    assert_eq!((view.id, view.state), (invite, InviteState::Used));
}

#[tokio::test]
async fn an_invite_of_a_member_names_a_circle_and_one_of_a_coordinator_none() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let socket = &mut centre.coordinator.socket;
    let refused = socket.refused(create(InviteRole::Member, None)).await;
    assert_eq!(refused, RefusalCode::InvalidField);
    let refused = socket.refused(create(InviteRole::Coordinator, Some(circle))).await;
    assert_eq!(refused, RefusalCode::InvalidField);
    let unknown = CircleId(Uuid::now_v7());
    let refused = socket.refused(create(InviteRole::Member, Some(unknown))).await;
    assert_eq!(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn members_and_moderators_neither_make_nor_see_nor_withdraw_invites() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let mut kim = centre.moderator(circle, "Kim").await;
    let open = centre.invite(InviteRole::Member, Some(circle)).await;
    let invite = invites(&mut centre).await.remove(0).id;
    for socket in [&mut robin.socket, &mut kim.socket] {
        for request in [
            create(InviteRole::Member, Some(circle)),
            create(InviteRole::Coordinator, None),
            Request::ListInvites(ListInvites {}),
            Request::WithdrawInvite(WithdrawInvite { invite }),
            Request::WithdrawInvite(WithdrawInvite { invite: InviteId(Uuid::now_v7()) }),
        ] {
            assert_eq!(socket.refused(request).await, RefusalCode::NotFound);
        }
    }
    assert_eq!(Browser::at(&centre.server).look(&open).await.status, 200);
}

#[tokio::test]
async fn a_second_coordinator_is_made_by_an_invite_alone() {
    let mut centre = Centre::open().await;
    let token = centre.invite(InviteRole::Coordinator, None).await;
    let mut sasha = circles_tests::Person::sign_up(&centre.server, &token, "Sasha").await;
    assert!(sasha.socket.hello(None, &[]).await.coordinator);
    let again = centre.invite(InviteRole::Coordinator, None).await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    assert_eq!(robin.browser.joined(&again, None).await.circle, None);
    assert!(robin.browser.me().await.coordinator);
}

#[tokio::test]
async fn one_account_joins_a_circle_once() {
    let mut centre = Centre::open().await;
    let circle = centre.circle("Tuesday").await;
    let mut robin = centre.member(circle, "Robin").await;
    let token = centre.invite(InviteRole::Member, Some(circle)).await;
    assert_eq!(robin.browser.join(&token, None).await.refusal(), RefusalCode::AlreadyMember);
    // The person it was meant for can still use the invite.
    circles_tests::Person::sign_up(&centre.server, &token, "Sam").await;
}

#[tokio::test]
async fn the_command_line_makes_a_further_coordinator() {
    let centre = Centre::open().await;
    let output = centre.server.run(&["invite", "--role", "coordinator"]).await;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{printed}");
    let token = secret_of(printed.trim());
    let mut sasha = circles_tests::Person::sign_up(&centre.server, &token, "Sasha").await;
    assert!(sasha.socket.hello(None, &[]).await.coordinator);
}
