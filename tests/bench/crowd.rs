//! Many sockets in one thread: most only count what arrives, a few also send. Frames of
//! those who only count are never read, only skipped.

use std::cell::RefCell;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use circles_tests::raw::{self, RawSocket};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use crate::stepper::Stepper;
use crate::subject::{Seat, Subject};
use crate::words::Writer;
use circles_tests::process::cpu_seconds;

pub(crate) const SENDERS: usize = 10;

/// What a sender waits for before it sends the next message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    OwnEvent,
    Acknowledgement,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Load {
    /// As fast as the subject accepts them, with this many of each sender in flight.
    Saturated { messages: u64, in_flight: u64, release: Release },
    /// Evenly spread over time, whatever the subject does. Before that, some in quick
    /// succession, until a server's files have reached the size at which they stay.
    Paced { warm_up: u64, messages: u64, per_second: u64 },
}

impl Load {
    const fn messages(self) -> u64 {
        match self {
            Self::Saturated { messages, .. } => messages,
            Self::Paced { warm_up, messages, .. } => warm_up + messages,
        }
    }

    /// Messages at the start that are not measured.
    const fn unmeasured(self) -> u64 {
        match self {
            Self::Saturated { messages, .. } => messages / 10,
            Self::Paced { warm_up, messages, .. } => warm_up + messages / 10,
        }
    }
}

/// The subject's processor time and what it did with it, without the start of the run.
pub(crate) struct Measured {
    pub(crate) cpu_s: f64,
    pub(crate) wall_s: f64,
    pub(crate) deliveries: f64,
    pub(crate) messages: f64,
}

/// Text frames that have arrived so far, and who waits for how many.
#[derive(Default)]
pub(crate) struct Tally {
    frames: AtomicU64,
    goal: AtomicU64,
    reached: Notify,
    closed: AtomicU64,
}

/// Between two messages of a warm-up: fast, but slow enough for everyone to keep up.
const WARM_UP_TICK: Duration = Duration::from_millis(5);

/// Longer than any run that goes well.
const RUN_LIMIT: Duration = Duration::from_secs(120);

impl Tally {
    fn add(&self, frames: u64) {
        let now = self.frames.fetch_add(frames, Relaxed) + frames;
        if now >= self.goal.load(Relaxed) {
            self.reached.notify_one();
        }
    }

    fn lose(&self) {
        self.closed.fetch_add(1, Relaxed);
        self.reached.notify_one();
    }

    fn frames(&self) -> f64 {
        float(self.frames.load(Relaxed))
    }

    pub(crate) fn count(&self) -> u64 {
        self.frames.load(Relaxed)
    }

    pub(crate) async fn reach(&self, goal: u64) {
        self.goal.store(goal, Relaxed);
        let arrival = async {
            while self.frames.load(Relaxed) < goal {
                self.reached.notified().await;
                let closed = self.closed.load(Relaxed);
                assert!(closed == 0, "{closed} sockets were closed under load");
            }
        };
        let in_time = tokio::time::timeout(RUN_LIMIT, arrival).await.is_ok();
        assert!(in_time, "{} of {goal} frames came", self.frames.load(Relaxed));
    }
}

