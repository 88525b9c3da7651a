//! One signed-in socket as a state machine: a request goes in, an answer comes out, now or
//! later. It never sees the socket and knows no JSON.

mod daily_quota;
mod dispatch;
mod large_answers;
mod rate_limit;

use std::sync::Arc;

use circles_protocol::limits::RESUME_BYTES;
use circles_protocol::requests::Hello;
use circles_protocol::{
    AccountId, CircleId, ClientFrame, MemberId, Refusal, RefusalCode, Reply, Request, RequestId,
    Seq, ServerFrame, SessionId, Timestamp,
};
use futures_util::future::BoxFuture;

use large_answers::AccountBudget;
pub(crate) use large_answers::{LargeAnswers, LargeRequest, Permit};
pub(crate) use rate_limit::RateLimits;

use crate::clock::Clock;
use crate::commands::chat::resume::{Resumed, own_circles, require_cursors, resume};
use crate::domain::recovery_link;
use crate::domain::{
    AccountKey, ActingSession, Actor, KeyedRequest, Operation, Rejection, Rules, storage_cost,
};
use crate::hub::{EncodedBatch, Hub, Listener, SendQueue, SocketKey};
use crate::limits::{HELLO_TRIES, Limits, SMALL_WELCOME_BYTES};
use crate::security::{Caller, Event, Kind, RefusalCounter};
use crate::store::{Lane, Store};

/// Who is behind a socket, according to the cookie.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    pub(crate) account: AccountKey,
    pub(crate) account_id: AccountId,
    pub(crate) session: SessionId,
    pub(crate) expires_at: Timestamp,
}

/// What a session works with.
#[derive(Clone)]
pub(crate) struct Services {
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    pub(crate) clock: Clock,
    pub(crate) rate_limits: Arc<RateLimits>,
    pub(crate) large_answers: Arc<LargeAnswers>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) rules: Rules,
    pub(crate) refusals: Arc<RefusalCounter>,
}

/// What a request leads to.
pub(crate) enum Outcome {
    Now(ServerFrame),
    /// Comes after every event and notice of what was stored before.
    AfterEvents(ServerFrame),
    /// Can be awaited while further requests come in.
    Later(BoxFuture<'static, ServerFrame>),
    /// The same, one after another: the next begins once this answer is written.
    Large(LargeRequest),
    /// To be carried out by `SocketSession::hello`, alone.
    Hello(RequestId, Hello),
}

/// The head of each followed circle when a `hello` was answered. The answer already
/// contains whatever waits in the send queue up to there.
pub(crate) type HeadSeqs = Vec<(CircleId, Seq)>;

/// The answer to a `hello`.
pub(crate) struct HelloAnswer {
    pub(crate) answer: ServerFrame,
    /// `None` if it is a refusal.
    pub(crate) heads: Option<HeadSeqs>,
    pub(crate) permit: Option<Permit>,
}

pub(crate) struct SocketSession {
    services: Services,
    client: Client,
    socket: SocketKey,
    /// What all sockets of the account share.
    budget: Arc<AccountBudget>,
    /// As found by the last `hello`; it is not used before the first.
    coordinator: bool,
    hello_done: bool,
}

impl SocketSession {
    /// Registers the socket with the hub; `None` if the server is stopping.
    pub(crate) async fn open(
        services: Services,
        client: Client,
        send_queue: Arc<SendQueue>,
    ) -> Option<Self> {
        let listener = Listener { account: client.account, session: client.session, send_queue };
        let socket = services.hub.open(listener).await?;
        let budget = services.large_answers.budget(client.account);
        Some(Self { services, client, socket, budget, coordinator: false, hello_done: false })
    }

    pub(crate) async fn close(self) {
        self.services.hub.leave(self.socket).await;
    }

    pub(crate) fn hello_done(&self) -> bool {
        self.hello_done
    }

    /// The socket was closed for sending more than it may.
    pub(crate) fn flooded(&self) {
        let Client { account_id, session, .. } = self.client;
        Event::of(Kind::SocketFlooded).account(account_id).session(session).tell();
    }

    /// The sign-in behind this socket has expired.
    pub(crate) fn expired(&self) -> bool {
        self.services.clock.now() >= self.client.expires_at
    }

    /// Whether the sign-in is still valid; checked once when a socket opens, since it may
    /// have ended between the upgrade and the registration with the hub.
    pub(crate) async fn signed_in(&self) -> Result<bool, Rejection> {
        let session = self.client.session;
        self.services.store.read(move |view| Ok(view.session_exists(session)?)).await
    }

    fn acting(&self, private: bool) -> ActingSession {
        ActingSession { id: self.client.session, coordinator: self.coordinator, private }
    }

    fn actor(&self) -> Actor {
        Actor { account: self.client.account, coordinator: self.coordinator }
    }

