//! How often one may write: a member in all sessions together, a visitor by network address.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::MemberId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::Settings;
use crate::editor;
use crate::error::PageError;
use crate::visit::Visit;

/// Past so many writers the ones who have been quiet are forgotten.
const REMEMBERED: usize = 10_000;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Writer {
    Member(MemberId),
    Visitor(IpAddr),
}

#[derive(Clone)]
pub(super) struct Writes {
    limiter: Arc<DefaultKeyedRateLimiter<Writer>>,
    clock: DefaultClock,
}

impl Writes {
    pub(super) fn new(settings: &Settings) -> Self {
        let quota = Quota::per_minute(settings.writes_per_minute);
        Self { limiter: Arc::new(RateLimiter::keyed(quota)), clock: DefaultClock::default() }
    }
}

pub(super) async fn writes(
    State(allowed): State<Writes>,
    visit: Visit,
    request: Request,
    next: Next,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || (visit.path == editor::PREVIEW && visit.viewer.is_some()) {
        return next.run(request).await;
    }
    let writer = visit
        .viewer
        .as_ref()
        .map_or_else(|| Writer::Visitor(network(visit.client)), |viewer| Writer::Member(viewer.id));
    match allowed.limiter.check_key(&writer) {
        Ok(()) => {
            if allowed.limiter.len() > REMEMBERED {
                allowed.limiter.retain_recent();
            }
            next.run(request).await
        }
        Err(until) => {
            let wait = until.wait_time_from(allowed.clock.now());
            tracing::info!("too many writes");
            PageError::too_many(wait).into_response()
        }
    }
}

/// One household or office has a /64 of IPv6 to itself: counting single addresses would count nothing.
pub(crate) fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.into(),
            None => IpAddr::V6((address.to_bits() & !(u128::MAX >> 64)).into()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
