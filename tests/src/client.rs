//! A member's websocket: requests matched with their answers, events and notices in the
//! order they arrived. Keeps none of a circle's content.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::Instant;

use circles_protocol::requests::{Anchor, Cursor, FetchHistory, Hello, Ping, SendMessage};
use circles_protocol::{
    AccountId, AccountRecovery, Body, CircleEvent, CircleId, CircleView, ClientFrame, Epoch,
    MessageId, MessageView, Notice, Refusal, RefusalCode, Reply, Request, RequestId, Seq,
    ServerFrame, Timestamp,
};
use futures_util::{SinkExt, StreamExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

use crate::Browser;
use crate::deadline::within;
use crate::upgrade::{headers, upgrade_over};

/// What `closed` returns for a socket that broke without a close frame.
pub const BROKEN: u16 = 1006;

pub type Outcome = Result<Reply, Refusal>;

/// A page of history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub messages: Vec<MessageView>,
    pub has_older: bool,
    pub has_newer: bool,
    pub head_seq: Seq,
}

/// The answer to `hello`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Welcome {
    pub epoch: Epoch,
    pub account: AccountId,
    pub alias: String,
    pub coordinator: bool,
    pub server_time: Timestamp,
    pub mentor: bool,
    pub recovery: Option<AccountRecovery>,
    pub circles: Vec<CircleView>,
}

#[derive(Debug)]
pub struct Client {
    socket: WebSocketStream<TcpStream>,
    next: u32,
    answers: HashMap<u32, Outcome>,
    /// Refusals of frames whose request id could not be read.
    strays: VecDeque<Refusal>,
    pub events: VecDeque<CircleEvent>,
    pub notices: VecDeque<Notice>,
    /// Every text frame as it arrived, if a test wants to see them.
    pub transcript: Option<String>,
}

impl Client {
    /// A socket that has not said `hello`.
    ///
    /// # Panics
    /// If the server does not upgrade, or chooses another subprotocol.
    pub async fn open(address: SocketAddr, browser: &Browser) -> Self {
        let stream = within("a connection", TcpStream::connect(address)).await;
        Self::open_over(stream.expect("a connection"), address, browser).await
    }

    /// A socket for which the kernel buffers little unread data.
    ///
    /// # Panics
    /// If the server does not upgrade.
    pub async fn open_narrow(address: SocketAddr, browser: &Browser) -> Self {
        let narrow = TcpSocket::new_v4().expect("a socket");
        narrow.set_recv_buffer_size(4 * 1024).expect("a socket takes options");
        let stream = within("a connection", narrow.connect(address)).await.expect("a connection");
        Self::open_over(stream, address, browser).await
    }

    async fn open_over(stream: TcpStream, address: SocketAddr, browser: &Browser) -> Self {
        let (socket, response) = upgrade_over(stream, address, &headers(browser))
            .await
            .unwrap_or_else(|answer| panic!("no upgrade: {} {}", answer.status(), answer.body()));
        assert_eq!(response.headers()["sec-websocket-protocol"], "circles.v1");
        Self {
            socket,
            next: 1,
            answers: HashMap::new(),
            strays: VecDeque::new(),
            events: VecDeque::new(),
            notices: VecDeque::new(),
            transcript: None,
        }
    }

    /// A socket that has said its first `hello`.
    pub async fn join(address: SocketAddr, browser: &Browser) -> Self {
        let mut client = Self::open(address, browser).await;
        client.hello(None, &[]).await;
        client
    }

    pub async fn hello(&mut self, epoch: Option<Epoch>, cursors: &[(CircleId, Seq)]) -> Welcome {
        let cursors = cursors.iter().map(|&(circle, seq)| Cursor { circle, seq }).collect();
        let reply = self.done(Request::Hello(Hello { epoch, cursors })).await;
        let Reply::Welcome {
            epoch,
            account,
            alias,
            coordinator,
            mentor,
            recovery,
            server_time,
            circles,
            ..
        } = reply
        else {
            panic!("answered {reply:?}")
        };
        let alias = alias.as_str().to_owned();
        Welcome { epoch, account, alias, coordinator, server_time, mentor, recovery, circles }
    }

