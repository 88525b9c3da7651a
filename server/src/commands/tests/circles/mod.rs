//! Joining, leaving, removing, closing; and that a circle does not exist for somebody who
//! is not in it.

pub(super) mod following;
pub(super) mod invites;
pub(super) mod pages_of_people;

use circles_protocol::requests::{
    ChangeRole, CloseCircle, CreateCircle, FetchHistory, LeaveCircle, ListCircles, ListMembers,
    RemoveMember, RenameCircle, ResizeCircle,
};
use circles_protocol::{MemberView, Notice, requests::Anchor};

use crate::commands::chat::fetch_history::fetch_history;
use crate::commands::circles::change_role::change_role;
use crate::commands::circles::close_circle::close_circle;
use crate::commands::circles::create_circle::create_circle;
use crate::commands::circles::leave_circle::leave_circle;
use crate::commands::circles::list_circles::list_circles;
use crate::commands::circles::list_members::list_members;
use crate::commands::circles::remove_member::remove_member;
use crate::commands::circles::rename_circle::rename_circle;
use crate::commands::circles::resize_circle::resize_circle;
use crate::commands::tests::*;

impl Fixture {
    async fn history(&self, actor: Actor, circle: CircleId) -> Result<Reply, Rejection> {
        let request = FetchHistory { circle, from: Anchor::Newest, limit: 50 };
        fetch_history(context(&self.store, actor, NOW), request).await
    }

    /// The aliases that somebody is shown.
    async fn met_by(&self, actor: Actor) -> Vec<String> {
        let listing = ListMembers { circle: self.circle, after: None };
        let reply = list_members(context(&self.store, actor, NOW), listing).await.unwrap();
        let Reply::Members { members, .. } = reply else { panic!("{reply:?}") };
        let shown = |member: &MemberView| match member.present {
            true => member.alias.as_str().to_owned(),
            false => format!("{}, gone", member.alias.as_str()),
        };
        members.iter().map(shown).collect()
    }

    async fn remove(&self, by: Actor, member: MemberId) -> Result<Reply, Rejection> {
        let request = RemoveMember { circle: self.circle, member, reason: None };
        remove_member(context(&self.store, by, NOW), request).await
    }
}

#[tokio::test]
async fn whoever_was_there_before_is_told_where_somebody_joined_and_nobody_else() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    for (reader, known) in [(jo, [false, true]), (sam, [false, false])] {
        let listing = ListMembers { circle: fixture.circle, after: None };
        let reply = list_members(context(&fixture.store, reader, NOW), listing).await.unwrap();
        let Reply::Members { members, .. } = reply else { panic!("{reply:?}") };
        let of = |alias| members.iter().find(|one| one.alias.as_str() == alias).unwrap();
        assert_eq!([of("Jo").joined.is_some(), of("Sam").joined.is_some()], known);
    }
}

#[tokio::test]
async fn an_unknown_a_foreign_and_a_left_circle_are_refused_alike() {
    let fixture = Fixture::new().await;
    let (jo, coordinator) = (fixture.member("Jo").await, fixture.coordinator().await);
    let stranger = fixture.stranger().await;
    let unknown = fixture.history(stranger, circle_id(9)).await.unwrap_err();
    assert_eq!(fixture.history(stranger, fixture.circle).await.unwrap_err(), unknown);
    // The coordinator role opens no circle.
    assert_eq!(fixture.history(coordinator, fixture.circle).await.unwrap_err(), unknown);
    let jo_id = fixture.member_id(jo).await;
    fixture.remove(coordinator, jo_id).await.unwrap();
    assert_eq!(fixture.history(jo, fixture.circle).await.unwrap_err(), unknown);
    let sent = fixture.send(jo, fixture.message("hello")).await.unwrap_err();
    assert_eq!(sent, unknown);
}

#[tokio::test]
async fn a_removed_member_is_unsubscribed_before_anything_else_is_published() {
    let fixture = Fixture::new().await;
    let (jo, coordinator) = (fixture.member("Jo").await, fixture.coordinator().await);
    let member = fixture.member_id(jo).await;
    fixture.heard();
    fixture.remove(coordinator, member).await.unwrap();
    let heard = fixture.heard();
    let gone = Publication::Unsubscribed { circle: fixture.circle, member };
    assert_eq!(heard[0], gone);
    let notice = Notice::CirclesChanged;
    assert!(heard.contains(&Publication::Notice { account: jo.account, notice }));
}

#[tokio::test]
async fn who_comes_back_keeps_their_member_id_and_sees_from_then_on() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let before = fixture.member_id(jo).await;
    fixture.say(sam, "before").await;
    let leaving = LeaveCircle { circle: fixture.circle };
    leave_circle(context(&fixture.store, jo, NOW), leaving).await.unwrap();
    fixture.join(jo, "Jo", Role::Member).await.unwrap();
    assert_eq!(fixture.member_id(jo).await, before);
    let Reply::History { messages, .. } = fixture.history(jo, fixture.circle).await.unwrap() else {
        panic!("no history")
    };
    assert!(messages.is_empty());
}

#[tokio::test]
async fn a_look_alike_or_role_like_alias_is_refused_within_a_circle_only() {
    let mut fixture = Fixture::new().await;
    fixture.member("Bill").await;
    let other = fixture.stranger().await;
    assert_refused(fixture.join(other, "BiII", Role::Member).await, RefusalCode::AliasTaken);
    assert_refused(
        fixture.join(other, "Moderator D", Role::Member).await,
        RefusalCode::AliasReserved,
    );
    fixture.join(other, "D", Role::Member).await.unwrap();
    fixture.circle = fixture.another_circle("Friday walkers").await;
    fixture.join(other, "BiII", Role::Member).await.unwrap();
}

