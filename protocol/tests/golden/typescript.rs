//! The TypeScript side of the wire, written from the Rust types into one file.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use circles_protocol::{
    CloseCode, RefusalCode, STAND_INS, WireEnum, appeals, care, cases, centre, codes, dates,
    decisions, direct, events, help, http, ids, left, limits, meetings, mentoring, notices,
    replies, requests, safety, screening, security, text, views,
};

const HEADING: &str = "// The wire format, generated from protocol/ by `make generate`. \
Never edited by hand.\n\n";

/// The whole of `web-client/src/protocol/wire.ts`.
#[must_use]
pub(crate) fn wire_ts() -> String {
    let mut out = String::from(HEADING);
    declare_ids_and_text(&mut out);
    declare_views(&mut out);
    declare_safety(&mut out);
    declare_care(&mut out);
    declare_company(&mut out);
    declare_requests(&mut out);
    declare_frames(&mut out);
    declare_http(&mut out);
    constants(&mut out);
    out
}

macro_rules! declare {
    ($out:expr, $($type:ty),* $(,)?) => {{
        let config = Config::default();
        $(writeln!($out, "export {}\n", <$type as TS>::decl(&config))
            .expect("writing to a string can't fail");)*
    }};
}

fn declare_ids_and_text(out: &mut String) {
    declare!(
        out,
        ids::AccountId,
        ids::CircleId,
        ids::MemberId,
        ids::MessageId,
        ids::IdempotencyKey,
        ids::InviteId,
        ids::RecoveryLinkId,
        ids::SessionId,
        ids::ActionId,
        ids::ReportId,
        ids::CaseId,
        ids::DecisionId,
        ids::AppealId,
        ids::ProposalId,
        ids::MentorId,
        ids::PairingId,
        ids::CheckInId,
        ids::LapseId,
        ids::HelpId,
        ids::OnCallId,
        ids::ShiftId,
        ids::BlockId,
        ids::MeetingId,
        ids::NoContactId,
        ids::Epoch,
        ids::RequestId,
        ids::Seq,
        ids::Timestamp,
        text::Body,
        text::Alias,
        text::CircleName,
        text::InviteLabel,
        text::Statement,
        text::SearchQuery,
        text::SignInName,
        text::Passphrase,
        text::EnteredPassphrase,
        text::Phone,
        text::ContactName,
        text::MeetingTitle,
        text::Place,
        text::Link,
        text::CardText,
        dates::LocalDate,
        dates::LocalTime,
        dates::Milestone,
        dates::Zone,
    );
}

fn declare_views(out: &mut String) {
    declare!(
        out,
        views::Role,
        views::Reaction,
        views::MemberView,
        views::JoinedAt,
        views::MessageView,
        views::ReactionView,
        views::CircleView,
        views::CatchUp,
        views::Found,
        views::CentreCircle,
        views::RosterEntry,
        views::RosterCursor,
        views::InviteRole,
        views::InviteState,
        views::InviteView,
    );
}

fn declare_safety(out: &mut String) {
    declare!(
        out,
        safety::Reason,
        safety::MuteDuration,
        safety::ContentNote,
        safety::ActionKind,
        safety::OwnAction,
        safety::ActionView,
        safety::AuditAction,
        safety::AuditEntry,
        screening::Signal,
        screening::HeldCursor,
        screening::HeldView,
        screening::CentreSettings,
        screening::BackupView,
        screening::StorageView,
        cases::OwnReport,
        left::LeftMember,
        left::LeftMessage,
        left::LeftCursor,
        left::LeftView,
        cases::CaseKind,
        cases::Claim,
        cases::CaseView,
        cases::Evidence,
        cases::ReportGiven,
        cases::OpenedCase,
        cases::CaseResolution,
        cases::OverdueView,
        appeals::AppealOutcome,
        appeals::OwnAppeal,
        appeals::AppealView,
        appeals::OpenedAppeal,
        appeals::ProposedAction,
        appeals::ProposalView,
        decisions::DecisionKind,
        decisions::UndoStatus,
        decisions::DecisionView,
        decisions::DecidedCase,
        decisions::Undone,
        decisions::OpenedProposal,
    );
}

