//! People talk, and the server is killed between two instructions, again and
//! again, on the same data.

use std::collections::BTreeMap;

use circles_protocol::requests::*;
use circles_protocol::{CatchUp, CircleId, Epoch, MessageId, Reply, Request, RequestId, Seq};
use circles_tests::client::message;
use circles_tests::server::Plan;
use circles_tests::{Centre, Client, Person};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Messages of one person in flight at once.
const IN_FLIGHT: usize = 16;

pub(crate) struct Run {
    random: fastrand::Rng,
    centre: Centre,
    circle: CircleId,
    people: Vec<Talker>,
}

struct Talker {
    person: Person,
    epoch: Epoch,
    cursor: Seq,
    /// Sent and not yet acknowledged; sent again after each kill.
    unsent: Vec<SendMessage>,
    acknowledged: BTreeMap<Seq, MessageId>,
}

impl Run {
    pub(crate) async fn begin(seed: u64) -> Self {
        let mut centre = Centre::open_with(Plan::default().unhurried()).await;
        let circle = centre.circle("Tuesday").await;
        let mut people = Vec::new();
        for alias in ["Robin", "Sam", "Kim"] {
            let mut person = centre.member(circle, alias).await;
            let epoch = person.socket.hello(None, &[]).await.epoch;
            let cursor = person.view_of(circle).await.joined_seq;
            let (unsent, acknowledged) = (Vec::new(), BTreeMap::new());
            people.push(Talker { person, epoch, cursor, unsent, acknowledged });
        }
        Self { random: fastrand::Rng::with_seed(seed), centre, circle, people }
    }

    /// Everyone talks until the server is killed after a random number of
    /// acknowledgements; then it starts again.
    pub(crate) async fn round(&mut self) {
        let (acknowledged, mut heard) = mpsc::unbounded_channel();
        let mut talking = JoinSet::new();
        for mut talker in std::mem::take(&mut self.people) {
            let (circle, told) = (self.circle, acknowledged.clone());
            talker.come_back(&self.centre, circle).await;
            talking.spawn(async move {
                talker.talk(circle, &told).await;
                talker
            });
        }
        for _ in 0..self.random.u32(1..600) {
            heard.recv().await.expect("somebody talks");
        }
        self.centre.server.kill().await;
        self.people = talking.join_all().await;
        self.centre.server.start_again().await;
    }

    /// Every acknowledged message must be there, once, at its acknowledged place.
    pub(crate) async fn finish(mut self) {
        for talker in &mut self.people {
            talker.come_back(&self.centre, self.circle).await;
            while let Some(said) = talker.unsent.pop() {
                let reply = talker.person.socket.done(Request::SendMessage(said.clone())).await;
                let Reply::MessageAccepted { seq, .. } = reply else { panic!("{reply:?}") };
                talker.acknowledged.insert(seq, said.id);
            }
        }
        let mut kept = BTreeMap::new();
        let (socket, mut after) = (&mut self.people[0].person.socket, Seq(0));
        loop {
            let page = socket.page(self.circle, Anchor::After { seq: after }, 100).await;
            for message in &page.messages {
                assert!(message.seq > after, "pages overlap");
                after = message.seq;
                kept.insert(message.seq, message.id);
            }
            if !page.has_newer {
                break;
            }
        }
        let mut once: Vec<_> = kept.values().collect();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), kept.len(), "a message is there twice");
        for talker in &self.people {
            for (seq, id) in &talker.acknowledged {
                assert_eq!(kept.get(seq), Some(id), "{seq:?} was acknowledged but is gone");
            }
        }
        let acknowledged: usize = self.people.iter().map(|talker| talker.acknowledged.len()).sum();
        assert_eq!(acknowledged, kept.len(), "something unacknowledged was kept");
        self.centre.server.stop().await;
        let check = self.centre.server.run(&["check"]).await;
        assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    }
}

impl Talker {
    /// Opens a new socket and reads what was missed, without a gap.
    async fn come_back(&mut self, centre: &Centre, circle: CircleId) {
        self.person.browser.follow(&centre.server);
        self.person.socket = Client::open(centre.server.address, &self.person.browser).await;
        let cursor = (circle, self.cursor);
        let welcome = self.person.socket.hello(Some(self.epoch), &[cursor]).await;
        assert_eq!(welcome.epoch, self.epoch, "the epoch changed after a kill");
        let own = welcome.circles.into_iter().find(|view| view.id == circle);
        let own = own.expect("still a member");
        match own.catch_up {
            CatchUp::Events { events } => {
                for event in events {
                    self.step(event.seq);
                }
                assert_eq!(self.cursor, own.head_seq);
            }
            CatchUp::Gap => {
                assert!(own.head_seq.0 - self.cursor.0 > 500, "a gap although events would fit");
                self.cursor = own.head_seq;
            }
        }
    }

    fn step(&mut self, seq: Seq) {
        assert_eq!(seq, self.cursor.next(), "a hole in the log");
        self.cursor = seq;
    }

    /// Talks until the connection ends.
    async fn talk(&mut self, circle: CircleId, told: &mpsc::UnboundedSender<()>) {
        let mut waiting: Vec<(RequestId, SendMessage)> = Vec::new();
        let mut next = std::mem::take(&mut self.unsent);
        loop {
            while waiting.len() < IN_FLIGHT {
                let said = next.pop().unwrap_or_else(|| message(circle, "kept or never said"));
                let id = self.person.socket.post(Request::SendMessage(said.clone())).await;
                waiting.push((id, said));
            }
            let (id, said) = waiting.remove(0);
            let outcome = self.person.socket.answer_or_close(id).await;
            for event in std::mem::take(&mut self.person.socket.events) {
                self.step(event.seq);
            }
            match outcome {
                Ok(Ok(Reply::MessageAccepted { seq, .. })) => {
                    self.acknowledged.insert(seq, said.id);
                    // Nobody listens any more once the kill is on its way.
                    let _ = told.send(());
                }
                Ok(other) => panic!("answered {other:?}"),
                Err(_) => {
                    waiting.insert(0, (id, said));
                    break;
                }
            }
        }
        for (id, said) in waiting {
            match self.person.socket.answer_or_close(id).await {
                Ok(Ok(Reply::MessageAccepted { seq, .. })) => {
                    self.acknowledged.insert(seq, said.id);
                }
                Ok(other) => panic!("answered {other:?}"),
                Err(_) => self.unsent.push(said),
            }
        }
        self.unsent.extend(next);
    }
}
