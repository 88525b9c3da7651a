//! Stores a check-in. Sending is idempotent: the client makes the id, even for one
//! written without a network, which arrives later with its own time.

use circles_protocol::requests::SendCheckIn;
use circles_protocol::{CheckInView, Consent, Notice, RefusalCode, Reply, Timestamp, limits};

use crate::clock::DAY_MS;
use crate::commands::Context;
use crate::commands::shared::care::follow_up;
use crate::commands::shared::care::notify_mentor::shared_moment_changed;
use crate::commands::shared::help::call_request;
use crate::domain::Rejection;
use crate::domain::counts::Count;
use crate::limits::{CHECK_IN_AHEAD_MS, CHECK_IN_LATE_DAYS};

pub(crate) async fn send_check_in(
    context: Context<'_>,
    request: SendCheckIn,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    let tell_centre = request.tell_centre;
    let check_in = checked(request, now)?;
    store
        .write(move |tx| {
            if let Some(first) = tx.check_in(actor.account, check_in.id)? {
                if first != check_in {
                    let sentence = "Another check-in was already sent under this id.";
                    return Err(Rejection::new(RefusalCode::IdConflict, sentence));
                }
                if tell_centre {
                    call_request::tell_centre(tx, actor, &first, now, &rules)?;
                }
                return Ok(Reply::Done);
            }
            tx.add_check_in(actor.account, &check_in, now)?;
            tx.count(Count::CheckIns, now)?;
            follow_up::record_contact(tx, actor.account, now, &rules)?;
            tx.notify(actor.account, Notice::CareChanged);
            let (consent, at) = (Consent::MentorSeesCheckIns, check_in.at);
            shared_moment_changed(tx, actor.account, consent, at)?;
            if tell_centre {
                call_request::tell_centre(tx, actor, &check_in, now, &rules)?;
            }
            Ok(Reply::Done)
        })
        .await
}

fn checked(request: SendCheckIn, now: Timestamp) -> Result<CheckInView, Rejection> {
    let SendCheckIn { id, at, mut how, wants_call, tell_centre } = request;
    if tell_centre && !wants_call {
        let sentence = "The centre is told of a wish for a call only.";
        return Err(Rejection::invalid("tell_centre", sentence));
    }
    if at > now.plus_ms(CHECK_IN_AHEAD_MS) {
        return Err(Rejection::invalid("at", "A check-in can't be from the future."));
    }
    if at < now.plus_ms(-CHECK_IN_LATE_DAYS * DAY_MS) {
        return Err(Rejection::invalid("at", "This check-in is from more than 30 days ago."));
    }
    if let Some(how) = &mut how {
        if how.craving > limits::CRAVING_MOST {
            return Err(Rejection::invalid("how.craving", "A craving is 0 to 10."));
        }
        let named = how.halt.len();
        how.halt.sort_unstable();
        how.halt.dedup();
        if how.halt.len() != named {
            return Err(Rejection::invalid("how.halt", "Each can be named once."));
        }
    }
    Ok(CheckInView { id, at, how, wants_call })
}
