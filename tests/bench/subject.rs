//! What is measured: the server with a filled circle, or the bare hub. Both are started in
//! the same way, on the same processor.

use std::process::Stdio;

use circles_protocol::requests::Hello;
use circles_protocol::{CircleId, ClientFrame, Epoch, MemberId, Reply, Request, RequestId};
use circles_protocol::{CircleView, ServerFrame};
use circles_tests::raw::{self, RawSocket};
use circles_tests::server::{Plan, run};
use circles_tests::{Server, within};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use uuid::Uuid;

use circles_tests::process::{on_the_servers, target_folder};

pub(crate) struct Subject {
    pub(crate) address: std::net::SocketAddr,
    pub(crate) pid: u32,
    pub(crate) circle: CircleId,
    kind: Kind,
}

enum Kind {
    Circles {
        /// Ends the process when dropped.
        _server: Box<Server>,
        origin: String,
        cookies: Vec<String>,
    },
    BareHub {
        _child: Child,
    },
}

/// One socket of one member, after its `welcome`.
pub(crate) struct Seat {
    pub(crate) socket: RawSocket,
    pub(crate) me: MemberId,
}

impl Subject {
    /// The server, with one circle of this many members and messages.
    pub(crate) async fn circles(members: usize, messages: usize) -> Self {
        Self::with(members, messages, &[]).await
    }

    /// The same, with the first member on call.
    pub(crate) async fn with_on_call(members: usize) -> Self {
        Self::with(members, 0, &["--on-call"]).await
    }

    /// The same, with open cases about this many of the messages.
    pub(crate) async fn with_cases(members: usize, messages: usize, cases: usize) -> Self {
        let cases = cases.to_string();
        Self::with(members, messages, &["--cases", &cases]).await
    }

    /// A mentor and this many mentees, with a year of history.
    pub(crate) async fn with_mentees(mentees: usize) -> Self {
        Self::with(mentees + 1, 0, &["--mentees", &mentees.to_string()]).await
    }

    async fn with(members: usize, messages: usize, more: &[&str]) -> Self {
        let home = TempDir::with_prefix_in("bench-", target_folder()).expect("a folder");
        let data = home.path().join("data");
        let [members, messages] = [members, messages].map(|many| many.to_string());
        let fill = ["fill", "--members", &members, "--messages", &messages];
        let fill = [&fill[..], more].concat();
        let filled = run(&data, &fill).await;
        let said = String::from_utf8_lossy(&filled.stdout).into_owned();
        assert!(
            filled.status.success(),
            "the data could not be made: {}",
            String::from_utf8_lossy(&filled.stderr)
        );
        let after = |start: &'static str| {
            said.lines().filter_map(move |line| line.strip_prefix(start)).map(str::trim)
        };
        let cookies = after("session: ").map(|value| format!("circles={value}")).collect();
        let circle = after("circle: ").next().expect("fill names the circle");
        let circle = CircleId(Uuid::parse_str(circle).expect("a circle's id"));
        let plan = Plan::default().unhurried();
        let server = on_the_servers(plan.start_in(home)).await;
        Self {
            address: server.address,
            pid: server.pid(),
            circle,
            kind: Kind::Circles { origin: server.origin(), cookies, _server: Box::new(server) },
        }
    }

    pub(crate) async fn bare_hub() -> Self {
        let own = std::env::current_exe().expect("a running program has a path");
        let mut child = on_the_servers(async {
            let mut hub = Command::new(own);
            hub.arg("hub").stdout(Stdio::piped()).kill_on_drop(true);
            hub.spawn().expect("the hub can be started")
        })
        .await;
        let stdout = child.stdout.take().expect("standard output is piped");
        let mut lines = BufReader::new(stdout).lines();
        let line = within("the hub's address", lines.next_line()).await.expect("text");
        let line = line.expect("the hub says where it listens");
        let address = line.strip_prefix("listening on http://").expect("an address");
        Self {
            address: address.parse().expect("an address"),
            pid: child.id().expect("the hub runs"),
            circle: CircleId(Uuid::now_v7()),
            kind: Kind::BareHub { _child: child },
        }
    }

    pub(crate) const fn is_bare(&self) -> bool {
        matches!(self.kind, Kind::BareHub { .. })
    }

    /// Connects a member; a hub has no members, so anyone will do.
    pub(crate) async fn seat(&self, member: usize) -> Seat {
        if self.is_bare() {
            let socket = RawSocket::open_with(self.address, &[]).await;
            return Seat { socket, me: MemberId(Uuid::now_v7()) };
        }
        let (socket, _, view) = self.welcome(member, None, &[]).await;
        Seat { socket, me: view.me }
    }

    /// Connects a member who says `hello` with these cursors.
    pub(crate) async fn welcome(
        &self,
        member: usize,
        epoch: Option<Epoch>,
        cursors: &[circles_protocol::requests::Cursor],
    ) -> (RawSocket, Epoch, CircleView) {
        let Kind::Circles { origin, cookies, .. } = &self.kind else {
            panic!("the bare hub welcomes nobody")
        };
        let headers = [
            ("sec-websocket-protocol", "circles.v1"),
            ("origin", origin.as_str()),
            ("cookie", cookies[member].as_str()),
        ];
        let mut socket = RawSocket::open_with(self.address, &headers).await;
        let hello = Request::Hello(Hello { epoch, cursors: cursors.to_vec() });
        let reply = ask(&mut socket, hello).await;
        let Reply::Welcome { epoch, circles, .. } = reply else { panic!("answered {reply:?}") };
        let view = circles.into_iter().find(|view| view.id == self.circle);
        (socket, epoch, view.expect("everyone is a member of the one circle"))
    }
}

/// Sends one request and reads up to its answer.
pub(crate) async fn ask(socket: &mut RawSocket, request: Request) -> Reply {
    let frame = ClientFrame { request_id: RequestId(1), idempotency_key: None, request };
    let text = serde_json::to_string(&frame).expect("plain data becomes JSON");
    socket.write(&raw::client_frame(raw::TEXT, text.as_bytes())).await;
    answer(socket).await
}

/// Reads up to the answer to the last request.
pub(crate) async fn answer(socket: &mut RawSocket) -> Reply {
    loop {
        let (opcode, payload) = socket.read().await.expect("an answer");
        if opcode != raw::TEXT {
            continue;
        }
        match serde_json::from_slice(&payload).expect("a frame of the wire format") {
            ServerFrame::Reply { result, .. } => return result,
            ServerFrame::Refused { refusal, .. } => panic!("refused: {refusal:?}"),
            ServerFrame::Event(_) | ServerFrame::Notice { .. } => {}
        }
    }
}
