//! The centre's own page: its help card, its clock and its colours, and the weekly
//! counts.

use circles_protocol::requests::{
    ChangeCentreSettings, ChangeHelpCard, ListCounts, SendCheckIn, ShowCentreSettings,
};
use circles_protocol::{
    AuditAction, CardText, CentreSettings, CheckInId, HelpCard, HelpNumber, HelpTo, LocalDate,
    MilestoneStyle, Phone, WeekCounts, Zone,
};

use crate::clock::DAY_MS;
use crate::commands::care::send_check_in::send_check_in;
use crate::commands::centre::change_centre_settings::change_centre_settings;
use crate::commands::centre::list_counts::list_counts;
use crate::commands::centre::show_centre_settings::show_centre_settings;
use crate::commands::help::change_help_card::change_help_card;
use crate::commands::help::show_help_card::show_help_card;
use crate::commands::tests::*;

/// Today's date at the centre.
const TODAY: &str = "2026-09-21";

fn line(text: &str) -> CardText {
    CardText::parse(text).unwrap()
}

fn card(last_checked: Option<&str>) -> HelpCard {
    HelpCard {
        numbers: vec![HelpNumber {
            label: line("Riverside Centre"),
            phone: Phone::parse("555 0100").unwrap(),
        }],
        steps: vec![line("Call 911.")],
        last_checked: last_checked.map(|day| LocalDate::parse(day).unwrap()),
    }
}

impl Fixture {
    async fn change_card(&self, actor: Actor, card: HelpCard) -> Result<Reply, Rejection> {
        change_help_card(context(&self.store, actor, NOW), ChangeHelpCard { card }).await
    }

    async fn card(&self) -> HelpCard {
        show_help_card(&self.store).await.unwrap()
    }

    async fn choose_as(
        &self,
        actor: Actor,
        zone: Option<&str>,
        milestone_style: Option<MilestoneStyle>,
    ) -> Result<Reply, Rejection> {
        let zone = zone.map(|zone| Zone::parse(zone).unwrap());
        let settings = CentreSettings { zone, milestone_style, ..self.choices(actor).await };
        let request = ChangeCentreSettings { settings };
        change_centre_settings(context(&self.store, actor, NOW), request).await
    }

    async fn choices(&self, actor: Actor) -> CentreSettings {
        let reply = show_centre_settings(context(&self.store, actor, NOW), ShowCentreSettings {})
            .await
            .unwrap();
        let Reply::CentreSettings { settings, .. } = reply else { panic!("{reply:?}") };
        settings
    }

    async fn weeks(&self, actor: Actor, now: Timestamp) -> Result<Vec<WeekCounts>, Rejection> {
        let reply = list_counts(context(&self.store, actor, now), ListCounts {}).await?;
        let Reply::Counts { weeks } = reply else { panic!("{reply:?}") };
        Ok(weeks)
    }

    async fn check_in_at(&self, actor: Actor, at: Timestamp) {
        let id = CheckInId(Uuid::now_v7());
        let check_in = SendCheckIn { id, at, how: None, wants_call: false, tell_centre: false };
        send_check_in(context(&self.store, actor, at), check_in).await.unwrap();
    }
}

#[tokio::test]
async fn the_card_begins_with_numbers_that_help_and_is_the_centres_to_change() {
    let mut fixture = Fixture::new().await;
    let (staff, sam) = (fixture.staff().await, fixture.member("Sam").await);
    let first = fixture.card().await;
    let phones: Vec<&str> = first.numbers.iter().map(|number| number.phone.as_str()).collect();
    assert_eq!(phones, ["911", "988", "1-800-662-4357"]);
    assert_eq!((first.steps.len(), first.last_checked), (5, None));
    let refused = fixture.change_card(sam, card(None)).await;
    assert_refused(refused, RefusalCode::NotFound);
    for _ in 0..2 {
        fixture.change_card(staff, card(Some(TODAY))).await.unwrap();
    }
    fixture.restart().await;
    assert_eq!(fixture.card().await, card(Some(TODAY)));
    assert_eq!(fixture.audited().await, [AuditAction::HelpCardChanged]);
    fixture.store.close().await;
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("rescue breaths: one every"), "the earlier text is gone");
    }
}

