//! Random people doing random things over connections that break, until everyone is idle
//! and everything is compared.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::time::{Duration, Instant};

use circles_protocol::requests::*;
use circles_protocol::{
    Body, CatchUp, CircleId, CircleName, Epoch, MemberId, MessageId, Reaction, Reply, Request,
    RequestId, Seq, WireEnum,
};
use circles_tests::client::message;
use circles_tests::deadline::PATIENCE_MS;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};

use super::model::{Model, Op, Shown, What};
use super::view::View;

pub(crate) struct Run {
    random: fastrand::Rng,
    centre: Centre,
    circle: CircleId,
    /// The head of the log when the run began.
    first: Seq,
    people: Vec<Talker>,
    model: Model,
    /// Everything ever sent, with its author, to be edited or reacted to.
    said: Vec<(MessageId, usize)>,
    /// Messages with a pending request whose outcome decides what may be asked next; never
    /// the subject of two requests at once.
    busy: BTreeSet<MessageId>,
}

struct Talker {
    person: Person,
    me: MemberId,
    epoch: Epoch,
    online: bool,
    view: View,
    /// After a gap, until its history has been read.
    hollow: bool,
    waiting: HashMap<RequestId, Op>,
    /// Sent without an answer: to be sent again under the same id.
    unsent: Vec<Op>,
}

impl Run {
    pub(crate) async fn begin(seed: u64) -> Self {
        // A send queue this small sometimes overflows by itself.
        let plan = Plan::default().unhurried().set("send_queue_events", 64);
        let mut centre = Centre::open_with(plan).await;
        let circle = centre.circle("Name 0").await;
        let mut people = Vec::new();
        for alias in ["Robin", "Sam", "Jules", "Alex"] {
            people.push(Talker::begin(centre.member(circle, alias).await, circle).await);
        }
        people.push(Talker::begin(centre.moderator(circle, "Kim").await, circle).await);
        // They have seen each other join by now, each to a different extent.
        let first = people.last_mut().expect("five people").person.view_of(circle).await.head_seq;
        let random = fastrand::Rng::with_seed(seed);
        let (model, said, busy) = (Model::default(), Vec::new(), BTreeSet::new());
        let mut run = Self { random, centre, circle, first, people, model, said, busy };
        for who in 0..run.people.len() {
            run.reconnect(who, true).await;
        }
        run
    }

    pub(crate) async fn drive(mut self, steps: usize) {
        for _ in 0..steps {
            let who = self.random.usize(..self.people.len());
            match (self.people[who].online, self.random.u32(..100)) {
                (true, 0..=5) => self.people[who].lose_connection(&mut self.model),
                (true, 6..=30) => self.listen(who).await,
                (true, 31) => self.rename().await,
                (true, _) => self.action(who).await,
                (false, 0..=30) => {
                    let fresh = self.random.u32(..8) == 0;
                    self.reconnect(who, fresh).await;
                }
                (false, _) => {}
            }
        }
        self.compare().await;
    }

    /// Makes a request without waiting for the answer.
    async fn action(&mut self, who: usize) {
        let Some(what) = self.think_of_something(who) else { return };
        if let What::Send(said) = &what {
            self.said.push((said.id, who));
        }
        let op = Op { by: Some(self.people[who].me), what };
        self.people[who].ask(self.circle, op).await;
    }

    fn think_of_something(&mut self, who: usize) -> Option<What> {
        let known = |run: &mut Self| {
            // Mostly recent ones, as people do.
            let back = run.random.usize(..run.said.len().clamp(1, 40));
            let (message, author) = *run.said.get(run.said.len().checked_sub(back + 1)?)?;
            // A person can't ask about a message they have not seen.
            run.people[who].view.messages.contains_key(&message).then_some((message, author))
        };
        match self.random.u32(..10) {
            0..=4 => {
                let reply_to = known(self).filter(|_| self.random.bool());
                let mut said =
                    message(self.circle, &format!("words {}", self.random.u32(..1_000_000)));
                said.reply_to = reply_to.map(|(message, _)| message);
                if self.random.u32(..4) == 0 {
                    said.mentions = vec![self.people[self.random.usize(..self.people.len())].me];
                }
                Some(What::Send(said))
            }
            5..=6 => {
                let (message, author) = known(self)?;
                let mine = author == who && self.busy.insert(message);
                let words = format!("changed {}", self.random.u32(..1_000_000));
                let delete = self.random.u32(..3) == 0;
                let what =
                    if delete { What::Delete { message } } else { What::Edit { message, words } };
                mine.then_some(what)
            }
            7..=8 => {
                let (message, _) = known(self)?;
                let reaction = *self.random.choice(Reaction::ALL)?;
                let on = self.random.u32(..3) > 0;
                self.busy.insert(message).then_some(What::React { message, reaction, on })
            }
            _ => {
                let (message, _) = known(self)?;
                let (moderator, on) = (who == self.people.len() - 1, self.random.u32(..3) > 0);
                let pin = moderator && self.busy.insert(message);
                pin.then_some(What::Pin { message, on })
            }
        }
    }

