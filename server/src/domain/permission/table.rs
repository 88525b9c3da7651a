//! The table: everything that can be asked of the server, over the socket and over HTTP,
//! and who may do it, one line each. Without a line here it doesn't compile. `circles
//! permissions` prints it; docs/permissions.md explains it.

use circles_protocol::Request;

/// Who may use an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// Including people who are not signed in.
    Anyone,
    /// Only about oneself, so nothing more has to be checked.
    SignedIn,
    /// Of the circle it is about.
    Member,
    /// The same, and recent former members, about what they received.
    Recipient,
    /// A member who is not muted.
    Poster,
    /// The same, and muted members if the centre lets them support others.
    Support,
    /// Of the circle it is about.
    Moderator,
    /// Whichever circles they are in.
    Coordinator,
    /// Whoever may decide the case it is about; see `domain/deciding.rs`.
    Decider,
    /// The same for an appeal or a proposal, and the centre.
    DeciderOrCentre,
    /// One of the two of the pairing it is about.
    Paired,
    /// The mentor of the pairing it is about, while it is active.
    Mentor,
    /// Whoever is alerted for the request for help it is about.
    Alerted,
    /// Whoever asked for help, or is replying.
    HelpParty,
    /// Those who take shifts on call, and the centre.
    OnCall,
    /// Whoever is on call in the shift it is about, and the centre.
    OnShift,
    /// Of the circle it is about; the centre, for any and for all.
    ModeratorOrCentre,
    /// Whoever created the meeting it is about, and the centre.
    Host,
    /// Anyone who may come to the meeting it is about.
    Guest,
}

/// Whose words, or which member, it may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Any,
    OwnWords,
    /// Own words; for a moderator, all words.
    OwnWordsOrModerator,
    /// Nobody decides about their own words in a role.
    OthersWords,
    /// Anyone but oneself; staff too.
    SomebodyElse,
    /// Anyone but oneself and staff.
    AnotherMember,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) who: Who,
    pub(crate) about: About,
    /// Only while the circle is open.
    pub(crate) open: bool,
    /// Counts against the account's rate limit: anything that changes what others see,
    /// and searching, which occupies a shared reader the longest.
    pub(crate) rate_limited: bool,
    /// Removes something, protects somebody, or stores nothing: the daily storage quota
    /// never delays it. Anything that could then repeat without end, such as
    /// unmuting, counts.
    pub(crate) exempt_from_daily_limit: bool,
    /// Its answer may take more than 16 KiB, or long to find: it waits for the account's
    /// other large answers.
    pub(crate) large: bool,
    /// Closed for a time to an account that came back by a recovery link: what nobody else
    /// at the centre may read, and what could be done with it. Private conversations are
    /// closed by themselves (`Membership::withheld`).
    pub(crate) private: bool,
}

const ANYONE: Rule = Rule::whom(Who::Anyone);
const SIGNED_IN: Rule = Rule::whom(Who::SignedIn);
const MEMBER: Rule = Rule::whom(Who::Member);
const RECIPIENT: Rule = Rule::whom(Who::Recipient);
const POSTER: Rule = Rule::whom(Who::Poster);
const SUPPORT: Rule = Rule::whom(Who::Support);
const MODERATOR: Rule = Rule::whom(Who::Moderator);
const COORDINATOR: Rule = Rule::whom(Who::Coordinator);
const DECIDER: Rule = Rule::whom(Who::Decider);
const DECIDER_OR_CENTRE: Rule = Rule::whom(Who::DeciderOrCentre);
const PAIRED: Rule = Rule::whom(Who::Paired);
const MENTOR: Rule = Rule::whom(Who::Mentor);
const ALERTED: Rule = Rule::whom(Who::Alerted);
const HELP_PARTY: Rule = Rule::whom(Who::HelpParty);
const ON_CALL: Rule = Rule::whom(Who::OnCall);
const ON_SHIFT: Rule = Rule::whom(Who::OnShift);
const MODERATOR_OR_CENTRE: Rule = Rule::whom(Who::ModeratorOrCentre);
const HOST: Rule = Rule::whom(Who::Host);
const GUEST: Rule = Rule::whom(Who::Guest);

