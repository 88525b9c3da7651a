//! One example of every message, both ways. The golden files in `golden/` are
//! written from these, and both languages' tests read them.

mod appeals;
mod care;
mod cases;
mod centre;
mod decisions;
mod direct;
mod help;
mod http;
mod left;
mod meetings;
mod mentoring;
mod safety;
mod security;

use uuid::Uuid;

pub(crate) use http::http_bodies;

use circles_protocol::requests::*;
use circles_protocol::*;

const ACCOUNT: AccountId = AccountId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0091));
const CIRCLE: CircleId = CircleId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00c1));
const ME: MemberId = MemberId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00a1));
const JO: MemberId = MemberId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00a2));
const MESSAGE: MessageId = MessageId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00e1));
const EARLIER: MessageId = MessageId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00e0));
const INVITE: InviteId = InviteId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00b1));
const KEY: IdempotencyKey =
    IdempotencyKey(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00d1));
const EPOCH: Epoch = Epoch(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00f1));
const AT: Timestamp = Timestamp(1_790_000_000_000);

fn body(text: &str) -> Body {
    Body::from_stored(text.to_owned())
}

fn alias(text: &str) -> Alias {
    Alias::from_stored(text.to_owned())
}

fn name(text: &str) -> CircleName {
    CircleName::from_stored(text.to_owned())
}

fn label() -> Option<InviteLabel> {
    Some(InviteLabel::from_stored("Autumn group, D.".to_owned()))
}

fn message() -> MessageView {
    MessageView {
        id: MESSAGE,
        seq: Seq(41),
        author: JO,
        sent_at: AT,
        body: Some(body("Day four. @Sam, I made it to the park and back.")),
        reply_to: Some(EARLIER),
        mentions: vec![ME],
        edited_at: None,
        deleted: false,
        muted: false,
        content_note: None,
        pinned: false,
        reactions: vec![ReactionView { reaction: Reaction::ProudOfYou, members: vec![ME] }],
        under_review: false,
        win: false,
        daily_on: None,
        milestone: None,
    }
}

fn member() -> MemberView {
    MemberView { id: JO, alias: alias("Jo"), role: Role::Member, present: true, joined: None }
}

fn event(what: EventPayload) -> CircleEvent {
    CircleEvent { circle: CIRCLE, seq: Seq(42), at: AT, by: Some(JO), what }
}

fn circle(catch_up: CatchUp) -> CircleView {
    CircleView {
        id: CIRCLE,
        name: name("Thursday walkers"),
        me: ME,
        role: Role::Member,
        joined_seq: Seq(2),
        head_seq: Seq(42),
        read_seq: Seq(40),
        unread: 1,
        unread_mentions: 1,
        closed: false,
        muted_until: None,
        slow_mode_seconds: 0,
        direct: matches!(catch_up, CatchUp::Gap).then(direct::direct),
        hidden: if matches!(catch_up, CatchUp::Gap) { vec![EARLIER] } else { Vec::new() },
        catch_up,
    }
}

/// One frame of every request.
#[must_use]
pub(crate) fn requests() -> Vec<ClientFrame> {
    let mut requests = talk();
    requests.extend(centre());
    requests.extend(safety::requests());
    requests.extend(cases::requests());
    requests.extend(appeals::requests());
    requests.extend(care::requests());
    requests.extend(mentoring::requests());
    requests.extend(help::requests());
    requests.extend(direct::requests());
    requests.extend(meetings::requests());
    requests.extend(centre::requests());
    requests.extend(left::requests());
    requests.extend(safety::hiding());
    requests.extend(decisions::requests());
    requests.extend(security::requests());
    (1..)
        .zip(requests)
        .map(|(number, request)| ClientFrame {
            request_id: RequestId(number),
            idempotency_key: matches!(request, Request::LogOutreach(_)).then_some(KEY),
            request,
        })
        .collect()
}

