//! Well-formed requests about one's own account.

use circles_protocol::requests::{ListSecurityNotices, MarkSecurityNoticesSeen};
use circles_protocol::{Request, Timestamp};

pub(super) fn request(name: &str) -> Option<Request> {
    Some(match name {
        "list_security_notices" => Request::ListSecurityNotices(ListSecurityNotices {}),
        "mark_security_notices_seen" => {
            Request::MarkSecurityNoticesSeen(MarkSecurityNoticesSeen { through: Timestamp(0) })
        }
        _ => return None,
    })
}
