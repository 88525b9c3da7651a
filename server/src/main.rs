//! The command line: which command, with which settings, and the exit code.

mod auth;
mod background;
mod backup;
mod backup_schedule;
mod cli;
mod clock;
mod commands;
mod connection;
mod data_lock;
mod domain;
mod http;
mod hub;
mod limits;
mod liveness;
mod logging;
mod private_files;
mod scheduler;
mod security;
mod security_log;
mod serve;
mod settings;
mod socket_session;
mod storage_watch;
mod store;
mod wire;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use clock::Clock;
use settings::{Settings, Sources};

/// Returns memory used during a flood to the system, within a second and without being
/// asked (docs/decisions/0017). It is configured in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Recovery Circles: a chat server for circles of people in recovery.
///
/// One program and one folder of data. `circles serve` starts it, and prints
/// the link by which the first coordinator signs up; everything else is done
/// in the browser.
#[derive(Debug, Parser)]
#[command(name = "circles", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the centre until stopped with Ctrl-C or SIGTERM
    Serve {
        #[command(flatten)]
        choice: Choice,
        /// Address and port to listen on [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDRESS:PORT")]
        listen: Option<String>,
        #[command(flatten)]
        time: Time,
    },
    /// Serve a made-up centre to look around in, fresh at every start
    ///
    /// Prints a sign-in for each role. Its data are kept apart from real ones.
    Demo(cli::demo::Demo),
    /// Print a new invite link, also while the server runs
    ///
    /// For the rare case that no coordinator can make one in the browser.
    Invite {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        invite: cli::invite::Invite,
    },
    /// End every sign-in of an account and let nobody sign in to it
    ///
    /// For a coordinator whom no other coordinator can suspend in the browser.
    Suspend {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        suspend: cli::suspend::Suspend,
    },
    /// Print a link by which a coordinator who forgot their passphrase gets back in
    ///
    /// It sets a new passphrase and ends every sign-in. A member gets such a link from a
    /// coordinator, in the browser.
    RecoveryLink {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        link: cli::recovery_link::RecoveryLink,
    },
    /// Look for faults in the database; exits with 1 where it finds one
    Check {
        #[command(flatten)]
        choice: Choice,
    },
    /// Make an encrypted backup, also while the server runs
    ///
    /// It is restored for trial and checked before it gets its name.
    Backup {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        backup: cli::backup::Backup,
        #[command(flatten)]
        time: Time,
    },
    /// Make the keys for backups: the private one in a file, the public one printed
    BackupKey(cli::backup::BackupKey),
    /// Make a database out of a backup, in a data folder that has none
    Restore {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        restore: cli::restore::Restore,
        #[command(flatten)]
        time: Time,
    },
    /// Look at what was done in a role, and whether that record is whole
    Audit {
        #[command(flatten)]
        choice: Choice,
        #[command(subcommand)]
        audit: cli::audit::Audit,
    },
    /// Show what the server has written down of attacks and changes of role
    Security {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        security: cli::security::Security,
    },
    /// Print who may do what: every request and every endpoint, in Markdown
    Permissions,
    /// Tell every client to fetch anew, once a database was put in place by hand
    ///
    /// `restore` does this itself. Refused while a server runs on the database.
    Epoch {
        #[command(flatten)]
        choice: Choice,
    },
    /// Fill a circle with people and messages, for measuring
    #[command(hide = true)]
    Fill {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        fill: cli::fill::Fill,
    },
    /// Time what is asked of each message, for measuring
    #[command(hide = true)]
    BenchPosting {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        bench_posting: cli::bench_posting::BenchPosting,
    },
    /// Time what it takes to run timers, for measuring
    #[command(hide = true)]
    BenchTimers {
        #[command(flatten)]
        choice: Choice,
        #[command(flatten)]
        bench_timers: cli::bench_timers::BenchTimers,
    },
}

/// Whose time it is: in a build for tests it may be moved, in a release never.
#[derive(Debug, Args)]
struct Time {
    /// File that says by how many milliseconds the clock is ahead
    #[cfg(debug_assertions)]
    #[arg(long, hide = true, value_name = "FILE")]
    test_clock: Option<PathBuf>,
}

impl Time {
    fn clock(self) -> Clock {
        #[cfg(debug_assertions)]
        if let Some(file) = self.test_clock {
            return Clock::test(file);
        }
        Clock::real()
    }
}

