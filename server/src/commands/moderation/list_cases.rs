//! A page of the review queue: the open cases that the reader may decide, in all circles,
//! the gravest and oldest first. It contains nobody's words.

use circles_protocol::requests::ListCases;
use circles_protocol::{CaseId, CaseKind, CaseView, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::moderation::case;
use crate::commands::shared::moderation::queue::PeopleByCircle;
use crate::domain::deciding::{may_decide, may_decide_some};
use crate::domain::{Actor, Decider, DecisionSubject, Operation, Rejection};
use crate::limits::{ALIKE_LOOKED_AT, FOLDED_FROM};
use crate::store::{CaseRow, QueueCursor, View};

pub(crate) async fn list_cases(
    context: Context<'_>,
    request: ListCases,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            // A long queue is not scanned for people who may decide nothing in it.
            if !view.holds_role(actor.account)? {
                return none(request.after);
            }
            let after = match request.after {
                // The case may be closed by now; its position is known all the same.
                Some(id) => case::decidable(Operation::FetchCase, view, actor, id)?.case.place(),
                None => QueueCursor::START,
            };
            let mut people = PeopleByCircle::default();
            // One more than a page shows whether there is more.
            let mut found = view.open_cases(after, limits::CASES_PAGE + 1, |circle, subject| {
                let people = people.in_circle(view, circle)?;
                if !may_decide_some(people, actor.account) {
                    return Ok(false);
                }
                let subject = view.account_of(subject)?;
                Ok(may_decide(people, DecisionSubject::Case { subject }, actor.account))
            })?;
            let page = usize::from(limits::CASES_PAGE);
            let has_more = found.len() > page;
            found.truncate(page);
            let mut cases = Vec::with_capacity(found.len());
            for row in found {
                let people = people.in_circle(view, row.circle)?;
                let folded_under = folded_under(view, actor, &row, people)?;
                let shown = case::shown(view, actor, row, people, now)?;
                cases.push(CaseView { folded_under, ..shown });
            }
            Ok(Reply::Cases { cases, has_more })
        })
        .await
}

/// The case that stands for this one if one person has reported many: one person alone
/// can't take more room in the queue than others do. It is looked for among the cases
/// that the reader may decide.
fn folded_under(
    view: &View<'_>,
    actor: Actor,
    case: &CaseRow,
    people: &[Decider],
) -> Result<Option<CaseId>, Rejection> {
    let alike = match case.kind {
        CaseKind::Reported => view.reported_by_the_same(case.key, ALIKE_LOOKED_AT)?,
        CaseKind::Held | CaseKind::Flagged => view.caused_by(case.subject, FOLDED_FROM + 1)?,
    };
    let mut first = None;
    let mut count = 0;
    for one in alike {
        let subject = view.account_of(one.subject)?;
        if may_decide(people, DecisionSubject::Case { subject }, actor.account) {
            first.get_or_insert(one.id);
            count += 1;
        }
    }
    Ok(first.filter(|first| count > FOLDED_FROM && *first != case.id))
}

fn none(after: Option<CaseId>) -> Result<Reply, Rejection> {
    match after {
        Some(_) => Err(Rejection::not_found()),
        None => Ok(Reply::Cases { cases: Vec::new(), has_more: false }),
    }
}
