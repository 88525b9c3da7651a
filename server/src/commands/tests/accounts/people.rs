//! What coordinators are told about people who have no label, over a real store.

use circles_protocol::http::InviteToken;
use circles_protocol::requests::{CreateInvite, ListMentors, ListRoster};
use circles_protocol::{InviteLabel, InviteRole, MentorEntry, RosterEntry};

use crate::commands::circles::create_invite::create_invite;
use crate::commands::circles::list_roster::list_roster;
use crate::commands::mentoring::list_mentors::list_mentors;
use crate::commands::tests::accounts::signing_in::form;
use crate::commands::tests::*;
use crate::domain::OPERATOR;

impl Fixture {
    async fn labelled_invite(&self, label: &str) -> InviteToken {
        let request = CreateInvite {
            role: InviteRole::Member,
            circle: Some(self.circle),
            label: Some(InviteLabel::parse(label).unwrap()),
            mentor: None,
            graduated_on: None,
        };
        let reply = create_invite(context(&self.store, OPERATOR, NOW), request).await.unwrap();
        let Reply::InviteCreated { path, .. } = reply else { panic!("{reply:?}") };
        InviteToken(path.strip_prefix("/join#").unwrap().to_owned())
    }

    async fn roster(&self, reader: Actor) -> Vec<RosterEntry> {
        let request = ListRoster { circle: self.circle, former: false, after: None };
        let reply = list_roster(context(&self.store, reader, NOW), request).await.unwrap();
        let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
        entries
    }

    async fn mentor_entry(&self, reader: Actor) -> MentorEntry {
        let reply = list_mentors(context(&self.store, reader, NOW), ListMentors {}).await.unwrap();
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
    let fixture = Fixture::new().await;
    fixture.guest("Kim").await;
    let roster = fixture.roster(fixture.coordinator().await).await;
    assert_eq!(called(&roster[0]), (None, Some(NOW)));
}

#[tokio::test]
async fn a_coordinator_in_the_circle_sees_the_alias_they_know_already() {
    let fixture = Fixture::new().await;
    let kim = fixture.member("Kim").await;
    let coordinator = fixture.coordinator().await;
    fixture.join(coordinator, "Robin", Role::Member).await.unwrap();
    let roster = fixture.roster(coordinator).await;
    assert_eq!(called(&roster[0]).0, Some("Kim"));
    // It is the same everywhere the centre names them.
    fixture.make_mentor(coordinator, kim).await;
    let person = fixture.mentor_entry(coordinator).await.person.unwrap();
    assert_eq!(person.alias.unwrap().as_str(), "Kim");
}

#[tokio::test]
async fn a_coordinator_of_other_circles_is_told_no_alias() {
    let mut fixture = Fixture::new().await;
    let kim = fixture.member("Kim").await;
    let coordinator = fixture.coordinator().await;
    let first = fixture.circle;
    fixture.circle = fixture.another_circle("Monday swimmers").await;
    fixture.join(coordinator, "Robin", Role::Member).await.unwrap();
    fixture.circle = first;
    assert_eq!(called(&fixture.roster(coordinator).await[0]).0, None);
    fixture.make_mentor(coordinator, kim).await;
    assert_eq!(fixture.mentor_entry(coordinator).await.person.unwrap().alias, None);
}

#[tokio::test]
async fn a_coordinator_who_has_left_the_circle_is_told_no_alias() {
    let fixture = Fixture::new().await;
    fixture.member("Kim").await;
    let coordinator = fixture.coordinator().await;
    fixture.join(coordinator, "Robin", Role::Member).await.unwrap();
    fixture.leave(coordinator, NOW).await;
    assert_eq!(called(&fixture.roster(coordinator).await[0]).0, None);
}

#[tokio::test]
async fn who_was_gone_before_the_coordinator_came_is_told_without_an_alias() {
    let fixture = Fixture::new().await;
    let (kim, lee) = (fixture.member("Kim").await, fixture.member("Lee").await);
    fixture.leave(kim, NOW).await;
    let coordinator = fixture.coordinator().await;
    fixture.join(coordinator, "Robin", Role::Member).await.unwrap();
    fixture.leave(lee, NOW).await;
    let request = ListRoster { circle: fixture.circle, former: true, after: None };
    let reply = list_roster(context(&fixture.store, coordinator, NOW), request).await.unwrap();
    let Reply::Roster { entries, .. } = reply else { panic!("{reply:?}") };
    let former = entries.iter().filter(|entry| !entry.present);
    let aliases: Vec<_> = former.map(|entry| called(entry).0).collect();
    assert_eq!(aliases, [None, Some("Lee")]);
}

#[tokio::test]
async fn a_label_is_told_alone() {
    let fixture = Fixture::new().await;
    let coordinator = fixture.coordinator().await;
    fixture.join(coordinator, "Robin", Role::Member).await.unwrap();
    let token = fixture.labelled_invite("PageBudget 4").await;
    fixture.sign_up(form(&token, "Kim")).await.unwrap();
    let roster = fixture.roster(coordinator).await;
    let kim = roster.iter().find(|entry| entry.label.is_some()).unwrap();
    assert_eq!((&kim.alias, kim.invited_at), (&None, None));
}
