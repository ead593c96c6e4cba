//! The ways in, put together: what joining, signing in and resetting work with; and the way to one's own data.

use std::sync::Arc;

use application::library::Documents;
use application::membership::Entrance;
use application::membership::own_data::OwnDataExport;
use infrastructure::{
    Argon2Passwords, PostgresAccounts, PostgresOutbox, PostgresPictures, PostgresRecords, PostgresSessions,
    ZipPacker, random_bits, random_id,
};
use url::Url;
use web::{Mails, OwnDataPages};

use crate::portal::Portal;

/// `base_url` is where the links in mails lead.
pub fn entrance(portal: &Portal, base_url: &Url) -> anyhow::Result<Arc<Entrance>> {
    let pool = || portal.pool.clone();
    let queued = || Arc::clone(&portal.mail_queued);
    Ok(Arc::new(Entrance {
        desk: Arc::clone(&portal.desk),
        accounts: Arc::new(PostgresAccounts::new(pool(), queued())),
        sessions: Arc::new(PostgresSessions::new(pool())),
        outbox: Arc::new(PostgresOutbox::new(pool(), queued())),
        passwords: Arc::new(Argon2Passwords::try_new()?),
        secretary: Arc::new(Mails::new(base_url.clone())),
        randomness: Arc::new(random_bits),
        new_id: Arc::new(random_id),
        clock: Arc::clone(&portal.clock),
    }))
}

/// `base_url` is where the links in the readable page lead.
pub fn own_data(
    portal: &Portal,
    entrance: &Arc<Entrance>,
    documents: &Arc<Documents>,
    base_url: &Url,
) -> Arc<OwnDataExport> {
    Arc::new(OwnDataExport {
        entrance: Arc::clone(entrance),
        records: Arc::new(PostgresRecords::new(portal.pool.clone(), portal.store.clone())),
        documents: Arc::clone(documents),
        pictures: Arc::new(PostgresPictures::new(portal.pool.clone())),
        reader: Arc::new(OwnDataPages { read: portal.pool.clone(), base_url: base_url.clone() }),
        packer: Arc::new(ZipPacker),
    })
}
