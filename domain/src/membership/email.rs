//! An e-mail address as the portal accepts it. Whether it exists is found out by a mail.

use std::fmt;
use std::str::FromStr;

/// Limit in characters (RFC 5321, 4.5.3.1.3).
pub const EMAIL_MAX: usize = 254;
/// Limit of the part before the `@` in bytes (RFC 5321, 4.5.3.1.1).
const LOCAL_MAX: usize = 64;
/// Limit of one part of a domain (RFC 1035, 2.3.4).
const LABEL_MAX: usize = 63;

/// An address in the form in which mail is sent to it: trimmed, its domain in lower case.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one address have in common: no provider in use tells upper
    /// from lower case before the `@`, and people type either.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Never shows the address: debug output ends up in logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an e-mail address")]
pub struct NotAnEmail;

impl FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnEmail)?;
        if text.chars().count() > EMAIL_MAX || !is_local(local) || !is_domain(domain) {
            return Err(NotAnEmail);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }
}

/// A dot-atom (RFC 5322, 3.2.3; RFC 6531 for letters beyond ASCII). The quoted form is left
/// out: no mailbox in use needs it, and it is a way to smuggle headers.
fn is_local(local: &str) -> bool {
    local.len() <= LOCAL_MAX
        && local.split('.').all(|atom| {
            !atom.is_empty() && atom.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
        })
}

fn is_domain(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    labels.len() >= 2
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= LABEL_MAX
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        // A number at the end would be an IP address.
        && !labels.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_its_domain_is_lower_case() {
        let email: Email = "  Ana.Diaz+iaspn@MDS.gob.AR\n".parse().unwrap();
        assert_eq!(email.as_str(), "Ana.Diaz+iaspn@mds.gob.ar");
        assert_eq!(email.key(), "ana.diaz+iaspn@mds.gob.ar");
    }

    #[test]
    fn letters_beyond_ascii_are_accepted() {
        assert!("josé@desarrollo-social.example".parse::<Email>().is_ok());
        assert!("joao@ministério.example".parse::<Email>().is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long_label = format!("ana@{}.org", "a".repeat(64));
        let long = format!("ana@{}org", "abcdefghi.".repeat(25));
        for text in [
            "",
            "@",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@@example.org",
            "ana@one@example.org",
            ".ana@example.org",
            "ana.@example.org",
            "a..na@example.org",
            "ana@.example.org",
            "ana@example..org",
            "ana@example.org.",
            "ana@-example.org",
            "ana@example-.org",
            "ana@127.0.0.1",
            "ana@[127.0.0.1]",
            "ana diaz@example.org",
            "Ana <ana@example.org>",
            "ana@example.org,eva@example.org",
            "ana@example.org\r\nBcc: eva@example.org",
            "ana@example.org\u{0}",
            "\"ana diaz\"@example.org",
            "ana\u{202e}@example.org",
            &long_local,
            &long_label,
            &long,
        ] {
            assert_eq!(text.parse::<Email>(), Err(NotAnEmail), "{text:?}");
        }
    }

    #[test]
    fn debug_output_hides_the_address() {
        assert!(!format!("{:?}", "ana@example.org".parse::<Email>()).contains("ana"));
    }
}
