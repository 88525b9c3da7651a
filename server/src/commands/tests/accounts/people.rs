//! What coordinators are told of people who have no label, over a real store.

use circles_protocol::http::InviteToken;
use circles_protocol::requests::{CreateInvite, ListRoster};
use circles_protocol::{InviteLabel, InviteRole, MentorEntry, RosterEntry};

use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::list_roster::list_roster;
use crate::commands::mentoring::list_mentors::list_mentors;
use crate::commands::tests::accounts::signing_in::form;
use crate::commands::tests::*;
use crate::domain::{CareRules, OPERATOR};

impl House {
    async fn labelled_invite(&self, label: &str) -> InviteToken {
        let request = CreateInvite {
            role: InviteRole::Member,
            circle: Some(self.circle),
            label: Some(InviteLabel::parse(label).unwrap()),
            mentor: None,
            graduated_on: None,
        };
        let reply = create_invite(&self.store, OPERATOR, request, 72, NOW).await.unwrap();
        let Reply::InviteCreated { path, .. } = reply else { panic!("{reply:?}") };
        InviteToken(path.strip_prefix("/join#").unwrap().to_owned())
    }

    async fn roster(&self, reader: Actor) -> Vec<RosterEntry> {
        let request = ListRoster { circle: self.circle, former: false, after: None };
        let reply = list_roster(&self.store, reader, request).await.unwrap();
        let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
        entries
    }

    async fn mentor_entry(&self, reader: Actor) -> MentorEntry {
        let rules = CareRules::default();
        let reply = list_mentors(&self.store, reader, &rules, NOW).await.unwrap();
        let Reply::Mentors { mut mentors } = reply else { panic!("{reply:?}") };
        assert_eq!(mentors.len(), 1);
        mentors.remove(0)
    }
}

fn called(entry: &RosterEntry) -> (Option<&str>, Option<Timestamp>) {
    assert_eq!(entry.label, None);
    (entry.alias.as_ref().map(Alias::as_str), entry.invited_at)
}

#[tokio::test]
async fn who_has_no_label_is_called_by_the_day_of_the_invite() {
    let house = House::new().await;
    house.guest("Kim").await;
    let roster = house.roster(house.coordinator().await).await;
    assert_eq!(called(&roster[0]), (None, Some(NOW)));
}

#[tokio::test]
async fn a_coordinator_in_the_circle_sees_the_alias_they_know_already() {
    let house = House::new().await;
    let kim = house.member("Kim").await;
    let coordinator = house.coordinator().await;
    house.join(coordinator, "Robin", Role::Member).await.unwrap();
    let roster = house.roster(coordinator).await;
    assert_eq!(called(&roster[0]).0, Some("Kim"));
    // The same wherever the centre names them.
    house.make_mentor(coordinator, kim).await;
    let person = house.mentor_entry(coordinator).await.person.unwrap();
    assert_eq!(person.alias.unwrap().as_str(), "Kim");
}

#[tokio::test]
async fn a_coordinator_of_other_circles_is_told_no_alias() {
    let mut house = House::new().await;
    let kim = house.member("Kim").await;
    let coordinator = house.coordinator().await;
    let first = house.circle;
    house.circle = house.another_circle("Monday swimmers").await;
    house.join(coordinator, "Robin", Role::Member).await.unwrap();
    house.circle = first;
    assert_eq!(called(&house.roster(coordinator).await[0]).0, None);
    house.make_mentor(coordinator, kim).await;
    assert_eq!(house.mentor_entry(coordinator).await.person.unwrap().alias, None);
}

#[tokio::test]
async fn a_coordinator_who_has_left_the_circle_is_told_no_alias() {
    let house = House::new().await;
    house.member("Kim").await;
    let coordinator = house.coordinator().await;
    house.join(coordinator, "Robin", Role::Member).await.unwrap();
    house.leave(coordinator, NOW).await;
    assert_eq!(called(&house.roster(coordinator).await[0]).0, None);
}

#[tokio::test]
async fn who_was_gone_before_the_coordinator_came_is_told_without_an_alias() {
    let house = House::new().await;
    let (kim, lee) = (house.member("Kim").await, house.member("Lee").await);
    house.leave(kim, NOW).await;
    let coordinator = house.coordinator().await;
    house.join(coordinator, "Robin", Role::Member).await.unwrap();
    house.leave(lee, NOW).await;
    let request = ListRoster { circle: house.circle, former: true, after: None };
    let reply = list_roster(&house.store, coordinator, request).await.unwrap();
    let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
    let former = entries.iter().filter(|entry| !entry.present);
    let aliases: Vec<_> = former.map(|entry| called(entry).0).collect();
    assert_eq!(aliases, [None, Some("Lee")]);
}

#[tokio::test]
async fn a_label_is_told_alone() {
    let house = House::new().await;
    let coordinator = house.coordinator().await;
    house.join(coordinator, "Robin", Role::Member).await.unwrap();
    let token = house.labelled_invite("Room 4").await;
    house.sign_up(form(&token, "Kim")).await.unwrap();
    let roster = house.roster(coordinator).await;
    let kim = roster.iter().find(|entry| entry.label.is_some()).unwrap();
    assert_eq!((&kim.alias, kim.invited_at), (&None, None));
}