    /// Sends a request and waits for its answer.
    pub async fn ask(&mut self, request: Request) -> Outcome {
        let id = self.post(request).await;
        self.answer(id).await
    }

    /// Sends a request that must succeed.
    ///
    /// # Panics
    /// If it is refused.
    pub async fn done(&mut self, request: Request) -> Reply {
        self.ask(request).await.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"))
    }

    /// Sends a request that must be refused.
    ///
    /// # Panics
    /// If it succeeds.
    pub async fn refused(&mut self, request: Request) -> RefusalCode {
        self.refusal(request).await.code
    }

    /// The whole refusal of a request that must be refused.
    ///
    /// # Panics
    /// If it succeeds.
    pub async fn refusal(&mut self, request: Request) -> Refusal {
        match self.ask(request).await {
            Ok(reply) => panic!("carried out: {reply:?}"),
            Err(refusal) => refusal,
        }
    }

    /// Sends a request without waiting.
    pub async fn post(&mut self, request: Request) -> RequestId {
        let request_id = RequestId(self.next);
        self.next += 1;
        let frame = ClientFrame { request_id, idempotency_key: None, request };
        self.post_text(serde_json::to_string(&frame).expect("plain data becomes JSON")).await;
        request_id
    }

    /// Sends any text. A socket that is already closed ignores it.
    pub async fn post_text(&mut self, text: impl Into<String>) {
        self.post_frame(Message::text(text.into())).await;
    }

    pub async fn post_frame(&mut self, frame: Message) {
        drop(within("room to write", self.socket.send(frame)).await);
    }

    /// Waits for the answer to one request.
    ///
    /// # Panics
    /// If the socket closes instead.
    pub async fn answer(&mut self, id: RequestId) -> Outcome {
        loop {
            if let Some(outcome) = self.answers.remove(&id.0) {
                return outcome;
            }
            self.take().await.unwrap_or_else(|code| panic!("closed with {code}, not answered"));
        }
    }

    /// The same if the server may disappear: returns the close code instead of panicking.
    ///
    /// # Errors
    /// The close code.
    pub async fn answer_or_close(&mut self, id: RequestId) -> Result<Outcome, u16> {
        loop {
            if let Some(outcome) = self.answers.remove(&id.0) {
                return Ok(outcome);
            }
            self.take().await?;
        }
    }

    /// Whether the answer to a request has already been read.
    #[must_use]
    pub fn has_answer(&self, id: RequestId) -> bool {
        self.answers.contains_key(&id.0)
    }

    /// Waits for a refusal that carries no request id.
    ///
    /// # Panics
    /// If the socket closes instead.
    pub async fn stray(&mut self) -> Refusal {
        loop {
            if let Some(refusal) = self.strays.pop_front() {
                return refusal;
            }
            self.take().await.unwrap_or_else(|code| panic!("closed with {code}, not refused"));
        }
    }

    /// Waits for the next event.
    ///
    /// # Panics
    /// If the socket closes instead.
    pub async fn event(&mut self) -> CircleEvent {
        loop {
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            self.take().await.unwrap_or_else(|code| panic!("closed with {code}, no event"));
        }
    }

    /// Skips events up to this place and returns the one there.
    ///
    /// # Panics
    /// If that place has already been passed.
    pub async fn event_at(&mut self, seq: Seq) -> CircleEvent {
        loop {
            let event = self.event().await;
            assert!(event.seq <= seq, "{:?} came, {seq:?} did not", event.seq);
            if event.seq == seq {
                return event;
            }
        }
    }

    /// Skips events until one has this place or a later one.
    ///
    /// # Panics
    /// If the socket closes instead.
    pub async fn event_at_least(&mut self, seq: Seq) -> CircleEvent {
        loop {
            let event = self.event().await;
            if event.seq >= seq {
                return event;
            }
        }
    }