fn talk() -> Vec<Request> {
    use Request as R;
    let (circle, message) = (CIRCLE, MESSAGE);
    let reaction = Reaction::WithYou;
    let mut requests = vec![
        R::Hello(Hello { epoch: Some(EPOCH), cursors: vec![Cursor { circle, seq: Seq(41) }] }),
        R::Ping(Ping {}),
        R::SendMessage(SendMessage {
            id: MESSAGE,
            circle,
            body: body("Day four. @Sam, I made it to the park and back."),
            reply_to: Some(EARLIER),
            mentions: vec![ME],
            content_note: Some(ContentNote::SubstanceUse),
            win: true,
            daily: true,
        }),
        R::EditMessage(EditMessage {
            circle,
            message,
            body: body("Day five, I mean."),
            mentions: vec![],
        }),
        R::DeleteMessage(DeleteMessage { circle, message }),
        R::AddReaction(AddReaction { circle, message, reaction }),
        R::RemoveReaction(RemoveReaction { circle, message, reaction }),
        R::PinMessage(PinMessage { circle, message }),
        R::UnpinMessage(UnpinMessage { circle, message }),
        R::MarkRead(MarkRead { circle, seq: Seq(42) }),
        R::FetchMessage(FetchMessage { circle, message }),
        R::ListPins(ListPins { circle, after: Some(message) }),
        R::ListMembers(ListMembers { circle, after: Some(JO) }),
        R::Search(Search {
            query: SearchQuery::from_stored("park bench".to_owned()),
            circle: Some(circle),
            before: Some(Seq(41)),
        }),
        R::LeaveCircle(LeaveCircle { circle }),
    ];
    let seq = Seq(41);
    requests.extend(
        [
            Anchor::Newest,
            Anchor::Before { seq },
            Anchor::After { seq },
            Anchor::Around { seq },
            Anchor::Date { at: AT },
            Anchor::FirstUnread,
        ]
        .map(|from| R::FetchHistory(FetchHistory { circle, from, limit: 50 })),
    );
    requests
}

fn centre() -> Vec<Request> {
    use Request as R;
    let (circle, member) = (CIRCLE, JO);
    vec![
        R::CreateCircle(CreateCircle { name: name("Thursday walkers"), member_limit: Some(15) }),
        R::RenameCircle(RenameCircle { circle, name: name("Friday walkers") }),
        R::ResizeCircle(ResizeCircle { circle, member_limit: 40 }),
        R::CloseCircle(CloseCircle { circle }),
        R::ListCircles(ListCircles { after: Some(circle) }),
        R::ListRoster(ListRoster {
            circle,
            former: true,
            after: Some(RosterCursor { member, present: true, joined_at: AT }),
        }),
        R::ChangeRole(ChangeRole { circle, member, role: Role::Moderator }),
        R::RemoveMember(RemoveMember { circle, member, reason: Some(Reason::Outing) }),
        R::CreateInvite(CreateInvite {
            role: InviteRole::Member,
            circle: Some(circle),
            label: label(),
            mentor: Some(centre::MENTOR),
            graduated_on: Some(care::day("2026-11-01")),
        }),
        R::ListInvites(ListInvites {}),
        R::WithdrawInvite(WithdrawInvite { invite: INVITE }),
    ]
}

/// One frame of everything the server says.
#[must_use]
pub(crate) fn frames() -> Vec<ServerFrame> {
    let mut frames: Vec<_> = replies()
        .into_iter()
        .chain(safety::replies())
        .chain(cases::replies())
        .chain(appeals::replies())
        .chain(care::replies())
        .chain(mentoring::replies())
        .chain(help::replies())
        .chain(direct::replies())
        .chain(meetings::replies())
        .chain(centre::replies())
        .chain(left::replies())
        .chain(decisions::replies())
        .chain(security::replies())
        .map(|result| ServerFrame::Reply { request_id: RequestId(7), result })
        .collect();
    frames.push(ServerFrame::Refused {
        request_id: Some(RequestId(7)),
        refusal: Refusal::new(
            RefusalCode::RateLimited,
            "A moment, please: that was a lot at once.",
        )
        .retry_after_ms(1_500),
    });
    let happenings = happenings().into_iter().chain(safety::happenings());
    frames.extend(happenings.map(|what| ServerFrame::Event(event(what))));
    frames.push(ServerFrame::Notice { notice: Notice::CirclesChanged });
    frames.push(ServerFrame::Notice {
        notice: Notice::ReadMarkerMoved { circle: CIRCLE, seq: Seq(42) },
    });
    let notices = safety::notices()
        .into_iter()
        .chain(cases::notices())
        .chain(mentoring::notices())
        .chain(help::notices())
        .chain(meetings::notices())
        .chain(centre::notices())
        .chain(security::notices());
    frames.extend(notices.map(|notice| ServerFrame::Notice { notice }));
    frames
}

