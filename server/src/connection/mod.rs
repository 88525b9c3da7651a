//! One websocket, from the upgrade to its close. Nothing else writes to it.
//!
//! The loop takes whatever comes first: events from the outbox, answers that
//! are ready, frames from the client, the clock. Everything that is ready is
//! fed to the socket and flushed once: under load one system call carries many
//! frames.

mod closing;
mod frames;
mod pulse;
mod stream;

use std::sync::Arc;

use bytes::Bytes;
use circles_protocol::{CloseCode, ServerFrame, limits::REQUESTS_IN_FLIGHT};
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::net::TcpStream;

use crate::hub::{Outbox, Rest};
use crate::limits::EVENTS_IN_A_ROW;
use crate::session::{Caller, Services, Session, Step};
use crate::wire;
use frames::{Frames, Incoming};
use pulse::Pulse;
use stream::Stream;

/// Serves one upgraded connection until it ends. `read_ahead` is what came in
/// behind the upgrade request.
pub(crate) async fn run(stream: TcpStream, read_ahead: Bytes, caller: Caller, services: Services) {
    let limits = Arc::clone(&services.limits);
    let stream = Stream::new(stream);
    let outbox = Outbox::new(limits.outbox_events, limits.outbox_bytes).on(stream.line());
    let outbox = Arc::new(outbox);
    let frames = Frames::new(stream, read_ahead, limits.write_stall).await;
    let Some(session) = Session::open(services, caller, Arc::clone(&outbox)).await else {
        closing::close(frames, CloseCode::Restart).await;
        return;
    };
    let mut connection = Connection {
        pulse: Pulse::new(&limits),
        frames,
        session,
        outbox,
        answers: FuturesUnordered::new(),
        events_in_a_row: 0,
    };
    let code = connection.serve().await;
    tracing::debug!(code = code.name(), "socket closed");
    let Connection { frames, session, mut answers, .. } = connection;
    session.close().await;
    // What was accepted is finished, even where nobody hears the answer.
    let finish = async { while answers.next().await.is_some() {} };
    tokio::join!(closing::close(frames, code), finish);
}

struct Connection {
    frames: Frames<Stream>,
    session: Session,
    outbox: Arc<Outbox>,
    answers: FuturesUnordered<BoxFuture<'static, ServerFrame>>,
    pulse: Pulse,
    events_in_a_row: u32,
}

/// What a connection waits for.
enum Turn {
    Events(Result<(), CloseCode>),
    Answer(ServerFrame),
    Incoming(Result<Incoming, CloseCode>),
    Beat,
}

impl Connection {
    async fn serve(&mut self) -> CloseCode {
        match self.session.signed_in().await {
            Ok(true) => {}
            Ok(false) => return CloseCode::SessionEnded,
            Err(_) => return CloseCode::Restart,
        }
        let mut batch = Vec::new();
        loop {
            if let Err(code) = self.turn(&mut batch).await {
                return code;
            }
        }
    }

    /// One thing that happens, and everything else that is ready with it.
    async fn turn(&mut self, batch: &mut Vec<Rest>) -> Result<(), CloseCode> {
        let may_read = self.answers.len() < REQUESTS_IN_FLIGHT;
        self.events_in_a_row += 1;
        if self.events_in_a_row >= EVENTS_IN_A_ROW {
            self.events_in_a_row = 0;
            self.look_up(may_read).await?;
            self.frames.flush().await?;
        }
        // While it waits the hub may write to the socket: everything is flushed.
        let turn = tokio::select! {
            biased;
            taken = self.outbox.take(batch) => Turn::Events(taken),
            Some(answer) = self.answers.next(), if !self.answers.is_empty() => Turn::Answer(answer),
            incoming = self.frames.next(), if may_read => Turn::Incoming(incoming),
            () = self.pulse.tick() => Turn::Beat,
        };
        if let Some(begun) = self.outbox.reclaim() {
            self.frames.finish(begun.bytes()).await?;
        }
        match turn {
            Turn::Events(taken) => {
                taken?;
                self.hand_on(batch).await?;
            }
            Turn::Answer(answer) => self.frames.feed(wire::encode(&answer)).await?,
            Turn::Incoming(incoming) => {
                self.events_in_a_row = 0;
                self.react(incoming?).await?;
            }
            Turn::Beat => return self.beat().await,
        }
        while !self.answers.is_empty()
            && let Some(Some(answer)) = self.answers.next().now_or_never()
        {
            self.frames.feed(wire::encode(&answer)).await?;
        }
        self.frames.flush().await
    }

    /// Hears the client and the clock even where events never pause.
    async fn look_up(&mut self, may_read: bool) -> Result<(), CloseCode> {
        if may_read && let Some(incoming) = self.frames.next().now_or_never() {
            self.react(incoming?).await?;
        }
        if self.pulse.tick().now_or_never().is_some() {
            self.beat().await?;
        }
        Ok(())
    }

    async fn hand_on(&mut self, batch: &mut Vec<Rest>) -> Result<(), CloseCode> {
        let parts: Vec<&[u8]> = batch.iter().map(Rest::bytes).collect();
        self.frames.write_framed(&parts).await?;
        batch.clear();
        Ok(())
    }

    async fn react(&mut self, incoming: Incoming) -> Result<(), CloseCode> {
        self.pulse.heard();
        let text = match incoming {
            Incoming::Text(text) => text,
            Incoming::Control => return Ok(()),
        };
        self.pulse.count_frame()?;
        let (frame, keyed) = match wire::decode(&text) {
            Ok(read) => read,
            Err(refused) => return self.frames.feed(wire::encode(&refused)).await,
        };
        match self.session.receive(frame, keyed) {
            Step::Now(answer) => self.frames.feed(wire::encode(&answer)).await,
            Step::Later(answer) => {
                self.answers.push(answer);
                Ok(())
            }
            Step::Hello(id, hello) => {
                let (answer, heads) = self.session.hello(id, hello).await;
                // A refused `hello` told nothing: what was known stays known.
                if let Some(heads) = heads {
                    self.outbox.leave_out(heads);
                }
                self.frames.feed(wire::encode(&answer)).await
            }
        }
    }

    async fn beat(&mut self) -> Result<(), CloseCode> {
        if self.session.expired() {
            return Err(CloseCode::SessionEnded);
        }
        if self.pulse.beat(self.session.greeted())? {
            self.frames.ping().await?;
        }
        Ok(())
    }
}
