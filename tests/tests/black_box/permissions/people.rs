//! The eight who make the requests, two more as their subjects, and the circle it is all
//! about: created again whenever something was changed in it.

use std::collections::HashMap;

use circles_protocol::requests::*;
use circles_protocol::{
    ActionId, AppealId, CaseId, CaseResolution, CircleId, DecisionId, HelpId, HelpState, HelpTo,
    InviteId, InviteRole, LocalDate, MeetingId, MemberId, MentorId, MessageId, MuteDuration,
    OnCallId, PairingId, ProposalId, ProposedAction, Rank, Reason, Reply, Request, ShiftId,
    Timestamp,
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

    /// Robin mentors Mika.
    pub(super) fn mentors(self) -> bool {
        self == Self::Member
    }

    pub(super) fn is_walked_with(self) -> bool {
        self == Self::Muted
    }

    /// They were in the circle at least once, and wrote something there.
    pub(super) fn spoke(self) -> bool {
        self.inside() || self == Self::Removed
    }
}

/// Everyone in the circle at first, by alias. The last two only give the others something
/// to act on: one writes, the other has already done what can be undone.
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

const REASON: Reason = Reason::Shaming;

pub(super) struct People {
    pub(super) centre: Centre,
    by_alias: HashMap<&'static str, Person>,
    circle: Option<CircleId>,
    /// Somebody nobody else needs: their account may be suspended.
    spare: (CircleId, MemberId),
}

/// What a circle contains to make requests about.
pub(super) struct Scene {
    pub(super) circle: CircleId,
    pub(super) invite: InviteId,
    members: HashMap<String, MemberId>,
    /// The messages of each, by alias: one that everyone sees, one muted.
    said: HashMap<&'static str, (MessageId, MessageId)>,
    /// The actions about each, which they may appeal.
    actions: HashMap<&'static str, ActionId>,
    pub(super) waiting: Waiting,
    pub(super) duty: Duty,
    pub(super) paired: PairingFixture,
    /// Jona's meeting, for this circle, and a day on which it takes place.
    pub(super) meeting: (MeetingId, LocalDate),
    pub(super) spare: (CircleId, MemberId),
}

/// What waits for a decision, all about Ari, after what Kim did.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) case: CaseId,
    /// Jona's decision about an earlier one.
    pub(super) decision: DecisionId,
    pub(super) appeal: AppealId,
    pub(super) proposal: ProposalId,
}

/// Robin asks for help while nobody is on duty. Jona and Kim take shifts; Jona has a future
/// one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duty {
    pub(super) now: Timestamp,
    pub(super) help: HelpId,
    pub(super) person: OnCallId,
    pub(super) other: OnCallId,
    pub(super) shift: ShiftId,
}

/// Robin's pairing with Mika, in any circle or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairingFixture {
    pub(super) mentor: MentorId,
    pub(super) pairing: PairingId,
}

