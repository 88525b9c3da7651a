//! Examples of what an alum tells of themselves.

use super::cases::statement;
use super::*;

pub(super) const CHECK_IN: CheckInId =
    CheckInId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0c1e));
const LAPSE: LapseId = LapseId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0a95));

pub(super) fn day(text: &str) -> LocalDate {
    LocalDate::parse(text).expect("a sample's day is one")
}

pub(super) fn time(text: &str) -> LocalTime {
    LocalTime::parse(text).expect("a sample's time of day is one")
}

pub(super) fn zone() -> Zone {
    Zone::parse("America/New_York").expect("a sample's zone is one")
}

pub(super) fn phone() -> Phone {
    Phone::from_stored("+1 555 0100".to_owned())
}

pub(super) fn emergency_contact() -> EmergencyContact {
    EmergencyContact {
        name: ContactName::from_stored("Robin, my sister".to_owned()),
        phone: phone(),
    }
}

fn how() -> HowItIs {
    HowItIs {
        mood: Mood::Low,
        craving: 4,
        halt: vec![Halt::Lonely, Halt::Tired],
        note: statement(),
    }
}

pub(super) fn check_in() -> CheckInView {
    CheckInView { id: CHECK_IN, at: AT, how: Some(how()), wants_call: true }
}

pub(super) fn lapse() -> LapseView {
    LapseView {
        id: LAPSE,
        from: day("2026-09-19"),
        to: day("2026-09-20"),
        shared_with: LapseSharing::Mentor,
        recorded_at: AT,
    }
}

pub(super) fn milestone() -> MilestoneView {
    MilestoneView { milestone: Milestone::Days(90), on: day("2026-10-18") }
}

pub(super) fn pairing() -> PairingView {
    PairingView {
        id: super::mentoring::PAIRING,
        mentor: true,
        with: alias("Ray"),
        state: PairingState::Active,
        since: AT,
        direct: Some(CIRCLE),
    }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let date = day("2026-07-20");
    let mut requests = vec![
        R::ShowCare(ShowCare {}),
        R::ChangeCareSettings(ChangeCareSettings {
            zone: Some(zone()),
            check_in_at: time("08:00"),
        }),
        R::SetContact(SetContact {
            phone: Some(phone()),
            emergency_contact: Some(emergency_contact()),
        }),
        R::GiveConsent(GiveConsent { consent: Consent::MentorSeesCheckIns, version: 1 }),
        R::RevokeConsent(RevokeConsent { consent: Consent::MentorSeesCheckIns }),
        R::SendCheckIn(SendCheckIn {
            id: CHECK_IN,
            at: AT,
            how: Some(how()),
            wants_call: true,
            tell_centre: false,
        }),
        R::ListCheckIns(ListCheckIns { before: Some(AT) }),
        R::DeleteCheckIn(DeleteCheckIn { check_in: CHECK_IN }),
        R::PauseCheckIns(PauseCheckIns { days: 7 }),
        R::SetRecoveryDate(SetRecoveryDate {
            recovery: Some(RecoveryDate { date, label: RecoveryLabel::Recovery }),
        }),
        R::ShareMilestone(ShareMilestone {
            milestone: Milestone::Days(90),
            circle: CIRCLE,
            id: MESSAGE,
            body: body("Ninety days. Thank you all."),
        }),
        R::KeepMilestonePrivate(KeepMilestonePrivate { milestone: Milestone::Days(60) }),
        R::ListLapses(ListLapses {}),
        R::DeleteLapse(DeleteLapse { lapse: LAPSE }),
    ];
    let LapseView { id, from, to, shared_with, .. } = lapse();
    requests.extend(
        [DateChoice::KeepDate, DateChoice::ChangeDate { date }, DateChoice::PauseDate]
            .map(|date| R::RecordLapse(RecordLapse { id, from, to, shared_with, date })),
    );
    requests
}

fn care() -> OwnCare {
    OwnCare {
        zone: Some(zone()),
        centre_zone: zone(),
        check_in_at: time("08:00"),
        graduated_on: day("2026-08-01"),
        consent_version: limits::CONSENT_VERSION,
        consents: vec![ConsentView {
            consent: Consent::MentorSeesCheckIns,
            version: 1,
            given_at: AT,
        }],
        phone: Some(phone()),
        emergency_contact: Some(emergency_contact()),
        pairings: vec![pairing()],
        last_check_in_at: Some(AT),
        paused_until: Some(AT),
        hello_due: true,
        recovery: Some(RecoveryView {
            date: day("2026-07-20"),
            label: RecoveryLabel::Recovery,
            paused: false,
            days: 212,
            days_in_all: 219,
            next: Some(milestone()),
            reached: vec![MilestoneView { milestone: Milestone::Days(60), on: day("2026-09-18") }],
            asked: vec![Milestone::Days(60)],
        }),
        mentor: false,
        on_call: false,
    }
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::Care { care: Box::new(care()) },
        Reply::CheckIns { check_ins: vec![check_in()], has_more: true },
        Reply::Lapses { lapses: vec![lapse()] },
    ]
}
