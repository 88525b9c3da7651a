//! A session over a real store and hub, without a socket.

use circles_protocol::requests::{Cursor, ListCircles, ListMembers, Search};
use circles_protocol::{AccountId, Alias, SearchQuery, SignInName, limits};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::settings::Settings;
use crate::store::{NewAccount, StoreOptions};

struct Room {
    services: Services,
    _folder: TempDir,
}

impl Room {
    fn new() -> Self {
        Self::with(Settings::default().limits)
    }

    fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        let pace = Arc::new(Pace::new(limits.message_rate_per_second, limits.message_burst));
        let (hub, clock) = (Hub::start(8), Clock::real());
        let (limits, care) = (Arc::new(limits), Arc::default());
        let services = Services { store, hub, clock, pace, limits, care };
        Self { services, _folder: folder }
    }

    async fn session(&self) -> Session {
        let account = NewAccount {
            id: AccountId(Uuid::new_v4()),
            alias: Alias::parse("Jo").unwrap(),
            sign_in_name: SignInName::parse("jo-name").unwrap(),
            passphrase_hash: "none".to_owned(),
            coordinator: false,
            at: Timestamp(1),
        };
        let account =
            self.services.store.write(move |tx| Ok(tx.add_account(&account)?)).await.unwrap();
        let session = SessionId(Uuid::new_v4());
        let caller = Caller { account, session, expires_at: Timestamp(i64::MAX) };
        let outbox = Arc::new(Outbox::new(8, 1_000));
        Session::open(self.services.clone(), caller, outbox).await.unwrap()
    }
}

const ID: RequestId = RequestId(1);

async fn greet(session: &mut Session) -> Reply {
    let hello = Hello { epoch: None, cursors: Vec::new() };
    let (answer, _) = session.hello(ID, hello).await;
    let ServerFrame::Reply { result, .. } = answer else { panic!("{answer:?}") };
    result
}

async fn ask(session: &mut Session, request: Request) -> Result<Reply, RefusalCode> {
    let answer = match session
        .receive(ClientFrame { request_id: ID, idempotency_key: None, request }, None)
    {
        Step::Now(answer) => answer,
        Step::Later(answer) => answer.await,
        Step::Hello(id, hello) => session.hello(id, hello).await.0,
    };
    if let ServerFrame::Refused { refusal, .. } = &answer {
        return Err(refusal.code);
    }
    let ServerFrame::Reply { result, .. } = answer else { panic!("{answer:?}") };
    Ok(result)
}

#[tokio::test]
async fn nothing_is_done_before_hello() {
    let room = Room::new();
    let mut session = room.session().await;
    let early = ask(&mut session, Request::ListCircles(ListCircles {})).await;
    assert_eq!(early, Err(RefusalCode::HelloFirst));
}

#[tokio::test]
async fn who_becomes_a_coordinator_is_one_from_the_next_hello_on() {
    let room = Room::new();
    let mut session = room.session().await;
    assert!(matches!(greet(&mut session).await, Reply::Welcome { coordinator: false, .. }));
    let listing = Request::ListCircles(ListCircles {});
    assert_eq!(ask(&mut session, listing.clone()).await, Err(RefusalCode::NotFound));
    let account = session.caller.account;
    room.services.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
    assert!(matches!(greet(&mut session).await, Reply::Welcome { coordinator: true, .. }));
    assert!(ask(&mut session, listing).await.is_ok());
}

#[tokio::test]
async fn searching_counts_against_the_pace_and_turning_pages_does_not() {
    let limits = Settings::default().limits;
    let room = Room::with(Limits { message_rate_per_second: 1, message_burst: 2, ..limits });
    let mut session = room.session().await;
    greet(&mut session).await;
    let query = SearchQuery::parse("river").unwrap();
    let search = Request::Search(Search { query, circle: None, before: None });
    for _ in 0..2 {
        assert!(ask(&mut session, search.clone()).await.is_ok());
    }
    assert_eq!(ask(&mut session, search).await, Err(RefusalCode::TooFast));
    let listing = Request::ListMembers(ListMembers { circle: CircleId::from_bytes([1; 16]) });
    assert_eq!(ask(&mut session, listing).await, Err(RefusalCode::NotFound));
}

#[tokio::test]
async fn more_cursors_than_circles_are_refused() {
    let room = Room::new();
    let mut session = room.session().await;
    let cursor = Cursor { circle: CircleId::from_bytes([1; 16]), seq: Seq(1) };
    let hello = Hello { epoch: None, cursors: vec![cursor; limits::CURSORS + 1] };
    let refused = ask(&mut session, Request::Hello(hello)).await;
    assert_eq!(refused, Err(RefusalCode::InvalidField));
    assert!(!session.greeted());
}
