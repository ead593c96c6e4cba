//! The ways in, put together: what joining, signing in and resetting work with.

use std::sync::Arc;

use application::membership::Entrance;
use infrastructure::{
    Argon2Passwords, PostgresAccounts, PostgresOutbox, PostgresSessions, random_bits, random_id,
};
use url::Url;
use web::Mails;

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
