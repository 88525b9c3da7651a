//! Examples of private conversations, the day's thread and wins.

use super::care::day;
use super::mentoring::PAIRING;
use super::*;

const BLOCK: BlockId = BlockId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0b10));

pub(super) fn direct() -> DirectView {
    DirectView { state: DirectState::Asked, with: member() }
}

pub(super) fn requests() -> Vec<Request> {
    use Request as R;
    let (circle, member) = (CIRCLE, JO);
    let mut requests = vec![
        R::AcceptDirect(AcceptDirect { circle }),
        R::DeclineDirect(DeclineDirect { circle }),
        R::BlockMember(BlockMember { circle, member }),
        R::ListBlocks(ListBlocks {}),
        R::UnblockMember(UnblockMember { block: BLOCK }),
        R::FetchDaily(FetchDaily { circle, on: Some(day("2026-11-24")), after: Some(Seq(41)) }),
        R::ListWins(ListWins { circle, before: Some(Seq(41)) }),
    ];
    requests.extend(
        [DirectWith::ByMember { circle, member }, DirectWith::ByPairing { pairing: PAIRING }].map(
            |with| {
                R::RequestDirect(RequestDirect {
                    with,
                    id: Some(MESSAGE),
                    body: Some(body("May I ask you about the evening group?")),
                })
            },
        ),
    );
    requests
}

pub(super) fn replies() -> Vec<Reply> {
    let mut win = message();
    win.win = true;
    win.daily_on = Some(day("2026-11-24"));
    win.milestone = Some(Milestone::Days(30));
    vec![
        Reply::DirectOpened { circle: CIRCLE, offer_help: false },
        Reply::Blocks { blocks: vec![BlockView { id: BLOCK, alias: alias("Jo"), at: AT }] },
        Reply::Daily { on: day("2026-11-24"), messages: vec![win.clone()], has_more: false },
        Reply::Wins { messages: vec![win], has_more: false },
    ]
}
