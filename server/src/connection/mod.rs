//! One websocket, from the upgrade to its close. Nothing else writes to it, except that
//! the hub writes through its `SocketWriter` while it is idle.
//!
//! The loop takes whatever comes first: events from the send queue, finished answers, frames
//! from the client, the clock. Everything that is ready is fed to the socket and flushed
//! once: under load one system call carries many frames.

mod answers;
mod closing;
mod frame_count;
mod frames;
mod heartbeat;
mod stream;

use std::sync::Arc;

use bytes::Bytes;
use circles_protocol::{CloseCode, ServerFrame};
use futures_util::FutureExt as _;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::hub::{PartialWrite, SendQueue};
use crate::limits::{EVENTS_IN_A_ROW, LAST_WRITE};
use crate::socket_session::{Client, Outcome, Services, SocketSession};
use crate::wire;
use answers::Answers;
use frames::{Frames, Incoming};
use heartbeat::Heartbeat;
use stream::Stream;

/// Serves one upgraded connection until it ends. `read_ahead` is what arrived right after
/// the upgrade request.
pub(crate) async fn run(stream: TcpStream, read_ahead: Bytes, client: Client, services: Services) {
    let limits = Arc::clone(&services.limits);
    let mut stream = Stream::new(stream, limits.frames_per_second);
    let flooded = stream.look_at(&read_ahead).is_err();
    let send_queue =
        SendQueue::new(limits.send_queue_events, limits.send_queue_bytes).on(stream.writer());
    let send_queue = Arc::new(send_queue);
    let frames = Frames::new(stream, read_ahead, limits.write_stall).await;
    if flooded {
        closing::close(frames, CloseCode::Flooding).await;
        return;
    }
    let Some(session) = SocketSession::open(services, client, Arc::clone(&send_queue)).await else {
        closing::close(frames, CloseCode::Restart).await;
        return;
    };
    let mut connection = Connection {
        heartbeat: Heartbeat::new(&limits),
        frames,
        session,
        send_queue,
        answers: Answers::default(),
        events_in_a_row: 0,
    };
    let code = connection.serve().await;
    tracing::debug!(code = code.name(), "socket closed");
    if code == CloseCode::Flooding {
        connection.session.flooded();
    }
    let Connection { frames, session, answers, .. } = connection;
    session.close().await;
    tokio::join!(closing::close(frames, code), answers.finish());
}

struct Connection {
    frames: Frames<Stream>,
    session: SocketSession,
    send_queue: Arc<SendQueue>,
    answers: Answers,
    heartbeat: Heartbeat,
    events_in_a_row: u32,
}

/// What a connection waits for.
enum Turn {
    Events(Result<(), CloseCode>),
    Answer(Utf8Bytes),
    Incoming(Result<Incoming, CloseCode>),
    Heartbeat,
}

impl Connection {
    async fn serve(&mut self) -> CloseCode {
        match self.session.signed_in().await {
            Ok(true) => {}
            Ok(false) => return CloseCode::SessionEnded,
            Err(_) => return CloseCode::Restart,
        }
        let send_queue = Arc::clone(&self.send_queue);
        let turns = self.take_turns();
        tokio::pin!(turns);
        let closed = tokio::select! {
            biased;
            code = &mut turns => return code,
            code = send_queue.closed() => code,
        };
        // What is being written may be all that delays the reason. A reader that is merely
        // slow gets the reason within the time that any write may take.
        if closed == CloseCode::SlowConsumer {
            return turns.await;
        }
        // Anyone else who takes longer is not told; nothing of theirs is kept.
        tokio::time::timeout(LAST_WRITE, turns).await.unwrap_or(closed)
    }

    async fn take_turns(&mut self) -> CloseCode {
        let mut batch = Vec::new();
        loop {
            if let Err(code) = self.turn(&mut batch).await {
                return code;
            }
        }
    }

