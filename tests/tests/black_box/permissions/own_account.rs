//! Well-formed requests about one's own account, and ways back into one.

use circles_protocol::requests::*;
use circles_protocol::{RecoveryLinkId, Request, Timestamp};

use super::people::Scene;

pub(super) fn request(name: &str, scene: &Scene) -> Option<Request> {
    let link = RecoveryLinkId::from_bytes([7; 16]);
    Some(match name {
        "list_security_notices" => Request::ListSecurityNotices(ListSecurityNotices {}),
        "mark_security_notices_seen" => {
            Request::MarkSecurityNoticesSeen(MarkSecurityNoticesSeen { through: Timestamp(0) })
        }
        "create_recovery_link" => {
            let (circle, member) = scene.spare;
            Request::CreateRecoveryLink(CreateRecoveryLink { circle, member })
        }
        "withdraw_recovery_link" => Request::WithdrawRecoveryLink(WithdrawRecoveryLink { link }),
        "list_recovery_links" => Request::ListRecoveryLinks(ListRecoveryLinks {}),
        "confirm_recovery" => Request::ConfirmRecovery(ConfirmRecovery { link }),
        "stop_recovery_link" => Request::StopRecoveryLink(StopRecoveryLink {}),
        _ => return None,
    })
}
