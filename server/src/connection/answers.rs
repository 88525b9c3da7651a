//! The requests of one socket that are not answered yet. Small ones are carried out
//! concurrently; large ones one after another, the next once the last answer is written.
//! Dropping this releases every permit, and drops the requests that wait for one.

use std::collections::VecDeque;

use circles_protocol::ServerFrame;
use circles_protocol::limits::REQUESTS_IN_FLIGHT;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::task::spawn_blocking;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::background;
use crate::socket_session::{LargeRequest, Permit, broke_off};
use crate::wire;

type Answered = (Utf8Bytes, Option<Permit>);

#[derive(Default)]
pub(super) struct Answers {
    small: FuturesUnordered<BoxFuture<'static, ServerFrame>>,
    large: Option<BoxFuture<'static, Answered>>,
    /// In the order in which they arrived.
    waiting: VecDeque<LargeRequest>,
    /// The permits of answers that were passed on and are not yet fully written.
    unwritten: Vec<Permit>,
}

impl Answers {
    pub(super) fn is_full(&self) -> bool {
        let large = usize::from(self.large.is_some()) + self.waiting.len();
        self.small.len() + large >= REQUESTS_IN_FLIGHT
    }

    pub(super) fn is_pending(&self) -> bool {
        !self.small.is_empty() || self.large.is_some()
    }

    pub(super) fn push(&mut self, small: BoxFuture<'static, ServerFrame>) {
        self.small.push(small);
    }

    pub(super) fn push_large(&mut self, large: LargeRequest) {
        self.waiting.push_back(large);
        self.begin_next();
    }

    /// The next answer that is ready. Nothing is lost when the wait is dropped. Call it
    /// only while something is pending.
    pub(super) async fn next(&mut self) -> Utf8Bytes {
        let Self { small, large, .. } = self;
        let large_one = async {
            match large.as_mut() {
                Some(large) => large.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(answer) = small.next(), if !small.is_empty() => wire::encode(&answer),
            (answer, permit) = large_one => {
                self.large = None;
                self.unwritten.extend(permit);
                answer
            }
        }
    }

    pub(super) fn next_ready(&mut self) -> Option<Utf8Bytes> {
        if self.is_pending() { self.next().now_or_never() } else { None }
    }

    /// An answer made elsewhere keeps its permit until it is written.
    pub(super) fn hold_until_written(&mut self, permit: Option<Permit>) {
        self.unwritten.extend(permit);
    }

    /// Everything that was passed on is written.
    pub(super) fn written(&mut self) {
        self.unwritten.clear();
        self.begin_next();
    }

    fn begin_next(&mut self) {
        if self.large.is_none()
            && self.unwritten.is_empty()
            && let Some(next) = self.waiting.pop_front()
        {
            self.large = Some(Box::pin(carry_out(next)));
        }
    }

    /// Finishes the requests that may change something, although nobody gets the answer.
    /// Large requests change nothing that matters without their answer.
    pub(super) async fn finish(self) {
        let Self { mut small, .. } = self;
        while small.next().await.is_some() {}
    }
}

/// The answer as text. It is serialised on a blocking thread, because it may take long: the
/// thread that serves sockets would keep others waiting.
async fn carry_out(request: LargeRequest) -> Answered {
    let id = request.id();
    let read_budget = request.read_budget();
    let (answer, permit) = request.carry_out().await;
    let encode = move || wire::encode(&answer);
    let text = if read_budget.gives_way() {
        background::spawn(encode).await
    } else {
        spawn_blocking(encode).await
    };
    (text.unwrap_or_else(|_| wire::encode(&broke_off(id))), permit)
}
