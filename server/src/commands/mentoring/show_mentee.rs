//! One mentee's details, with what they share right now.

use circles_protocol::requests::ShowMentee;
use circles_protocol::{MenteeView, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::care::mentee_card::card;
use crate::commands::shared::care::mentee_dates;
use crate::commands::shared::mentoring::pairing::require_mentor;
use crate::domain::{Operation, Rejection};
use crate::limits::OUTREACH_SHOWN;

pub(crate) async fn show_mentee(
    context: Context<'_>,
    request: ShowMentee,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, rules } = context;
    store
        .read(move |view| {
            let operation = Operation::ShowMentee;
            let pairing = require_mentor(view, operation, actor.account, request.pairing)?;
            let mentee = pairing.mentee;
            let opened = card(view, &pairing, &rules, now)?;
            let page = limits::CHECK_INS_PAGE;
            let mut check_ins = match opened.shared.check_ins {
                Some(from) => view.shared_check_ins(mentee, from, request.before, page + 1)?,
                None => Vec::new(),
            };
            let has_more = check_ins.len() > usize::from(page);
            check_ins.truncate(usize::from(page));
            let lapses = match opened.shared.lapses {
                Some(from) => view.lapses_told(mentee, from)?,
                None => Vec::new(),
            };
            let milestones = match opened.shared.dates {
                Some(_) => mentee_dates::reached(view, mentee)?,
                None => Vec::new(),
            };
            let outreach = view.newest_outreach(pairing.key, OUTREACH_SHOWN)?;
            let card = opened.card;
            let mentee = MenteeView { card, check_ins, has_more, outreach, lapses, milestones };
            Ok(Reply::Mentee { mentee: Box::new(mentee) })
        })
        .await
}
