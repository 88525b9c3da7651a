//! Joining, leaving, removing, closing; and that a circle one is not in does
//! not exist.

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

impl House {
    async fn history(&self, actor: Actor, circle: CircleId) -> Result<Reply, Rejection> {
        let request = FetchHistory { circle, from: Anchor::Newest, limit: 50 };
        fetch_history(&self.store, actor, request).await
    }

    /// The aliases somebody is shown.
    async fn met_by(&self, actor: Actor) -> Vec<String> {
        let listing = ListMembers { circle: self.circle, after: None };
        let reply = list_members(&self.store, actor, listing).await.unwrap();
        let Reply::Members { members, .. } = reply else { panic!("{reply:?}") };
        let shown = |member: &MemberView| match member.present {
            true => member.alias.as_str().to_owned(),
            false => format!("{}, gone", member.alias.as_str()),
        };
        members.iter().map(shown).collect()
    }

    async fn remove(&self, by: Actor, member: MemberId) -> Result<Reply, Rejection> {
        let request = RemoveMember { circle: self.circle, member, reason: None };
        remove_member(&self.store, by, request, NOW).await
    }
}

#[tokio::test]
async fn whoever_was_there_before_is_told_where_somebody_joined_and_nobody_else() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    for (reader, known) in [(jo, [false, true]), (sam, [false, false])] {
        let listing = ListMembers { circle: house.circle, after: None };
        let reply = list_members(&house.store, reader, listing).await.unwrap();
        let Reply::Members { members, .. } = reply else { panic!("{reply:?}") };
        let of = |alias| members.iter().find(|one| one.alias.as_str() == alias).unwrap();
        assert_eq!([of("Jo").joined.is_some(), of("Sam").joined.is_some()], known);
    }
}

#[tokio::test]
async fn an_unknown_a_foreign_and_a_left_circle_are_refused_alike() {
    let house = House::new().await;
    let (jo, coordinator) = (house.member("Jo").await, house.coordinator().await);
    let stranger = house.stranger().await;
    let unknown = house.history(stranger, circle_id(9)).await.unwrap_err();
    assert_eq!(house.history(stranger, house.circle).await.unwrap_err(), unknown);
    // The office opens no circle.
    assert_eq!(house.history(coordinator, house.circle).await.unwrap_err(), unknown);
    let jo_id = house.member_id(jo).await;
    house.remove(coordinator, jo_id).await.unwrap();
    assert_eq!(house.history(jo, house.circle).await.unwrap_err(), unknown);
    let sent = house.send(jo, house.message("hello")).await.unwrap_err();
    assert_eq!(sent, unknown);
}

#[tokio::test]
async fn a_removed_member_is_unsubscribed_before_anything_else_is_published() {
    let house = House::new().await;
    let (jo, coordinator) = (house.member("Jo").await, house.coordinator().await);
    let member = house.member_id(jo).await;
    house.heard();
    house.remove(coordinator, member).await.unwrap();
    let heard = house.heard();
    let gone = Publication::Unsubscribed { circle: house.circle, member };
    assert_eq!(heard[0], gone);
    let notice = Notice::CirclesChanged;
    assert!(heard.contains(&Publication::Notice { account: jo.account, notice }));
}

#[tokio::test]
async fn who_comes_back_keeps_their_member_id_and_sees_from_then_on() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let before = house.member_id(jo).await;
    house.say(sam, "before").await;
    let leaving = LeaveCircle { circle: house.circle };
    leave_circle(&house.store, jo, leaving, NOW).await.unwrap();
    house.join(jo, "Jo", Role::Member).await.unwrap();
    assert_eq!(house.member_id(jo).await, before);
    let Reply::History { messages, .. } = house.history(jo, house.circle).await.unwrap() else {
        panic!("no history")
    };
    assert!(messages.is_empty());
}

#[tokio::test]
async fn a_look_alike_or_role_like_alias_is_refused_within_a_circle_only() {
    let mut house = House::new().await;
    house.member("Bill").await;
    let other = house.stranger().await;
    assert_refused(house.join(other, "BiII", Role::Member).await, RefusalCode::AliasTaken);
    assert_refused(
        house.join(other, "Moderator D", Role::Member).await,
        RefusalCode::AliasReserved,
    );
    house.join(other, "D", Role::Member).await.unwrap();
    house.circle = house.another_circle("Friday walkers").await;
    house.join(other, "BiII", Role::Member).await.unwrap();
}

#[tokio::test]
async fn an_alias_of_another_script_that_looks_like_somebodys_is_refused() {
    let house = House::new().await;
    house.member("Tom").await;
    house.member("Анна").await;
    let other = house.stranger().await;
    for alias in ["ТОМ", "T0m", "АННА"] {
        assert_refused(house.join(other, alias, Role::Member).await, RefusalCode::AliasTaken);
    }
    let mixed = house.join(other, "T\u{43E}m", Role::Member).await;
    assert_refused(mixed, RefusalCode::AliasMixedScripts);
    house.join(other, "Инна", Role::Member).await.unwrap();
}

