//! Reports a person, with the reporter unnamed. Anyone in the circle can report anyone
//! they have met there, whatever their role, also for a while after leaving.

use circles_protocol::requests::ReportMember;
use circles_protocol::{CircleId, MemberId, RefusalCode, Reply, Timestamp};

use crate::commands::Context;
use crate::commands::shared::moderation::report::{About, ReportTarget, recipient, report};
use crate::domain::received::Recipient;
use crate::domain::{AccountKey, MemberKey, Operation, Rejection, require_recipient_about};
use crate::store::View;

pub(crate) async fn report_member(
    context: Context<'_>,
    request: ReportMember,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .write(move |tx| {
            let ReportMember { circle, member, reason, statement, in_private } = request;
            let (reporter, subject) = find(tx, actor.account, circle, member, now)?;
            let (reporter, subject) = if in_private && !reporter.direct {
                in_their_conversation(tx, actor.account, subject, now)?
            } else {
                (reporter, subject)
            };
            let about = About::Person;
            report(tx, &reporter, &ReportTarget { subject, about, reason, statement }, now)
        })
        .await
}

fn find(
    view: &View<'_>,
    account: AccountKey,
    circle: CircleId,
    member: MemberId,
    now: Timestamp,
) -> Result<(Recipient, MemberKey), Rejection> {
    let operation = Operation::ReportMember;
    let reporter = recipient(operation, view, account, circle, now)?;
    let subject = view.met_by(&reporter, member)?.ok_or_else(Rejection::not_found)?.key;
    require_recipient_about(operation, &reporter, subject).map_err(|_| {
        let sentence = "This is you. Your moderators are there if you want to talk.";
        Rejection::new(RefusalCode::NotAllowed, sentence)
    })?;
    Ok((reporter, subject))
}

/// What somebody does in private is decided by the centre, not by the moderators of a
/// circle that the two share.
fn in_their_conversation(
    view: &View<'_>,
    account: AccountKey,
    subject: MemberKey,
    now: Timestamp,
) -> Result<(Recipient, MemberKey), Rejection> {
    let other = view.account_of(subject)?;
    let none = || {
        let sentence = "You have no private conversation with this person, \
                        or it ended more than 30 days ago.";
        Rejection::new(RefusalCode::NotFound, sentence)
    };
    let direct = view.direct_of_two(account, other)?.ok_or_else(none)?;
    let member = view.membership_of(direct.circle, other)?.ok_or_else(none)?;
    find(view, account, direct.circle_id, member.id, now).map_err(|_| none())
}
