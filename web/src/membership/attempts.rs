//! How often one may try to sign in, to join, to ask for a mail and to take the own data along: by account, so that
//! no password is guessed, and by network address, so that not many accounts are tried from one place.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use domain::MemberId;
use domain::membership::Email;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::PageError;
use crate::layers::network;
use crate::visit::Visit;

/// Past so many entries the ones that have been quiet are forgotten.
const REMEMBERED: usize = 10_000;

/// How often a day a member may take the own data along: each reads much of the log and all own documents.
pub(super) const DATA_A_DAY: u32 = 3;

/// Counts attempts in this process. The root makes one for the whole portal.
pub struct Attempts {
    sign_in_by_account: Keyed<String>,
    sign_in_by_network: Keyed<IpAddr>,
    mail_by_account: Keyed<String>,
    mail_by_network: Keyed<IpAddr>,
    own_data: Keyed<MemberId>,
}

struct Keyed<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    /// `burst` at once, and then one in each `period`.
    fn new(burst: u32, period: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota =
            Quota::with_period(period).map_or(Quota::per_minute(burst), |quota| quota.allow_burst(burst));
        Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    fn check(&self, key: &K) -> Result<(), PageError> {
        if self.limiter.len() > REMEMBERED {
            self.limiter.retain_recent();
        }
        self.limiter
            .check_key(key)
            .map_err(|until| PageError::too_many(until.wait_time_from(self.clock.now())))
    }
}

impl Default for Attempts {
    fn default() -> Self {
        Self {
            sign_in_by_account: Keyed::new(10, Duration::from_secs(30)),
            // A ministry, or a workshop that joins together, sits behind one address.
            sign_in_by_network: Keyed::new(200, Duration::from_secs(1)),
            mail_by_account: Keyed::new(5, Duration::from_mins(5)),
            mail_by_network: Keyed::new(100, Duration::from_secs(15)),
            own_data: Keyed::new(DATA_A_DAY, Duration::from_hours(24) / DATA_A_DAY),
        }
    }
}

impl Attempts {
    /// Before a password is looked at. `address` as typed.
    pub(super) fn sign_in(&self, visit: &Visit, address: &str) -> Result<(), PageError> {
        self.secret(visit)?;
        let key = address.parse::<Email>().map_or_else(|_| String::new(), |email| email.key());
        self.sign_in_by_account.check(&key)
    }

    /// Before the secret of a link is looked at.
    pub(super) fn secret(&self, visit: &Visit) -> Result<(), PageError> {
        self.sign_in_by_network.check(&network(visit.client))
    }

    /// Before the own data are put together.
    pub(super) fn own_data(&self, member: MemberId) -> Result<(), PageError> {
        self.own_data.check(&member)
    }

    /// Before a mail is sent to an address.
    pub(super) fn mail(&self, visit: &Visit, address: &Email) -> Result<(), PageError> {
        self.mail_by_network.check(&network(visit.client))?;
        self.mail_by_account.check(&address.key())
    }
}
