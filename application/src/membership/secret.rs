//! Random bits that open something.

use std::fmt;
use std::str::FromStr;

/// 256 random bits that open something: a session, a confirmation, a reset. Whoever stores it
/// stores a hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    pub const fn new(bits: [u8; 32]) -> Self {
        Self(bits)
    }

    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits, for a cookie or a link.
    pub fn reveal(&self) -> String {
        use fmt::Write;
        self.0.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a token of the portal")]
pub struct NotASecret;

impl FromStr for Secret {
    type Err = NotASecret;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.as_bytes();
        if text.len() != 64 {
            return Err(NotASecret);
        }
        let mut bits = [0; 32];
        for (byte, pair) in bits.iter_mut().zip(text.chunks_exact(2)) {
            let digit = |c: u8| char::from(c).to_digit(16).ok_or(NotASecret);
            *byte = u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).map_err(|_| NotASecret)?;
        }
        Ok(Self(bits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_read_back_and_never_shown_by_accident() {
        let secret = Secret::new(std::array::from_fn(|i| u8::try_from(i * 8).unwrap()));
        assert_eq!(secret.reveal().len(), 64);
        assert_eq!(secret.reveal().parse(), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        for text in ["", "00", &"0".repeat(63), &"g".repeat(64), &"+1".repeat(32), &"é".repeat(32)] {
            assert_eq!(text.parse::<Secret>(), Err(NotASecret), "{text}");
        }
    }
}
