//! Examples of security notices.

use super::*;

const LINK: RecoveryLinkId =
    RecoveryLinkId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00b2));

pub(super) fn requests() -> Vec<Request> {
    vec![
        Request::ListSecurityNotices(ListSecurityNotices {}),
        Request::MarkSecurityNoticesSeen(MarkSecurityNoticesSeen { through: AT }),
        Request::CreateRecoveryLink(CreateRecoveryLink { circle: CIRCLE, member: JO }),
        Request::WithdrawRecoveryLink(WithdrawRecoveryLink { link: LINK }),
        Request::ListRecoveryLinks(ListRecoveryLinks {}),
        Request::ConfirmRecovery(ConfirmRecovery { link: LINK }),
        Request::StopRecoveryLink(StopRecoveryLink {}),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    let own = SecurityNotice {
        kind: SecurityNoticeKind::NewDevice,
        at: AT,
        device: Some("Android phone".into()),
        actor: None,
        about: None,
        seen: false,
    };
    let of_staff = SecurityNotice {
        kind: SecurityNoticeKind::CoordinatorSuspended,
        at: AT,
        device: None,
        actor: Some(alias("Jo")),
        about: Some(alias("Sam")),
        seen: true,
    };
    let link = RecoveryLinkView {
        id: LINK,
        person: Some(super::centre::person()),
        state: RecoveryLinkState::Used,
        made_at: AT,
        until: AT,
        own: false,
    };
    vec![
        Reply::SecurityNotices { notices: vec![own, of_staff] },
        Reply::RecoveryLinkCreated {
            link: LINK,
            path: "/back#BBBBBBBBBBBBBBBBBBBBBB".to_owned(),
            expires_at: AT,
        },
        Reply::RecoveryLinks { links: vec![link] },
    ]
}

pub(super) fn notices() -> Vec<Notice> {
    let recovery = AccountRecovery { link_until: Some(AT), closed_until: None };
    vec![
        Notice::SecurityNoticed,
        Notice::SessionRenewalDue,
        Notice::AccountRecoveryChanged { recovery },
    ]
}
