//! A member without a photo: initials on one of the four colours.

use maud::{Markup, html};

/// Always beside the name, hence hidden from screen readers.
pub fn avatar(name: &str) -> Markup {
    classed(name, "avatar")
}

/// For the head of a profile.
pub fn large_avatar(name: &str) -> Markup {
    classed(name, "avatar large")
}

fn classed(name: &str, class: &str) -> Markup {
    // The same colour for the same name on every page, spread evenly enough.
    let tone = name.bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 4;
    html! { span class={ (class) " tone-" (tone) } aria-hidden="true" { (initials(name)) } }
}

/// First letters of the first and the last word: `AD` for Ana María Díaz.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        assert_eq!(initials("Ana María Díaz"), "AD");
        assert_eq!(initials("  élodie  "), "É");
        assert_eq!(initials("(José) d’Ávila"), "JD");
        assert_eq!(initials("— …"), "");
    }
}
