//! How much space the database takes, and how much there is.

use std::path::PathBuf;

use nix::sys::statvfs::statvfs;

use super::{StoreError, View};
use crate::domain::Storage;

/// Where the database is, and how large it may become.
#[derive(Debug)]
pub(super) struct DiskSpace {
    pub(super) folder: PathBuf,
    /// 0 for no limit.
    pub(super) max_database_mib: u32,
}

impl DiskSpace {
    pub(super) fn measure(&self, view: &View<'_>) -> Result<Storage, StoreError> {
        let (used, spare) = view.bytes_used_and_spare()?;
        let bound = u64::from(self.max_database_mib) * 1024 * 1024;
        let free = self.free_bytes().saturating_add(spare);
        Ok(Storage::new(used, Some(bound).filter(|bound| *bound > 0), free))
    }

    /// The maximum if the system does not say: then only the configured limit applies.
    fn free_bytes(&self) -> u64 {
        match statvfs(&self.folder) {
            Ok(disk) if disk.fragment_size() > 0 => {
                disk.blocks_available().saturating_mul(disk.fragment_size())
            }
            Ok(_) => u64::MAX,
            Err(error) => {
                tracing::debug!(%error, "the free space on the disk is unknown");
                u64::MAX
            }
        }
    }
}

impl View<'_> {
    /// Spare pages are already in the file, and are reused before it grows. The log file
    /// beside it takes at most some 64 MiB, and is not counted.
    fn bytes_used_and_spare(&self) -> Result<(u64, u64), StoreError> {
        let sql = "SELECT (page_count - freelist_count) * page_size, freelist_count * page_size
                   FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
        let bytes = |row: &rusqlite::Row<'_>, at| {
            Ok::<_, rusqlite::Error>(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0))
        };
        Ok(self.prepare(sql)?.query_row([], |row| Ok((bytes(row, 0)?, bytes(row, 1)?)))?)
    }
}
