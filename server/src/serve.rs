//! Puts the server together, accepts connections, and stops in order: no new connections,
//! every client told to reconnect later, accepted requests finished, the log file folded
//! into the database.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use circles_protocol::http::InviteToken;
use circles_protocol::{CloseCode, LocalDate, Timestamp};
use futures_util::future::BoxFuture;
use tokio::net::{TcpListener, TcpSocket};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::auth::Authenticator;
use crate::backup;
use crate::backup_schedule;
use crate::clock::{Clock, DAY_MS, HOUR_MS};
use crate::commands::accounts::first_coordinator::first_coordinator;
use crate::commands::timers::purge_old_conversations::purge_old_conversations;
use crate::connection;
use crate::data_lock::{DataLock, DataLockError};
use crate::domain::schedule::zone::local_date;
use crate::domain::{Rejection, Rules};
use crate::http::{self, AccountsState, ConnectionLimiter, Site, Watch, WatchedScheduler, WsState};
use crate::hub::Hub;
use crate::limits::{
    CASES_KEPT_DAYS, DECIDED_KEPT_DAYS, EVIDENCE_KEPT_DAYS, EXPIRED_AT_ONCE,
    IDEMPOTENCY_KEPT_HOURS, KNOWN_DEVICE_DAYS, LISTEN_BACKLOG, MAINTENANCE_INTERVAL,
    MEETINGS_KEPT_DAYS, RECOVERY_LINKS_KEPT_DAYS, REPORTABLE_DAYS, SCHEDULER_SILENCE,
    SECURITY_NOTICES_KEPT_DAYS, SHIFTS_KEPT_DAYS,
};
use crate::liveness::Liveness;
use crate::scheduler;
use crate::security::{Event, Kind};
use crate::security_log::SecurityLog;
use crate::settings::Settings;
use crate::socket_session::{LargeAnswers, RateLimits, Services};
use crate::storage_watch::StorageWatch;
use crate::store::{ErasureList, ReadRate, Store, StoreError, StoreOptions, Tx};
use crate::wire;

/// How long requests and sockets may take to end after all were told to. Together with the
/// period over which they are told (10 s at most), well under the 20 s a stop may take.
const FAREWELL: Duration = Duration::from_secs(6);

#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    #[error(transparent)]
    Occupied(#[from] DataLockError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("can't listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("can't wait for signals: {0}")]
    Signals(io::Error),
    #[error("a part of the server ended by a fault of its own; please start it again")]
    Broken,
    #[error("the first coordinator's invite could not be stored")]
    FirstInvite(Rejection),
}

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn serve(
    settings: Settings,
    clock: Clock,
    security_log: SecurityLog,
) -> Result<(), ServeError> {
    let _data_lock = DataLock::take(&settings.data_dir)?;
    raise_file_limit();
    let hub = Hub::start(settings.limits.sockets_per_account);
    let store = open_store(&settings.data_dir, settings.max_database_mib, hub.clone())?;
    let listener = bind(settings.listen)?;
    let stop = stop_signal().map_err(ServeError::Signals)?;

    let services = offer(&settings, store.clone(), hub.clone(), clock.clone());
    Event::of(Kind::ServerStarted).tell();
    let authenticator =
        Arc::new(Authenticator::new(settings.hash_slots, settings.sign_ins_per_quarter_hour));
    let (tasks, stopping) = (TaskTracker::new(), CancellationToken::new());
    let maintenance = tasks.spawn(maintain(
        services.clone(),
        Arc::clone(&authenticator),
        security_log.clone(),
        ErasureList::in_folder(&settings.data_dir),
        stopping.clone(),
    ));
    let settings = Arc::new(settings);
    let backing_up =
        tasks.spawn(back_up(Arc::clone(&settings), services.clone(), stopping.clone()));
    let (tick, liveness) = (settings.scheduler_tick, Liveness::start());
    let running_timers = scheduler::run(services.clone(), tick, liveness.clone(), stopping.clone());
    let running_timers = tasks.spawn(running_timers);
    let scheduler = WatchedScheduler { liveness, silence: tick + SCHEDULER_SILENCE };
    let router = build_router(&settings, services, authenticator, scheduler, tasks.clone());

    let address = listener
        .local_addr()
        .map_err(|error| ServeError::Listen { address: settings.listen, error })?;
    let invite = first_coordinator(&store, settings.rules.invite_hours, clock.now()).await;
    announce(&settings, address, invite.map_err(ServeError::FirstInvite)?.as_ref());
    let accepting = http::listen(listener, router, tasks.clone(), stopping.clone());
    // Continuing without one of these would only pretend to work.
    let sound = tokio::select! {
        () = accepting => true,
        () = stop => true,
        () = store.ended() => false,
        () = hub.ended() => false,
        _ = running_timers => false,
        // What is kept only for a time would be kept for good.
        _ = maintenance => false,
        _ = backing_up => false,
    };

    tracing::info!("stopping");
    stopping.cancel();
    tasks.close();
    let farewell = async {
        hub.close_all(CloseCode::Restart, settings.close_spread).await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        () = tasks.wait() => {}
        () = farewell => tracing::warn!(left = tasks.len(), "some connections did not end in time"),
    }
    store.close().await;
    security_log.close();
    tracing::info!("stopped");
    if sound { Ok(()) } else { Err(ServeError::Broken) }
}

