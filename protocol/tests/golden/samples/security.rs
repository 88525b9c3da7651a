//! Examples of security notices.

use super::*;

pub(super) fn requests() -> Vec<Request> {
    vec![
        Request::ListSecurityNotices(ListSecurityNotices {}),
        Request::MarkSecurityNoticesSeen(MarkSecurityNoticesSeen { through: AT }),
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
    vec![Reply::SecurityNotices { notices: vec![own, of_staff] }]
}

pub(super) fn notices() -> Vec<Notice> {
    vec![Notice::SecurityNoticed, Notice::SessionRenewalDue]
}
