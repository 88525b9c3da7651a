//! The commands over a real store in a temporary folder: what is allowed, what
//! is refused, what is published, and what is on disk afterwards.

mod accounts;
mod care;
mod centre;
mod chat;
mod circles;
mod direct;
mod help;
mod meetings;
mod mentoring;
mod moderation;
mod store;
mod timers;

use std::path::Path;
use std::sync::{Arc, Mutex};

use circles_protocol::requests::SendMessage;
use circles_protocol::{
    AccountId, Alias, Body, CircleId, CircleName, MemberId, MessageId, RefusalCode, Reply, Role,
    Seq, SignInName, Timestamp, limits,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::commands::Context;
use crate::commands::chat::send_message::send_message;
use crate::commands::shared::circles::join::{Newcomer, join};
use crate::domain::{Actor, Publication, Rejection, Rules};
use crate::store::{NewAccount, Store, StoreOptions};

/// What a command is carried out with, under the rules a new centre starts with.
fn context(store: &Store, actor: Actor, now: Timestamp) -> Context<'_> {
    Context { store, actor, now, rules: Rules::default() }
}

const NOW: Timestamp = Timestamp(1_790_000_000_000);

type Heard = Arc<Mutex<Vec<Publication>>>;

/// A store in a temporary folder, with one circle, and what it published.
struct Fixture {
    store: Store,
    folder: TempDir,
    heard: Heard,
    circle: CircleId,
    people: std::cell::Cell<u32>,
}

fn open(folder: &Path, heard: &Heard, options: StoreOptions) -> Store {
    let heard = Arc::clone(heard);
    let publish = Box::new(move |publications| heard.lock().unwrap().extend(publications));
    Store::open(folder, options, publish).unwrap()
}

impl Fixture {
    async fn new() -> Self {
        Self::with(StoreOptions::default()).await
    }

    async fn with(options: StoreOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let heard = Heard::default();
        let store = open(folder.path(), &heard, options);
        let mut fixture =
            Self { store, folder, heard, circle: circle_id(0), people: std::cell::Cell::new(0) };
        fixture.circle = fixture.another_circle("Thursday walkers").await;
        fixture
    }

    /// Stops the store and opens it again on the same folder.
    async fn restart(&mut self) {
        self.store.close().await;
        self.store = open(self.folder.path(), &self.heard, StoreOptions::default());
    }

    async fn another_circle(&self, name: &str) -> CircleId {
        let id = CircleId(Uuid::new_v4());
        let name = CircleName::parse(name).unwrap();
        self.store.write(move |tx| Ok(tx.create_circle(id, &name, 30, NOW)?)).await.unwrap();
        id
    }

    /// Somebody with an account and no circle.
    async fn stranger(&self) -> Actor {
        let number = self.people.get() + 1;
        self.people.set(number);
        let account = NewAccount {
            id: AccountId(Uuid::new_v4()),
            alias: Alias::parse("Somebody").unwrap(),
            sign_in_name: SignInName::parse(&format!("person{number}")).unwrap(),
            passphrase_hash: "none".to_owned(),
            coordinator: false,
            at: NOW,
        };
        let account = self.store.write(move |tx| Ok(tx.add_account(&account)?)).await.unwrap();
        Actor { account, coordinator: false }
    }

    async fn coordinator(&self) -> Actor {
        Actor { coordinator: true, ..self.stranger().await }
    }

    async fn member(&self, alias: &str) -> Actor {
        let actor = self.stranger().await;
        self.join(actor, alias, Role::Member).await.unwrap();
        actor
    }

    async fn moderator(&self, alias: &str) -> Actor {
        let actor = self.stranger().await;
        self.join(actor, alias, Role::Moderator).await.unwrap();
        actor
    }

    async fn join(&self, actor: Actor, alias: &str, role: Role) -> Result<CircleId, Rejection> {
        let alias = Alias::parse(alias).unwrap();
        let circle = self.circle;
        let newcomer = Newcomer {
            account: actor.account,
            alias,
            role,
            label: None,
            invited_at: None,
            at: NOW,
        };
        self.store
            .write(move |tx| {
                let circle = tx.circle(circle)?.ok_or_else(Rejection::not_found)?.key;
                join(tx, circle, newcomer)
            })
            .await
    }

    /// A coordinator who is a member of the circle too.
    async fn coordinator_in_circle(&self, alias: &str) -> MemberId {
        let account = NewAccount {
            id: AccountId(Uuid::new_v4()),
            alias: Alias::parse(alias).unwrap(),
            sign_in_name: SignInName::parse("the-coordinator").unwrap(),
            passphrase_hash: "none".to_owned(),
            coordinator: true,
            at: NOW,
        };
        let account = self.store.write(move |tx| Ok(tx.add_account(&account)?)).await.unwrap();
        let actor = Actor { account, coordinator: true };
        self.join(actor, alias, Role::Member).await.unwrap();
        self.member_id(actor).await
    }

    async fn member_id(&self, actor: Actor) -> MemberId {
        let circle = self.circle;
        let found = self.store.read(move |view| Ok(view.membership(circle, actor.account)?)).await;
        found.unwrap().unwrap().member_id
    }

    fn message(&self, body: &str) -> SendMessage {
        SendMessage {
            id: MessageId(Uuid::now_v7()),
            circle: self.circle,
            body: Body::parse(body).unwrap(),
            reply_to: None,
            mentions: Vec::new(),
            content_note: None,
            win: false,
            daily: false,
        }
    }

    /// The same, later than everything else.
    async fn send_at(
        &self,
        actor: Actor,
        message: SendMessage,
        at: Timestamp,
    ) -> Result<Reply, Rejection> {
        send_message(context(&self.store, actor, at), message).await
    }

    async fn send(&self, actor: Actor, message: SendMessage) -> Result<Reply, Rejection> {
        self.send_at(actor, message, NOW).await
    }

    /// Posts a message and returns its id and position.
    async fn say(&self, actor: Actor, body: &str) -> (MessageId, Seq) {
        let message = self.message(body);
        let id = message.id;
        let reply = self.send(actor, message).await.unwrap();
        let Reply::MessageAccepted { seq, .. } = reply else { panic!("{reply:?}") };
        (id, seq)
    }

    /// Everything published since the last call.
    fn heard(&self) -> Vec<Publication> {
        std::mem::take(&mut *self.heard.lock().unwrap())
    }

    /// The log positions of the circle's events among what was published.
    fn heard_seqs(&self) -> Vec<u64> {
        self.heard()
            .into_iter()
            .filter_map(|publication| match publication {
                Publication::Event(event) if event.circle == self.circle => Some(event.seq.0),
                Publication::Event(_)
                | Publication::Unsubscribed { .. }
                | Publication::Notice { .. }
                | Publication::SessionClosed { .. } => None,
            })
            .collect()
    }
}

const fn circle_id(number: u8) -> CircleId {
    CircleId::from_bytes([number; 16])
}

#[track_caller]
fn assert_refused<T: std::fmt::Debug>(result: Result<T, Rejection>, code: RefusalCode) {
    assert_eq!(result.expect_err("this must be refused").0.code, code);
}
