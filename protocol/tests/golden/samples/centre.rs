//! Examples of the coordinator's page.

use super::care::{day, emergency_contact};
use super::mentoring::PAIRING;
use super::*;

pub(super) const MENTOR: MentorId =
    MentorId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_03e2));
const NO_CONTACT: NoContactId =
    NoContactId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00c0));

pub(super) fn person() -> Person {
    Person { circle: CIRCLE, member: JO, label: label(), alias: None, invited_at: None }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (mentor, pairing) = (MENTOR, PAIRING);
    vec![
        R::ListMentors(ListMentors {}),
        R::AddMentor(AddMentor { member: JO }),
        R::RemoveMentor(RemoveMentor { mentor }),
        R::ProposePairing(ProposePairing { mentor, mentee: JO, over_caseload: true }),
        R::ListPairings(ListPairings { after: Some(pairing) }),
        R::WithdrawPairing(WithdrawPairing { pairing }),
        R::ListNoContacts(ListNoContacts {}),
        R::CloseNoContact(CloseNoContact {
            no_contact: NO_CONTACT,
            outcome: NoContactOutcome::Reached,
        }),
        R::ChangeHelpCard(ChangeHelpCard { card: super::help::card() }),
        R::ListCounts(ListCounts {}),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::Mentors {
            mentors: vec![MentorEntry {
                id: MENTOR,
                person: Some(person()),
                caseload: 9,
                caseload_early: 4,
            }],
        },
        Reply::MentorAdded { mentor: MENTOR },
        Reply::PairingProposed { pairing: PAIRING },
        Reply::Pairings {
            pairings: vec![CentrePairing {
                id: PAIRING,
                mentor: MENTOR,
                mentee: Some(person()),
                active: false,
                since: AT,
            }],
            unassigned: vec![UnassignedMentee { mentee: person(), since: AT }],
            has_more: true,
        },
        Reply::NoContacts {
            no_contacts: vec![NoContactView {
                id: NO_CONTACT,
                person: Some(person()),
                since: AT,
                close_due: true,
                emergency_contact: Some(emergency_contact()),
            }],
        },
        Reply::Counts {
            weeks: vec![WeekCounts {
                week: day("2026-11-23"),
                joined: 2,
                check_ins: 41,
                outreach: 12,
                help_requests: 1,
                help_acknowledged: 1,
                no_contacts: 0,
            }],
        },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![Notice::CentreChanged]
}
