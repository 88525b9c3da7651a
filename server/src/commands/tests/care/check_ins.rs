//! Consents, check-ins and pauses over a real store: what alums keep to themselves, what
//! they share with a mentor.

use circles_protocol::requests::{
    ChangeCareSettings, DeleteCheckIn, GiveConsent, ListCheckIns, PauseCheckIns, RevokeConsent,
    SendCheckIn, SetContact, ShowCare,
};
use circles_protocol::{
    CheckInId, CheckInView, Consent, ContactName, EmergencyContact, Halt, HowItIs, LocalTime, Mood,
    Notice, OwnCare, Phone, Statement, WireEnum as _, Zone, limits,
};

use crate::clock::{DAY_MS, HOUR_MS, MINUTE_MS};
use crate::commands::care::{
    change_care_settings::change_care_settings, delete_check_in::delete_check_in,
    give_consent::give_consent, list_check_ins::list_check_ins, pause_check_ins::pause_check_ins,
    revoke_consent::revoke_consent, send_check_in::send_check_in, set_contact::set_contact,
    show_care::show_care,
};
use crate::commands::tests::mentoring::PairingFixture;
use crate::commands::tests::*;

fn hours(hours: i64) -> Timestamp {
    NOW.plus_ms(hours * HOUR_MS)
}

/// A check-in in a low mood, with these words.
pub(in crate::commands::tests) fn low(at: Timestamp, note: &str) -> SendCheckIn {
    let how = HowItIs {
        mood: Mood::Low,
        craving: 4,
        halt: vec![Halt::Tired, Halt::Lonely],
        note: Some(Statement::parse(note).unwrap()),
    };
    let id = CheckInId(Uuid::now_v7());
    SendCheckIn { id, at, how: Some(how), wants_call: false, tell_centre: false }
}

/// "Not today, I'm OK."
pub(in crate::commands::tests) fn not_today(at: Timestamp) -> SendCheckIn {
    SendCheckIn {
        id: CheckInId(Uuid::now_v7()),
        at,
        how: None,
        wants_call: false,
        tell_centre: false,
    }
}

impl Fixture {
    pub(in crate::commands::tests) async fn gives(
        &self,
        actor: Actor,
        consent: Consent,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        let request = GiveConsent { consent, version: limits::CONSENT_VERSION };
        give_consent(context(&self.store, actor, now), request).await
    }

    pub(in crate::commands::tests) async fn takes_back(
        &self,
        actor: Actor,
        consent: Consent,
        now: Timestamp,
    ) {
        let request = RevokeConsent { consent };
        revoke_consent(context(&self.store, actor, now), request).await.unwrap();
    }

    pub(in crate::commands::tests) async fn checks_in(
        &self,
        actor: Actor,
        check_in: SendCheckIn,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        send_check_in(context(&self.store, actor, now), check_in).await
    }

    pub(in crate::commands::tests) async fn pauses(
        &self,
        actor: Actor,
        days: u16,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        let request = PauseCheckIns { days };
        pause_check_ins(context(&self.store, actor, now), request).await
    }

    pub(in crate::commands::tests) async fn lives_in(
        &self,
        actor: Actor,
        zone: &str,
        minute: u16,
        now: Timestamp,
    ) -> Result<Reply, Rejection> {
        let zone = Some(Zone::parse(zone).unwrap());
        let request =
            ChangeCareSettings { zone, check_in_at: LocalTime::from_minutes(minute).unwrap() };
        change_care_settings(context(&self.store, actor, now), request).await
    }

    /// Stores two numbers: their own, and Al's.
    pub(in crate::commands::tests) async fn leaves_numbers(&self, actor: Actor) {
        let phone = |number: &str| Phone::parse(number).unwrap();
        let name = ContactName::parse("Al the neighbour").unwrap();
        let emergency_contact = Some(EmergencyContact { name, phone: phone("555 0102") });
        let request = SetContact { phone: Some(phone("555 0101")), emergency_contact };
        set_contact(context(&self.store, actor, NOW), request).await.unwrap();
    }

