//! Who walks beside whom, by labels, and who needs another mentor. Coordinators
//! only.

use circles_protocol::{CentrePairing, Reply};

use crate::domain::{Actor, Operation, Rejection, require_coordinator};
use crate::limits::{HAND_OVERS_SHOWN, PAIRINGS_SHOWN};
use crate::store::Store;

pub(crate) async fn list_pairings(store: &Store, actor: Actor) -> Result<Reply, Rejection> {
    require_coordinator(Operation::ListPairings, actor)?;
    store
        .read(|view| {
            let mut pairings = Vec::new();
            for pairing in view.open_pairings(PAIRINGS_SHOWN)? {
                // A pairing ends with its mentor's office.
                let mentor = view.mentor_of(pairing.mentor)?.ok_or_else(Rejection::internal)?;
                pairings.push(CentrePairing {
                    id: pairing.id,
                    mentor,
                    mentee: view.person(pairing.mentee)?,
                    active: pairing.active_since.is_some(),
                    since: pairing.since(),
                });
            }
            Ok(Reply::Pairings { pairings, to_hand_over: view.hand_overs(HAND_OVERS_SHOWN)? })
        })
        .await
}
