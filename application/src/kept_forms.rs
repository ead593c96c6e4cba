//! What was typed into a form whose session had expired, kept until the member has signed in again.

use chrono::{DateTime, Duration, Utc};
use futures::future::BoxFuture;

use crate::membership::Secret;
use crate::ports::Unreachable;

/// How long a form is kept.
pub const KEPT_FOR: Duration = Duration::hours(1);
/// How much of one form is kept, names and values together, in bytes: the longest whole, in any script.
pub const KEPT_MAX: usize = 256 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptForm {
    /// The page with the form, without its language: it is filled in there and nowhere else.
    pub path: String,
    /// Names and values in the order of the form, without passwords.
    pub fields: Vec<(String, String)>,
}

pub trait KeptForms: Send + Sync {
    /// Keeps the form until then under a secret that only the browser knows. False when too many
    /// are kept already: the typed text is lost then, but the table stays bounded.
    fn keep<'a>(
        &'a self,
        secret: &'a Secret,
        form: &'a KeptForm,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<bool, Unreachable>>;

    /// The form, as often as it is asked for until it expires: pages are loaded twice.
    fn find<'a>(
        &'a self,
        secret: &'a Secret,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, Result<Option<KeptForm>, Unreachable>>;
}
