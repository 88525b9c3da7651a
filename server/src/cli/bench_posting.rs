//! `circles checks`: measures the cost of deciding whether a message may be posted and
//! whether it has to be held. Prints microseconds of processor time per message.

use anyhow::anyhow;
use circles_protocol::requests::SendMessage;
use circles_protocol::{Body, CircleId, MessageId, Timestamp};
use clap::Args;
use nix::sys::resource::{UsageWho, getrusage};
use uuid::Uuid;

use super::fill::{body, found_circle, settle};
use crate::clock::Clock;
use crate::commands::shared::posting::check;
use crate::domain::screening::signals;
use crate::domain::{Actor, MessageFlags, Operation, Rejection, ScreenedMessage};
use crate::settings::Settings;
use crate::store::{Store, StoreOptions, Tx};

#[derive(Debug, Args)]
#[group(skip)]
pub(crate) struct BenchPosting {
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    messages: u32,
}

impl BenchPosting {
    pub(crate) async fn run(self, settings: &Settings) -> anyhow::Result<()> {
        let store = Store::open(&settings.data_dir, StoreOptions::default(), Box::new(drop))?;
        let now = Clock::real().now();
        let messages = self.messages;
        let spent = store.write(move |tx| measure(tx, messages, now)).await;
        store.close().await;
        let spent_us = spent.map_err(|Rejection(refusal)| anyhow!(refusal.message))?;
        println!("checks: {:.3}", spent_us / f64::from(messages));
        Ok(())
    }
}

/// All checks that each message goes through between its frame and its row.
fn measure(tx: &mut Tx<'_>, messages: u32, now: Timestamp) -> Result<f64, Rejection> {
    let circle = CircleId(Uuid::new_v4());
    let key = found_circle(tx, circle, now)?;
    let (member, _) = settle(tx, key, 1, "none", (now, now, 1))?;
    let actor = Actor { account: tx.account_of(member)?, coordinator: false };
    let request = |nth| SendMessage {
        id: MessageId(Uuid::now_v7()),
        circle,
        body: Body::from_stored(body(nth)),
        reply_to: None,
        mentions: Vec::new(),
        content_note: None,
        win: false,
        daily: false,
    };
    // The rules are compiled once, at the first message.
    signals("");
    let requests: Vec<_> = (0..messages.min(1_000)).map(request).collect();
    let before = processor_us()?;
    for request in requests.iter().cycle().take(messages as usize) {
        let draft = ScreenedMessage::new(request.clone(), MessageFlags::default());
        check(tx, actor, Operation::SendMessage, &draft, now)?;
    }
    Ok(processor_us()? - before)
}

/// Of this thread.
fn processor_us() -> Result<f64, Rejection> {
    let usage = getrusage(UsageWho::RUSAGE_THREAD).map_err(|_| Rejection::internal())?;
    let (user, system) = (usage.user_time(), usage.system_time());
    let us = |seconds, micros| seconds as f64 * 1e6 + micros as f64;
    Ok(us(user.tv_sec(), user.tv_usec()) + us(system.tv_sec(), system.tv_usec()))
}

#[cfg(test)]
mod tests {
    use circles_protocol::{Signal, limits};

    use super::*;
    use crate::domain::screening::Signals;

    /// Nothing is skipped because it is long: the longest possible body, of what takes each
    /// rule the longest. This command measures how long that takes.
    #[test]
    fn the_longest_body_is_looked_through_to_its_end() {
        const SIGNAL: &str = "\n\nhttps://evil.example/offer";
        let pieces = [
            "a",
            "1 ",
            "5 5 5 ",
            "555 123 4567.",
            "want to ",
            "i want to die of laughing ",
            "a.",
            "a.co",
            "a@a.",
            "a@",
            "$a ",
            "one two ",
            "my snap is so ",
            "2 for 5 ",
            "был ",
            "𝟓",
            "e\u{301}",
            "dot ",
            "1-",
            "12.34.56.",
            "www.aa.org ",
            "800-662-4357 x ",
            "wanna want to want ",
            "venmo me ",
            "i wanted to die, years ago. ",
            "this is my last message for tonight. ",
        ];
        for piece in pieces {
            let length = limits::BODY_CHARS - SIGNAL.chars().count();
            let text: String = piece.chars().cycle().take(length).chain(SIGNAL.chars()).collect();
            let found: Signals = signals(&text);
            assert!(found.list().contains(&Signal::Link), "{piece:?}: {:?}", found.list());
        }
    }
}
