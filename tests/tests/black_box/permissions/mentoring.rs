//! A well-formed request for every line of the table that is about mentoring.

use circles_protocol::requests::*;
use circles_protocol::{Means, NoContactId, NoContactOutcome, OutreachOutcome, Request};
use uuid::Uuid;

use super::people::{Scene, Target};

pub(super) fn request(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    walking(name, scene).or_else(|| finding_mentors(name, scene, target))
}

fn walking(name: &str, scene: &Scene) -> Option<Request> {
    use Request as R;
    let (pairing, means) = (scene.paired.pairing, Means::Message);
    Some(match name {
        "accept_pairing" => R::AcceptPairing(AcceptPairing { pairing }),
        "end_pairing" => R::EndPairing(EndPairing { pairing }),
        "stop_mentoring" => R::StopMentoring(StopMentoring {}),
        "show_board" => R::ShowBoard(ShowBoard {}),
        "show_mentee" => R::ShowMentee(ShowMentee { pairing, before: None }),
        "log_outreach" => {
            let outcome = OutreachOutcome::Attempt;
            R::LogOutreach(LogOutreach { pairing, means, outcome })
        }
        "set_next_contact" => R::SetNextContact(SetNextContact { pairing, at: None }),
        _ => return None,
    })
}

fn finding_mentors(name: &str, scene: &Scene, target: Target) -> Option<Request> {
    use Request as R;
    let (mentor, pairing) = (scene.paired.mentor, scene.paired.pairing);
    let member = target.member;
    Some(match name {
        "list_mentors" => R::ListMentors(ListMentors {}),
        "add_mentor" => R::AddMentor(AddMentor { member }),
        "remove_mentor" => R::RemoveMentor(RemoveMentor { mentor }),
        "propose_pairing" => {
            R::ProposePairing(ProposePairing { mentor, mentee: member, over_caseload: false })
        }
        "list_pairings" => R::ListPairings(ListPairings { after: None }),
        "withdraw_pairing" => R::WithdrawPairing(WithdrawPairing { pairing }),
        "list_no_contacts" => R::ListNoContacts(ListNoContacts {}),
        "close_no_contact" => {
            let (no_contact, outcome) = (NoContactId(Uuid::nil()), NoContactOutcome::Closed);
            R::CloseNoContact(CloseNoContact { no_contact, outcome })
        }
        _ => return None,
    })
}
