//! How long a session lasts and when its secret changes. The secret is replaced now and then, so
//! that a stolen one is of short use; the one before it works a little longer, since a browser
//! sends requests side by side and an answer may be lost on the way.

use chrono::{DateTime, Duration, Utc};
use domain::MemberId;

use super::{Entrance, Secret, SessionId, Unreachable};

/// A session ends when it was not used for so long,
pub const SESSION_IDLE: Duration = Duration::days(14);
/// and after this in any case.
const SESSION_LONGEST: Duration = Duration::days(90);
/// How old a secret grows.
const ROTATE_AFTER: Duration = Duration::hours(1);
/// How long the secret before works once the browser has shown the new one.
const GRACE: Duration = Duration::seconds(60);
/// How exactly `seen_at` is kept: a write at every request would cost more than it tells.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// A session as it stands, found by a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSession {
    pub id: SessionId,
    pub member: MemberId,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub rotated_at: DateTime<Utc>,
    /// When the browser first showed the current secret.
    pub adopted_at: Option<DateTime<Utc>>,
    /// Found by the secret before the current one.
    pub by_previous: bool,
}

/// Who sends a request, and the new secret for the cookie when it changed.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub member: MemberId,
    pub session: SessionId,
    pub fresh: Option<Secret>,
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Refuse,
    Accept { seen: bool, rotate: bool },
}

fn judge(found: &FoundSession, now: DateTime<Utc>) -> Verdict {
    if now >= found.seen_at + SESSION_IDLE || now >= found.started_at + SESSION_LONGEST {
        return Verdict::Refuse;
    }
    if found.by_previous {
        return match found.adopted_at {
            Some(adopted) if now >= adopted + GRACE => Verdict::Refuse,
            Some(_) => Verdict::Accept { seen: false, rotate: false },
            // The answer with the new secret seems lost: give another.
            None => Verdict::Accept { seen: false, rotate: now >= found.rotated_at + GRACE },
        };
    }
    let rotate = now >= found.rotated_at + ROTATE_AFTER;
    let seen = found.adopted_at.is_none() || now >= found.seen_at + SEEN_EVERY;
    Verdict::Accept { seen: seen && !rotate, rotate }
}

impl Entrance {
    /// Whose session the secret belongs to; none when it has ended.
    pub async fn recognise(&self, presented: &Secret) -> Result<Option<Recognised>, Unreachable> {
        let Some(found) = self.sessions.find(presented).await? else { return Ok(None) };
        let now = self.now();
        let Verdict::Accept { seen, rotate } = judge(&found, now) else {
            return Ok(None);
        };
        if seen {
            self.sessions.seen(found.id, !found.by_previous, now).await?;
        }
        let mut fresh = None;
        if rotate {
            let secret = self.secret();
            if self.sessions.rotate(&found, presented, &secret, now).await? {
                fresh = Some(secret);
            }
        }
        Ok(Some(Recognised { member: found.member, session: found.id, fresh }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_750_000_000, 0).unwrap()
    }

    fn session() -> FoundSession {
        FoundSession {
            id: SessionId(uuid::Uuid::nil()),
            member: MemberId::derived(&["ana"]),
            started_at: noon(),
            seen_at: noon(),
            rotated_at: noon(),
            adopted_at: Some(noon()),
            by_previous: false,
        }
    }

    #[test]
    fn a_session_in_use_goes_on_without_a_write() {
        let verdict = judge(&session(), noon() + Duration::minutes(4));
        assert_eq!(verdict, Verdict::Accept { seen: false, rotate: false });
    }

    #[test]
    fn use_is_noted_now_and_then_and_at_first() {
        let verdict = judge(&session(), noon() + Duration::minutes(5));
        assert_eq!(verdict, Verdict::Accept { seen: true, rotate: false });
        let new = FoundSession { adopted_at: None, ..session() };
        assert_eq!(judge(&new, noon()), Verdict::Accept { seen: true, rotate: false });
    }

    #[test]
    fn a_secret_is_replaced_after_an_hour() {
        let verdict = judge(&session(), noon() + Duration::hours(1));
        assert_eq!(verdict, Verdict::Accept { seen: false, rotate: true });
    }

    #[test]
    fn the_secret_before_works_until_the_new_one_was_shown_and_a_little_longer() {
        let rotated = FoundSession { by_previous: true, adopted_at: None, ..session() };
        assert_eq!(
            judge(&rotated, noon() + Duration::seconds(59)),
            Verdict::Accept { seen: false, rotate: false }
        );
        assert_eq!(
            judge(&rotated, noon() + Duration::days(1)),
            Verdict::Accept { seen: false, rotate: true }
        );
        let adopted = FoundSession { by_previous: true, ..session() };
        assert_eq!(
            judge(&adopted, noon() + Duration::seconds(59)),
            Verdict::Accept { seen: false, rotate: false }
        );
        assert_eq!(judge(&adopted, noon() + GRACE), Verdict::Refuse);
    }

    #[test]
    fn an_idle_session_ends_and_a_busy_one_too_in_the_end() {
        assert_eq!(judge(&session(), noon() + SESSION_IDLE), Verdict::Refuse);
        let now = noon() + SESSION_LONGEST;
        let busy = FoundSession { seen_at: now, rotated_at: now, ..session() };
        assert_eq!(judge(&busy, now), Verdict::Refuse);
    }
}
