//! The coordinator's page: the help card that anybody may read, and numbers
//! without names.

use circles_protocol::requests::ChangeHelpCard;
use circles_protocol::{CardLine, HelpCard, HelpNumber, LocalDate, Phone, WeekCounts};

use super::*;
use crate::clock::DAY_MS;
use crate::commands::change_help_card::change_help_card;
use crate::commands::list_counts::list_counts;
use crate::commands::show_help_card::show_help_card;

fn card(numbers: usize, checked: &str) -> HelpCard {
    let number = HelpNumber {
        label: CardLine::parse("The centre, day and night").unwrap(),
        phone: Phone::parse("555 0100").unwrap(),
    };
    HelpCard {
        numbers: vec![number; numbers],
        steps: vec![CardLine::parse("Call 911 first.").unwrap()],
        last_checked: LocalDate::parse(checked),
    }
}

impl House {
    async fn write_card(&self, actor: Actor, card: HelpCard) -> Result<Reply, Rejection> {
        change_help_card(&self.store, actor, ChangeHelpCard { card }, NOW).await
    }

    async fn weeks(&self, actor: Actor, now: Timestamp) -> Vec<WeekCounts> {
        let reply = list_counts(&self.store, actor, now).await.unwrap();
        let Reply::Counts { weeks } = reply else { panic!("{reply:?}") };
        weeks
    }
}

#[tokio::test]
async fn a_new_centre_has_a_card_with_people_to_call_and_what_to_do() {
    let house = House::new().await;
    let card = show_help_card(&house.store).await.unwrap();
    let phones: Vec<_> = card.numbers.iter().map(|number| number.phone.as_str()).collect();
    assert_eq!(phones, ["911", "988", "1-800-662-4357"]);
    assert!(card.steps.iter().any(|step| step.as_str().contains("naloxone")));
}

#[tokio::test]
async fn the_centre_writes_its_card_and_the_audit_says_so_once() {
    let mut house = House::new().await;
    let staff = house.coordinator().await;
    for _ in 0..2 {
        house.write_card(staff, card(2, "2026-09-01")).await.unwrap();
    }
    house.restart().await;
    assert_eq!(show_help_card(&house.store).await.unwrap(), card(2, "2026-09-01"));
    assert_eq!(house.audit_rows().await.len(), 1);
}

#[tokio::test]
async fn a_card_without_numbers_or_checked_tomorrow_is_refused_and_the_old_one_stays() {
    let house = House::new().await;
    let (staff, sam) = (house.coordinator().await, house.member("Sam").await);
    let before = show_help_card(&house.store).await.unwrap();
    for wrong in [card(0, "2026-09-01"), card(13, "2026-09-01"), card(1, "2027-01-01")] {
        assert_refused(house.write_card(staff, wrong).await, RefusalCode::InvalidField);
    }
    let refused = house.write_card(sam, card(1, "2026-09-01")).await;
    assert_refused(refused, RefusalCode::NotFound);
    assert_eq!(show_help_card(&house.store).await.unwrap(), before);
}

#[tokio::test]
async fn weeks_are_counted_where_they_happened_and_shown_also_where_nothing_did() {
    let house = House::new().await;
    let staff = house.coordinator().await;
    house.member("Sam").await;
    house.member("Jo").await;
    let weeks = house.weeks(staff, NOW.plus_ms(7 * DAY_MS)).await;
    assert_eq!(weeks.len(), 26);
    let joined: Vec<_> = weeks.iter().rev().take(3).map(|week| week.joined).collect();
    assert_eq!(joined, [0, 2, 0]);
}

#[tokio::test]
async fn a_member_is_not_told_of_the_counts() {
    let house = House::new().await;
    let sam = house.member("Sam").await;
    assert_refused(list_counts(&house.store, sam, NOW).await, RefusalCode::NotFound);
}
