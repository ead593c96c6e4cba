//! Chance that repeats itself: `ChaCha8` keyed by the seed, one stream for each thing that is made up.
//! The cipher is fixed for ever and all arithmetic here is on integers, so that a seed means the
//! same history on every machine and with every later version of the libraries.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// What a stream of chance is for; streams never touch each other.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Who does what next.
    Activity = 1,
    Member = 2,
    Resource = 3,
    Bookmark = 4,
    Profile = 5,
    Interests = 6,
    Edit = 7,
}

pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of one thing: asked for again, it gives the same values again.
    pub fn of(seed: u64, stream: Stream, number: u32) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(((stream as u64) << 32) | u64::from(number));
        Self(generator)
    }

    /// Evenly among `0..bound`; `bound` is at least one.
    pub fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * (bound as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Evenly among `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True in `percent` of a hundred cases.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// Any of them; there is at least one.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    /// The place of a weight that was hit; the weights' sum is at least one.
    pub fn weighted(&mut self, weights: impl Iterator<Item = u32> + Clone) -> usize {
        let sum: u32 = weights.clone().sum();
        let mut left = self.below(sum as usize);
        weights
            .map(|weight| weight as usize)
            .position(|weight| {
                let hit = left < weight;
                left = left.saturating_sub(weight);
                hit
            })
            .unwrap_or(0)
    }

    pub fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        Builder::from_random_bytes(bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_itself_and_differs_from_others() {
        let draw = |seed, stream, number| {
            let mut chance = Chance::of(seed, stream, number);
            [chance.below(1 << 40), chance.below(1 << 40)]
        };
        assert_eq!(draw(1, Stream::Member, 7), draw(1, Stream::Member, 7));
        assert_ne!(draw(1, Stream::Member, 7), draw(1, Stream::Member, 8));
        assert_ne!(draw(1, Stream::Member, 7), draw(1, Stream::Resource, 7));
        assert_ne!(draw(1, Stream::Member, 7), draw(2, Stream::Member, 7));
    }

    /// Whoever changes the generator changes every history made from a seed: this fails then.
    #[test]
    fn the_values_are_those_of_always() {
        let mut chance = Chance::of(2009, Stream::Activity, 0);
        let drawn: Vec<usize> = (0..4).map(|_| chance.below(1_000_000)).collect();
        assert_eq!(drawn, [999_987, 951_570, 488_246, 559_085]);
    }

    #[test]
    fn bounds_and_weights_hold() {
        let mut chance = Chance::of(5, Stream::Activity, 0);
        assert!((0..1000).all(|_| (-3..=4).contains(&chance.between(-3, 4))));
        let hits = (0..10_000).filter(|_| chance.weighted([1, 0, 3].into_iter()) == 2).count();
        assert!((7_000..8_000).contains(&hits), "{hits}");
        assert!((0..1000).all(|_| chance.weighted([1, 0, 3].into_iter()) != 1));
    }
}