    pub(in crate::commands::tests) async fn care(&self, actor: Actor, now: Timestamp) -> OwnCare {
        let reply = show_care(context(&self.store, actor, now), ShowCare {}).await.unwrap();
        let Reply::Care { care } = reply else { panic!("{reply:?}") };
        *care
    }

    async fn check_in_page(
        &self,
        actor: Actor,
        before: Option<Timestamp>,
    ) -> (Vec<CheckInView>, bool) {
        let reply = list_check_ins(context(&self.store, actor, NOW), ListCheckIns { before })
            .await
            .unwrap();
        let Reply::CheckIns { check_ins, has_more } = reply else { panic!("{reply:?}") };
        (check_ins, has_more)
    }

    pub(in crate::commands::tests) async fn check_ins(&self, actor: Actor) -> Vec<CheckInView> {
        self.check_in_page(actor, None).await.0
    }
}

#[tokio::test]
async fn all_consents_are_off_until_given_and_each_says_to_which_wording() {
    let mut fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    assert_eq!(fixture.care(dee, NOW).await.consents, []);
    for (nth, consent) in Consent::ALL.iter().enumerate() {
        fixture.gives(dee, *consent, hours(nth as i64)).await.unwrap();
    }
    fixture.heard();
    // Given once more, it is the same consent.
    fixture.gives(dee, Consent::MayBePhoned, hours(99)).await.unwrap();
    assert_eq!(fixture.heard(), []);
    fixture.takes_back(dee, Consent::MentorSeesDates, hours(99)).await;
    fixture.restart().await;
    let kept = fixture.care(dee, NOW).await.consents;
    assert_eq!(kept.len(), Consent::ALL.len() - 1);
    for consent in kept {
        let nth = Consent::ALL.iter().position(|it| *it == consent.consent).unwrap();
        assert_eq!((consent.version, consent.given_at), (1, hours(nth as i64)));
    }
    for version in [0, 2] {
        let request = GiveConsent { consent: Consent::MentorSeesDates, version };
        let refused = give_consent(context(&fixture.store, dee, NOW), request).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    assert_eq!(fixture.care(dee, NOW).await.consents.len(), Consent::ALL.len() - 1);
    let jo = fixture.member("Jo").await;
    assert_eq!(fixture.care(jo, NOW).await.consents, [], "a consent covers only one's own account");
}

#[tokio::test]
async fn taking_it_back_takes_what_went_before_at_once_and_giving_anew_begins_anew() {
    let (PairingFixture { fixture, ray, dee, .. }, pairing) = PairingFixture::paired().await;
    fixture.leaves_numbers(dee).await;
    fixture.counts_from(dee, "2026-06-01", NOW).await.unwrap();
    for consent in Consent::ALL {
        fixture.gives(dee, *consent, hours(1)).await.unwrap();
    }
    fixture.checks_in(dee, low(hours(2), "a long day"), hours(2)).await.unwrap();
    let seen = fixture.mentee(ray, pairing).await.unwrap();
    assert_eq!((seen.check_ins.len(), seen.card.shares_check_ins), (1, true));
    assert!(seen.card.phone.is_some() && !seen.milestones.is_empty());
    fixture.heard();
    for consent in Consent::ALL {
        fixture.takes_back(dee, *consent, hours(3)).await;
        let told = fixture.heard_by(&Notice::BoardChanged);
        let expected = *consent != Consent::EmergencyContact;
        assert_eq!(told == [ray.account], expected, "{consent:?}");
    }
    let seen = fixture.mentee(ray, pairing).await.unwrap();
    assert_eq!((seen.check_ins.len(), seen.has_more, seen.milestones.len()), (0, false, 0));
    for card in [seen.card, fixture.board(ray, hours(4)).await.remove(0)] {
        assert!(!card.shares_check_ins);
        assert_eq!((card.last_check_in, card.phone), (None, None));
        assert_eq!((card.next_milestone, card.congratulate), (None, None));
    }
    fixture.gives(dee, Consent::MentorSeesCheckIns, hours(5)).await.unwrap();
    assert!(fixture.mentee(ray, pairing).await.unwrap().check_ins.is_empty());
    // Written before the consent was given again, and sent after: not shown either.
    fixture.checks_in(dee, low(hours(4), "on the train"), hours(6)).await.unwrap();
    assert!(fixture.mentee(ray, pairing).await.unwrap().check_ins.is_empty());
    fixture.checks_in(dee, not_today(hours(6)), hours(6)).await.unwrap();
    assert_eq!(fixture.mentee(ray, pairing).await.unwrap().check_ins.len(), 1);
    assert_eq!(fixture.check_ins(dee).await.len(), 3, "the alum has all of them");
}

#[tokio::test]
async fn a_mentor_does_not_even_hear_that_something_happened_that_is_not_shared() {
    let (PairingFixture { fixture, staff, ray, dee, .. }, _) = PairingFixture::paired().await;
    fixture.heard();
    let check_in = low(NOW, "to myself");
    let id = check_in.id;
    fixture.checks_in(dee, check_in, NOW).await.unwrap();
    delete_check_in(context(&fixture.store, dee, NOW), DeleteCheckIn { check_in: id })
        .await
        .unwrap();
    fixture.pauses(dee, 3, NOW).await.unwrap();
    fixture.leaves_numbers(dee).await;
    fixture.counts_from(dee, "2026-06-01", NOW).await.unwrap();
    let heard = fixture.heard();
    assert!(!heard.is_empty());
    for publication in heard {
        let Publication::Notice { account, notice } = publication else { panic!("not a notice") };
        assert_eq!((account, notice), (dee.account, Notice::CareChanged));
    }
    fixture.gives(dee, Consent::EmergencyContact, NOW).await.unwrap();
    assert_eq!(fixture.heard_by(&Notice::CentreChanged), [staff.account]);
    fixture.gives(dee, Consent::MentorSeesCheckIns, NOW).await.unwrap();
    fixture.heard();
    fixture.checks_in(dee, not_today(NOW), NOW).await.unwrap();
    assert_eq!(fixture.heard_by(&Notice::BoardChanged), [ray.account]);
}

#[tokio::test]
async fn the_same_check_in_again_is_one_and_another_under_its_id_is_refused() {
    let fixture = Fixture::new().await;
    let (dee, jo) = (fixture.member("Dee").await, fixture.member("Jo").await);
    let first = low(NOW, "a long day");
    let mut turned = first.clone();
    turned.how.as_mut().unwrap().halt.reverse();
    for again in [first.clone(), first.clone(), turned] {
        assert_eq!(fixture.checks_in(dee, again, hours(1)).await.unwrap(), Reply::Done);
    }
    let kept = fixture.check_ins(dee).await;
    assert_eq!((kept.len(), kept[0].at), (1, NOW));
    let other_words = SendCheckIn { how: low(NOW, "a longer day").how, ..first.clone() };
    let other_time = SendCheckIn { at: hours(-1), ..first.clone() };
    let other_wish = SendCheckIn { wants_call: true, ..first.clone() };
    for other in [other_words, other_time, other_wish] {
        assert_refused(fixture.checks_in(dee, other, NOW).await, RefusalCode::IdConflict);
    }
    // An id doesn't reveal that somebody else has made such a check-in.
    fixture.checks_in(jo, SendCheckIn { wants_call: true, ..first }, NOW).await.unwrap();
    assert_eq!((fixture.check_ins(dee).await, fixture.check_ins(jo).await.len()), (kept, 1));
}

#[tokio::test]
async fn what_no_check_in_can_be_is_refused_and_nothing_is_kept() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    let with = |change: fn(&mut HowItIs)| {
        let mut check_in = low(NOW, "words");
        check_in.how.as_mut().map(change);
        check_in
    };
    for refused in [
        low(NOW.plus_ms(2 * MINUTE_MS + 1), "from the future"),
        low(NOW.plus_ms(-30 * DAY_MS - 1), "from long ago"),
        low(Timestamp(i64::MAX), "from the end of time"),
        low(Timestamp(i64::MIN), "from its beginning"),
        with(|how| how.craving = 11),
        with(|how| how.halt = vec![Halt::Tired, Halt::Hungry, Halt::Tired]),
    ] {
        let refused = fixture.checks_in(dee, refused, NOW).await;
        assert_refused(refused, RefusalCode::InvalidField);
    }
    assert_eq!(fixture.check_ins(dee).await, []);
    for allowed in [
        low(NOW.plus_ms(2 * MINUTE_MS), "a telephone whose clock is fast"),
        low(NOW.plus_ms(-30 * DAY_MS), "a month in the woods"),
        with(|how| how.craving = 10),
        with(|how| how.halt = Halt::ALL.to_vec()),
        not_today(NOW),
    ] {
        fixture.checks_in(dee, allowed, NOW).await.unwrap();
    }
    assert_eq!(fixture.check_ins(dee).await.len(), 5);
}

