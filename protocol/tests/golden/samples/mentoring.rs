//! Examples of what a mentor sees and notes down.

use super::care::{check_in, lapse, milestone, phone};
use super::*;

pub(super) const PAIRING: PairingId =
    PairingId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0fa1));

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let pairing = PAIRING;
    vec![
        R::AcceptPairing(AcceptPairing { pairing }),
        R::EndPairing(EndPairing { pairing }),
        R::StopMentoring(StopMentoring {}),
        R::ShowBoard(ShowBoard {}),
        R::ShowMentee(ShowMentee { pairing, before: Some(AT) }),
        R::LogOutreach(LogOutreach {
            pairing,
            means: Means::Message,
            outcome: OutreachOutcome::Reached,
        }),
        R::SetNextContact(SetNextContact { pairing, at: Some(AT) }),
    ]
}

fn outreach() -> OutreachView {
    OutreachView { at: AT, means: Means::Phone, outcome: OutreachOutcome::Attempt }
}

fn card() -> MenteeCard {
    MenteeCard {
        pairing: PAIRING,
        alias: alias("D"),
        weeks: 5,
        attention: Attention::WantsCall,
        next_contact_at: Some(AT),
        last_outreach: Some(outreach()),
        hello_step: Some(HelloStep::SayHello),
        wants_call_since: Some(AT),
        help_since: None,
        shares_check_ins: true,
        last_check_in: Some(check_in()),
        paused_until: None,
        next_milestone: Some(milestone()),
        congratulate: Some(milestone()),
        lapse: Some(lapse()),
        phone: Some(phone()),
        means: Means::ALL.to_vec(),
        direct: Some(CIRCLE),
    }
}

pub(super) fn replies() -> Vec<Reply> {
    let mentee = MenteeView {
        card: card(),
        check_ins: vec![check_in()],
        has_more: false,
        outreach: vec![outreach()],
        lapses: vec![lapse()],
        milestones: vec![milestone()],
    };
    vec![Reply::Board { cards: vec![card()] }, Reply::Mentee { mentee: Box::new(mentee) }]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![Notice::CareChanged, Notice::BoardChanged]
}