#[tokio::test]
async fn a_card_outside_its_bounds_is_refused_by_its_field() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    let number = card(None).numbers[0].clone();
    for (wrong, field) in [
        (HelpCard { numbers: Vec::new(), ..card(None) }, "card.numbers"),
        (HelpCard { numbers: vec![number; 13], ..card(None) }, "card.numbers"),
        (HelpCard { steps: vec![line("Call 911."); 13], ..card(None) }, "card.steps"),
        (card(Some("2026-09-23")), "card.last_checked"),
    ] {
        let Rejection(refusal) = fixture.change_card(staff, wrong).await.unwrap_err();
        let told = (refusal.code, refusal.field.as_deref());
        assert_eq!(told, (RefusalCode::InvalidField, Some(field)));
    }
    let plain = HelpCard { steps: Vec::new(), ..card(Some("2020-01-01")) };
    fixture.change_card(staff, plain).await.unwrap();
}

#[tokio::test]
async fn the_centre_chooses_its_zone_and_how_milestones_look() {
    let fixture = Fixture::new().await;
    let staff = fixture.staff().await;
    fixture
        .choose_as(staff, Some("America/Denver"), Some(MilestoneStyle::Medallions))
        .await
        .unwrap();
    // What is not named stays as it is, and changes nothing.
    fixture.choose_as(staff, None, None).await.unwrap();
    let now = fixture.choices(staff).await;
    let zone = now.zone.as_ref().map(Zone::as_str);
    assert_eq!(
        (zone, now.milestone_style),
        (Some("America/Denver"), Some(MilestoneStyle::Medallions))
    );
    let unknown = fixture.choose_as(staff, Some("America/Atlantis"), None).await;
    let Rejection(refusal) = unknown.unwrap_err();
    let told = (refusal.code, refusal.field.as_deref());
    assert_eq!(told, (RefusalCode::InvalidField, Some("settings.zone")));
    assert_eq!(fixture.choices(staff).await, now);
    assert_eq!(fixture.audited().await, [AuditAction::SettingsChanged]);
}

#[tokio::test]
async fn weeks_are_counted_by_the_centres_clock_and_name_nobody() {
    let fixture = Fixture::new().await;
    let (staff, sam) = (fixture.staff().await, fixture.member("Sam").await);
    fixture.member("Robin").await;
    assert_refused(fixture.weeks(sam, NOW).await, RefusalCode::NotFound);
    // Monday 28 September begins at 04:00 UTC in New York.
    let monday = Timestamp(1_790_568_000_000);
    fixture.check_in_at(sam, NOW).await;
    fixture.check_in_at(sam, monday.plus_ms(-1)).await;
    fixture.check_in_at(sam, monday).await;
    fixture.ask(sam, HelpTo::OnCall).await;
    let weeks = fixture.weeks(staff, monday).await.unwrap();
    assert_eq!(weeks.len(), 26);
    let begins: Vec<String> = weeks.iter().map(|week| week.week.to_string()).collect();
    assert_eq!((&*begins[0], &*begins[24], &*begins[25]), ("2026-04-06", TODAY, "2026-09-28"));
    let empty = WeekCounts { joined: 0, check_ins: 0, help_requests: 0, ..weeks[0] };
    assert_eq!(weeks[0], empty);
    let first = WeekCounts { joined: 2, check_ins: 2, help_requests: 1, ..empty };
    assert_eq!(weeks[24], WeekCounts { week: weeks[24].week, ..first });
    let second = WeekCounts { check_ins: 1, week: weeks[25].week, ..empty };
    assert_eq!(weeks[25], second);
    let later = fixture.weeks(staff, monday.plus_ms(26 * 7 * DAY_MS)).await.unwrap();
    assert!(later.iter().all(|week| *week == WeekCounts { week: week.week, ..empty }));
}