/// Connects everyone, starts the load, and measures the subject.
pub(crate) async fn run(subject: &Subject, members: usize, senders: usize, load: Load) -> Measured {
    let tally = Arc::new(Tally::default());
    let mut seats = Vec::with_capacity(members);
    for member in 0..members {
        seats.push(subject.seat(member).await);
    }
    // Aborted when this function ends, which closes their sockets.
    let mut tasks = JoinSet::new();
    let sending: Vec<Seat> = seats.drain(..senders).collect();
    for seat in seats {
        tasks.spawn(listen(Arc::new(seat.socket.stream), Arc::clone(&tally)));
    }
    match load {
        Load::Saturated { messages, in_flight, release } => {
            for (seed, seat) in (1..).zip(sending) {
                let quota = messages / senders as u64;
                let sender = Sender::new(subject, seed, seat, quota, release);
                tasks.spawn(sender.run(in_flight, Arc::clone(&tally)));
            }
        }
        Load::Paced { warm_up, messages, per_second } => {
            let mut turns = Vec::new();
            for (seed, seat) in (1..).zip(sending) {
                let writer = Writer::new(seed, subject.circle, seat.me, subject.is_bare());
                let stream = Arc::new(seat.socket.stream);
                tasks.spawn(listen(Arc::clone(&stream), Arc::clone(&tally)));
                turns.push((writer, stream));
            }
            tasks.spawn(pace(turns, warm_up, messages, per_second));
        }
    }
    // The server also acknowledges each message to its sender.
    let frames_per_message = members as u64 + u64::from(!subject.is_bare());
    let messages = load.messages() / senders as u64 * senders as u64;
    tally.reach(load.unmeasured() * frames_per_message).await;
    let (from, cpu_s, counted) = (Instant::now(), cpu_seconds(subject.pid), tally.frames());
    tally.reach(messages * frames_per_message).await;
    let messages = (tally.frames() - counted) / float(frames_per_message);
    Measured {
        cpu_s: cpu_seconds(subject.pid) - cpu_s,
        wall_s: from.elapsed().as_secs_f64(),
        messages,
        deliveries: messages * float(members as u64),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
pub(crate) const fn float(count: u64) -> f64 {
    count as f64
}

thread_local! {
    /// One buffer for all who only count: what is read is discarded at once.
    static SHARED: RefCell<Vec<u8>> = RefCell::new(vec![0; 256 * 1024]);
}

/// Counts until the socket closes.
pub(crate) async fn listen(stream: Arc<TcpStream>, tally: Arc<Tally>) {
    let mut stepper = Stepper::default();
    loop {
        if stream.readable().await.is_err() {
            return tally.lose();
        }
        let read: std::io::Result<_> = SHARED.with_borrow_mut(|buffer| {
            let len = stream.try_read(buffer)?;
            Ok((len, stepper.step(&buffer[..len])))
        });
        match read {
            Ok((len, step)) if len > 0 && !step.closed => {
                tally.add(step.texts);
                if step.pinged {
                    // Any pong is a sign of life.
                    drop(stream.try_write(&raw::client_frame(raw::PONG, &[])));
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Ok(_) | Err(_) => return tally.lose(),
        }
    }
}

/// Sends the next message when an earlier one has come back.
struct Sender {
    socket: RawSocket,
    writer: Writer,
    mark: String,
    release: Release,
    left: u64,
}

impl Sender {
    fn new(subject: &Subject, seed: u64, seat: Seat, quota: u64, release: Release) -> Self {
        Self {
            writer: Writer::new(seed, subject.circle, seat.me, subject.is_bare()),
            mark: format!("\"by\":\"{}\"", seat.me),
            socket: seat.socket,
            release,
            left: quota,
        }
    }

    async fn run(mut self, in_flight: u64, tally: Arc<Tally>) {
        self.send(in_flight).await;
        while let Ok(len) = self.socket.stream.read_buf(&mut self.socket.unread).await {
            if len == 0 {
                break;
            }
            let (mut at, mut texts, mut released) = (0, 0, 0);
            let bytes = &self.socket.unread;
            while let Some((opcode, head, payload)) = raw::read_head(&bytes[at..])
                && bytes.len() - at >= head + payload
            {
                let text = &bytes[at + head..at + head + payload];
                at += head + payload;
                if opcode == raw::TEXT {
                    texts += 1;
                    released += u64::from(self.releases(text));
                }
            }
            self.socket.unread.drain(..at);
            tally.add(texts);
            self.send(released).await;
        }
        tally.lose();
    }

    fn releases(&self, text: &[u8]) -> bool {
        assert!(!text.starts_with(b"{\"type\":\"refused\""), "refused under load");
        match self.release {
            Release::Acknowledgement => text.starts_with(b"{\"type\":\"reply\""),
            Release::OwnEvent => {
                text.starts_with(b"{\"type\":\"event\"")
                    && std::str::from_utf8(text).is_ok_and(|text| text.contains(&self.mark))
            }
        }
    }

    async fn send(&mut self, wanted: u64) {
        let now = wanted.min(self.left);
        self.left -= now;
        let mut frames = Vec::new();
        for _ in 0..now {
            frames.extend(self.writer.frame());
        }
        self.socket.write(&frames).await;
    }
}

/// The senders take turns, one message per tick.
async fn pace(
    mut turns: Vec<(Writer, Arc<TcpStream>)>,
    warm_up: u64,
    messages: u64,
    per_second: u64,
) {
    let mut quick = tokio::time::interval(WARM_UP_TICK);
    let mut ticks = tokio::time::interval(Duration::from_millis(1_000 / per_second));
    // Ticks missed during the warm-up are not made up for.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (warm_up, count) = (usize::try_from(warm_up).expect("a number of messages"), turns.len());
    for turn in 0..warm_up + usize::try_from(messages).expect("a number of messages") {
        if turn < warm_up {
            quick.tick().await
        } else {
            ticks.tick().await
        };
        let (writer, stream) = &mut turns[turn % count];
        let frame = writer.frame();
        let written = stream.try_write(&frame).expect("an idle socket takes a message");
        assert_eq!(written, frame.len(), "an idle socket takes a whole message");
    }
}
