//! Examples of keeping a circle safe.

use super::*;

pub(super) const ACTION: ActionId =
    ActionId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0ac1));
pub(super) const REASON: Reason = Reason::Solicitation;

pub(super) fn action() -> ActionView {
    ActionView {
        id: ACTION,
        kind: ActionKind::MassMute,
        subject: JO,
        by: Some(ME),
        reason: REASON,
        at: AT,
        until: Some(AT),
        ended_at: None,
        messages: 3,
    }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (circle, message, member) = (CIRCLE, MESSAGE, JO);
    let (duration, reason) = (MuteDuration::OneDay, REASON);
    vec![
        R::SetContentNote(SetContentNote {
            circle,
            message,
            note: Some(ContentNote::DeathAndLoss),
        }),
        R::ListOwnActions(ListOwnActions {}),
        R::MuteMessages(MuteMessages { circle, messages: vec![message], reason }),
        R::UnmuteMessages(UnmuteMessages { circle, messages: vec![message] }),
        R::RevealMessage(RevealMessage { circle, message }),
        R::MuteMember(MuteMember { circle, member, duration, reason }),
        R::UnmuteMember(UnmuteMember { circle, member }),
        R::MassMute(MassMute { circle, member, duration, reason }),
        R::SetSlowMode(SetSlowMode { circle, seconds: 30 }),
        R::ListActions(ListActions { circle }),
        R::ListAudit(ListAudit {
            before: Some(812),
            action: Some(AuditAction::MemberMuted),
            circle: Some(circle),
        }),
    ]
}

pub(super) fn hiding() -> Vec<Request> {
    let (circle, message) = (CIRCLE, MESSAGE);
    vec![
        Request::HideMessage(HideMessage { circle, message }),
        Request::UnhideMessage(UnhideMessage { circle, message }),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::ActionTaken { action: ACTION },
        Reply::OwnActions {
            actions: vec![OwnAction {
                id: ACTION,
                circle: CIRCLE,
                kind: ActionKind::MassMute,
                reason: REASON,
                at: AT,
                until: Some(AT),
                ended_at: None,
                messages: vec![MESSAGE],
                appeal: Some(OwnAppeal { at: AT, due_at: AT, outcome: None }),
            }],
        },
        Reply::Audit {
            entries: vec![AuditEntry {
                number: 811,
                at: AT,
                action: AuditAction::MemberMuted,
                actor: Some("5f0c9a1e".to_owned()),
                actor_label: label(),
                circle: Some(CIRCLE),
                target: Some(JO.0),
                reason: Some(REASON),
            }],
            has_more: true,
        },
        Reply::Actions { actions: vec![action()] },
    ]
}

pub(super) fn happenings() -> Vec<EventPayload> {
    use EventPayload as H;
    vec![
        H::MessageMuted { message: MESSAGE },
        H::MessageUnmuted { message: message() },
        H::ContentNoteChanged { message: MESSAGE, note: Some(ContentNote::SelfHarm) },
        H::SlowModeChanged { seconds: 30 },
        H::UnderReviewChanged { message: MESSAGE, under_review: true },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![
        Notice::ActionAboutYou { circle: CIRCLE, muted_until: Some(AT) },
        Notice::MessageHidden { circle: CIRCLE, message: MESSAGE, hidden: true },
    ]
}