fn welcome() -> Reply {
    Reply::Welcome {
        epoch: EPOCH,
        account: ACCOUNT,
        alias: alias("Sam"),
        coordinator: false,
        mentor: true,
        on_call: true,
        milestone_style: Some(MilestoneStyle::Medallions),
        security_notice: true,
        recovery: Some(AccountRecovery { link_until: None, closed_until: Some(AT) }),
        server_time: AT,
        circles: vec![
            circle(CatchUp::Events {
                events: vec![event(EventPayload::MessagePosted { message: message() })],
            }),
            circle(CatchUp::Gap),
        ],
    }
}

fn replies() -> Vec<Reply> {
    let messages = vec![message()];
    vec![
        welcome(),
        Reply::Pong,
        Reply::MessageAccepted { seq: Seq(41), at: AT, offer_help: false, content_note: None },
        Reply::Accepted { seq: Some(Seq(42)) },
        Reply::Done,
        Reply::History {
            messages: messages.clone(),
            has_older: true,
            has_newer: false,
            head_seq: Seq(42),
        },
        Reply::Message { message: MessageView { under_review: true, ..message() } },
        Reply::Pins { messages, has_more: true },
        Reply::Members {
            members: vec![MemberView {
                joined: Some(JoinedAt { seq: Seq(41), at: AT }),
                ..member()
            }],
            has_more: true,
        },
        Reply::SearchResults {
            found: vec![Found { circle: CIRCLE, message: message() }],
            has_more: false,
        },
        Reply::CircleCreated { circle: CIRCLE },
        Reply::Circles {
            circles: vec![CentreCircle {
                id: CIRCLE,
                name: name("Thursday walkers"),
                members: 12,
                member_limit: 30,
                closed: false,
                created_at: AT,
            }],
            has_more: true,
        },
        Reply::Roster {
            entries: vec![RosterEntry {
                member: JO,
                label: None,
                alias: Some(alias("Jo")),
                invited_at: Some(AT),
                role: Role::Member,
                joined_at: AT,
                present: true,
                suspended: false,
            }],
            has_more: true,
        },
        Reply::InviteCreated {
            invite: INVITE,
            path: "/join#AAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            expires_at: AT,
        },
        Reply::Invites {
            invites: vec![InviteView {
                id: INVITE,
                circle: Some(CIRCLE),
                role: InviteRole::Member,
                label: label(),
                created_at: AT,
                expires_at: AT,
                state: InviteState::Open,
            }],
        },
    ]
}

fn happenings() -> Vec<EventPayload> {
    use EventPayload as H;
    let message_id = MESSAGE;
    let reaction = Reaction::WithYou;
    vec![
        H::MessagePosted { message: message() },
        H::MessageEdited {
            message: message_id,
            body: Some(body("Day five, I mean.")),
            mentions: vec![],
            edited_at: AT,
        },
        H::MessageDeleted { message: message_id },
        H::ReactionAdded { message: message_id, reaction },
        H::ReactionRemoved { message: message_id, reaction },
        H::MessagePinned { message: message_id },
        H::MessageUnpinned { message: message_id },
        H::MemberJoined { member: member() },
        H::MemberLeft { member: JO },
        H::MemberRemoved { member: JO },
        H::MemberRoleChanged { member: JO, role: Role::Moderator },
        H::CircleRenamed { name: name("Friday walkers") },
        H::CircleClosed,
    ]
}
