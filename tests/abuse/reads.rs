//! One member who requests many large pages on every socket they may have, first without
//! reading any, then reading as fast as they come; and what others notice of it.

use std::net::SocketAddr;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use circles_protocol::requests::{Anchor, FetchHistory, Hello, ListPins, PinMessage, ShowHelp};
use circles_protocol::{CircleId, ClientFrame, Request, RequestId, limits};
use circles_tests::process::{Memory, on_the_servers};
use circles_tests::raw::{self, RawSocket};
use circles_tests::report::{Bound, Report};
use circles_tests::server::Plan;
use circles_tests::{Browser, Centre, Client, Server};
use tokio::io::AsyncReadExt as _;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::Scale;

/// As many as one account may have open.
const SOCKETS: usize = 8;

/// Between two reads of somebody else.
const PAUSE: Duration = Duration::from_millis(10);

/// Whatever one account does, and on however many sockets.
const GROWTH_MIB: f64 = 16.0;

/// The most that others' waiting time may grow, as a multiple of their time without a flood.
const SLOWED: f64 = 2.0;

/// The longest possible message, of the largest characters.
fn longest() -> String {
    "😀".repeat(limits::BODY_CHARS)
}

pub(crate) async fn measure(scale: Scale, report: &mut Report) {
    let Room { centre, long, mut other, attacker } = room(scale).await;
    let calm = other.waits(scale.reads).await;
    let memory = Memory::of(centre.server.pid());
    let name = |what| format!("{SOCKETS} sockets x {} pages, {what}", limits::REQUESTS_IN_FLIGHT);

    let flood = unread(&centre.server, &attacker, &page(long)).await;
    let waits = other.waits(scale.reads).await;
    let peak = memory.peak_growth_mib();
    report.firm_row(name("unread: memory at most"), peak, "MiB", Bound::AtMost(GROWTH_MIB));
    tell(report, "unread", &calm, &waits);
    drop(flood);

    let flood = unread(&centre.server, &attacker, &pins(long)).await;
    other.waits(scale.reads).await;
    let lists = format!("{SOCKETS} sockets x {} lists of pins", limits::REQUESTS_IN_FLIGHT);
    let peak = memory.peak_growth_mib();
    let row = format!("{lists}, unread: memory at most");
    report.firm_row(row, peak, "MiB", Bound::AtMost(GROWTH_MIB));
    drop(flood);

    let flood = ReadingFlood::start(&centre.server, &attacker, long).await;
    let waits = other.waits(scale.reads).await;
    drop(flood);
    let peak = memory.peak_growth_mib();
    report.firm_row(name("read: memory at most"), peak, "MiB", Bound::AtMost(GROWTH_MIB));
    tell(report, "read", &calm, &waits);
    let kept = memory.growth_mib_after_flood(GROWTH_MIB).await;
    report.firm_row(name("memory kept"), kept, "MiB", Bound::AtMost(GROWTH_MIB));
}

fn tell(report: &mut Report, how: &str, calm: &Waits, flooded: &Waits) {
    let kinds = [
        ("a page of others", &calm.pages, &flooded.pages),
        ("a small read of others", &calm.small, &flooded.small),
    ];
    for (what, calm, flooded) in kinds {
        let (calm_ms, flooded_ms) = (p99_ms(calm), p99_ms(flooded));
        let row = |figure| format!("{how}: {what}, p99{figure}");
        report.row(row(" in calm"), calm_ms, "ms", Bound::None);
        report.row(row(""), flooded_ms, "ms", Bound::None);
        report.row(row(" to calm"), flooded_ms / calm_ms, "x", Bound::AtMost(SLOWED));
    }
}

fn p99_ms(waits: &[Duration]) -> f64 {
    let mut waits = waits.to_vec();
    waits.sort();
    let at = (waits.len() * 99 / 100).min(waits.len() - 1);
    waits[at].as_secs_f64() * 1_000.0
}

struct Room {
    centre: Centre,
    /// A circle full of the longest messages.
    long: CircleId,
    other: Other,
    attacker: Browser,
}