#[tokio::test]
async fn a_full_or_closed_circle_takes_nobody() {
    let house = House::new().await;
    let coordinator = house.coordinator().await;
    house.member("Jo").await;
    house.member("Sam").await;
    let circle = house.circle;
    let size = ResizeCircle { circle, member_limit: 2 };
    resize_circle(&house.store, coordinator, size, NOW).await.unwrap();
    let late = house.stranger().await;
    assert_refused(house.join(late, "Kim", Role::Member).await, RefusalCode::CircleFull);
    let size = ResizeCircle { circle, member_limit: 3 };
    resize_circle(&house.store, coordinator, size, NOW).await.unwrap();
    close_circle(&house.store, coordinator, CloseCircle { circle }, NOW).await.unwrap();
    assert_refused(house.join(late, "Kim", Role::Member).await, RefusalCode::CircleClosed);
}

#[tokio::test]
async fn a_closed_circle_is_read_and_not_written() {
    let house = House::new().await;
    let (jo, coordinator) = (house.member("Jo").await, house.coordinator().await);
    let message = house.message("hello");
    let first = house.send(jo, message.clone()).await.unwrap();
    let close = CloseCircle { circle: house.circle };
    close_circle(&house.store, coordinator, close, NOW).await.unwrap();
    assert_refused(house.send(jo, house.message("more")).await, RefusalCode::CircleClosed);
    // An answer that got lost is still given.
    assert_eq!(house.send(jo, message).await.unwrap(), first);
    assert!(house.history(jo, house.circle).await.is_ok());
}

#[tokio::test]
async fn the_centre_side_does_not_exist_for_members() {
    let house = House::new().await;
    let jo = house.moderator("Jo").await;
    let me = house.member_id(jo).await;
    let circle = house.circle;
    let store = &house.store;
    let name = CircleName::parse("Mine").unwrap();
    let creating = CreateCircle { name: name.clone(), member_limit: None };
    assert_refused(create_circle(store, jo, creating, NOW).await, RefusalCode::NotFound);
    let renaming = RenameCircle { circle, name };
    assert_refused(rename_circle(store, jo, renaming, NOW).await, RefusalCode::NotFound);
    assert_refused(
        list_circles(store, jo, ListCircles { after: None }).await,
        RefusalCode::NotFound,
    );
    assert_refused(house.remove(jo, me).await, RefusalCode::NotFound);
    let role = ChangeRole { circle, member: me, role: Role::Member };
    assert_refused(change_role(store, jo, role, NOW).await, RefusalCode::NotFound);
}

#[tokio::test]
async fn a_circle_is_made_named_and_sized_within_bounds() {
    let house = House::new().await;
    let coordinator = house.coordinator().await;
    let name = CircleName::parse("Early birds").unwrap();
    for size in [0, 1, 5_001] {
        let request = CreateCircle { name: name.clone(), member_limit: Some(size) };
        let made = create_circle(&house.store, coordinator, request, NOW).await;
        assert_refused(made, RefusalCode::InvalidField);
    }
    let request = CreateCircle { name, member_limit: None };
    create_circle(&house.store, coordinator, request, NOW).await.unwrap();
    let Reply::Circles { circles, .. } =
        list_circles(&house.store, coordinator, ListCircles { after: None }).await.unwrap()
    else {
        panic!("no circles")
    };
    let made = circles.iter().find(|circle| circle.name.as_str() == "Early birds").unwrap();
    assert_eq!((made.members, made.member_limit, made.closed), (0, 30, false));
}

#[tokio::test]
async fn members_see_aliases_of_those_who_were_there_too() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let leaving = LeaveCircle { circle: house.circle };
    leave_circle(&house.store, sam, leaving, NOW).await.unwrap();
    assert_eq!(house.met_by(jo).await, ["Jo", "Sam, gone"]);
}

#[tokio::test]
async fn a_newcomer_never_hears_of_those_who_left_before() {
    let house = House::new().await;
    let (jo, sam) = (house.member("Jo").await, house.member("Sam").await);
    let (robin, coordinator) = (house.member("Robin").await, house.coordinator().await);
    let leaving = LeaveCircle { circle: house.circle };
    leave_circle(&house.store, sam, leaving.clone(), NOW).await.unwrap();
    house.remove(coordinator, house.member_id(robin).await).await.unwrap();
    // At the same moment by the clock: places decide.
    let kim = house.member("Kim").await;
    assert_eq!(house.met_by(kim).await, ["Jo", "Kim"]);
    leave_circle(&house.store, jo, leaving, NOW).await.unwrap();
    assert_eq!(house.met_by(kim).await, ["Jo, gone", "Kim"]);
    // Who comes back is there like anybody.
    house.join(sam, "Sam", Role::Member).await.unwrap();
    assert_eq!(house.met_by(kim).await, ["Jo, gone", "Sam", "Kim"]);
}
