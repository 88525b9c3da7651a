//! The coordinator's page. Coordinators only.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{HelpCard, MemberId, MentorId, NoContactId, NoContactOutcome, PairingId};

request!(ListMentors {});
request!(AddMentor { member: MemberId });
request!(
    /// Their mentees need others, as after stepping back.
    RemoveMentor {
        mentor: MentorId,
    }
);
request!(
    /// Both have to accept. `over_caseload`: although the mentor has as many
    /// mentees as they should.
    ProposePairing {
        mentor: MentorId,
        mentee: MemberId,
        #[serde(default)]
        over_caseload: bool,
    }
);
request!(
    /// Those that are active or proposed, and mentees who need another mentor.
    ListPairings {
        /// Only those that come after this one.
        #[serde(default)]
        after: Option<PairingId>,
    }
);
request!(WithdrawPairing { pairing: PairingId });
request!(
    /// Who has not been heard from for long, longest first.
    ListNoContacts {}
);
request!(CloseNoContact { no_contact: NoContactId, outcome: NoContactOutcome });
request!(ChangeHelpCard { card: HelpCard });
request!(
    /// Of the last 26 weeks.
    ListCounts {}
);
