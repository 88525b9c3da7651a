//! Opens an existing database for commands that run beside the server, with the tables it
//! has. Only a starting server may migrate them, because it is the only one on its folder.

use std::path::Path;

use super::{Store, StoreError, StoreOptions, backlog, connections, migrations};

impl Store {
    /// Opens the database in this folder, even while a server runs on it. Nobody is
    /// notified of what is written.
    ///
    /// # Errors
    /// If there is none, or one of another version; nothing is changed then.
    pub(crate) fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        let connection = connections::checker(&folder.join(connections::FILE_NAME))?;
        migrations::refuse_older(&connection)?;
        backlog::refuse_other_version(&connection)?;
        drop(connection);
        let options = StoreOptions { beside_a_server: true, ..StoreOptions::default() };
        Self::open(folder, options, Box::new(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_of_this_version_is_opened_beside_its_server() {
        let folder = tempfile::tempdir().unwrap();
        let server = Store::open(folder.path(), StoreOptions::default(), Box::new(drop)).unwrap();
        let beside = Store::open_existing(folder.path()).unwrap();
        assert_eq!(beside.epoch(), server.epoch());
        beside.close().await;
        server.close().await;
    }

    #[test]
    fn a_database_of_an_older_version_is_refused_and_untouched() {
        let folder = tempfile::tempdir().unwrap();
        // As far from today's tables as possible: a migration would fill it.
        let file = folder.path().join(connections::FILE_NAME);
        std::fs::write(&file, "").unwrap();
        let opened = Store::open_existing(folder.path());
        let sentence = opened.err().expect("it must be refused").to_string();
        assert!(sentence.contains("version 0") && sentence.contains("start"), "{sentence}");
        assert_eq!(std::fs::read(&file).unwrap(), b"");
    }
}