/// What the sessions work with.
fn offer(settings: &Settings, store: Store, hub: Hub, clock: Clock) -> Services {
    let limits = Arc::new(settings.limits.clone());
    let rate_limits = Arc::new(RateLimits::new(&limits));
    let (ms_per_second, burst_ms) = (limits.reading_ms_per_second, limits.reading_burst_ms);
    let large_answers = Arc::new(LargeAnswers::new(ReadRate { ms_per_second, burst_ms }));
    let (rules, refusals) = (settings.rules, Arc::default());
    Services { store, hub, clock, rate_limits, large_answers, limits, rules, refusals }
}

fn build_router(
    settings: &Settings,
    services: Services,
    authenticator: Arc<Authenticator>,
    scheduler: WatchedScheduler,
    tasks: TaskTracker,
) -> axum::Router {
    let site = Arc::new(Site::new(settings.public_url.clone(), settings.trusted_proxies.clone()));
    let accounts = AccountsState {
        store: services.store.clone(),
        authenticator,
        clock: services.clock.clone(),
        site: Arc::clone(&site),
        session_days: settings.session_days,
        rules: services.rules,
        calendars: Arc::default(),
    };
    let limiter = ConnectionLimiter::new(settings.sockets_per_address);
    let clock = services.clock.clone();
    let watch = Watch {
        site: Arc::clone(&site),
        clock: clock.clone(),
        refusals: services.refusals.clone(),
    };
    let run = Arc::new(move |stream, read_ahead, client| -> BoxFuture<'static, ()> {
        Box::pin(connection::run(stream, read_ahead, client, services.clone()))
    });
    let ws = WsState { run, site, limiter, clock, tasks };
    http::router(accounts, ws, scheduler, watch)
}

/// The writer's thread encodes every commit once and passes it to the hub.
fn open_store(folder: &Path, max_database_mib: u32, hub: Hub) -> Result<Store, StoreError> {
    let publish =
        Box::new(move |publications| hub.deliver_blocking(wire::deliveries(publications)));
    let options = StoreOptions { max_database_mib, ..StoreOptions::default() };
    Store::open(folder, options, publish)
}

fn bind(address: SocketAddr) -> Result<TcpListener, ServeError> {
    let open = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A restarted server need not wait for its old connections to expire.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(LISTEN_BACKLOG)
    };
    open().map_err(|error| ServeError::Listen { address, error })
}