/// What one request is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub(super) message: MessageId,
    /// The same author's, muted.
    pub(super) hidden: MessageId,
    pub(super) member: MemberId,
    /// Another member who is muted; for requests about oneself, oneself.
    pub(super) muted_member: MemberId,
    /// An action about the person who asks; made up for somebody who was never there.
    pub(super) action: ActionId,
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
        let mut spare = centre.member(elsewhere, "Lee").await;
        let spare = (elsewhere, spare.id_in(elsewhere).await);
        let mut people = Self { centre, by_alias, circle: None, spare };
        for kind in Kind::SIGNED_IN {
            people.person(kind).socket.done(super::requests::recovery_date()).await;
        }
        people
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

    /// A new circle in which everyone has their role.
    pub(super) async fn scene(&mut self) -> Scene {
        if let Some(earlier) = self.circle.take() {
            for (alias, _) in CIRCLE {
                // Some have already left it, as part of what was tried.
                drop(self.named(alias).socket.ask(leave(earlier)).await);
            }
            self.close_earlier().await;
        }
        let circle = self.centre.circle("Tuesday").await;
        self.circle = Some(circle);
        let mut said = HashMap::new();
        for (alias, role) in CIRCLE {
            let token = self.centre.invite(role, Some(circle)).await;
            self.named(alias).browser.joined(&token, None).await;
        }
        // Only now, since nobody sees messages from before they joined.
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
        let request =
            CreateInvite { role, circle: circle_of, label: None, mentor: None, graduated_on: None };
        let reply = staff.done(Request::CreateInvite(request)).await;
        let Reply::InviteCreated { invite, .. } = reply else { panic!("answered {reply:?}") };
        let mut actions = HashMap::new();
        for (alias, _) in &CIRCLE[..5] {
            actions.insert(*alias, last_action(&mut self.named(alias).socket).await);
        }
        let waiting = self.waiting(circle, members["Ari"], actions["Ari"]).await;
        let duty = self.duty(members["Jona"], members["Kim"]).await;
        let paired = self.paired(members["Robin"], members["Mika"]).await;
        let meeting = self.meeting(circle).await;
        let spare = self.spare;
        Scene { circle, invite, members, said, actions, waiting, duty, paired, meeting, spare }
    }

    async fn meeting(&mut self, circle: CircleId) -> (MeetingId, LocalDate) {
        let create = circles_tests::centre::meeting(Some(circle), self.centre.server.now());
        let on = create.on;
        let jona = &mut self.named("Jona").socket;
        let reply = jona.done(Request::CreateMeeting(create)).await;
        let Reply::MeetingCreated { meeting } = reply else { panic!("answered {reply:?}") };
        (meeting, on)
    }

    async fn duty(&mut self, jona: MemberId, kim: MemberId) -> Duty {
        let now = self.centre.server.now();
        let person = self.centre.on_call(jona).await;
        let other = self.centre.on_call(kim).await;
        let shift = self.centre.shift(person, Rank::First, (60, 120)).await;
        let robin = &mut self.named("Robin").socket;
        let reply = robin.done(Request::ShowHelp(ShowHelp {})).await;
        let Reply::HelpStatus { status } = reply else { panic!("answered {reply:?}") };
        // As long as it is open it is used again: only a few an hour are allowed.
        if let Some(open) = status.open {
            if open.state == HelpState::Waiting {
                return Duty { now, help: open.id, person, other, shift };
            }
            robin.done(Request::EndHelp(EndHelp { help: open.id })).await;
        }
        let (help, to) = (HelpId(uuid::Uuid::now_v7()), HelpTo::OnCall);
        let ask = AskForHelp { id: help, to, words: None, undo: false };
        robin.done(Request::AskForHelp(ask)).await;
        Duty { now, help, person, other, shift }
    }

    /// Starts again, whatever became of the last one.
    async fn paired(&mut self, robin: MemberId, mika: MemberId) -> PairingFixture {
        let staff = &mut self.centre.coordinator.socket;
        let reply = staff.done(Request::ListPairings(ListPairings { after: None })).await;
        let Reply::Pairings { pairings, .. } = reply else { panic!("answered {reply:?}") };
        for earlier in pairings {
            let pairing = earlier.id;
            staff.done(Request::WithdrawPairing(WithdrawPairing { pairing })).await;
        }
        let reply = staff.done(Request::AddMentor(AddMentor { member: robin })).await;
        let Reply::MentorAdded { mentor } = reply else { panic!("answered {reply:?}") };
        let propose = ProposePairing { mentor, mentee: mika, over_caseload: false };
        let reply = staff.done(Request::ProposePairing(propose)).await;
        let Reply::PairingProposed { pairing } = reply else { panic!("answered {reply:?}") };
        for alias in ["Robin", "Mika"] {
            let accept = Request::AcceptPairing(AcceptPairing { pairing });
            self.named(alias).socket.done(accept).await;
        }
        PairingFixture { mentor, pairing }
    }

    async fn waiting(&mut self, circle: CircleId, ari: MemberId, action: ActionId) -> Waiting {
        let member = ari;
        let appeal = AppealAction { action, statement: None };
        self.named("Ari").socket.done(Request::AppealAction(appeal)).await;
        let (reason, in_private) = (REASON, false);
        let report = Request::ReportMember(ReportMember {
            circle,
            member,
            reason,
            statement: None,
            in_private,
        });
        self.named("Robin").socket.done(report.clone()).await;
        let decision = self.decided(circle).await;
        self.named("Robin").socket.done(report).await;
        let proposal =
            ProposeAction { circle, member, action: ProposedAction::OneMonthMute, reason };
        let kim = &mut self.named("Kim").socket;
        let reply = kim.done(Request::ProposeAction(proposal)).await;
        let Reply::Proposed { proposal } = reply else { panic!("answered {reply:?}") };
        let jona = &mut self.named("Jona").socket;
        let reply = jona.done(Request::ListAppeals(ListAppeals {})).await;
        let Reply::Appeals { appeals } = reply else { panic!("answered {reply:?}") };
        let appeal = appeals.iter().find(|one| one.circle == circle).expect("it was appealed");
        let (case, appeal) = (only_case(jona, circle).await, appeal.id);
        Waiting { case, decision, appeal, proposal }
    }

    /// Reports about one person may be open up to a limit, so the centre dismisses those
    /// that wait in circles that everybody has left.
    async fn close_earlier(&mut self) {
        let staff = &mut self.centre.coordinator.socket;
        let reply = staff.done(Request::ListCases(ListCases { after: None })).await;
        let Reply::Cases { cases, .. } = reply else { panic!("answered {reply:?}") };
        for earlier in cases {
            let (case, resolution, reason) = (earlier.id, CaseResolution::Dismiss, REASON);
            drop(staff.ask(Request::CloseCase(CloseCase { case, resolution, reason })).await);
        }
    }

    /// Jona dismisses the one case.
    async fn decided(&mut self, circle: CircleId) -> DecisionId {
        let jona = &mut self.named("Jona").socket;
        let case = only_case(jona, circle).await;
        let (resolution, reason) = (CaseResolution::Dismiss, REASON);
        jona.done(Request::CloseCase(CloseCase { case, resolution, reason })).await;
        let list = Request::ListDecidedCases(ListDecidedCases { before: None });
        let reply = jona.done(list).await;
        let Reply::DecidedCases { decided, .. } = reply else { panic!("answered {reply:?}") };
        decided[0].decision.id
    }
}