    /// Handles one thing that happens, and everything else that is ready with it.
    async fn turn(&mut self, batch: &mut Vec<PartialWrite>) -> Result<(), CloseCode> {
        let may_read = !self.answers.is_full();
        self.events_in_a_row += 1;
        if self.events_in_a_row >= EVENTS_IN_A_ROW {
            self.events_in_a_row = 0;
            self.poll_client(may_read).await?;
            self.flush().await?;
        }
        // Everything is flushed: while this waits, the hub may write to the socket.
        let turn = tokio::select! {
            biased;
            taken = self.send_queue.take(batch) => Turn::Events(taken),
            answer = self.answers.next(), if self.answers.is_pending() => Turn::Answer(answer),
            incoming = self.frames.next(), if may_read => Turn::Incoming(incoming),
            () = self.heartbeat.tick() => Turn::Heartbeat,
        };
        if let Some(partial_write) = self.send_queue.reclaim() {
            self.frames.finish(partial_write.bytes()).await?;
        }
        match turn {
            Turn::Events(taken) => {
                taken?;
                self.write_batches(batch).await?;
            }
            Turn::Answer(answer) => self.frames.feed(answer).await?,
            Turn::Incoming(incoming) => {
                self.events_in_a_row = 0;
                self.handle_incoming(incoming?).await?;
            }
            Turn::Heartbeat => return self.check_heartbeat().await,
        }
        while let Some(answer) = self.answers.next_ready() {
            self.frames.feed(answer).await?;
        }
        self.flush().await
    }

    /// Reads from the client and checks the clock even if events never pause.
    async fn poll_client(&mut self, may_read: bool) -> Result<(), CloseCode> {
        if may_read && let Some(incoming) = self.frames.next().now_or_never() {
            self.handle_incoming(incoming?).await?;
        }
        if self.heartbeat.tick().now_or_never().is_some() {
            self.check_heartbeat().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), CloseCode> {
        self.frames.flush().await?;
        self.answers.written();
        Ok(())
    }

    async fn answer(&mut self, answer: ServerFrame) -> Result<(), CloseCode> {
        let text = wire::encode(&answer);
        // A large answer need not be in memory twice while it is written.
        drop(answer);
        self.frames.feed(text).await
    }

    async fn write_batches(&mut self, batch: &mut Vec<PartialWrite>) -> Result<(), CloseCode> {
        let parts: Vec<&[u8]> = batch.iter().map(PartialWrite::bytes).collect();
        self.frames.write_framed(&parts).await?;
        batch.clear();
        Ok(())
    }

    async fn handle_incoming(&mut self, incoming: Incoming) -> Result<(), CloseCode> {
        self.heartbeat.heard();
        let text = match incoming {
            Incoming::Text(text) => text,
            Incoming::Control => return Ok(()),
        };
        let (frame, keyed) = match wire::decode(&text) {
            Ok(read) => read,
            Err(refused) => return self.answer(*refused).await,
        };
        match self.session.receive(frame, text.len(), keyed) {
            Outcome::Now(answer) => self.answer(answer).await?,
            Outcome::AfterEvents(answer) => {
                self.session.after_events(wire::encode_for_hub(&answer)).await;
            }
            Outcome::Later(answer) => self.answers.push(answer),
            Outcome::Large(request) => self.answers.push_large(request),
            Outcome::Hello(id, hello) => {
                let answered = self.session.hello(id, hello).await;
                // A refused `hello` told nothing: what the client knew is unchanged.
                if let Some(heads) = answered.heads {
                    self.send_queue.skip_up_to(heads);
                }
                self.answers.hold_until_written(answered.permit);
                self.answer(answered.answer).await?;
            }
        }
        Ok(())
    }

    async fn check_heartbeat(&mut self) -> Result<(), CloseCode> {
        if self.session.expired() {
            return Err(CloseCode::SessionEnded);
        }
        if self.heartbeat.check(self.session.hello_done())? {
            self.frames.ping().await?;
        }
        Ok(())
    }
}
