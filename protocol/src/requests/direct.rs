//! Private conversations. Once open, one is written in and read as any circle.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{BlockId, Body, CircleId, DirectWith, MemberId, MessageId};

request!(
    /// Opens a conversation, or asks for one: then `body` is the request. Where there is
    /// one already, that is the answer.
    RequestDirect {
        with: DirectWith,
        /// Both or neither: the first message, by its id.
        #[serde(default)]
        id: Option<MessageId>,
        #[serde(default)]
        body: Option<Body>,
    }
);
request!(
    /// What holds where one would write to this member privately, before one writes.
    PreviewDirect {
        circle: CircleId,
        member: MemberId,
    }
);
request!(AcceptDirect { circle: CircleId });
request!(
    /// The other is not told.
    DeclineDirect {
        circle: CircleId,
    }
);
request!(
    /// Neither of the two reaches the other by a private conversation any more. The other is not told.
    BlockMember {
        circle: CircleId,
        member: MemberId,
    }
);
request!(ListBlocks {});
request!(UnblockMember { block: BlockId });
