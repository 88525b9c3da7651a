//! What coordinators ask of the centre's circles, and of the invites to them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{
    CircleId, CircleName, InviteId, InviteLabel, InviteRole, LocalDate, MemberId, MentorId, Reason,
    Role, RosterCursor,
};

request!(
    /// Coordinators only, like all here.
    CreateCircle {
        name: CircleName,
        /// 2 to 5,000; null for the default of 30.
        #[serde(default)]
        member_limit: Option<u16>,
    }
);
request!(RenameCircle { circle: CircleId, name: CircleName });
request!(ResizeCircle { circle: CircleId, member_limit: u16 });
request!(
    /// A closed circle can be read by its members, and no longer written to.
    CloseCircle {
        circle: CircleId,
    }
);
request!(
    /// The centre's circles.
    ListCircles {
        /// Only those that come after this one.
        #[serde(default)]
        after: Option<CircleId>,
    }
);
request!(
    /// Who is in a circle; with `former` also who was, the newest 500.
    ListRoster {
        circle: CircleId,
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        former: bool,
        /// Only those who come after this one.
        #[serde(default)]
        after: Option<RosterCursor>,
    }
);
request!(ChangeRole { circle: CircleId, member: MemberId, role: Role });
request!(
    /// Takes a member out of a circle. They are told why, and may appeal.
    RemoveMember {
        circle: CircleId,
        member: MemberId,
        #[serde(default)]
        #[ts(optional)]
        reason: Option<Reason>,
    }
);
request!(
    /// Makes an invite for one person. Its secret is in the answer, only there.
    CreateInvite {
        role: InviteRole,
        /// Where the role holds; null exactly for a coordinator.
        #[serde(default)]
        circle: Option<CircleId>,
        #[serde(default)]
        label: Option<InviteLabel>,
        /// For a member: the mentor proposed to them once they have signed up.
        #[serde(default)]
        mentor: Option<MentorId>,
        /// When they finished treatment; null for the day they sign up.
        #[serde(default)]
        graduated_on: Option<LocalDate>,
    }
);
request!(
    /// The newest 100 invites.
    ListInvites {}
);
request!(WithdrawInvite { invite: InviteId });
