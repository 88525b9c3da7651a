//! A session over a real store and hub, without a socket.

use std::sync::atomic::{AtomicBool, Ordering};

use circles_protocol::requests::{CreateCalendarFeed, Cursor, ListCircles, ListMembers, Search};
use circles_protocol::{AccountId, Alias, CircleName, Role, SearchQuery, SignInName, limits};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::TokenHash;
use crate::hub::{Delivery, EncodedBatch};
use crate::settings::Settings;
use crate::store::{Joining, NewAccount, NewSession, ReadRate, StoreOptions, Tx};

struct Fixture {
    services: Services,
    _folder: TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self::with(Settings::default().limits)
    }

    fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        let rate_limits = Arc::new(RateLimits::new(&limits));
        let (hub, clock) = (Hub::start(8), Clock::real());
        let (limits, rules) = (Arc::new(limits), Rules::default());
        let refusals = Arc::default();
        let (ms_per_second, burst_ms) = (limits.reading_ms_per_second, limits.reading_burst_ms);
        let large_answers = Arc::new(LargeAnswers::new(ReadRate { ms_per_second, burst_ms }));
        let services =
            Services { store, hub, clock, rate_limits, large_answers, limits, rules, refusals };
        Self { services, _folder: folder }
    }

    async fn session(&self) -> SocketSession {
        let account_id = AccountId(Uuid::new_v4());
        let account = NewAccount {
            id: account_id,
            alias: Alias::parse("Jo").unwrap(),
            sign_in_name: SignInName::parse("jo-name").unwrap(),
            passphrase_hash: "none".to_owned(),
            coordinator: false,
            at: Timestamp(1),
        };
        let session = SessionId(Uuid::new_v4());
        let sign_up = move |tx: &mut Tx<'_>| {
            let account = tx.add_account(&account)?;
            tx.add_session(&NewSession {
                id: session,
                token_hash: TokenHash::of("a token"),
                account,
                device: String::new(),
                at: Timestamp(1),
                expires_at: Timestamp(i64::MAX),
            })?;
            Ok(account)
        };
        let account = self.services.store.write(sign_up).await.unwrap();
        let client = Client { account, account_id, session, expires_at: Timestamp(i64::MAX) };
        let send_queue = Arc::new(SendQueue::new(8, 1_000));
        SocketSession::open(self.services.clone(), client, send_queue).await.unwrap()
    }

    /// The same account on another socket, with that socket's send queue.
    async fn beside(&self, session: &SocketSession) -> (SocketSession, Arc<SendQueue>) {
        let send_queue = Arc::new(SendQueue::new(8, 1_000));
        let client = session.client.clone();
        let opened =
            SocketSession::open(self.services.clone(), client, Arc::clone(&send_queue)).await;
        (opened.unwrap(), send_queue)
    }

    async fn deliver(&self, deliveries: Vec<Delivery>) {
        let hub = self.services.hub.clone();
        tokio::task::spawn_blocking(move || hub.deliver_blocking(deliveries)).await.unwrap();
    }
}

/// Creates a circle and joins it.
async fn join_another(store: &Store, account: AccountKey) -> CircleId {
    let id = CircleId(Uuid::new_v4());
    let name = CircleName::parse("Walkers").unwrap();
    let joining = Joining {
        invited_at: None,
        id: MemberId(Uuid::new_v4()),
        account,
        alias: Alias::parse("Jo").unwrap(),
        role: Role::Member,
        label: None,
        at: Timestamp(1),
        seq: Seq(1),
    };
    let change = move |tx: &mut Tx<'_>| {
        let circle = tx.create_circle(id, &name, 30, Timestamp(1))?;
        Ok(tx.join(circle, &joining)?)
    };
    store.write(change).await.unwrap();
    id
}

const ID: RequestId = RequestId(1);

async fn greet(session: &mut SocketSession) -> Reply {
    let hello = Hello { epoch: None, cursors: Vec::new() };
    let answer = session.hello(ID, hello).await.answer;
    let ServerFrame::Reply { result, .. } = answer else { panic!("{answer:?}") };
    result
}

async fn ask(session: &mut SocketSession, request: Request) -> Result<Reply, RefusalCode> {
    let answer = match session.receive(
        ClientFrame { request_id: ID, idempotency_key: None, request },
        100,
        None,
    ) {
        Outcome::Now(answer) | Outcome::AfterEvents(answer) => answer,
        Outcome::Later(answer) => answer.await,
        Outcome::Large(request) => request.carry_out().await.0,
        Outcome::Hello(id, hello) => session.hello(id, hello).await.answer,
    };
    if let ServerFrame::Refused { refusal, .. } = &answer {
        return Err(refusal.code);
    }
    let ServerFrame::Reply { result, .. } = answer else { panic!("{answer:?}") };
    Ok(result)
}

#[tokio::test]
async fn nothing_is_done_before_hello() {
    let fixture = Fixture::new();
    let mut session = fixture.session().await;
    let early = ask(&mut session, Request::ListCircles(ListCircles { after: None })).await;
    assert_eq!(early, Err(RefusalCode::HelloFirst));
}