#[tokio::test]
async fn an_alias_of_another_script_that_looks_like_somebodys_is_refused() {
    let fixture = Fixture::new().await;
    fixture.member("Tom").await;
    fixture.member("Анна").await;
    let other = fixture.stranger().await;
    for alias in ["ТОМ", "T0m", "АННА"] {
        assert_refused(fixture.join(other, alias, Role::Member).await, RefusalCode::AliasTaken);
    }
    let mixed = fixture.join(other, "T\u{43E}m", Role::Member).await;
    assert_refused(mixed, RefusalCode::AliasMixedScripts);
    fixture.join(other, "Инна", Role::Member).await.unwrap();
}

#[tokio::test]
async fn a_full_or_closed_circle_takes_nobody() {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    fixture.member("Jo").await;
    fixture.member("Sam").await;
    let circle = fixture.circle;
    let size = ResizeCircle { circle, member_limit: 2 };
    resize_circle(context(&fixture.store, coordinator, NOW), size).await.unwrap();
    let late = fixture.stranger().await;
    assert_refused(fixture.join(late, "Kim", Role::Member).await, RefusalCode::CircleFull);
    let size = ResizeCircle { circle, member_limit: 3 };
    resize_circle(context(&fixture.store, coordinator, NOW), size).await.unwrap();
    close_circle(context(&fixture.store, coordinator, NOW), CloseCircle { circle }).await.unwrap();
    assert_refused(fixture.join(late, "Kim", Role::Member).await, RefusalCode::CircleClosed);
}

#[tokio::test]
async fn a_closed_circle_is_read_and_not_written() {
    let fixture = Fixture::new().await;
    let (jo, coordinator) = (fixture.member("Jo").await, fixture.coordinator().await);
    let message = fixture.message("hello");
    let first = fixture.send(jo, message.clone()).await.unwrap();
    let close = CloseCircle { circle: fixture.circle };
    close_circle(context(&fixture.store, coordinator, NOW), close).await.unwrap();
    assert_refused(fixture.send(jo, fixture.message("more")).await, RefusalCode::CircleClosed);
    // A lost answer is still given.
    assert_eq!(fixture.send(jo, message).await.unwrap(), first);
    assert!(fixture.history(jo, fixture.circle).await.is_ok());
}

#[tokio::test]
async fn the_centre_side_does_not_exist_for_members() {
    let fixture = Fixture::new().await;
    let jo = fixture.moderator("Jo").await;
    let me = fixture.member_id(jo).await;
    let circle = fixture.circle;
    let store = &fixture.store;
    let name = CircleName::parse("Mine").unwrap();
    let creating = CreateCircle { name: name.clone(), member_limit: None };
    assert_refused(create_circle(context(store, jo, NOW), creating).await, RefusalCode::NotFound);
    let renaming = RenameCircle { circle, name };
    assert_refused(rename_circle(context(store, jo, NOW), renaming).await, RefusalCode::NotFound);
    assert_refused(
        list_circles(context(store, jo, NOW), ListCircles { after: None }).await,
        RefusalCode::NotFound,
    );
    assert_refused(fixture.remove(jo, me).await, RefusalCode::NotFound);
    let role = ChangeRole { circle, member: me, role: Role::Member };
    assert_refused(change_role(context(store, jo, NOW), role).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_circle_is_made_named_and_sized_within_bounds() {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    let name = CircleName::parse("Early birds").unwrap();
    for size in [0, 1, 5_001] {
        let request = CreateCircle { name: name.clone(), member_limit: Some(size) };
        let made = create_circle(context(&fixture.store, coordinator, NOW), request).await;
        assert_refused(made, RefusalCode::InvalidField);
    }
    let request = CreateCircle { name, member_limit: None };
    create_circle(context(&fixture.store, coordinator, NOW), request).await.unwrap();
    let Reply::Circles { circles, .. } =
        list_circles(context(&fixture.store, coordinator, NOW), ListCircles { after: None })
            .await
            .unwrap()
    else {
        panic!("no circles")
    };
    let made = circles.iter().find(|circle| circle.name.as_str() == "Early birds").unwrap();
    assert_eq!((made.members, made.member_limit, made.closed), (0, 30, false));
}

#[tokio::test]
async fn members_see_aliases_of_those_who_were_there_too() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let leaving = LeaveCircle { circle: fixture.circle };
    leave_circle(context(&fixture.store, sam, NOW), leaving).await.unwrap();
    assert_eq!(fixture.met_by(jo).await, ["Jo", "Sam, gone"]);
}

#[tokio::test]
async fn a_newcomer_never_hears_of_those_who_left_before() {
    let fixture = Fixture::new().await;
    let (jo, sam) = (fixture.member("Jo").await, fixture.member("Sam").await);
    let (robin, coordinator) = (fixture.member("Robin").await, fixture.coordinator().await);
    let leaving = LeaveCircle { circle: fixture.circle };
    leave_circle(context(&fixture.store, sam, NOW), leaving.clone()).await.unwrap();
    fixture.remove(coordinator, fixture.member_id(robin).await).await.unwrap();
    // At the same moment by the clock: log positions decide.
    let kim = fixture.member("Kim").await;
    assert_eq!(fixture.met_by(kim).await, ["Jo", "Kim"]);
    leave_circle(context(&fixture.store, jo, NOW), leaving).await.unwrap();
    assert_eq!(fixture.met_by(kim).await, ["Jo, gone", "Kim"]);
    // Somebody who comes back is listed like anybody else.
    fixture.join(sam, "Sam", Role::Member).await.unwrap();
    assert_eq!(fixture.met_by(kim).await, ["Jo, gone", "Sam", "Kim"]);
}