    /// Waits for the next notice.
    ///
    /// # Panics
    /// If the socket closes instead.
    pub async fn notice(&mut self) -> Notice {
        loop {
            if let Some(notice) = self.notices.pop_front() {
                return notice;
            }
            self.take().await.unwrap_or_else(|code| panic!("closed with {code}, no notice"));
        }
    }

    /// Returns once the events and notices of everything stored before this was called have
    /// arrived: a `pong` comes after them.
    pub async fn settle(&mut self) {
        self.done(Request::Ping(Ping {})).await;
    }

    /// Waits until the server closes, and returns its code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Err(code) = self.take().await {
                return code;
            }
        }
    }

    /// Goes on reading until this moment, like a client that waits.
    pub async fn bide(&mut self, until: Instant) {
        drop(
            tokio::time::timeout_at(until.into(), async { while self.take().await.is_ok() {} })
                .await,
        );
    }

    /// Waits until there is unread data.
    ///
    /// # Panics
    /// If nothing arrives, or the socket is broken.
    pub async fn readable(&self) {
        let mut first = [0];
        let come = self.socket.get_ref().peek(&mut first);
        assert_eq!(within("something to read", come).await.expect("the socket lives"), 1);
    }

    /// Closes as a browser does.
    pub async fn leave(mut self) {
        drop(self.socket.close(None).await);
    }

    /// Reads one frame and puts it where it belongs.
    ///
    /// # Errors
    /// The close code, if there is no further frame.
    pub async fn take(&mut self) -> Result<(), u16> {
        let frame = match within("a frame", self.socket.next()).await {
            None | Some(Err(_)) => return Err(BROKEN),
            Some(Ok(frame)) => frame,
        };
        if let Message::Close(frame) = frame {
            return Err(frame.map_or(BROKEN, |frame| frame.code.into()));
        }
        let Message::Text(text) = frame else { return Ok(()) };
        if let Some(transcript) = &mut self.transcript {
            transcript.push_str(&text);
            transcript.push('\n');
        }
        match serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}")) {
            ServerFrame::Reply { request_id, result } => self.file(request_id, Ok(result)),
            ServerFrame::Refused { request_id: Some(id), refusal } => self.file(id, Err(refusal)),
            ServerFrame::Refused { request_id: None, refusal } => self.strays.push_back(refusal),
            ServerFrame::Event(event) => self.events.push_back(event),
            ServerFrame::Notice { notice } => self.notices.push_back(notice),
        }
        Ok(())
    }

    fn file(&mut self, id: RequestId, outcome: Outcome) {
        let twice = self.answers.insert(id.0, outcome);
        assert!(twice.is_none(), "request {id:?} was answered twice");
    }
}

/// The requests that nearly every test makes.
impl Client {
    /// Sends a new message.
    pub async fn say(&mut self, circle: CircleId, words: &str) -> (MessageId, Seq) {
        let message = message(circle, words);
        let id = message.id;
        let reply = self.done(Request::SendMessage(message)).await;
        let Reply::MessageAccepted { seq, .. } = reply else { panic!("answered {reply:?}") };
        (id, seq)
    }

    pub async fn page(&mut self, circle: CircleId, from: Anchor, limit: u16) -> Page {
        let reply = self.done(Request::FetchHistory(FetchHistory { circle, from, limit })).await;
        let Reply::History { messages, has_older, has_newer, head_seq } = reply else {
            panic!("answered {reply:?}")
        };
        Page { messages, has_older, has_newer, head_seq }
    }

    /// The place in the log that a write request got; none if nothing changed.
    pub async fn accepted(&mut self, request: Request) -> Option<Seq> {
        let reply = self.done(request).await;
        let Reply::Accepted { seq } = reply else { panic!("answered {reply:?}") };
        seq
    }
}

/// A plain message with a new id.
#[must_use]
pub fn message(circle: CircleId, words: &str) -> SendMessage {
    SendMessage {
        id: MessageId(Uuid::now_v7()),
        circle,
        body: Body::from_stored(words.to_owned()),
        reply_to: None,
        mentions: Vec::new(),
        content_note: None,
        win: false,
        daily: false,
    }
}