    /// A request that arrived in a frame of this many bytes.
    pub(crate) fn receive(
        &mut self,
        frame: ClientFrame,
        frame_bytes: usize,
        keyed: Option<KeyedRequest>,
    ) -> Outcome {
        let ClientFrame { request_id, request, .. } = frame;
        if let Request::Hello(hello) = request {
            return Outcome::Hello(request_id, hello);
        }
        if let Request::Ping(_) = request {
            return Outcome::AfterEvents(answer(request_id, Ok(Reply::Pong)));
        }
        if !self.hello_done {
            return Outcome::Now(answer(request_id, Err(hello_first())));
        }
        let rule = Operation::of(&request).rule();
        let cost = storage_cost(&request, frame_bytes);
        if rule.rate_limited
            && let Err(refused) = self.services.rate_limits.take(self.client.account, cost)
        {
            self.count_refused()(&refused);
            return Outcome::Now(answer(request_id, Err(refused)));
        }
        let mut services = self.services.clone();
        services.store = services.store.for_session(self.acting(rule.private)).for_request(keyed);
        let actor = self.actor();
        if rule.large {
            let budget = Arc::clone(&self.budget);
            services.store = services.store.in_lane(Lane::Budgeted(budget.read_budget.clone()));
            let (id, request) = (request_id, Box::new(request));
            let caller = Caller::Account(self.client.account_id);
            return Outcome::Large(LargeRequest {
                id,
                request,
                cost,
                actor,
                caller,
                services,
                budget,
            });
        }
        let count = self.count_refused();
        let (rate_limits, account) = (Arc::clone(&services.rate_limits), self.client.account);
        let done = dispatch::carry_out(services, actor, request);
        Outcome::Later(Box::pin(async move {
            let done = done.await.inspect_err(|refused| {
                count(refused);
                rate_limits.give_back(account, cost);
            });
            answer(request_id, done)
        }))
    }

    /// Sends the client this frame after all that was published for it before.
    pub(crate) async fn after_events(&self, frame: EncodedBatch) {
        self.services.hub.send_to_socket(self.socket, frame).await;
    }

    /// Somebody who is refused many times may be trying ids.
    fn count_refused(&self) -> impl Fn(&Rejection) + Send + 'static {
        let Services { refusals, clock, .. } = &self.services;
        let (refusals, clock) = (Arc::clone(refusals), clock.clone());
        let caller = Caller::Account(self.client.account_id);
        move |refused| refusals.refused(caller, refused.0.code, clock.now())
    }

    /// Follows all of the account's circles and tells what was missed. First the hub, then
    /// the log: what is published in between comes twice, and is never lost. It never waits
    /// for a permit: without one it tells less, and reports a gap.
    pub(crate) async fn hello(&mut self, id: RequestId, hello: Hello) -> HelloAnswer {
        let permit = self.budget.try_permit();
        let budget_bytes = if permit.is_some() { RESUME_BYTES } else { SMALL_WELCOME_BYTES };
        match self.resume(&hello, budget_bytes).await {
            Ok(resumed) => {
                self.hello_done = true;
                self.coordinator = resumed.coordinator;
                let circles = &resumed.circles;
                let heads = circles.iter().map(|circle| (circle.id, circle.head_seq)).collect();
                let answer = answer(id, Ok(self.welcome(resumed)));
                HelloAnswer { answer, heads: Some(heads), permit }
            }
            Err(rejection) => {
                HelloAnswer { answer: answer(id, Err(rejection)), heads: None, permit }
            }
        }
    }

    fn welcome(&self, resumed: Resumed) -> Reply {
        let now = self.services.clock.now();
        Reply::Welcome {
            epoch: self.services.store.epoch(),
            account: resumed.account,
            alias: resumed.alias,
            coordinator: resumed.coordinator,
            mentor: resumed.mentor,
            on_call: resumed.on_call,
            milestone_style: resumed.milestone_style,
            security_notice: resumed.security_notice,
            recovery: recovery_link::current(resumed.recovery, now),
            server_time: now,
            circles: resumed.circles,
        }
    }

    async fn resume(&self, hello: &Hello, budget_bytes: usize) -> Result<Resumed, Rejection> {
        let Services { store, hub, .. } = &self.services;
        // It has to learn again whether the account is a coordinator's.
        let anybody = ActingSession { id: self.client.session, coordinator: false, private: false };
        let lane = Lane::Budgeted(self.budget.read_budget.clone());
        let store = &store.for_session(anybody).in_lane(lane);
        // A request that is refused before anything is followed changes nothing.
        require_cursors(hello)?;
        let own = own_circles(store, self.client.account).await?;
        let resumed = self.follow_and_resume(store, hello, own, budget_bytes).await;
        if resumed.is_err() {
            // What was followed may be wrong by now: a client without a `welcome` receives
            // nothing, and sends `hello` again. A hub that has stopped has released
            // everything.
            hub.follow(self.socket, Vec::new()).await;
        }
        resumed
    }

    async fn follow_and_resume(
        &self,
        store: &Store,
        hello: &Hello,
        mut own: Vec<(CircleId, MemberId)>,
        budget_bytes: usize,
    ) -> Result<Resumed, Rejection> {
        for _ in 0..HELLO_TRIES {
            if !self.services.hub.follow(self.socket, own.clone()).await {
                return Err(Rejection::unavailable());
            }
            let resumed = resume(store, self.client.account, hello, budget_bytes).await?;
            let now = resumed.circles.iter().map(|circle| (circle.id, circle.me)).collect();
            if own == now {
                return Ok(resumed);
            }
            // A circle was joined or left while we subscribed: try again.
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

/// The answer to a request whose real answer was lost through a bug of ours.
pub(crate) fn broke_off(request_id: RequestId) -> ServerFrame {
    answer(request_id, Err(Rejection::internal()))
}

fn hello_first() -> Rejection {
    Rejection(Refusal::new(RefusalCode::HelloFirst, "Say hello first."))
}

#[cfg(test)]
mod tests;
