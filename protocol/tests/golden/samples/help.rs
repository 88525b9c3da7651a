//! Examples of asking for help, of alerts and of the rota.

use super::care::day;
use super::care::phone;
use super::cases::statement;
use super::*;

const HELP: HelpId = HelpId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0e19));
const SHIFT: ShiftId = ShiftId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_051f));
const PERSON: OnCallId = OnCallId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ca2));

pub(super) fn card() -> HelpCard {
    let line = |text: &str| CardText::from_stored(text.to_owned());
    HelpCard {
        numbers: vec![HelpNumber { label: line("The centre, day and night"), phone: phone() }],
        steps: vec![line("Call 911 first."), line("Give naloxone if you have it.")],
        last_checked: Some(day("2026-09-01")),
    }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (help, shift, person) = (HELP, SHIFT, PERSON);
    vec![
        R::ShowHelp(ShowHelp {}),
        R::AskForHelp(AskForHelp { id: help, to: HelpTo::OnCall, words: statement(), undo: true }),
        R::AddHelpRecipient(AddHelpRecipient { help, to: HelpTo::Centre }),
        R::EndHelp(EndHelp { help }),
        R::AcknowledgeHelp(AcknowledgeHelp { help }),
        R::ListHelpAlerts(ListHelpAlerts {}),
        R::ListRota(ListRota { from: AT, to: AT }),
        R::HandOverShift(HandOverShift { shift, to: person }),
        R::AddOnCall(AddOnCall { member: Some(JO) }),
        R::RemoveOnCall(RemoveOnCall { person }),
        R::AddShift(AddShift { person, rank: Rank::First, from: AT, to: AT }),
        R::RemoveShift(RemoveShift { shift }),
    ]
}

fn help() -> HelpView {
    HelpView {
        id: HELP,
        to: HelpTo::OnCall,
        asked_at: AT,
        state: HelpState::Acknowledged,
        last_step: HelpStep::SecondOnCall,
        by_words: false,
        by: Some(alias("Jo")),
        direct: Some(CIRCLE),
        undo_until: None,
        alerted: vec![HelpTo::Mentor, HelpTo::OnCall],
        wants_call: false,
    }
}

/// Sent just now, and nobody is told yet.
fn held() -> HelpView {
    HelpView {
        state: HelpState::Waiting,
        last_step: HelpStep::Nobody,
        by: None,
        direct: None,
        undo_until: Some(AT),
        alerted: Vec::new(),
        ..help()
    }
}

fn alert() -> HelpAlert {
    HelpAlert {
        id: HELP,
        who: alias("Alex"),
        asked_at: AT,
        alerted_at: AT,
        state: HelpAlertState::Yours,
        words: statement(),
        by_words: false,
        direct: Some(CIRCLE),
        wants_call: true,
        phone: Some(phone()),
    }
}

pub(super) fn replies() -> Vec<Reply> {
    let status = HelpStatus {
        on_duty: Some(alias("Jo")),
        mentor: Some(alias("Ray")),
        open: Some(help()),
        centre: true,
    };
    let stretch = Stretch { from: AT, to: AT };
    let rota = Rota {
        people: vec![OnCallPerson { id: PERSON, alias: alias("Jo"), label: label(), me: true }],
        shifts: vec![ShiftView { id: SHIFT, person: PERSON, rank: Rank::First, from: AT, to: AT }],
        gaps: vec![stretch],
        overlaps: vec![stretch],
        now: Some(PERSON),
        shown_to: Some(AT),
    };
    vec![
        Reply::HelpStatus { status },
        Reply::HelpAsked { help: help() },
        Reply::HelpAcknowledged { direct: CIRCLE },
        Reply::HelpAlerts { alerts: vec![alert()] },
        Reply::Rota { rota },
        Reply::OnCallAdded { person: PERSON },
        Reply::ShiftAdded { shift: SHIFT },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![
        Notice::HelpChanged { help: held() },
        Notice::HelpAlerted { alert: alert() },
        Notice::RotaChanged,
    ]
}
