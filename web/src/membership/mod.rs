//! Pages of the context `membership`.

mod account;
mod attempts;
mod confirm;
mod contributor;
mod dev_mail;
mod directory;
mod edit;
mod erasure;
mod forgot;
mod join;
mod mails;
mod own_data;
mod own_data_page;
mod passwords;
mod profile;
mod reset;
pub(crate) mod session;
mod sign_in;
mod sign_out;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Extension, Router};

use crate::App;

pub use attempts::Attempts;
pub(crate) use contributor::Contributor;
pub use mails::Mails;
pub use own_data_page::OwnDataPages;

pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/join", get(join::form).post(join::submit))
        .route("/join/check", get(join::check))
        .route("/confirm", get(confirm::form).post(confirm::submit))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/sign-out", post(sign_out::submit))
        .route("/forgot", get(forgot::form).post(forgot::submit))
        .route("/forgot/check", get(forgot::check))
        .route("/reset", get(reset::form).post(reset::submit))
        .route("/members", get(directory::page).layer(Extension(directory::current())))
        .route("/members/{id}", get(profile::page))
        .route("/profile", get(edit::form).post(edit::submit))
        .route("/account", get(account::page))
        .route("/account/sessions", post(account::end))
        .route("/account/data", get(own_data::form).post(own_data::download))
        .route("/account/erasure", get(erasure::form).post(erasure::submit))
        .route("/account/erasure/cancel", post(erasure::cancel))
}

/// The pages outside the languages.
pub fn root_routes() -> Router<Arc<App>> {
    Router::new().route("/dev/mail", get(dev_mail::list)).route("/dev/mail/{id}", get(dev_mail::show))
}
