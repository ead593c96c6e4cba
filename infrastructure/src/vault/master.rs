//! Master keys: they wrap the members' keys, come from the environment and are never stored.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::MemberId;
use sha2::{Digest, Sha256};

use super::sealing::MemberKey;
use crate::random_bits;

/// One master key with its fingerprint, by which the database knows it.
#[derive(Clone)]
pub struct Master {
    key: MemberKey,
    fingerprint: String,
}

/// The keys that this process was given: one, and during a rotation two.
#[derive(Clone)]
pub struct Masters(Vec<Master>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the master key must be 32 bytes in base64, as `iaspn vault new-key` prints one")]
pub struct NoKey;

impl Master {
    fn new(bits: &[u8; 32]) -> Self {
        let hash = Sha256::new().chain_update(b"iaspn master key\0").chain_update(bits).finalize();
        let fingerprint =
            format!("{:016x}", hash.iter().take(8).fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)));
        Self { key: MemberKey::new(bits), fingerprint }
    }

    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// None only where the cipher fails, which it does not for so few bytes.
    pub(super) fn wrap(&self, member: MemberId, bits: &[u8; 32]) -> Option<Vec<u8>> {
        self.key.encrypt(bits, &associated(member))
    }

    /// None where the bytes were changed, or belong to another member.
    pub(super) fn unwrap(&self, member: MemberId, wrapped: &[u8]) -> Option<[u8; 32]> {
        self.key.decrypt(wrapped, &associated(member))?.try_into().ok()
    }
}

fn associated(member: MemberId) -> String {
    format!("key of {member}")
}

impl Masters {
    pub fn find(&self, fingerprint: &str) -> Option<&Master> {
        self.0.iter().find(|master| master.fingerprint == fingerprint)
    }

    /// The one that stands first.
    pub fn first(&self) -> &Master {
        &self.0[0]
    }

    pub fn last(&self) -> &Master {
        &self.0[self.0.len() - 1]
    }

    pub fn fingerprints(&self) -> Vec<&str> {
        self.0.iter().map(Master::fingerprint).collect()
    }
}

/// A new master key, as it is given to the program.
pub fn new_master_key() -> String {
    BASE64.encode(random_bits())
}

/// One key, or several with commas between.
impl FromStr for Masters {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        let keys = text.split(',').map(|key| {
            let bits = BASE64.decode(key.trim()).map_err(|_| NoKey)?;
            Ok(Master::new(&bits.try_into().map_err(|_| NoKey)?))
        });
        Ok(Self(keys.collect::<Result<_, _>>()?))
    }
}

/// Never shows the keys: settings are printed.
impl fmt::Debug for Masters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masters({})", self.fingerprints().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_printed() {
        let (one, other) = (new_master_key(), new_master_key());
        let masters: Masters = format!("{one}, {other}").parse().unwrap();
        assert_eq!(masters.fingerprints().len(), 2);
        assert_eq!(one.parse::<Masters>().unwrap().first().fingerprint(), masters.first().fingerprint());
        assert!(!format!("{masters:?}").contains(&one));
        for wrong in ["", "c2hvcnQ=", "not base64!", &format!("{one},"), &one[1..]] {
            assert_eq!(wrong.parse::<Masters>().unwrap_err(), NoKey, "{wrong}");
        }
    }

    #[test]
    fn a_wrapped_key_belongs_to_its_member() {
        let masters: Masters = new_master_key().parse().unwrap();
        let (ana, luis) = (MemberId::derived(&["ana"]), MemberId::derived(&["luis"]));
        let wrapped = masters.first().wrap(ana, &[7; 32]).unwrap();
        assert_eq!(masters.first().unwrap(ana, &wrapped), Some([7; 32]));
        assert_eq!(masters.first().unwrap(luis, &wrapped), None);
    }
}
