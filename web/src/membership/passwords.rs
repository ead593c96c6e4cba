//! What the forms with a password share.

use std::future::Future;
use std::time::Duration;

use application::membership::{PASSWORD_MAX, PASSWORD_MIN, WeakPassword};
use maud::Markup;
use tokio::time::Instant;

use crate::fields::Fields;
use crate::ui::Field;
use crate::visit::Visit;

/// Longer than it takes to look up an account and to queue a mail.
const SAME_TIME: Duration = Duration::from_millis(300);

/// Answers no sooner than after a fixed time, so that the time does not tell which addresses are known.
pub(super) async fn in_the_same_time<T>(work: impl Future<Output = T>) -> T {
    let until = Instant::now() + SAME_TIME;
    let answer = work.await;
    tokio::time::sleep_until(until).await;
    answer
}

/// The field for a password that is chosen now.
pub(super) fn new_password(visit: &Visit, fields: &Fields) -> Markup {
    let hint = visit.text_with("membership-password-hint", &[("count", PASSWORD_MIN.into())]);
    Field::new("password", visit.text("membership-password-new"))
        .hint(&hint)
        .required()
        .autocomplete("new-password")
        .password(visit, fields)
}

/// The field for a password that was chosen before.
pub(super) fn known_password(visit: &Visit, fields: &Fields) -> Markup {
    Field::new("password", visit.text("membership-password"))
        .required()
        .autocomplete("current-password")
        .password(visit, fields)
}

pub(super) fn why_weak(visit: &Visit, weak: WeakPassword) -> String {
    match weak {
        WeakPassword::Short => {
            visit.text_with("membership-password-short", &[("count", PASSWORD_MIN.into())])
        }
        WeakPassword::Long => visit.text_with("membership-password-long", &[("count", PASSWORD_MAX.into())]),
        WeakPassword::Guessable => visit.text("membership-password-guessable").to_owned(),
    }
}
