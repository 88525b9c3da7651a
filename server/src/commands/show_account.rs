//! Tells whoever is signed in who they are here, by the name they sign in with too.

use circles_protocol::http::Me;

use super::recognise::Bearer;
use crate::domain::Rejection;
use crate::store::Store;

pub(crate) async fn show_account(store: &Store, bearer: Bearer) -> Result<Me, Rejection> {
    let Bearer { account, alias, actor, .. } = bearer;
    let row = store.read(move |view| Ok(view.account(actor.account)?)).await?;
    let sign_in_name = row.map(|row| row.sign_in_name);
    Ok(Me { account, alias, coordinator: actor.coordinator, sign_in_name })
}
