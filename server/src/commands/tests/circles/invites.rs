//! Making, listing and withdrawing invites, over a real store.

use circles_protocol::http::{InviteToken, PreviewInvite};
use circles_protocol::requests::{CreateInvite, ListInvites, WithdrawInvite};
use circles_protocol::{InviteId, InviteRole, InviteState, InviteView};

use crate::commands::accounts::first_coordinator::first_coordinator;
use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::list_invites::list_invites;
use crate::commands::circles::preview_invite::preview_invite;
use crate::commands::circles::withdraw_invite::withdraw_invite;
use crate::commands::tests::*;
use crate::domain::OPERATOR;

const HOURS: u32 = 72;

impl Fixture {
    async fn ask_for_invite(
        &self,
        actor: Actor,
        role: InviteRole,
        circle: Option<CircleId>,
    ) -> Result<Reply, Rejection> {
        let request = CreateInvite { role, circle, label: None, mentor: None, graduated_on: None };
        create_invite(context(&self.store, actor, NOW), request).await
    }

    pub(in crate::commands::tests) async fn invite(
        &self,
        role: InviteRole,
        circle: Option<CircleId>,
    ) -> (InviteId, InviteToken) {
        let reply = self.ask_for_invite(OPERATOR, role, circle).await.unwrap();
        let Reply::InviteCreated { invite, path, .. } = reply else { panic!("{reply:?}") };
        (invite, InviteToken(path.strip_prefix("/join#").unwrap().to_owned()))
    }

    pub(in crate::commands::tests) async fn invites(&self) -> Vec<InviteView> {
        let reply =
            list_invites(context(&self.store, OPERATOR, NOW), ListInvites {}).await.unwrap();
        let Reply::Invites { invites } = reply else { panic!("{reply:?}") };
        invites
    }

    async fn opens(&self, token: &InviteToken) -> bool {
        let form = PreviewInvite { token: token.clone() };
        preview_invite(&self.store, form, NOW).await.is_ok()
    }
}

#[tokio::test]
async fn an_invite_says_where_it_leads() {
    let fixture = Fixture::new().await;
    let (_, token) = fixture.invite(InviteRole::Moderator, Some(fixture.circle)).await;
    let seen = preview_invite(&fixture.store, PreviewInvite { token }, NOW).await.unwrap();
    assert_eq!(seen.role, InviteRole::Moderator);
    assert_eq!(seen.circle.unwrap().as_str(), "Thursday walkers");
}

#[tokio::test]
async fn its_secret_is_nowhere_on_disk() {
    let fixture = Fixture::new().await;
    let (_, token) = fixture.invite(InviteRole::Member, Some(fixture.circle)).await;
    fixture.store.close().await;
    let file = std::fs::read(fixture.folder.path().join("circles.db")).unwrap();
    let secret = token.0.as_bytes();
    assert!(!file.windows(secret.len()).any(|window| window == secret));
}

#[tokio::test]
async fn the_centres_side_of_invites_is_not_there_for_members() {
    let fixture = Fixture::new().await;
    let sam = fixture.moderator("Sam").await;
    let (invite, token) = fixture.invite(InviteRole::Member, Some(fixture.circle)).await;
    let made = fixture.ask_for_invite(sam, InviteRole::Member, Some(fixture.circle)).await;
    assert_refused(made, RefusalCode::NotFound);
    assert_refused(
        list_invites(context(&fixture.store, sam, NOW), ListInvites {}).await,
        RefusalCode::NotFound,
    );
    let withdrawn =
        withdraw_invite(context(&fixture.store, sam, NOW), WithdrawInvite { invite }).await;
    assert_refused(withdrawn, RefusalCode::NotFound);
    assert!(fixture.opens(&token).await);
}

