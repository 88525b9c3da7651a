//! Keeping a circle safe.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{CircleId, ContentNote, MemberId, MessageId, MuteDuration, Reason};

request!(
    /// Folds a message under a note, or takes the note off: the author's own, or
    /// any as a moderator. What a moderator put on, an author can't take off.
    SetContentNote {
        circle: CircleId,
        message: MessageId,
        #[serde(default)]
        note: Option<ContentNote>,
    }
);
request!(
    /// Hides a message of somebody else for oneself alone, on every device.
    HideMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(
    /// Shows what one has hidden for oneself again.
    UnhideMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(
    /// What was done about oneself in the last 12 months, newest first, at most 100.
    ListOwnActions {}
);
request!(
    /// Hides messages from everyone but their authors. Moderators only, like all
    /// that follow. All of one author, 1 to 100.
    MuteMessages {
        circle: CircleId,
        messages: Vec<MessageId>,
        reason: Reason,
    }
);
request!(UnmuteMessages { circle: CircleId, messages: Vec<MessageId> });
request!(
    /// The words of a muted message.
    RevealMessage {
        circle: CircleId,
        message: MessageId,
    }
);
request!(
    /// The member can't post for a while. They are told, nobody else.
    MuteMember {
        circle: CircleId,
        member: MemberId,
        duration: MuteDuration,
        reason: Reason,
    }
);
request!(
    /// Ends a member's mute before its time.
    UnmuteMember {
        circle: CircleId,
        member: MemberId,
    }
);
request!(
    /// Mutes all of a member's messages of the last 24 hours, and the member.
    MassMute {
        circle: CircleId,
        member: MemberId,
        duration: MuteDuration,
        reason: Reason,
    }
);
request!(
    /// The least time between two messages of one member; 0 for none. One of 0,
    /// 10, 30, 60, 300, 900.
    SetSlowMode {
        circle: CircleId,
        seconds: u16,
    }
);
request!(
    /// The circle's actions of the last 30 days, newest first, at most 100.
    ListActions {
        circle: CircleId,
    }
);
