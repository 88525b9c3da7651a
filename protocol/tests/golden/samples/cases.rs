//! Examples of reports, cases, held messages and the centre's choices.

use super::safety::{REASON, action};
use super::*;

const CASE: CaseId = CaseId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ca1));
const REPORT: ReportId = ReportId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0e01));

pub(super) fn statement() -> Option<Statement> {
    Some(Statement::from_stored("It is the third time this week.".to_owned()))
}

pub(super) fn evidence() -> Vec<Evidence> {
    let body = body("Can get you some, text 555 0100.");
    vec![Evidence { message: MESSAGE, body, sent_at: AT, taken_at: AT }]
}

pub(super) fn given() -> ReportGiven {
    ReportGiven { reason: REASON, statement: statement(), at: AT }
}

fn settings() -> CentreSettings {
    CentreSettings {
        muted_may_react: false,
        new_account_hold_days: 30,
        watch_for: Signal::ALL.to_vec(),
        zone: Some(super::care::zone()),
        milestone_style: Some(MilestoneStyle::Plain),
        fold_reports_days: Some(30),
    }
}

pub(super) fn case() -> CaseView {
    CaseView {
        id: CASE,
        circle: CIRCLE,
        kind: CaseKind::Reported,
        reason: REASON,
        subject: JO,
        message: Some(MESSAGE),
        signals: vec![Signal::PhoneNumber],
        reports: 2,
        opened_at: AT,
        due_at: AT,
        claim: Some(Claim { by: Some(ME), mine: true, until: AT }),
        reopened_at: None,
        folded_under: None,
    }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (circle, message, member) = (CIRCLE, MESSAGE, JO);
    let (case, reason) = (CASE, REASON);
    let mut requests = vec![
        R::ReportMessage(ReportMessage { circle, message, reason, statement: statement() }),
        R::ReportMember(ReportMember { circle, member, reason, statement: None, in_private: true }),
        R::ListOwnReports(ListOwnReports {}),
        R::ListHeldMessages(ListHeldMessages {
            before: Some(HeldCursor { circle, message: MESSAGE, not_posted: false }),
        }),
        R::ListCases(ListCases { after: Some(case) }),
        R::FetchCase(FetchCase { case, skip: 20 }),
        R::ClaimCase(ClaimCase { case }),
        R::HandOverCase(HandOverCase { case, to: Some(member) }),
        R::ListOverdue(ListOverdue {}),
        R::ShowCentreSettings(ShowCentreSettings {}),
        R::ChangeCentreSettings(ChangeCentreSettings { settings: settings() }),
        R::SuspendAccount(SuspendAccount { circle, member, reason }),
        R::RestoreAccount(RestoreAccount { circle, member }),
    ];
    let duration = MuteDuration::OneDay;
    requests.extend(
        [
            CaseResolution::Dismiss,
            CaseResolution::MuteMessage,
            CaseResolution::MuteMember { duration },
            CaseResolution::MassMute { duration },
            CaseResolution::AddNote { note: ContentNote::SubstanceUse },
            CaseResolution::ProposeRemoval,
            CaseResolution::Release,
            CaseResolution::HoldBack,
        ]
        .map(|resolution| R::CloseCase(CloseCase { case, resolution, reason })),
    );
    requests
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::MessageHeld { at: AT },
        Reply::Reported { report: REPORT },
        Reply::OwnReports {
            reports: vec![OwnReport {
                id: REPORT,
                circle: CIRCLE,
                reason: REASON,
                at: AT,
                handled_at: Some(AT),
            }],
        },
        Reply::Held {
            messages: vec![HeldView {
                id: MESSAGE,
                circle: CIRCLE,
                body: body("My sister's number is 555 0100."),
                reply_to: Some(EARLIER),
                content_note: None,
                held_at: AT,
                not_posted: false,
            }],
            has_more: true,
        },
        Reply::Cases { cases: vec![case()], has_more: true },
        Reply::Case {
            opened: Box::new(OpenedCase {
                case: case(),
                evidence: evidence(),
                has_more: true,
                reports: vec![given()],
                actions: vec![action()],
            }),
        },
        Reply::Overdue { circles: vec![OverdueView { circle: CIRCLE, cases: 2, appeals: 1 }] },
        Reply::CentreSettings {
            settings: settings(),
            storage: Some(StorageView {
                used_mib: 312,
                most_mib: 10_240,
                low: false,
                backup: Some(BackupView {
                    scheduled: true,
                    last_at: Some(AT),
                    overdue: false,
                    failed: false,
                }),
            }),
        },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![
        Notice::QueueChanged,
        Notice::ReportHandled { circle: CIRCLE, report: REPORT },
        Notice::HeldDecided { circle: CIRCLE, message: MESSAGE, released: true },
    ]
}
