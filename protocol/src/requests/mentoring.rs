//! Being paired, what a mentor does, and finding mentors, which is the coordinators'.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    Means, MemberId, MentorId, NoContactId, NoContactOutcome, OutreachOutcome, PairingId, Timestamp,
};

request!(AcceptPairing { pairing: PairingId });
request!(
    /// By either of the two, at any time, also instead of accepting. No reason is
    /// asked for or shown.
    EndPairing {
        pairing: PairingId,
    }
);
request!(
    /// Ends all own pairings as their mentor; the centre finds others for them.
    StopMentoring {}
);
request!(
    /// Own mentees, in the order they may need one.
    ShowBoard {}
);
request!(
    /// One mentee, with check-ins 100 at a time.
    ShowMentee {
        pairing: PairingId,
        /// Only check-ins older than this.
        #[serde(default)]
        before: Option<Timestamp>,
    }
);
request!(LogOutreach { pairing: PairingId, means: Means, outcome: OutreachOutcome });
request!(
    /// When the two mean to talk next; null for no such time.
    SetNextContact {
        pairing: PairingId,
        #[serde(default)]
        at: Option<Timestamp>,
    }
);
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
