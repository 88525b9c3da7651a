//! What tests do to a database behind the store's back.

use std::path::Path;

use rusqlite::Connection;

use super::opening;

fn open(folder: &Path) -> Connection {
    Connection::open(folder.join(opening::FILE_NAME)).unwrap()
}

/// As if a newer server had written it.
pub(crate) fn set_version(folder: &Path, version: u32) {
    open(folder).pragma_update(None, "user_version", version).unwrap();
}

/// Takes the posting at this place out of the log of every circle.
pub(crate) fn tear_out_posting(folder: &Path, seq: u8) {
    open(folder)
        .execute(
            "DELETE FROM circle_log WHERE kind = 'message_posted' AND position & 255 = ?1",
            [seq],
        )
        .unwrap();
}
