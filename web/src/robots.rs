//! `/robots.txt` (RFC 9309): search engines may read what visitors read; pages that are not for them say so themselves.

/// Forms and files that are made for whoever asks weigh on the portal and tell search engines nothing.
const RULES: &str = "User-agent: *\nDisallow: /*/sign-in\nDisallow: /*/join\nDisallow: /*/arrivals\n";

pub async fn rules() -> &'static str {
    RULES
}