async fn room(scale: Scale) -> Room {
    // Only reading is flooded here: the limits on filling a circle and on reconnecting are
    // tested elsewhere.
    let plan = Plan::default()
        .set("message_rate_per_second", 1_000_000)
        .set("daily_mib_per_account", 0)
        .set("message_burst", 1_000_000)
        .set("frames_per_second", 1_000_000)
        .set("sockets_per_address", 1_000)
        .set("sign_ins_per_quarter_hour", 1_000);
    let mut centre = on_the_servers(Centre::open_with(plan)).await;
    let (long, short) = (centre.circle("Long").await, centre.circle("Short").await);
    // Only moderators pin, so whoever floods with pins is one.
    let mut attacker = centre.moderator(long, "Attacker").await;
    for number in 0..usize::from(limits::PAGE_MESSAGES) {
        let (message, _) = attacker.socket.say(long, &longest()).await;
        if number < limits::PINS_PER_CIRCLE {
            let pin = Request::PinMessage(PinMessage { circle: long, message });
            attacker.socket.done(pin).await;
        }
        attacker.socket.events.clear();
    }
    let mut other = centre.member(short, "Other").await;
    for number in 0..scale.ordinary_messages {
        other.socket.say(short, &format!("an ordinary message, the {number}th")).await;
    }
    // Everybody has read a page, as on any day.
    attacker.socket.page(long, Anchor::Newest, limits::PAGE_MESSAGES).await;
    let other = Other { socket: other.socket, circle: short };
    Room { centre, long, other, attacker: attacker.browser }
}

/// Somebody else, who carries on as usual.
struct Other {
    socket: Client,
    circle: CircleId,
}

#[derive(Default)]
struct Waits {
    pages: Vec<Duration>,
    small: Vec<Duration>,
}

impl Other {
    async fn waits(&mut self, reads: usize) -> Waits {
        let mut waits = Waits::default();
        // Slow enough not to be slowed down themselves.
        let mut pause = tokio::time::interval(PAUSE);
        for _ in 0..reads {
            pause.tick().await;
            let from = Instant::now();
            self.socket.page(self.circle, Anchor::Newest, 50).await;
            waits.pages.push(from.elapsed());
            let from = Instant::now();
            self.socket.done(Request::ShowHelp(ShowHelp {})).await;
            waits.small.push(from.elapsed());
        }
        waits
    }
}

fn frame(request: Request) -> Vec<u8> {
    let frame = ClientFrame { request_id: RequestId(1), idempotency_key: None, request };
    let text = serde_json::to_string(&frame).expect("plain data becomes JSON");
    raw::client_frame(raw::TEXT, text.as_bytes())
}

fn page(circle: CircleId) -> Vec<u8> {
    let (from, limit) = (Anchor::Newest, limits::PAGE_MESSAGES);
    frame(Request::FetchHistory(FetchHistory { circle, from, limit }))
}

fn pins(circle: CircleId) -> Vec<u8> {
    frame(Request::ListPins(ListPins { circle, after: None }))
}

/// A socket on which this is requested as often as may be in flight.
async fn asking(address: SocketAddr, browser: &Browser, asked: &[u8]) -> RawSocket {
    let mut socket = RawSocket::open(address, browser).await;
    socket.write(&frame(Request::Hello(Hello { epoch: None, cursors: Vec::new() }))).await;
    socket.read().await.expect("a welcome");
    socket.write(&asked.repeat(limits::REQUESTS_IN_FLIGHT)).await;
    socket
}

/// Nobody reads the answers.
async fn unread(server: &Server, browser: &Browser, asked: &[u8]) -> Vec<RawSocket> {
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        sockets.push(asking(server.address, browser, asked).await);
    }
    sockets
}

/// Everything is read at once, and requested again. It runs on a thread of its own, so that
/// the time to read the flood here does not count as others' waiting time.
struct ReadingFlood {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ReadingFlood {
    async fn start(server: &Server, browser: &Browser, circle: CircleId) -> Self {
        let (address, browser) = (server.address, browser.clone());
        let (stop, stopped) = oneshot::channel();
        let (start, started) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be built").block_on(async {
                let mut flood = JoinSet::new();
                for _ in 0..SOCKETS {
                    let socket = asking(address, &browser, &page(circle)).await;
                    flood.spawn(read_on(socket, circle));
                }
                start.send(()).ok();
                stopped.await.ok();
            });
        });
        started.await.expect("the flood starts");
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for ReadingFlood {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the flood ends by itself");
        }
    }
}

async fn read_on(mut socket: RawSocket, circle: CircleId) {
    let (mut past, mut read) = (vec![0; 64 * 1024], 0);
    while let Ok(bytes @ 1..) = socket.stream.read(&mut past).await {
        read += bytes;
        // For each page that arrived, one more is requested.
        while read >= limits::PAGE_BYTES / 2 {
            read -= limits::PAGE_BYTES / 2;
            socket.write(&page(circle)).await;
        }
    }
}