    async fn rename(&mut self) {
        let text = format!("Name {}", self.random.u32(..));
        let name = CircleName::from_stored(text.clone());
        let request = Request::RenameCircle(RenameCircle { circle: self.circle, name });
        let seq = self.centre.coordinator.socket.accepted(request).await;
        let op = Op { by: None, what: What::Rename { name: text } };
        self.model.accept(seq.expect("a new name changes something"), op);
    }

    /// Reads whatever has arrived for this person.
    async fn listen(&mut self, who: usize) {
        let talker = &mut self.people[who];
        let ping = talker.person.socket.post(Request::Ping(Ping {})).await;
        let alive = talker.person.socket.answer_or_close(ping).await.is_ok();
        talker.take_events();
        for op in talker.take_answers(&mut self.model).await {
            self.busy.remove(&op);
        }
        if !alive {
            talker.lose_connection(&mut self.model);
        }
    }

    async fn reconnect(&mut self, who: usize, fresh: bool) {
        self.people[who].reconnect(&self.centre, self.circle, fresh).await;
    }

    /// Reads, and reconnects if the connection broke, until this holds.
    async fn come_to(&mut self, who: usize, what: &str, there: impl Fn(&Talker) -> bool) {
        let until = Instant::now() + Duration::from_millis(PATIENCE_MS);
        while !there(&self.people[who]) {
            assert!(Instant::now() < until, "never came to {what}: {:#?}", self.people[who]);
            if self.people[who].online {
                self.listen(who).await;
            } else {
                self.reconnect(who, false).await;
            }
        }
    }

    /// Everyone reconnects and reads to the end; then all must agree.
    async fn compare(mut self) {
        for who in 0..self.people.len() {
            self.come_to(who, "rest", Talker::at_rest).await;
        }
        let head = self.people[0].person.view_of(self.circle).await.head_seq;
        let mut seen = BTreeMap::new();
        for who in 0..self.people.len() {
            self.come_to(who, "the end of the log", |talker| {
                talker.online && talker.view.seq >= head
            })
            .await;
            seen.extend(self.people[who].view.seen.clone());
        }
        self.model.complete(self.first, head, &seen);
        let expected = self.model.messages();
        for talker in &mut self.people {
            let alias = talker.person.sign_in_name.clone();
            assert_eq!(talker.view.seq, head, "{alias} has not reached the end");
            let name = self.model.name().unwrap_or("Name 0");
            assert_eq!(talker.view.name, name, "{alias}");
            for (id, shown) in &expected {
                assert_eq!(talker.view.messages.get(id), Some(shown), "{alias} sees {id}");
            }
            assert_eq!(talker.view.messages.len(), expected.len(), "{alias} sees more");
            let history = talker.whole_history(self.circle).await.expect("still connected");
            let history: BTreeMap<_, _> =
                history.iter().map(|message| (message.id, Shown::of(message))).collect();
            assert!(history == expected, "the history {alias} reads differs from the model");
        }
    }
}

/// What to print if somebody gets stuck.
impl fmt::Debug for Talker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, online, view, waiting, unsent, .. } = self;
        let name = &person.sign_in_name;
        write!(f, "{name}, online {online}, at {:?}, ", view.seq)?;
        write!(f, "waiting for {waiting:#?}, unsent {unsent:#?}")
    }
}

impl Talker {
    async fn begin(mut person: Person, circle: CircleId) -> Self {
        let epoch = person.socket.hello(None, &[]).await.epoch;
        let me = person.id_in(circle).await;
        Self {
            person,
            me,
            epoch,
            online: false,
            view: View::default(),
            hollow: false,
            waiting: HashMap::new(),
            unsent: Vec::new(),
        }
    }

    fn at_rest(&self) -> bool {
        self.online && self.waiting.is_empty() && self.unsent.is_empty()
    }

