//! `circles fill`: creates one large circle with people and messages, for measuring. Prints
//! a session's cookie for each member, and finally the circle's id.

use std::io::Write as _;

use anyhow::anyhow;
use circles_protocol::{
    AccountId, Alias, Body, CircleId, CircleName, MessageId, OnCallId, Passphrase, Rank, Reason,
    Role, ShiftId, SignInName, Timestamp, WireEnum as _, limits,
};
use clap::Args;
use uuid::Uuid;

use super::fill_board::walk_beside;
use crate::auth::Authenticator;
use crate::clock::{Clock, DAY_MS};
use crate::commands::shared::accounts::begin_session::{Beginning, begin_session};
use crate::commands::shared::circles::join::{Newcomer, join};
use crate::commands::shared::moderation::report::{About, ReportTarget, report};
use crate::data_lock::DataLock;
use crate::domain::fingerprint::fingerprint;
use crate::domain::rota::Shift;
use crate::domain::{CircleKey, MemberKey, MessageFlags, Position, Rejection};
use crate::limits::REPORT_DAY_MS;
use crate::settings::Settings;
use crate::store::{Entry, NewAccount, NewMessage, Store, StoreOptions, Tx};

/// People or messages in one transaction.
const GROUP: u32 = 2_000;

/// Between two messages, so that the history spans some time.
const PACE_MS: i64 = 20_000;

/// Mixed into bodies of about 200 bytes, so that the search index has words.
const WORDS: &[&str] = &[
    "morning", "walk", "coffee", "sister", "work", "garden", "quiet", "evening", "call", "river",
    "dinner", "sleep", "music", "train", "letter", "winter", "bread", "window", "friend", "hope",
];

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct Fill {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5_000))]
    members: u32,
    #[arg(long, value_name = "M", default_value_t = 0)]
    messages: u32,
    /// Open cases about as many of the messages; member 1 then moderates an empty
    /// circle beside.
    #[arg(long, value_name = "N", default_value_t = 0)]
    cases: u32,
    /// The first member is on call for a day.
    #[arg(long)]
    on_call: bool,
    /// Member 0 has been the mentor of as many of the others for a year.
    #[arg(long, value_name = "N", default_value_t = 0)]
    mentees: u32,
}

impl Fill {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        // A running server does not write this itself, so its members would not be told of it.
        let _data_lock = DataLock::take(&settings.data_dir)?;
        let store = Store::open(&settings.data_dir, StoreOptions::default(), Box::new(drop))?;
        let filled = self.fill(&store, settings).await;
        store.close().await;
        filled.map_err(|Rejection(refusal)| anyhow!(refusal.message))
    }

    async fn fill(&self, store: &Store, settings: &Settings) -> Result<(), Rejection> {
        let now = Clock::real().now();
        let start = now.plus_ms(-PACE_MS * i64::from(self.messages) - PACE_MS);
        let id = CircleId(Uuid::new_v4());
        let circle = store.write(move |tx| found_circle(tx, id, start)).await?;
        let hash = one_hash(settings).await?;
        let mut members = Vec::new();
        for first in (0..self.members).step_by(GROUP as usize) {
            let people = first..self.members.min(first + GROUP);
            let (hash, days) = (hash.clone(), settings.session_days);
            let joined = store
                .write(move |tx| {
                    people.map(|nth| settle(tx, circle, nth, &hash, (start, now, days))).collect()
                })
                .await?;
            let joined: Vec<(MemberKey, String)> = joined;
            let mut out = std::io::stdout().lock();
            for (member, cookie) in joined {
                members.push(member);
                let _ = writeln!(out, "session: {cookie}");
            }
        }
        let mentors_first = members.clone();
        for first in (0..self.messages).step_by(GROUP as usize) {
            let group = first..self.messages.min(first + GROUP);
            let members = members.clone();
            store.write(move |tx| talk(tx, circle, &members, group, start)).await?;
        }
        if self.cases > 0 {
            let cases = self.cases;
            let beside = members.get(1).copied();
            store.write(move |tx| moderate_beside(tx, beside, now)).await?;
            let members = members.clone();
            store.write(move |tx| open_cases(tx, circle, &members, cases, now)).await?;
        }
        if self.on_call {
            let first = members.first().copied();
            store.write(move |tx| take_shift(tx, first, now)).await?;
        }
        if self.mentees > 0 {
            let mentees = self.mentees;
            store.write(move |tx| walk_beside(tx, &mentors_first, mentees, now)).await?;
        }
        println!("circle: {id}");
        Ok(())
    }
}

pub(super) fn found_circle(
    tx: &mut Tx<'_>,
    id: CircleId,
    at: Timestamp,
) -> Result<CircleKey, Rejection> {
    let name = CircleName::from_stored("Measured".into());
    tx.create_circle(id, &name, limits::CIRCLE_MAX_MEMBERS, at)?;
    Ok(tx.circle(id)?.ok_or_else(Rejection::internal)?.key)
}

/// One hash for everybody: hashing thousands would take minutes.
async fn one_hash(settings: &Settings) -> Result<String, Rejection> {
    let authenticator = Authenticator::new(settings.hash_slots, settings.sign_ins_per_quarter_hour);
    authenticator.hash(Passphrase::from_stored("a quiet river at dawn".into())).await
}

