//! The mails as they are sent, in every language.

use application::membership::{Matter, Secret, Secretary};
use domain::{DisputeId, Language, Position};

use crate::Mails;

#[test]
fn mails_in_four_languages() {
    let mails = Mails::new("https://portal.example.org".parse().unwrap());
    let secret = Secret::new([7; 32]);
    for language in Language::ALL {
        let matters = [
            Matter::Confirm { secret: &secret },
            Matter::AlreadyJoined,
            Matter::Reset { secret: &secret },
            Matter::PasswordChanged,
            Matter::DisputeAnswered { dispute: DisputeId::derived(&["guide"]) },
            Matter::ErasureAsked { due: "2026-03-15T12:00:00Z".parse().unwrap() },
            Matter::Erased { at: "2026-03-15T12:00:07Z".parse().unwrap(), position: Position(1234) },
        ];
        let written = matters.map(|matter| {
            let written = mails.write(&matter, language);
            format!("{}\n\n{}", written.subject, written.text)
        });
        insta::assert_snapshot!(written.join("\n=====\n\n"));
    }
}

#[test]
fn the_html_of_a_mail() {
    let mails = Mails::new("https://portal.example.org".parse().unwrap());
    let written = mails.write(&Matter::Confirm { secret: &Secret::new([7; 32]) }, Language::Pt);
    insta::assert_snapshot!(written.html);
}