    async fn ask(&mut self, circle: CircleId, op: Op) {
        let request = match op.what.clone() {
            What::Send(said) => Request::SendMessage(said),
            What::Edit { message, words } => {
                let (body, mentions) = (Body::from_stored(words), Vec::new());
                Request::EditMessage(EditMessage { circle, message, body, mentions })
            }
            What::Delete { message } => Request::DeleteMessage(DeleteMessage { circle, message }),
            What::React { message, reaction, on: true } => {
                Request::AddReaction(AddReaction { circle, message, reaction })
            }
            What::React { message, reaction, on: false } => {
                Request::RemoveReaction(RemoveReaction { circle, message, reaction })
            }
            What::Pin { message, on: true } => Request::PinMessage(PinMessage { circle, message }),
            What::Pin { message, on: false } => {
                Request::UnpinMessage(UnpinMessage { circle, message })
            }
            What::Rename { .. } => panic!("only the coordinator renames"),
        };
        let id = self.person.socket.post(request).await;
        self.waiting.insert(id, op);
    }

    /// The connection breaks without a close. Requests in flight may or may not have arrived.
    fn lose_connection(&mut self, model: &mut Model) {
        self.online = false;
        for (_, op) in self.waiting.drain() {
            match op.what {
                What::Send(_) => self.unsent.push(op),
                What::Edit { .. }
                | What::Delete { .. }
                | What::React { .. }
                | What::Pin { .. }
                | What::Rename { .. } => model.lose(op),
            }
        }
    }

    fn take_events(&mut self) {
        for event in self.person.socket.events.drain(..) {
            self.view.take_event(event);
        }
    }

    /// Records every answer that has arrived, and returns the messages that have no pending
    /// request any more.
    async fn take_answers(&mut self, model: &mut Model) -> Vec<MessageId> {
        let mut settled = Vec::new();
        let answered: Vec<_> =
            self.waiting.keys().copied().filter(|id| self.person.socket.has_answer(*id)).collect();
        for id in answered {
            let op = self.waiting.remove(&id).expect("it was waited for");
            let outcome = self.person.socket.answer(id).await;
            settled.extend(match &op.what {
                What::Send(_) | What::Rename { .. } => None,
                What::Edit { message, .. }
                | What::Delete { message }
                | What::React { message, .. }
                | What::Pin { message, .. } => Some(*message),
            });
            match outcome {
                Ok(Reply::MessageAccepted { seq, .. } | Reply::Accepted { seq: Some(seq) }) => {
                    model.accept(seq, op);
                }
                Ok(Reply::Accepted { seq: None }) => {}
                Ok(other) => panic!("answered {other:?}"),
                Err(refusal) => {
                    let sent = matches!(op.what, What::Send(_));
                    assert!(!sent, "a message was refused: {refusal:?}");
                }
            }
        }
        settled
    }

    async fn reconnect(&mut self, centre: &Centre, circle: CircleId, fresh: bool) {
        self.person.socket = Client::open(centre.server.address, &self.person.browser).await;
        let cursors = if fresh || self.hollow { vec![] } else { vec![(circle, self.view.seq)] };
        let welcome = self.person.socket.hello(Some(self.epoch), &cursors).await;
        let own = welcome.circles.into_iter().find(|view| view.id == circle);
        let own = own.expect("nobody is removed here");
        match own.catch_up {
            CatchUp::Events { events } => {
                for event in events {
                    self.view.take_event(event);
                }
                assert_eq!(self.view.seq, own.head_seq, "the welcome stopped short");
            }
            CatchUp::Gap => {
                self.view.forget(own.head_seq);
                // Until the history is read, a cursor would claim too much.
                self.hollow = true;
                let Ok(history) = self.whole_history(circle).await else { return };
                self.view.take_page(&history);
                self.hollow = false;
            }
        }
        own.name.as_str().clone_into(&mut self.view.name);
        self.online = true;
        for op in std::mem::take(&mut self.unsent) {
            self.ask(circle, op).await;
        }
    }

    /// Page by page, from the newest backwards.
    async fn whole_history(
        &mut self,
        circle: CircleId,
    ) -> Result<Vec<circles_protocol::MessageView>, u16> {
        let (mut all, mut from) = (Vec::new(), Anchor::Newest);
        loop {
            let fetch = FetchHistory { circle, from, limit: 100 };
            let id = self.person.socket.post(Request::FetchHistory(fetch)).await;
            let outcome = self.person.socket.answer_or_close(id).await?;
            let Ok(Reply::History { messages, has_older, .. }) = outcome else {
                panic!("answered {outcome:?}")
            };
            if let Some(oldest) = messages.first() {
                from = Anchor::Before { seq: oldest.seq };
            }
            all.extend(messages);
            if !has_older {
                return Ok(all);
            }
        }
    }
}