async fn only_case(socket: &mut Client, circle: CircleId) -> CaseId {
    let reply = socket.done(Request::ListCases(ListCases { after: None })).await;
    let Reply::Cases { cases, .. } = reply else { panic!("answered {reply:?}") };
    cases.iter().find(|case| case.circle == circle).expect("it was reported").id
}

/// The action about somebody here: their message was muted first.
async fn last_action(socket: &mut Client) -> ActionId {
    let reply = socket.done(Request::ListOwnActions(ListOwnActions {})).await;
    let Reply::OwnActions { actions } = reply else { panic!("answered {reply:?}") };
    actions[0].id
}

impl Scene {
    /// Another's, or one's own if there is such a thing.
    pub(super) fn target(&self, kind: Kind, own: bool) -> Target {
        let made_up = ActionId(uuid::Uuid::nil());
        let action = if kind.spoke() { self.actions[alias(kind)] } else { made_up };
        let alias = if own && kind.spoke() { alias(kind) } else { "Ari" };
        let (message, hidden) = self.said[alias];
        let member = self.members[alias];
        let muted_member = if alias == "Ari" { self.members["Mika"] } else { member };
        Target { message, hidden, member, muted_member, action }
    }
}

fn leave(circle: CircleId) -> Request {
    Request::LeaveCircle(LeaveCircle { circle })
}

async fn members(socket: &mut Client, circle: CircleId) -> HashMap<String, MemberId> {
    let reply = socket.done(Request::ListMembers(ListMembers { circle, after: None })).await;
    let Reply::Members { members, .. } = reply else { panic!("answered {reply:?}") };
    members.into_iter().map(|member| (member.alias.as_str().to_owned(), member.id)).collect()
}
