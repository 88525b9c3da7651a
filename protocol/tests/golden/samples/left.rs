//! Examples of what one has left, and can still report, and of what holds before one
//! writes to somebody.

use super::*;

pub(super) fn requests() -> Vec<Request> {
    vec![
        Request::ListLeftCircles(ListLeftCircles {
            after: Some(LeftCursor { circle: CIRCLE, member: Some(JO) }),
        }),
        Request::FetchLeftMessages(FetchLeftMessages { circle: CIRCLE, before: Some(Seq(41)) }),
        Request::PreviewDirect(PreviewDirect { circle: CIRCLE, member: JO }),
    ]
}

pub(super) fn replies() -> Vec<Reply> {
    vec![
        Reply::LeftCircles {
            circles: vec![LeftView {
                circle: CIRCLE,
                name: Some(name("Thursday walkers")),
                left_at: AT,
                reportable_until: AT,
                members: vec![LeftMember { id: JO, alias: alias("Jo") }],
            }],
            has_more: true,
        },
        Reply::LeftMessages {
            messages: vec![LeftMessage {
                id: MESSAGE,
                seq: Seq(41),
                author: JO,
                sent_at: AT,
                body: Some(body("Send me the money tonight.")),
            }],
            has_more: true,
        },
        Reply::DirectPreview { terms: DirectTerms::Newcomer, newcomer_days: 90 },
    ]
}
