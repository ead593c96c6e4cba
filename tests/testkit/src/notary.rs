//! A notary at work on a test's database, with a folder of its own.

use infrastructure::notary::{Folder, Notary};
use infrastructure::{connect_as_notary, system_clock};
use tempfile::TempDir;

use crate::TestDb;

/// Its folder goes with the value.
pub struct TestNotary {
    notary: Notary,
    _folder: TempDir,
}

impl TestNotary {
    /// # Panics
    /// Where the notary's role cannot connect.
    pub async fn of(db: &TestDb) -> Self {
        let folder = TempDir::new().expect("there is room for temporary files");
        let opened = Folder::open(folder.path()).expect("it is new");
        let pool = connect_as_notary(&db.url).await.expect("the notary's role can connect");
        let begun = Notary::begin(pool, system_clock(), opened, "portal.example/log", false).await;
        Self { notary: begun.expect("nobody has signed this log"), _folder: folder }
    }

    /// Signs all that waits: events and certificates.
    ///
    /// # Panics
    /// Where it refuses.
    pub async fn sign(&mut self) {
        while self.notary.round().await.expect("the log is whole") {}
        while self.notary.certify().await.expect("the database is there") > 0 {}
    }
}