impl Rule {
    const fn whom(who: Who) -> Self {
        Self {
            who,
            about: About::Any,
            open: false,
            rate_limited: false,
            exempt_from_daily_limit: false,
            large: false,
            private: false,
        }
    }

    const fn about(self, about: About) -> Self {
        Self { about, ..self }
    }

    const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    const fn rate_limited(self) -> Self {
        Self { rate_limited: true, ..self }
    }

    const fn exempt_from_daily_limit(self) -> Self {
        Self { exempt_from_daily_limit: true, ..self }
    }

    const fn large(self) -> Self {
        Self { large: true, ..self }
    }

    const fn private(self) -> Self {
        Self { private: true, ..self }
    }
}

macro_rules! operations {
    ($($name:ident = $rule:expr,)*) => {
        /// What can be asked over the socket: one for each request, with its name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Operation { $($name,)* }

        impl Operation {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];

            pub(crate) const fn of(request: &Request) -> Self {
                match request { $(Request::$name(_) => Self::$name,)* }
            }

            pub(crate) const fn rule(self) -> Rule {
                match self { $(Self::$name => const { $rule },)* }
            }
        }
    };
}

operations! {
    Hello = SIGNED_IN,
    Ping = SIGNED_IN,

    SendMessage = POSTER.open().rate_limited(),
    EditMessage = POSTER.open().rate_limited().about(About::OwnWords),
    // Own words can be taken back even where nothing new can be posted.
    DeleteMessage = MEMBER.rate_limited().exempt_from_daily_limit().about(About::OwnWords),
    AddReaction = SUPPORT.open().rate_limited(),
    RemoveReaction = MEMBER.open().rate_limited().exempt_from_daily_limit(),
    SetContentNote = MEMBER.open().rate_limited().about(About::OwnWordsOrModerator),
    // Hiding a message is for oneself alone, and is never delayed.
    HideMessage = MEMBER.about(About::OthersWords),
    UnhideMessage = MEMBER,
    PinMessage = MODERATOR.open().rate_limited(),
    UnpinMessage = MODERATOR.open().rate_limited().exempt_from_daily_limit(),
    MarkRead = MEMBER,
    LeaveCircle = MEMBER.rate_limited().exempt_from_daily_limit(),

    FetchHistory = MEMBER.large(),
    FetchMessage = MEMBER.large(),
    ListPins = MEMBER.large(),
    ListMembers = MEMBER.large(),
    Search = MEMBER.rate_limited().exempt_from_daily_limit().large(),

    // Old messages can still do harm where nothing new can be posted.
    MuteMessages = MODERATOR.rate_limited().exempt_from_daily_limit().about(About::OthersWords),
    UnmuteMessages = MODERATOR.rate_limited().about(About::OthersWords),
    RevealMessage = MODERATOR.rate_limited().large(),
    MuteMember = MODERATOR.rate_limited().exempt_from_daily_limit().about(About::AnotherMember),
    UnmuteMember = MODERATOR.rate_limited().about(About::AnotherMember),
    MassMute = MODERATOR.rate_limited().exempt_from_daily_limit().about(About::AnotherMember),
    SetSlowMode = MODERATOR.open().rate_limited(),
    ListActions = MODERATOR.large(),
    ListOwnActions = SIGNED_IN.large(),
    ListSecurityNotices = SIGNED_IN.large(),
    MarkSecurityNoticesSeen = SIGNED_IN,

    // A muted member can report and appeal; so can somebody who has left.
    ReportMessage = RECIPIENT.rate_limited().about(About::OthersWords),
    ReportMember = RECIPIENT.rate_limited().about(About::SomebodyElse),
    ListLeftCircles = SIGNED_IN.large(),
    FetchLeftMessages = RECIPIENT.large(),
    ListOwnReports = SIGNED_IN.large(),
    ListHeldMessages = SIGNED_IN.large(),
    ListCases = SIGNED_IN.large(),
    ListDecidedCases = SIGNED_IN.large(),
    UndoDecision = DECIDER.rate_limited(),
    FetchCase = DECIDER.rate_limited().large(),
    ClaimCase = DECIDER.rate_limited().exempt_from_daily_limit(),
    HandOverCase = DECIDER.rate_limited(),
    CloseCase = DECIDER.rate_limited().exempt_from_daily_limit(),

    AppealAction = SIGNED_IN.rate_limited(),
    ListAppeals = SIGNED_IN.large(),
    FetchAppeal = DECIDER_OR_CENTRE.rate_limited().large(),
    DecideAppeal = DECIDER_OR_CENTRE.rate_limited().exempt_from_daily_limit(),
    ProposeAction = MODERATOR.rate_limited().about(About::AnotherMember),
    ListProposals = SIGNED_IN.large(),
    FetchProposal = DECIDER_OR_CENTRE.rate_limited().large(),
    DecideProposal = DECIDER_OR_CENTRE.rate_limited().exempt_from_daily_limit(),

    CreateCircle = COORDINATOR.rate_limited(),
    RenameCircle = COORDINATOR.rate_limited(),
    ResizeCircle = COORDINATOR.rate_limited(),
    CloseCircle = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    ListCircles = COORDINATOR.large(),
    ListRoster = COORDINATOR.large(),
    ChangeRole = COORDINATOR.rate_limited(),
    RemoveMember = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    CreateInvite = COORDINATOR.open().rate_limited(),
    ListInvites = COORDINATOR.large(),
    WithdrawInvite = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    ListAudit = COORDINATOR.large(),
    ListOverdue = COORDINATOR.large(),
    ShowCentreSettings = COORDINATOR,
    ChangeCentreSettings = COORDINATOR.rate_limited(),
    SuspendAccount = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    RestoreAccount = COORDINATOR.rate_limited(),
    CreateRecoveryLink = COORDINATOR.rate_limited(),
    WithdrawRecoveryLink = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    ListRecoveryLinks = COORDINATOR.large(),
    ConfirmRecovery = COORDINATOR.rate_limited(),
    // Whoever came back by one link can't stop the next: they may not be the holder.
    StopRecoveryLink = SIGNED_IN.private(),

    // What alums record about themselves names nobody: it is always about the caller.
    ShowCare = SIGNED_IN.large().private(),
    ChangeCareSettings = SIGNED_IN.rate_limited().private(),
    SetContact = SIGNED_IN.rate_limited().private(),
    GiveConsent = SIGNED_IN.rate_limited().private(),
    // Revoking is never delayed, and tells nothing.
    RevokeConsent = SIGNED_IN,
    SendCheckIn = SIGNED_IN.rate_limited().private(),
    ListCheckIns = SIGNED_IN.large().private(),
    DeleteCheckIn = SIGNED_IN.rate_limited().exempt_from_daily_limit().private(),
    PauseCheckIns = SIGNED_IN.rate_limited().exempt_from_daily_limit().private(),
    SetRecoveryDate = SIGNED_IN.rate_limited().private(),
    ShareMilestone = POSTER.open().rate_limited().private(),
    KeepMilestonePrivate = SIGNED_IN.rate_limited().exempt_from_daily_limit().private(),
    RecordLapse = SIGNED_IN.rate_limited().private(),
    ListLapses = SIGNED_IN.large().private(),
    DeleteLapse = SIGNED_IN.rate_limited().exempt_from_daily_limit().private(),

    AcceptPairing = PAIRED.rate_limited(),
    EndPairing = PAIRED,
    StopMentoring = SIGNED_IN,
    ShowBoard = SIGNED_IN.large().private(),
    ShowMentee = MENTOR.large().private(),
    LogOutreach = MENTOR.rate_limited(),
    SetNextContact = MENTOR.rate_limited(),

    // Nothing delays somebody who asks for help, or answers.
    ShowHelp = SIGNED_IN,
    AskForHelp = SIGNED_IN,
    AddHelpRecipient = HELP_PARTY,
    EndHelp = HELP_PARTY,
    AcknowledgeHelp = ALERTED,
    ListHelpAlerts = SIGNED_IN.large(),
    ListRota = ON_CALL.large(),
    HandOverShift = ON_SHIFT.rate_limited(),
    AddOnCall = COORDINATOR.rate_limited(),
    RemoveOnCall = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    AddShift = COORDINATOR.rate_limited(),
    RemoveShift = COORDINATOR.rate_limited().exempt_from_daily_limit(),

    // `domain/direct.rs` decides with whom a conversation can be opened.
    RequestDirect = SIGNED_IN.rate_limited().private(),
    PreviewDirect = MEMBER.about(About::SomebodyElse).private(),
    AcceptDirect = MEMBER.rate_limited(),
    DeclineDirect = MEMBER.rate_limited().exempt_from_daily_limit(),
    BlockMember = MEMBER.about(About::SomebodyElse),
    ListBlocks = SIGNED_IN.large(),
    UnblockMember = SIGNED_IN.rate_limited().exempt_from_daily_limit(),

    FetchDaily = MEMBER.large(),
    ListWins = MEMBER.large(),

    CreateMeeting = MODERATOR_OR_CENTRE.open().rate_limited(),
    CancelMeeting = HOST.rate_limited().exempt_from_daily_limit(),
    ListMeetings = SIGNED_IN.large(),
    AnswerMeeting = GUEST.rate_limited(),
    CreateCalendarFeed = SIGNED_IN.rate_limited(),
    EndCalendarFeed = SIGNED_IN,

    ListMentors = COORDINATOR.large(),
    AddMentor = COORDINATOR.rate_limited(),
    RemoveMentor = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    ProposePairing = COORDINATOR.rate_limited(),
    ListPairings = COORDINATOR.large(),
    WithdrawPairing = COORDINATOR.rate_limited().exempt_from_daily_limit(),
    ListNoContacts = COORDINATOR.large(),
    CloseNoContact = COORDINATOR.rate_limited(),
    ChangeHelpCard = COORDINATOR.rate_limited(),
    ListCounts = COORDINATOR.large(),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Delete,
}

