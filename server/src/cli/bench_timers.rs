//! `circles passes`: measures the cost of checking the timers of many alumni. Prints
//! milliseconds of processor time for a pass with nothing due, and for one with some. Every
//! alum has a hello ladder and a future milestone.

use anyhow::{anyhow, ensure};
use circles_protocol::{
    AccountId, Alias, Consent, LocalDate, MentorId, PairingId, RecoveryLabel, SignInName,
    Timestamp, limits,
};
use clap::Args;
use nix::sys::resource::{UsageWho, getrusage};
use uuid::Uuid;

use crate::clock::{DAY_MS, HOUR_MS};
use crate::commands::timers::run_due_timers::run_due_timers;
use crate::domain::schedule::follow_up::FollowUpStep;
use crate::domain::{AccountKey, Rejection, Rules, TimerKind};
use crate::settings::Settings;
use crate::store::{FollowUpRow, NewAccount, NewPairing, RecoveryRow, Store, StoreOptions, Tx};

/// Noon in New York on the 24th of November 2026: not a quiet hour.
const NOON: Timestamp = Timestamp(1_795_539_600_000);
const YESTERDAY: &str = "2026-11-23";

/// Alumni in one transaction, and mentees of one mentor.
const GROUP: u32 = 2_000;
const MENTEES: u32 = 15;

/// Passes with nothing due, whose mean is printed.
const IDLE_PASSES: u32 = 50;

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct BenchTimers {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    alumni: u32,
    /// Of how many something is due in the second pass: half of them ladders, half
    /// milestones.
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=500))]
    due: u32,
}

impl BenchTimers {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let store = Store::open(&settings.data_dir, StoreOptions::default(), Box::new(drop))?;
        let measured = self.measure(&store).await;
        store.close().await;
        measured
    }

    async fn measure(&self, store: &Store) -> anyhow::Result<()> {
        let said = |Rejection(refusal)| anyhow!(refusal.message);
        for first in (0..self.alumni).step_by(GROUP as usize) {
            let group = first..self.alumni.min(first + GROUP);
            let due = self.due;
            store.write(move |tx| settle(tx, group, due)).await.map_err(said)?;
        }
        let rules = Rules::default();
        let before = processor_ms()?;
        for _ in 0..IDLE_PASSES {
            let pass = run_due_timers(store, NOON.plus_ms(-1), rules).await.map_err(said)?;
            ensure!(pass.ran == 0, "{} were due before their time", pass.ran);
        }
        let idle = (processor_ms()? - before) / f64::from(IDLE_PASSES);
        let before = processor_ms()?;
        let pass = run_due_timers(store, NOON, rules).await.map_err(said)?;
        let busy = processor_ms()? - before;
        let due = self.due.min(self.alumni) as usize;
        ensure!(pass.ran == due, "{} of {due} were run", pass.ran);
        println!("idle: {idle:.3}");
        println!("due: {busy:.3}");
        Ok(())
    }
}

/// The rows of this many alumni who share check-ins and count from yesterday.
fn settle(tx: &mut Tx<'_>, group: std::ops::Range<u32>, due: u32) -> Result<(), Rejection> {
    let mut mentor = None;
    for nth in group {
        let mentor = match mentor {
            Some(mentor) if nth % MENTEES != 0 => mentor,
            Some(_) | None => {
                let account = add(tx, "Mentor")?;
                tx.add_mentor(MentorId(Uuid::new_v4()), account, NOON)?;
                *mentor.insert(account)
            }
        };
        let alum = add(tx, "Alum")?;
        walk(tx, mentor, alum)?;
        // One timer a second from tomorrow on, except for those that are due.
        let later = NOON.plus_ms(DAY_MS + i64::from(nth) * 1_000);
        let (follow_up, milestone) = match (nth < due, nth % 2) {
            (true, 0) => (NOON, later),
            (true, _) => (later, NOON),
            (false, _) => (later, later),
        };
        tx.set_timer(TimerKind::FollowUp, alum.0, follow_up)?;
        tx.set_timer(TimerKind::Milestone, alum.0, milestone)?;
    }
    Ok(())
}

fn add(tx: &mut Tx<'_>, alias: &str) -> Result<AccountKey, Rejection> {
    let id = Uuid::new_v4();
    Ok(tx.add_account(&NewAccount {
        id: AccountId(id),
        alias: Alias::from_stored(alias.to_owned()),
        sign_in_name: SignInName::from_stored(id.simple().to_string()),
        passphrase_hash: "none".to_owned(),
        coordinator: false,
        at: NOON,
    })?)
}

fn walk(tx: &mut Tx<'_>, mentor: AccountKey, mentee: AccountKey) -> Result<(), Rejection> {
    let start = NOON.plus_ms(-30 * DAY_MS);
    let id = PairingId(Uuid::new_v4());
    let pairing = tx.add_pairing(&NewPairing { id, mentor, mentee, at: start })?;
    for by_mentor in [true, false] {
        tx.accept_pairing(pairing, by_mentor, start)?;
    }
    let consent = Consent::MentorSeesCheckIns;
    tx.give_consent(mentee, consent, limits::CONSENT_VERSION, start)?;
    // The next step is the one that the mentor sees.
    let due_at = NOON.plus_ms(-36 * HOUR_MS);
    tx.set_follow_up(
        mentee,
        &FollowUpRow { due_at, early: false, step: Some(FollowUpStep::Nudge) },
    )?;
    let date = LocalDate::parse(YESTERDAY).ok_or_else(Rejection::internal)?;
    let (first_date, label) = (date, RecoveryLabel::Recovery);
    tx.set_recovery(mentee, &RecoveryRow { date, first_date, label, paused: false })?;
    Ok(())
}

/// Of the whole process, including the store's threads.
fn processor_ms() -> anyhow::Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let ms = |seconds, micros| seconds as f64 * 1e3 + micros as f64 / 1e3;
    Ok(ms(user.tv_sec(), user.tv_usec()) + ms(system.tv_sec(), system.tv_usec()))
}
