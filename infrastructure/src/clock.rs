//! The one place that reads the machine's clock and randomness; everything else takes them as parameters.

use std::sync::Arc;

use application::Clock;
use chrono::{SubsecRound, Utc};
use rand::TryRng;
use uuid::Uuid;

/// The machine's time in UTC, cut to the microseconds that the event log keeps.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "this is the source of the clock that others are given")]
    Arc::new(|| Utc::now().trunc_subsecs(6))
}

/// A new id for a command or an aggregate. Ids grow with time (`UUIDv7`), so that indexes stay dense.
pub fn random_id() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "this is the source of the ids that others are given")]
    Uuid::now_v7()
}

/// Bits that nobody can guess, from the operating system's generator.
///
/// # Panics
/// Where the operating system has no randomness: nothing safe could go on.
pub fn random_bits() -> [u8; 32] {
    let mut bits = [0; 32];
    rand::rngs::SysRng.try_fill_bytes(&mut bits).expect("the operating system gives random bits");
    bits
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;

    use super::*;

    #[test]
    fn time_is_cut_to_microseconds_and_does_not_stand_still() {
        let clock = system_clock();
        let first = clock();
        assert_eq!(first.nanosecond() % 1_000, 0);
        while clock() == first {
            std::hint::spin_loop();
        }
        assert!(clock() > first);
    }

    #[test]
    fn ids_differ_and_grow() {
        let ids: Vec<Uuid> = (0..1_000).map(|_| random_id()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
