//! A page of decided cases that the reader may decide, in all circles, the newest
//! decision first. It contains nobody's words.

use circles_protocol::requests::ListDecidedCases;
use circles_protocol::{DecisionId, Reply, limits};

use crate::commands::Context;
use crate::commands::shared::moderation::queue::PeopleByCircle;
use crate::commands::shared::moderation::{case, decision};
use crate::domain::deciding::{may_decide, may_decide_some};
use crate::domain::{Actor, DecisionSubject, Operation, Rejection};
use crate::store::{CaseRow, DecisionKey, View};

pub(crate) async fn list_decided_cases(
    context: Context<'_>,
    request: ListDecidedCases,
) -> Result<Reply, Rejection> {
    let Context { store, actor, now, .. } = context;
    store
        .read(move |view| {
            // A long list is not scanned for people who may decide nothing in it.
            if !view.holds_role(actor.account)? {
                return none(request.before);
            }
            let before = match request.before {
                Some(id) => place_of(view, actor, id)?,
                None => DecisionKey::END,
            };
            let mut people = PeopleByCircle::default();
            // One more than a page shows whether there is more.
            let most = limits::CASES_PAGE + 1;
            let mut found = view.standing_decisions(before, most, |circle, subject| {
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
            let mut decided = Vec::with_capacity(found.len());
            for row in &found {
                let CaseRow { circle, .. } =
                    view.case(row.case)?.ok_or_else(Rejection::internal)?;
                let people = people.in_circle(view, circle)?;
                decided.push(decision::shown(view, actor, row, people, now)?);
            }
            Ok(Reply::DecidedCases { decided, has_more })
        })
        .await
}

/// The decision may be undone by now; its position is known all the same.
fn place_of(view: &View<'_>, actor: Actor, id: DecisionId) -> Result<DecisionKey, Rejection> {
    let decision = view.decision(id)?.ok_or_else(Rejection::not_found)?;
    case::decidable(Operation::FetchCase, view, actor, decision.case)?;
    Ok(decision.key)
}

fn none(before: Option<DecisionId>) -> Result<Reply, Rejection> {
    match before {
        Some(_) => Err(Rejection::not_found()),
        None => Ok(Reply::DecidedCases { decided: Vec::new(), has_more: false }),
    }
}