#[tokio::test]
async fn an_invite_for_no_circle_or_a_closed_one_is_refused() {
    let fixture = Fixture::new().await;
    let unknown = fixture.ask_for_invite(OPERATOR, InviteRole::Member, Some(circle_id(9))).await;
    assert_refused(unknown, RefusalCode::NotFound);
    let request = circles_protocol::requests::CloseCircle { circle: fixture.circle };
    crate::commands::circles::close_circle::close_circle(
        context(&fixture.store, OPERATOR, NOW),
        request,
    )
    .await
    .unwrap();
    let closed = fixture.ask_for_invite(OPERATOR, InviteRole::Member, Some(fixture.circle)).await;
    assert_refused(closed, RefusalCode::CircleClosed);
}

#[tokio::test]
async fn a_withdrawn_invite_opens_nothing_and_is_listed_as_such() {
    let fixture = Fixture::new().await;
    let (invite, token) = fixture.invite(InviteRole::Member, Some(fixture.circle)).await;
    let (_, other) = fixture.invite(InviteRole::Member, Some(fixture.circle)).await;
    assert!(fixture.opens(&token).await);
    for _ in 0..2 {
        let request = WithdrawInvite { invite };
        withdraw_invite(context(&fixture.store, OPERATOR, NOW), request).await.unwrap();
    }
    assert!(!fixture.opens(&token).await);
    assert!(fixture.opens(&other).await);
    let states: Vec<_> = fixture.invites().await.into_iter().map(|invite| invite.state).collect();
    assert_eq!(states, [InviteState::Open, InviteState::Withdrawn]);
}

#[tokio::test]
async fn an_unknown_invite_cannot_be_withdrawn() {
    let fixture = Fixture::new().await;
    let request = WithdrawInvite { invite: InviteId::from_bytes([3; 16]) };
    let refused = withdraw_invite(context(&fixture.store, OPERATOR, NOW), request).await;
    assert_refused(refused, RefusalCode::NotFound);
}

#[tokio::test]
async fn open_invites_have_a_bound() {
    let fixture = Fixture::new().await;
    for _ in 0..crate::limits::OPEN_INVITES {
        fixture.invite(InviteRole::Coordinator, None).await;
    }
    let refused = fixture.ask_for_invite(OPERATOR, InviteRole::Coordinator, None).await;
    assert_refused(refused, RefusalCode::LimitReached);
    assert_eq!(fixture.invites().await.len(), usize::from(crate::limits::INVITES_SHOWN));
}

#[tokio::test]
async fn only_the_newest_first_invite_is_open() {
    let fixture = Fixture::new().await;
    let first = first_coordinator(&fixture.store, HOURS, NOW).await.unwrap().unwrap();
    let (_, on_purpose) = fixture.invite(InviteRole::Coordinator, None).await;
    let second = first_coordinator(&fixture.store, HOURS, NOW).await.unwrap().unwrap();
    assert!(!fixture.opens(&first).await);
    assert!(fixture.opens(&second).await);
    assert!(fixture.opens(&on_purpose).await);
}

#[tokio::test]
async fn with_a_coordinator_there_is_no_first_invite_any_more() {
    let fixture = Fixture::new().await;
    let first = first_coordinator(&fixture.store, HOURS, NOW).await.unwrap().unwrap();
    let account = fixture.stranger().await.account;
    fixture.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
    assert_eq!(first_coordinator(&fixture.store, HOURS, NOW).await.unwrap(), None);
    assert!(!fixture.opens(&first).await);
}

#[tokio::test]
async fn a_day_of_graduating_years_ahead_is_refused() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let invite = |day| CreateInvite {
        role: InviteRole::Member,
        circle: Some(fixture.circle),
        label: None,
        mentor: None,
        graduated_on: circles_protocol::LocalDate::parse(day),
    };
    let create = |day| create_invite(context(&fixture.store, staff, NOW), invite(day));
    assert!(create("2027-06-01").await.is_ok());
    assert_refused(create("2031-01-01").await, RefusalCode::InvalidField);
}
