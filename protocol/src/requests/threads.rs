//! The day's thread and the wins of a circle: ordinary messages, seen together.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CircleId, LocalDate, Seq};

request!(
    /// The messages of the circle's thread of a day, oldest first, at most 100.
    FetchDaily {
        circle: CircleId,
        /// Null for today, in the centre's zone.
        #[serde(default)]
        on: Option<LocalDate>,
        /// Only after this place.
        #[serde(default)]
        after: Option<Seq>,
    }
);
request!(
    /// Wins, newest first, at most 100.
    ListWins {
        circle: CircleId,
        /// Only before this place.
        #[serde(default)]
        before: Option<Seq>,
    }
);