/// An account, its membership, and one session's cookie.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    nth: u32,
    hash: &str,
    (start, now, days): (Timestamp, Timestamp, u32),
) -> Result<(MemberKey, String), Rejection> {
    // Accounts of an earlier fill have the names with lower numbers.
    let tag = Uuid::new_v4().simple().to_string();
    // In letters, because some numbers are reserved.
    let letters = tag
        .bytes()
        .take(12)
        .map(|hex| char::from(if hex < b'a' { hex + b'h' - b'0' } else { hex }));
    let alias = Alias::from_stored(format!("Member {}", letters.collect::<String>()));
    let account = tx.add_account(&NewAccount {
        id: AccountId(Uuid::new_v4()),
        alias: alias.clone(),
        sign_in_name: SignInName::from_stored(format!("member-{nth}-{tag}")),
        passphrase_hash: hash.to_owned(),
        coordinator: false,
        at: start,
    })?;
    // The first of them moderates.
    let role = if nth == 0 { Role::Moderator } else { Role::Member };
    join(tx, circle, Newcomer { account, alias, role, label: None, invited_at: None, at: start })?;
    let session = Beginning::draw("Measuring".into(), days, now)?;
    let row = tx.account(account)?.ok_or_else(Rejection::internal)?;
    let signed_in = begin_session(tx, &row, session)?;
    let member = tx.membership_of(circle, account)?.ok_or_else(Rejection::internal)?;
    Ok((member.key, signed_in.token.as_str().to_owned()))
}

fn talk(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    members: &[MemberKey],
    group: std::ops::Range<u32>,
    start: Timestamp,
) -> Result<(), Rejection> {
    let mut seq = tx.head_seq(circle)?;
    for nth in group {
        seq = seq.next();
        let at = start.plus_ms(PACE_MS * i64::from(nth));
        let author = members[nth as usize % members.len()];
        let body = Body::from_stored(body(nth));
        let id = MessageId(Uuid::now_v7());
        let new = NewMessage {
            id,
            author,
            at,
            body: &body,
            fingerprint: fingerprint(id, body.as_str(), None, &[]),
            reply_to: None,
            mentions: &[],
            content_note: None,
            flags: MessageFlags::default(),
        };
        tx.insert_message(Position::new(circle, seq), &new)?;
        tx.append(circle, seq, at, Some(author), Entry::MessagePosted)?;
    }
    Ok(())
}

pub(super) fn body(nth: u32) -> String {
    let mut words = vec![format!("Note {nth}:")];
    // A small generator is enough to mix words, and always gives the same text.
    let mut state = nth.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    for _ in 0..30 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        words.push(WORDS[(state >> 16) as usize % WORDS.len()].to_owned());
    }
    words.join(" ")
}

/// A second circle for this member, in which nothing happens.
fn moderate_beside(
    tx: &mut Tx<'_>,
    member: Option<MemberKey>,
    at: Timestamp,
) -> Result<(), Rejection> {
    let member = member.ok_or_else(|| Rejection::invalid("members", "Two are needed."))?;
    let circle = found_circle(tx, CircleId(Uuid::new_v4()), at)?;
    let (account, alias) = (tx.account_of(member)?, Alias::from_stored("Beside".into()));
    let (role, label) = (Role::Moderator, None);
    join(tx, circle, Newcomer { account, alias, role, label, invited_at: None, at })?;
    Ok(())
}

fn take_shift(tx: &mut Tx<'_>, member: Option<MemberKey>, now: Timestamp) -> Result<(), Rejection> {
    let account = tx.account_of(member.ok_or_else(Rejection::internal)?)?;
    tx.add_on_call(OnCallId(Uuid::new_v4()), account)?;
    let person = tx.on_call_account(account)?.ok_or_else(Rejection::internal)?.key;
    let (rank, from, to) = (Rank::First, now, now.plus_ms(DAY_MS));
    Ok(tx.add_shift(ShiftId(Uuid::new_v4()), &Shift { person, rank, from, to })?)
}

/// One report about each of the newest messages, as members would make them: in turn, and
/// each of them one a day.
fn open_cases(
    tx: &mut Tx<'_>,
    circle: CircleKey,
    members: &[MemberKey],
    cases: u32,
    now: Timestamp,
) -> Result<(), Rejection> {
    let circle_id = tx.circle_by_key(circle)?.id;
    let mut recipients = Vec::new();
    for member in members {
        let account = tx.account_of(*member)?;
        recipients.push(tx.recipient(circle_id, account, now)?.ok_or_else(Rejection::internal)?);
    }
    let head = Position::new(circle, tx.head_seq(circle)?);
    let days_ago = |nth: i64| (i64::from(cases) - nth) / recipients.len() as i64 + 1;
    let by_turns = recipients.iter().cycle();
    for (nth, recipient) in (0..i64::from(cases)).zip(by_turns) {
        let at = now.plus_ms(-REPORT_DAY_MS * days_ago(nth));
        let position = Position(head.0 - nth);
        let message =
            tx.message_at(position, recipient.member)?.ok_or_else(Rejection::not_found)?;
        let subject = tx.member(circle, message.author)?.ok_or_else(Rejection::internal)?;
        let reason = Reason::ALL[nth as usize % Reason::ALL.len()];
        let about = About::Message(position, message.id);
        let reported = ReportTarget { subject: subject.key, about, reason, statement: None };
        report(tx, recipient, &reported, at)?;
    }
    Ok(())
}
