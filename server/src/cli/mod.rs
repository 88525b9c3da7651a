//! The commands of the command line, other than serving.

use std::path::Path;

use anyhow::bail;

use crate::store::Store;

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bench_posting;
pub(crate) mod bench_timers;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod epoch;
pub(crate) mod fill;
mod fill_board;
pub(crate) mod invite;
pub(crate) mod permissions;
pub(crate) mod recovery_link;
pub(crate) mod restore;
pub(crate) mod security;
pub(crate) mod suspend;

/// A mistyped or forgotten folder must not look like an empty centre.
fn need_database(folder: &Path) -> anyhow::Result<()> {
    if Store::is_in(folder) {
        return Ok(());
    }
    bail!(
        "there is no database in {}; say where it is with --data-dir, or with the server's own --config",
        folder.display()
    );
}