#[tokio::test]
async fn one_made_without_a_network_comes_later_with_its_own_time() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    fixture.checks_in(dee, not_today(hours(0)), hours(0)).await.unwrap();
    fixture.checks_in(dee, low(hours(-40), "no signal here"), hours(1)).await.unwrap();
    let kept = fixture.check_ins(dee).await;
    let times: Vec<_> = kept.iter().map(|check_in| check_in.at).collect();
    assert_eq!(times, [hours(0), hours(-40)]);
    assert_eq!((kept[0].how.as_ref(), kept[0].wants_call), (None, false));
    assert_eq!(fixture.care(dee, hours(1)).await.last_check_in_at, Some(hours(0)));
}

#[tokio::test]
async fn a_year_of_them_is_read_a_page_at_a_time() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    for hour in 0..150 {
        fixture.checks_in(dee, not_today(hours(hour)), hours(150)).await.unwrap();
    }
    let (newest, more) = fixture.check_in_page(dee, None).await;
    assert_eq!((newest.len(), more, newest[0].at), (100, true, hours(149)));
    let (older, more) = fixture.check_in_page(dee, Some(newest[99].at)).await;
    assert_eq!((older.len(), more, older[0].at), (50, false, hours(49)));
}

#[tokio::test]
async fn a_pause_is_up_to_thirty_days_and_shown_until_it_is_over() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    for days in [31, u16::MAX] {
        assert_refused(fixture.pauses(dee, days, NOW).await, RefusalCode::InvalidField);
    }
    assert_eq!(fixture.care(dee, NOW).await.paused_until, None);
    for days in [1, 30] {
        fixture.pauses(dee, days, NOW).await.unwrap();
        let until = NOW.plus_ms(i64::from(days) * DAY_MS);
        assert_eq!(fixture.care(dee, NOW).await.paused_until, Some(until));
        assert_eq!(fixture.care(dee, until).await.paused_until, None, "the pause ends by itself");
    }
    fixture.pauses(dee, 0, NOW).await.unwrap();
    assert_eq!(fixture.care(dee, NOW).await.paused_until, None);
}

#[tokio::test]
async fn a_zone_that_nobody_lives_in_is_refused() {
    let fixture = Fixture::new().await;
    let dee = fixture.member("Dee").await;
    let before = fixture.care(dee, NOW).await;
    assert_eq!((before.zone.as_ref(), before.check_in_at.minutes()), (None, 480));
    let refused = fixture.lives_in(dee, "America/Atlantis", 60, NOW).await;
    assert_refused(refused, RefusalCode::InvalidField);
    assert_eq!(fixture.care(dee, NOW).await, before);
    fixture.lives_in(dee, "Australia/Lord_Howe", 1_439, NOW).await.unwrap();
    let after = fixture.care(dee, NOW).await;
    assert_eq!(after.zone.unwrap().as_str(), "Australia/Lord_Howe");
    assert_eq!(after.check_in_at.minutes(), 1_439);
}