/// Each member's socket is an open file, and the usual limit is 1,024 of them.
fn raise_file_limit() {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let raised = getrlimit(Resource::RLIMIT_NOFILE)
        .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
    if let Err(error) = raised {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
}

fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Tells whoever started the server where it is. Standard output is only used for this; the
/// log goes to standard error.
fn announce(settings: &Settings, address: SocketAddr, invite: Option<&InviteToken>) {
    let mut lines = format!("listening on http://{address}\n");
    if let Some(token) = invite {
        let site = link_base(settings, address);
        lines.push_str(&format!("first coordinator: {site}/join#{}\n", token.0));
    }
    let mut out = io::stdout().lock();
    if out.write_all(lines.as_bytes()).and_then(|()| out.flush()).is_err() {
        tracing::warn!("nobody reads the standard output");
    }
    if settings.public_url.is_none() && !address.ip().is_loopback() {
        tracing::warn!("without public_url only pages opened on this machine are served fully");
    }
}

/// The start of every link to this site.
pub(crate) fn link_base(settings: &Settings, address: SocketAddr) -> String {
    match &settings.public_url {
        Some(url) => url.origin().to_owned(),
        None => format!("http://localhost:{}", address.port()),
    }
}

/// What is cleared from time to time.
async fn maintain(
    services: Services,
    authenticator: Arc<Authenticator>,
    security_log: SecurityLog,
    erasures: ErasureList,
    stopping: CancellationToken,
) {
    let mut storage = StorageWatch::default();
    loop {
        storage.check(&services.store).await;
        tokio::select! {
            () = stopping.cancelled() => return,
            () = tokio::time::sleep(MAINTENANCE_INTERVAL) => {}
        }
        authenticator.prune_idle();
        services.rate_limits.prune_idle();
        if !security_log.flush() {
            tracing::warn!("the security log could not be written");
        }
        services.large_answers.prune_idle();
        let now = services.clock.now();
        erasures.remove_old(now);
        let rules = services.rules;
        match services.store.write(move |tx| purge(tx, &rules, now)).await {
            Ok(0) => {}
            Ok(purged) => tracing::debug!(purged, "what had expired was removed"),
            Err(_) => tracing::warn!("what has expired could not be removed"),
        }
    }
}

async fn back_up(settings: Arc<Settings>, services: Services, stopping: CancellationToken) {
    if let Err(error) = backup::remove_leftovers(&settings.data_dir) {
        tracing::warn!(%error, "what is left of an unfinished backup could not be removed");
    }
    let backups = services.store.backups().clone();
    backup_schedule::run(settings, backups, services.clock, stopping).await;
}

/// Close enough for what is kept for months.
fn utc_day(at: Timestamp) -> LocalDate {
    LocalDate(local_date(at, chrono_tz::UTC))
}

/// Removes everything that is kept only for a time.
fn purge(tx: &mut Tx<'_>, rules: &Rules, now: Timestamp) -> Result<usize, Rejection> {
    let ago = |days: i64| now.plus_ms(-days * DAY_MS);
    let check_ins_kept = i64::from(rules.check_ins_kept_days);
    let purged = [
        tx.purge_sessions(now)?,
        tx.end_sessions_of_suspended()?,
        tx.purge_security_notices(ago(SECURITY_NOTICES_KEPT_DAYS))?,
        tx.purge_recovery_links(ago(RECOVERY_LINKS_KEPT_DAYS))?,
        tx.purge_known_devices(ago(i64::from(KNOWN_DEVICE_DAYS)))?,
        tx.purge_idempotency_keys(now.plus_ms(-IDEMPOTENCY_KEPT_HOURS * HOUR_MS))?,
        tx.purge_taken_names(now)?,
        tx.purge_cases(ago(CASES_KEPT_DAYS), EXPIRED_AT_ONCE)?,
        tx.purge_received(ago(REPORTABLE_DAYS), EXPIRED_AT_ONCE)?,
        tx.purge_action_evidence(ago(EVIDENCE_KEPT_DAYS), EXPIRED_AT_ONCE)?,
        tx.purge_appeals(ago(DECIDED_KEPT_DAYS))?,
        tx.purge_proposals(ago(DECIDED_KEPT_DAYS))?,
        tx.purge_check_ins(ago(check_ins_kept), EXPIRED_AT_ONCE)?,
        tx.erase_help_words(ago(i64::from(rules.help_kept_days)), EXPIRED_AT_ONCE)?,
        tx.purge_shifts(ago(SHIFTS_KEPT_DAYS))?,
        tx.purge_meetings(utc_day(ago(MEETINGS_KEPT_DAYS)), EXPIRED_AT_ONCE)?,
        purge_old_conversations(tx, ago(i64::from(rules.direct_kept_days)), now)?,
    ];
    Ok(purged.iter().sum())
}