#[tokio::test]
async fn who_becomes_a_coordinator_is_one_from_the_next_hello_on() {
    let fixture = Fixture::new();
    let mut session = fixture.session().await;
    assert!(matches!(greet(&mut session).await, Reply::Welcome { coordinator: false, .. }));
    let listing = Request::ListCircles(ListCircles { after: None });
    assert_eq!(ask(&mut session, listing.clone()).await, Err(RefusalCode::NotFound));
    let account = session.client.account;
    fixture.services.store.write(move |tx| Ok(tx.make_coordinator(account)?)).await.unwrap();
    assert!(matches!(greet(&mut session).await, Reply::Welcome { coordinator: true, .. }));
    assert!(ask(&mut session, listing).await.is_ok());
}

#[tokio::test]
async fn searching_counts_against_the_pace_and_turning_pages_does_not() {
    let limits = Settings::default().limits;
    let fixture = Fixture::with(Limits { message_rate_per_second: 1, message_burst: 2, ..limits });
    let mut session = fixture.session().await;
    greet(&mut session).await;
    let query = SearchQuery::parse("river").unwrap();
    let search = Request::Search(Search { query, circle: None, before: None });
    for _ in 0..2 {
        assert!(ask(&mut session, search.clone()).await.is_ok());
    }
    assert_eq!(ask(&mut session, search).await, Err(RefusalCode::RateLimited));
    let listing =
        Request::ListMembers(ListMembers { circle: CircleId::from_bytes([1; 16]), after: None });
    assert_eq!(ask(&mut session, listing).await, Err(RefusalCode::NotFound));
}

#[tokio::test]
async fn more_cursors_than_circles_are_refused() {
    let fixture = Fixture::new();
    let mut session = fixture.session().await;
    let cursor = Cursor { circle: CircleId::from_bytes([1; 16]), seq: Seq(1) };
    let hello = Hello { epoch: None, cursors: vec![cursor; limits::CURSORS + 1] };
    let refused = ask(&mut session, Request::Hello(hello)).await;
    assert_eq!(refused, Err(RefusalCode::InvalidField));
    assert!(!session.hello_done());
}

#[tokio::test]
async fn what_was_asked_before_the_session_ended_is_not_done_after_it() {
    let fixture = Fixture::new();
    let mut session = fixture.session().await;
    let (account, id) = (session.client.account, session.client.session);
    greet(&mut session).await;
    let request = Request::CreateCalendarFeed(CreateCalendarFeed {});
    let waiting =
        session.receive(ClientFrame { request_id: ID, idempotency_key: None, request }, 100, None);
    fixture.services.store.write(move |tx| Ok(tx.end_session(account, id)?)).await.unwrap();
    let Outcome::Later(answer) = waiting else { panic!("it should wait for the store") };
    let ServerFrame::Refused { refusal, .. } = answer.await else { panic!("it was not refused") };
    assert_eq!(refusal.code, RefusalCode::NotSignedIn);
    let later = Request::CreateCalendarFeed(CreateCalendarFeed {});
    assert_eq!(ask(&mut session, later).await, Err(RefusalCode::NotSignedIn));
}

#[tokio::test]
async fn a_hello_that_gives_up_leaves_the_socket_following_nothing() {
    let mut fixture = Fixture::new();
    let store = fixture.services.store.clone();
    let own = fixture.session().await;
    let account = own.client.account;
    let circle = join_another(&store, account).await;
    // Each time the socket follows its circles, another one has already been added.
    let changing = Arc::new(AtomicBool::new(false));
    fixture.services.hub = Hub::start_with(8, {
        let (store, changing) = (store.clone(), Arc::clone(&changing));
        move || {
            let (store, changing) = (store.clone(), changing.load(Ordering::Relaxed));
            Box::pin(async move {
                if changing {
                    join_another(&store, account).await;
                }
            })
        }
    });
    let (mut session, send_queue) = fixture.beside(&own).await;
    greet(&mut session).await;
    changing.store(true, Ordering::Relaxed);
    let hello = Hello { epoch: None, cursors: Vec::new() };
    let refused = ask(&mut session, Request::Hello(hello)).await;
    assert_eq!(refused, Err(RefusalCode::Unavailable));
    let event = || Delivery::Events(EncodedBatch::event(circle, Seq(2), "event".into()));
    let notice =
        || Delivery::Account { account, batch: EncodedBatch::unsequenced("notice".into()) };
    fixture.deliver(vec![event(), notice()]).await;
    assert_eq!(taken(&send_queue).await, ["notice"]);
    // The next one repairs it.
    changing.store(false, Ordering::Relaxed);
    greet(&mut session).await;
    fixture.deliver(vec![event(), notice()]).await;
    assert_eq!(taken(&send_queue).await, ["event", "notice"]);
}

/// The text of each frame that comes next.
async fn taken(send_queue: &SendQueue) -> Vec<String> {
    let mut batches = Vec::new();
    let text = |bytes: &[u8]| String::from_utf8(bytes[2..].to_vec()).unwrap();
    while batches.last().is_none_or(|last| last != "notice") {
        let mut batch = Vec::new();
        send_queue.take(&mut batch).await.unwrap();
        batches.extend(batch.iter().map(|rest| text(rest.bytes())));
    }
    batches
}
