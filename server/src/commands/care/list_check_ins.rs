//! Lists the caller's own check-ins, a page at a time.

use circles_protocol::requests::ListCheckIns;
use circles_protocol::{Reply, limits};

use crate::commands::Context;
use crate::domain::Rejection;

pub(crate) async fn list_check_ins(
    context: Context<'_>,
    request: ListCheckIns,
) -> Result<Reply, Rejection> {
    let Context { store, actor, .. } = context;
    store
        .read(move |view| {
            let page = limits::CHECK_INS_PAGE;
            let mut check_ins = view.own_check_ins(actor.account, request.before, page + 1)?;
            let has_more = check_ins.len() > usize::from(page);
            check_ins.truncate(usize::from(page));
            Ok(Reply::CheckIns { check_ins, has_more })
        })
        .await
}
