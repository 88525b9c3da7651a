//! The eight who ask, two more to ask about, and the circle it is all about:
//! made anew whenever something was changed in it.

use std::collections::HashMap;

use circles_protocol::requests::*;
use circles_protocol::{
    CircleId, Concern, InviteId, InviteRole, MemberId, MessageId, MuteDuration, Reply, Request,
};
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Anonymous,
    Stranger,
    Member,
    Muted,
    Removed,
    ModeratorElsewhere,
    Moderator,
    Coordinator,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Anonymous,
        Self::Stranger,
        Self::Member,
        Self::Muted,
        Self::Removed,
        Self::ModeratorElsewhere,
        Self::Moderator,
        Self::Coordinator,
    ];

    pub(super) const SIGNED_IN: [Self; 7] = [
        Self::Stranger,
        Self::Member,
        Self::Muted,
        Self::Removed,
        Self::ModeratorElsewhere,
        Self::Moderator,
        Self::Coordinator,
    ];

    /// A member of the circle now.
    pub(super) fn inside(self) -> bool {
        matches!(self, Self::Member | Self::Muted | Self::Moderator)
    }

    /// They were in the circle at least once, and said something there.
    pub(super) fn spoke(self) -> bool {
        self.inside() || self == Self::Removed
    }
}

/// Everyone in the circle at first, by alias. The last two only give the others
/// something to act on: one writes, one has done before what can be undone.
const CIRCLE: [(&str, InviteRole); 6] = [
    ("Robin", InviteRole::Member),
    ("Mika", InviteRole::Member),
    ("Remy", InviteRole::Member),
    ("Jona", InviteRole::Moderator),
    ("Ari", InviteRole::Member),
    ("Kim", InviteRole::Moderator),
];

fn alias(kind: Kind) -> &'static str {
    match kind {
        Kind::Member => "Robin",
        Kind::Muted => "Mika",
        Kind::Removed => "Remy",
        Kind::Moderator => "Jona",
        Kind::Stranger => "Sam",
        Kind::ModeratorElsewhere => "Ellis",
        Kind::Anonymous | Kind::Coordinator => unreachable!("they have no alias of their own"),
    }
}

const REASON: Concern = Concern::Shaming;

pub(super) struct People {
    pub(super) centre: Centre,
    by_alias: HashMap<&'static str, Person>,
    circle: Option<CircleId>,
}

/// What there is in a circle to ask about.
pub(super) struct Scene {
    pub(super) circle: CircleId,
    pub(super) invite: InviteId,
    members: HashMap<String, MemberId>,
    /// What each has said, by alias: one message that everyone sees, one muted.
    said: HashMap<&'static str, (MessageId, MessageId)>,
}

/// What one request is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) message: MessageId,
    /// The same author's, muted.
    pub(super) hidden: MessageId,
    pub(super) member: MemberId,
    /// Another one, who is muted; oneself where it is about oneself.
    pub(super) muted_member: MemberId,
}

impl People {
    pub(super) async fn gather() -> Self {
        let mut centre = Centre::open_with(Plan::default().unhurried()).await;
        let elsewhere = centre.circle("Elsewhere").await;
        let mut by_alias = HashMap::new();
        by_alias.insert("Ellis", centre.moderator(elsewhere, "Ellis").await);
        for alias in CIRCLE.map(|(alias, _)| alias).into_iter().chain(["Sam"]) {
            let mut person = centre.member(elsewhere, alias).await;
            person.socket.done(leave(elsewhere)).await;
            by_alias.insert(alias, person);
        }
        Self { centre, by_alias, circle: None }
    }

    pub(super) fn person(&mut self, kind: Kind) -> &mut Person {
        match kind {
            Kind::Anonymous => panic!("nobody signed in"),
            Kind::Coordinator => &mut self.centre.coordinator,
            Kind::Stranger
            | Kind::Member
            | Kind::Muted
            | Kind::Removed
            | Kind::ModeratorElsewhere
            | Kind::Moderator => self.named(alias(kind)),
        }
    }

    fn named(&mut self, alias: &str) -> &mut Person {
        self.by_alias.get_mut(alias).expect("everyone was gathered")
    }

    /// A new circle in which everyone is what they are called.
    pub(super) async fn scene(&mut self) -> Scene {
        if let Some(earlier) = self.circle.take() {
            for (alias, _) in CIRCLE {
                // Some have left it already, as a part of what was tried.
                drop(self.named(alias).socket.ask(leave(earlier)).await);
            }
        }
        let circle = self.centre.circle("Tuesday").await;
        self.circle = Some(circle);
        let mut said = HashMap::new();
        for (alias, role) in CIRCLE {
            let token = self.centre.invite(role, Some(circle)).await;
            self.named(alias).browser.joined(&token, None).await;
        }
        // Only now, since nobody sees what was said before they came.
        for (alias, _) in CIRCLE {
            let socket = &mut self.named(alias).socket;
            let (seen, _) = socket.say(circle, "a word").await;
            let (hidden, _) = socket.say(circle, "a word too much").await;
            said.insert(alias, (seen, hidden));
        }
        let kim = &mut self.named("Kim").socket;
        let members = members(kim, circle).await;
        for (alias, _) in &CIRCLE[..5] {
            let messages = vec![said[alias].1];
            let mute = MuteMessages { circle, messages, reason: REASON };
            kim.done(Request::MuteMessages(mute)).await;
        }
        let (member, duration) = (members["Mika"], MuteDuration::OneDay);
        let mute = MuteMember { circle, member, duration, reason: REASON };
        kim.done(Request::MuteMember(mute)).await;
        let staff = &mut self.centre.coordinator.socket;
        let member = members["Remy"];
        staff.done(Request::RemoveMember(RemoveMember { circle, member, reason: None })).await;
        let (role, circle_of) = (InviteRole::Member, Some(circle));
        let request = CreateInvite { role, circle: circle_of, label: None };
        let reply = staff.done(Request::CreateInvite(request)).await;
        let Reply::InviteCreated { invite, .. } = reply else { panic!("answered {reply:?}") };
        Scene { circle, invite, members, said }
    }
}

impl Scene {
    /// Another's, or one's own where there is such a thing.
    pub(super) fn target(&self, kind: Kind, own: bool) -> Target {
        let alias = if own && kind.spoke() { alias(kind) } else { "Ari" };
        let (message, hidden) = self.said[alias];
        let member = self.members[alias];
        let muted_member = if alias == "Ari" { self.members["Mika"] } else { member };
        Target { message, hidden, member, muted_member }
    }
}

fn leave(circle: CircleId) -> Request {
    Request::LeaveCircle(LeaveCircle { circle })
}

async fn members(socket: &mut Client, circle: CircleId) -> HashMap<String, MemberId> {
    let reply = socket.done(Request::ListMembers(ListMembers { circle })).await;
    let Reply::Members { members } = reply else { panic!("answered {reply:?}") };
    members.into_iter().map(|member| (member.alias.as_str().to_owned(), member.id)).collect()
}