fn declare_care(out: &mut String) {
    declare!(
        out,
        care::Consent,
        care::ConsentView,
        care::EmergencyContact,
        care::Mood,
        care::Halt,
        care::HowItIs,
        care::CheckInView,
        care::RecoveryLabel,
        care::RecoveryDate,
        care::MilestoneView,
        care::RecoveryView,
        care::LapseSharing,
        care::DateChoice,
        care::LapseView,
        care::PairingState,
        care::PairingView,
        care::OwnCare,
        mentoring::Attention,
        mentoring::HelloStep,
        mentoring::Means,
        mentoring::OutreachOutcome,
        mentoring::OutreachView,
        mentoring::MenteeCard,
        mentoring::MenteeView,
    );
}

fn declare_company(out: &mut String) {
    declare!(
        out,
        help::HelpTo,
        help::HelpState,
        help::HelpStep,
        help::HelpView,
        help::HelpAlertState,
        help::HelpAlert,
        help::HelpStatus,
        help::Rank,
        help::OnCallPerson,
        help::ShiftView,
        help::Stretch,
        help::Rota,
        help::HelpNumber,
        help::HelpCard,
        direct::DirectState,
        direct::DirectTerms,
        direct::DirectView,
        direct::DirectWith,
        direct::BlockView,
        meetings::Repeats,
        meetings::MeetingAnswer,
        meetings::Occurrence,
        meetings::OccurrenceCursor,
        centre::Person,
        centre::MentorEntry,
        centre::CentrePairing,
        centre::UnassignedMentee,
        centre::NoContactOutcome,
        centre::NoContactView,
        centre::WeekCounts,
        centre::MilestoneStyle,
        security::SecurityNoticeKind,
        security::SecurityNotice,
        security::AccountRecovery,
        security::RecoveryLinkState,
        security::RecoveryLinkView,
    );
}

fn declare_requests(out: &mut String) {
    declare!(out, requests::Cursor, requests::Anchor);
    for declaration in requests::declarations(&Config::default()) {
        writeln!(out, "export {declaration}\n").expect("writing to a string can't fail");
    }
    declare!(out, requests::Request, requests::ClientFrame);
    declare_replies_to(out);
}

/// Which replies a request gets: as a type for all, and as values for those that get
/// something else than word that it is done.
fn declare_replies_to(out: &mut String) {
    let quoted = |variants: &[&str], between: &str| {
        let names = variants.iter().map(|variant| format!("\"{}\"", snake_case(variant)));
        names.collect::<Vec<_>>().join(between)
    };
    let mut types = String::from("export type RepliesTo = {\n");
    let mut values = String::from(
        "/** Left out are requests that are answered by `accepted` or `done`. */\n\
         export const repliesTo = {\n",
    );
    for (request, replies) in requests::REPLIES {
        writeln!(types, "  {request}: {};", quoted(replies, " | ")).expect("it is a string");
        if !matches!(replies, ["Accepted" | "Done"]) {
            writeln!(values, "  {request}: [{}],", quoted(replies, ", ")).expect("it is a string");
        }
    }
    write!(out, "{types}}};\n\n{values}}} as const;\n\n").expect("it is a string");
}