macro_rules! endpoints {
    ($($name:ident = $method:ident $path:literal $rule:expr,)*) => {
        /// What can be asked over HTTP. The router is built from these.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Endpoint { $($name,)* }

        impl Endpoint {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),*];

            pub(crate) const fn method(self) -> Method {
                match self { $(Self::$name => Method::$method,)* }
            }

            pub(crate) const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            pub(crate) const fn rule(self) -> Rule {
                match self { $(Self::$name => const { $rule },)* }
            }
        }
    };
}

endpoints! {
    CheckHealth = Get "/api/health" ANYONE,
    // These two are opened by an invite's secret.
    PreviewInvite = Post "/api/invites/preview" ANYONE,
    SignUp = Post "/api/sign-up" ANYONE,
    SignIn = Post "/api/sign-in" ANYONE,
    // These two are opened by a recovery link's secret. Addresses don't say what for.
    PreviewRecovery = Post "/api/way-back/preview" ANYONE,
    RecoverAccount = Post "/api/way-back" ANYONE,
    // Anyone who wants to be signed out is.
    SignOut = Post "/api/sign-out" ANYONE,
    JoinCircle = Post "/api/join" SIGNED_IN,
    ShowAccount = Get "/api/me" SIGNED_IN,
    ListSessions = Get "/api/sessions" SIGNED_IN,
    EndSession = Delete "/api/sessions/{id}" SIGNED_IN,
    ChangePassphrase = Post "/api/passphrase" SIGNED_IN,
    ConfirmPassphrase = Post "/api/passphrase/confirm" SIGNED_IN,
    // Read from the device first, and also if nobody is signed in.
    ShowHelpCard = Get "/api/help-card" ANYONE,
    OpenSocket = Get "/socket" SIGNED_IN,
    // Opened by a calendar's secret address.
    ShowCalendar = Get "/calendar/{name}" ANYONE,
    // The client's files: any address that is none of the above.
    ShowPage = Get "/{page}" ANYONE,
}
