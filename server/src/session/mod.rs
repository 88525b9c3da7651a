//! One signed-in socket as a state machine: a request goes in, an answer comes
//! out, now or later. It never sees the socket and knows no JSON.

mod dispatch;
mod pace;

use std::sync::Arc;

use circles_protocol::requests::Hello;
use circles_protocol::{
    CircleId, ClientFrame, Refusal, RefusalCode, Reply, Request, RequestId, Seq, ServerFrame,
    SessionId, Timestamp,
};
use futures_util::future::BoxFuture;

pub(crate) use pace::Pace;

use crate::clock::Clock;
use crate::commands::resume::{Resumed, own_circles, require_cursors, resume};
use crate::domain::{AccountKey, Actor, CareRules, KeyedRequest, Operation, Rejection};
use crate::hub::{Hub, Listener, Outbox, SocketKey};
use crate::limits::{HELLO_TRIES, Limits};
use crate::store::Store;

/// Who is behind a socket, as the cookie said.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) account: AccountKey,
    pub(crate) session: SessionId,
    pub(crate) expires_at: Timestamp,
}

/// What the rest of the house offers a session.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    pub(crate) clock: Clock,
    pub(crate) pace: Arc<Pace>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) care: Arc<CareRules>,
}

/// What follows from a request.
pub(crate) enum Step {
    Now(ServerFrame),
    /// Can be waited for while further requests come in.
    Later(BoxFuture<'static, ServerFrame>),
    /// To be carried out by `Session::hello`, alone.
    Hello(RequestId, Hello),
}

/// Where each followed circle stood when a `hello` was answered. What waits in
/// the outbox up to there is in the answer already.
pub(crate) type Heads = Vec<(CircleId, Seq)>;

pub(crate) struct Session {
    services: Services,
    caller: Caller,
    socket: SocketKey,
    /// As the last `hello` found it; before the first nothing is asked of it.
    coordinator: bool,
    greeted: bool,
}

impl Session {
    /// Makes the socket known to the hub; `None` when the server is stopping.
    pub(crate) async fn open(
        services: Services,
        caller: Caller,
        outbox: Arc<Outbox>,
    ) -> Option<Self> {
        let listener = Listener { account: caller.account, session: caller.session, outbox };
        let socket = services.hub.open(listener).await?;
        Some(Self { services, caller, socket, coordinator: false, greeted: false })
    }

    pub(crate) async fn close(self) {
        self.services.hub.leave(self.socket).await;
    }

    pub(crate) fn greeted(&self) -> bool {
        self.greeted
    }

    /// The sign-in behind this socket lasts no longer.
    pub(crate) fn expired(&self) -> bool {
        self.services.clock.now() >= self.caller.expires_at
    }

    /// Whether the sign-in still stands; asked once when a socket opens, since
    /// it may have ended between the upgrade and the hub's hearing of us.
    pub(crate) async fn signed_in(&self) -> Result<bool, Rejection> {
        let session = self.caller.session;
        self.services.store.read(move |view| Ok(view.session_exists(session)?)).await
    }

    fn actor(&self) -> Actor {
        Actor { account: self.caller.account, coordinator: self.coordinator }
    }

    pub(crate) fn receive(&mut self, frame: ClientFrame, keyed: Option<KeyedRequest>) -> Step {
        let ClientFrame { request_id, request, .. } = frame;
        if let Request::Hello(hello) = request {
            return Step::Hello(request_id, hello);
        }
        if let Request::Ping(_) = request {
            return Step::Now(answer(request_id, Ok(Reply::Pong)));
        }
        if !self.greeted {
            return Step::Now(answer(request_id, Err(hello_first())));
        }
        if Operation::of(&request).rule().paced
            && let Err(wait_ms) = self.services.pace.take(self.caller.account)
        {
            return Step::Now(answer(request_id, Err(Rejection::too_fast(wait_ms))));
        }
        let mut services = self.services.clone();
        services.store = services.store.for_request(keyed);
        let done = dispatch::carry_out(services, self.actor(), request);
        Step::Later(Box::pin(async move { answer(request_id, done.await) }))
    }

    /// Follows all own circles and tells what was missed. First the hub, then
    /// the log: what is published in between comes twice, never not at all.
    /// No heads come with a refusal.
    pub(crate) async fn hello(
        &mut self,
        id: RequestId,
        hello: Hello,
    ) -> (ServerFrame, Option<Heads>) {
        match self.resume(&hello).await {
            Ok(resumed) => {
                self.greeted = true;
                self.coordinator = resumed.coordinator;
                let circles = &resumed.circles;
                let heads = circles.iter().map(|circle| (circle.id, circle.head_seq)).collect();
                (answer(id, Ok(self.welcome(resumed))), Some(heads))
            }
            Err(rejection) => (answer(id, Err(rejection)), None),
        }
    }

    fn welcome(&self, resumed: Resumed) -> Reply {
        Reply::Welcome {
            epoch: self.services.store.epoch(),
            account: resumed.account,
            alias: resumed.alias,
            coordinator: resumed.coordinator,
            mentor: resumed.mentor,
            on_call: resumed.on_call,
            chips: resumed.chips,
            server_time: self.services.clock.now(),
            circles: resumed.circles,
        }
    }

    async fn resume(&self, hello: &Hello) -> Result<Resumed, Rejection> {
        let Services { store, hub, .. } = &self.services;
        let account = self.caller.account;
        // What is refused shall not change what the socket follows.
        require_cursors(hello)?;
        let mut own = own_circles(store, account).await?;
        for _ in 0..HELLO_TRIES {
            if !hub.follow(self.socket, own.clone()).await {
                return Err(Rejection::unavailable());
            }
            let resumed = resume(store, account, hello).await?;
            let now = resumed.circles.iter().map(|circle| (circle.id, circle.me)).collect();
            if own == now {
                return Ok(resumed);
            }
            // A circle was joined or left while we subscribed: once more.
            own = now;
        }
        Err(Rejection::unavailable())
    }
}

fn answer(request_id: RequestId, result: Result<Reply, Rejection>) -> ServerFrame {
    match result {
        Ok(result) => ServerFrame::Reply { request_id, result },
        Err(Rejection(refusal)) => ServerFrame::Refused { request_id: Some(request_id), refusal },
    }
}

fn hello_first() -> Rejection {
    Rejection(Refusal::new(RefusalCode::HelloFirst, "Say hello first."))
}

#[cfg(test)]
mod tests;