/// Settings, from wherever they come.
#[derive(Debug, Args)]
struct Choice {
    /// File of settings, in TOML
    #[arg(long, global = true, value_name = "FILE", env = "CIRCLES_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the database [default: ./data]
    #[arg(long, global = true, value_name = "FOLDER")]
    data_dir: Option<String>,
    /// The site's own address, such as https://circles.example.org
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// Any other setting; may be given several times
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

impl Choice {
    fn settings(self) -> anyhow::Result<Settings> {
        let settings = self.gather(None)?;
        logging::start(&settings, Clock::real());
        Ok(settings)
    }

    fn gather(self, listen: Option<String>) -> anyhow::Result<Settings> {
        let named =
            [("data_dir", self.data_dir), ("listen", listen), ("public_url", self.public_url)];
        let flags = named.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        let environment = environment();
        let sources = Sources { file: self.config, environment, flags, pairs: self.set };
        Ok(settings::gather(&sources)?)
    }
}

fn environment() -> Vec<(String, String)> {
    let text = |word: std::ffi::OsString| word.to_string_lossy().into_owned();
    std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect()
}

fn main() -> ExitCode {
    private_files::keep_to_owner();
    let command = Cli::command().mut_subcommand("serve", |serve| serve.after_help(settings_help()));
    let cli = Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit());
    match run(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("circles: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { choice, listen, time } => {
            let (settings, clock) = (choice.gather(listen)?, time.clock());
            let security_log = logging::start(&settings, clock.clone());
            runtime()?.block_on(serve::serve(settings, clock, security_log))?;
        }
        Command::Demo(demo) => {
            let settings = demo.settings()?;
            let security_log = logging::start(&settings, Clock::real());
            runtime()?.block_on(demo.run(settings, security_log))?;
        }
        Command::Invite { choice, invite } => {
            let settings = choice.settings()?;
            runtime()?.block_on(invite.run(&settings))?;
        }
        Command::Suspend { choice, suspend } => {
            let settings = choice.settings()?;
            runtime()?.block_on(suspend.run(&settings))?;
        }
        Command::RecoveryLink { choice, link } => {
            let settings = choice.settings()?;
            runtime()?.block_on(link.run(&settings))?;
        }
        Command::Check { choice } => return cli::check::run(&choice.settings()?),
        Command::Backup { choice, backup, time } => {
            backup.run(&choice.settings()?, &time.clock())?;
        }
        Command::BackupKey(key) => key.run()?,
        Command::Restore { choice, restore, time } => {
            let (settings, clock) = (choice.settings()?, time.clock());
            runtime()?.block_on(restore.run(&settings, &clock))?;
        }
        Command::Audit { choice, audit } => return audit.run(&choice.settings()?),
        Command::Security { choice, security } => security.run(&choice.settings()?)?,
        Command::Permissions => cli::permissions::run()?,
        Command::Epoch { choice } => {
            let settings = choice.settings()?;
            runtime()?.block_on(cli::epoch::run(&settings))?;
        }
        Command::Fill { choice, fill } => {
            let settings = choice.settings()?;
            runtime()?.block_on(fill.run(&settings))?;
        }
        Command::BenchPosting { choice, bench_posting } => {
            let settings = choice.settings()?;
            runtime()?.block_on(bench_posting.run(&settings))?;
        }
        Command::BenchTimers { choice, bench_timers } => {
            let settings = choice.settings()?;
            runtime()?.block_on(bench_timers.run(&settings))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}

fn settings_help() -> String {
    let mut help = String::from(
        "Settings, with their defaults in brackets. Each may stand in the file (key = value), in\n\
         the environment (CIRCLES_ and the key in capitals), or after --set (key=value); later\n\
         ones win.\n\n",
    );
    for setting in settings::all() {
        let _ = writeln!(help, "  {}", setting.help());
    }
    help
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_fits_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn only_a_build_for_tests_has_a_clock_that_can_be_moved() {
        let command = Cli::command();
        let serve = command.find_subcommand("serve").unwrap();
        let has_one = serve.get_arguments().any(|argument| argument.get_id() == "test_clock");
        assert_eq!(has_one, cfg!(debug_assertions));
        let line = ["circles", "serve", "--test-clock", "file"];
        assert_eq!(Cli::try_parse_from(line).is_ok(), cfg!(debug_assertions));
    }

    #[test]
    fn the_help_names_every_setting() {
        let help = settings_help();
        assert!(settings::all().all(|setting| help.contains(setting.name)));
    }
}
