//! The centre's settings for all of its circles.

use circles_protocol::requests::{ChangeCentreSettings, ShowCentreSettings};
use circles_protocol::{AuditAction, CentreSettings, MilestoneStyle, Signal, WireEnum as _, Zone};

use crate::clock::DAY_MS;
use crate::commands::centre::change_centre_settings::change_centre_settings;
use crate::commands::centre::show_centre_settings::show_centre_settings;
use crate::commands::tests::moderation::held::OFFER;
use crate::commands::tests::*;

impl Fixture {
    async fn settings(&self, actor: Actor) -> Result<CentreSettings, Rejection> {
        let reply =
            show_centre_settings(context(&self.store, actor, NOW), ShowCentreSettings {}).await?;
        let Reply::CentreSettings { settings, .. } = reply else { panic!("{reply:?}") };
        Ok(settings)
    }
}

fn built_in() -> CentreSettings {
    CentreSettings {
        muted_may_react: false,
        new_account_hold_days: 30,
        watch_for: Signal::ALL.to_vec(),
        zone: Zone::parse("America/New_York"),
        milestone_style: Some(MilestoneStyle::Plain),
        fold_reports_days: Some(30),
    }
}

#[tokio::test]
async fn the_centre_chooses_and_the_audit_says_so() {
    let mut fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    assert_eq!(fixture.settings(staff).await, Ok(built_in()));
    let chosen = CentreSettings {
        muted_may_react: true,
        new_account_hold_days: 365,
        watch_for: vec![Signal::Crisis, Signal::Link],
        zone: Zone::parse("Europe/Berlin"),
        milestone_style: Some(MilestoneStyle::Medallions),
        fold_reports_days: Some(0),
    };
    for _ in 0..2 {
        let request = ChangeCentreSettings { settings: chosen.clone() };
        let reply = change_centre_settings(context(&fixture.store, staff, NOW), request).await;
        assert_eq!(reply, Ok(Reply::Done));
    }
    fixture.restart().await;
    let watch_for = vec![Signal::Link, Signal::Crisis];
    assert_eq!(fixture.settings(staff).await, Ok(CentreSettings { watch_for, ..chosen }));
    let rows = fixture.audit_rows().await;
    assert_eq!(rows.len(), 1, "the same choice again changes nothing");
    assert_eq!((rows[0].action, rows[0].target), (AuditAction::SettingsChanged, None));
}

#[tokio::test]
async fn a_choice_outside_its_bounds_is_refused_by_its_field() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let double = vec![Signal::Link, Signal::Price, Signal::Link];
    for (settings, field) in [
        (
            CentreSettings { new_account_hold_days: 366, ..built_in() },
            "settings.new_account_hold_days",
        ),
        (
            CentreSettings { fold_reports_days: Some(366), ..built_in() },
            "settings.fold_reports_days",
        ),
        (CentreSettings { watch_for: double, ..built_in() }, "settings.watch_for"),
        (CentreSettings { zone: Zone::parse("Mars/Base"), ..built_in() }, "settings.zone"),
    ] {
        let request = ChangeCentreSettings { settings };
        let refused =
            change_centre_settings(context(&fixture.store, staff, NOW), request).await.unwrap_err();
        assert_eq!(refused.0.code, RefusalCode::InvalidField);
        assert_eq!(refused.0.field.as_deref(), Some(field));
    }
    assert_eq!(fixture.settings(staff).await, Ok(built_in()));
}

#[tokio::test]
async fn the_centres_choices_are_not_there_for_others() {
    let fixture = Fixture::new().await;
    for other in [fixture.member("Jo").await, fixture.moderator("Kim").await] {
        assert_refused(fixture.settings(other).await, RefusalCode::NotFound);
        let request = ChangeCentreSettings { settings: built_in() };
        let refused = change_centre_settings(context(&fixture.store, other, NOW), request).await;
        assert_refused(refused, RefusalCode::NotFound);
    }
}

#[tokio::test]
async fn what_the_centre_does_not_look_for_is_not_found() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    fixture.choose(CentreSettings { watch_for: vec![Signal::Link], ..built_in() }).await;
    fixture.say(jo, OFFER).await;
    let cry = fixture.send(jo, fixture.message("I want to die")).await.unwrap();
    assert!(matches!(cry, Reply::MessageAccepted { offer_help: false, .. }));
    assert!(fixture.cases(kim).await.is_empty());
    fixture.hold(jo, "see example.com").await;
    fixture.choose(CentreSettings { new_account_hold_days: 0, ..built_in() }).await;
    fixture.say(jo, OFFER).await;
    assert_eq!(fixture.cases(kim).await.len(), 2, "one is still held, one is flagged");
}

#[tokio::test]
async fn a_muted_member_supports_others_only_where_the_centre_lets_them() {
    let fixture = Fixture::new().await;
    let (jo, kim) = (fixture.member("Jo").await, fixture.moderator("Kim").await);
    let (said, _) = fixture.say(kim, "a word").await;
    fixture.silence(kim, fixture.member_id(jo).await).await.unwrap();
    assert_refused(fixture.react(jo, said).await, RefusalCode::Muted);
    fixture.choose(CentreSettings { muted_may_react: true, ..built_in() }).await;
    fixture.react(jo, said).await.unwrap();
    let posting = fixture.send_at(jo, fixture.message("hm"), NOW.plus_ms(DAY_MS - 1)).await;
    assert_refused(posting, RefusalCode::Muted);
}

#[tokio::test]
async fn what_a_change_leaves_out_stays_as_it_is() {
    let fixture = Fixture::new().await;
    let staff = fixture.coordinator().await;
    let (milestone_style, fold_reports_days) = (Some(MilestoneStyle::Medallions), Some(7));
    let chosen = CentreSettings { milestone_style, fold_reports_days, ..built_in() };
    fixture.choose(chosen.clone()).await;
    let rest =
        CentreSettings { zone: None, milestone_style: None, fold_reports_days: None, ..built_in() };
    fixture.choose(rest).await;
    assert_eq!(fixture.settings(staff).await, Ok(chosen));
}