/// `MessageAccepted` → `message_accepted`, as serde names variants.
fn snake_case(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

fn declare_frames(out: &mut String) {
    declare!(
        out,
        codes::RefusalCode,
        codes::Refusal,
        events::EventPayload,
        events::CircleEvent,
        notices::Notice,
        replies::Reply,
        replies::ServerFrame,
    );
}

fn declare_http(out: &mut String) {
    declare!(
        out,
        http::InviteToken,
        http::PreviewInvite,
        http::InvitePreview,
        http::SignUp,
        http::JoinCircle,
        http::Joined,
        http::SignIn,
        http::RecoveryToken,
        http::PreviewRecovery,
        http::RecoveryPreview,
        http::RecoverAccount,
        http::ChangePassphrase,
        http::ConfirmPassphrase,
        http::HealthView,
        http::Me,
        http::SessionView,
        http::Sessions,
    );
}

fn constants(out: &mut String) {
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    line("/** Bounds of the wire; a character is a Unicode code point. */".into());
    line("export const limits = {".into());
    for (name, value) in [
        ("bodyChars", limits::BODY_CHARS),
        ("aliasChars", limits::ALIAS_CHARS),
        ("circleNameChars", limits::CIRCLE_NAME_CHARS),
        ("inviteLabelChars", limits::INVITE_LABEL_CHARS),
        ("messagesPerMute", limits::MESSAGES_PER_MUTE),
        ("statementChars", limits::STATEMENT_CHARS),
        ("casesPage", usize::from(limits::CASES_PAGE)),
        ("holdDaysMax", usize::from(limits::HOLD_DAYS_MAX)),
        ("foldReportsDaysMax", usize::from(limits::FOLD_REPORTS_DAYS_MAX)),
        ("searchQueryChars", limits::SEARCH_QUERY_CHARS),
        ("signInNameMinChars", limits::SIGN_IN_NAME_MIN_CHARS),
        ("signInNameChars", limits::SIGN_IN_NAME_CHARS),
        ("passphraseMinChars", limits::PASSPHRASE_MIN_CHARS),
        ("passphraseChars", limits::PASSPHRASE_CHARS),
        ("pageMessages", usize::from(limits::PAGE_MESSAGES)),
        ("mentionsPerMessage", limits::MENTIONS_PER_MESSAGE),
        ("pinsPerCircle", limits::PINS_PER_CIRCLE),
        ("requestsInFlight", limits::REQUESTS_IN_FLIGHT),
        ("unreadShown", usize::from(limits::UNREAD_SHOWN)),
        ("circleSoftMembers", usize::from(limits::CIRCLE_SOFT_MEMBERS)),
        ("circleDefaultMembers", usize::from(limits::CIRCLE_DEFAULT_MEMBERS)),
        ("circleMaxMembers", usize::from(limits::CIRCLE_MAX_MEMBERS)),
        ("phoneChars", limits::PHONE_CHARS),
        ("contactNameChars", limits::CONTACT_NAME_CHARS),
        ("meetingTitleChars", limits::MEETING_TITLE_CHARS),
        ("placeChars", limits::PLACE_CHARS),
        ("linkChars", limits::LINK_CHARS),
        ("cardTextChars", limits::CARD_TEXT_CHARS),
        ("cravingMost", usize::from(limits::CRAVING_MOST)),
        ("pauseDaysMost", usize::from(limits::PAUSE_DAYS_MOST)),
        ("meetingMinutesMost", usize::from(limits::MEETING_MINUTES_MOST)),
        ("calendarDaysMost", usize::from(limits::CALENDAR_DAYS_MOST)),
        ("cardNumbersMost", limits::CARD_NUMBERS_MOST),
        ("cardStepsMost", limits::CARD_STEPS_MOST),
        ("shiftHoursMost", usize::from(limits::SHIFT_HOURS_MOST)),
    ] {
        line(format!("  {name}: {value},"));
    }
    line("} as const;\n".into());
    codes_and_words(&mut line);
}

/// Close codes, refusal codes and every fixed set of words.
fn codes_and_words(line: &mut impl FnMut(String)) {
    line("export const closeCodes = {".into());
    for code in CloseCode::ALL {
        line(format!("  {}: {},", code.name(), code.number()));
    }
    line("} as const;\n".into());
    line("export const subprotocol = \"circles.v1\";\n".into());
    words(line, "reactions", "Reaction", views::Reaction::ALL);
    words(line, "reasons", "Reason", safety::Reason::ALL);
    words(line, "auditActions", "AuditAction", safety::AuditAction::ALL);
    words(line, "signals", "Signal", screening::Signal::ALL);
    words(line, "consents", "Consent", care::Consent::ALL);
    words(line, "moods", "Mood", care::Mood::ALL);
    words(line, "halts", "Halt", care::Halt::ALL);
    words(line, "recoveryLabels", "RecoveryLabel", care::RecoveryLabel::ALL);
    words(line, "repeats", "Repeats", meetings::Repeats::ALL);
    words(line, "contentNotes", "ContentNote", safety::ContentNote::ALL);
    line(
        "/** What a screen says in the place of a name; the server refuses it as an alias. */"
            .into(),
    );
    words(line, "standIns", "string", STAND_INS);
    line(format!("export const slowModeSeconds = {:?} as const;\n", limits::SLOW_MODE_SECONDS));
    line("export const refusalCodes: readonly RefusalCode[] = [".into());
    for code in RefusalCode::ALL {
        line(format!("  \"{code}\","));
    }
    line("];".into());
}

/// All words of a fixed set, as a list.
fn words<T: serde::Serialize>(line: &mut impl FnMut(String), name: &str, kind: &str, all: &[T]) {
    line(format!("export const {name}: readonly {kind}[] = ["));
    for word in all {
        line(format!("  {},", serde_json::to_string(word).expect("a word becomes JSON")));
    }
    line("];\n".into());
}
