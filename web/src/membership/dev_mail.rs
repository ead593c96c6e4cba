//! `/dev/mail`: the mails that the demo delivered into its folder. Not there in a portal that sends mail.

use std::sync::Arc;

use application::membership::{Delivered, LetterId, Mailbox};
use axum::extract::{Path, State};
use maud::{Markup, html};
use uuid::Uuid;

use crate::App;
use crate::error::PageError;
use crate::i18n::time;
use crate::ui::{Card, Drawing, Page, card_list, empty, facts};
use crate::visit::Visit;

fn mailbox(app: &App) -> Result<&Arc<dyn Mailbox>, PageError> {
    app.mailbox.as_ref().ok_or(PageError::NotFound)
}

pub(super) async fn list(visit: Visit, State(app): State<Arc<App>>) -> Result<Markup, PageError> {
    let mut mails = mailbox(&app)?.list().await?;
    for mail in &mut mails {
        veil(&visit, &app, mail).await?;
    }
    let title = visit.text("membership-dev-mail");
    let listed = card_list(mails.iter().map(|mail| {
        let address = format!("/dev/mail/{}", mail.id);
        Card::new(&mail.written.subject, &address)
            .text(&mail.to)
            .meta(html! { (time(visit.language, mail.written_at)) })
            .show()
    }));
    Ok(Page::new(title).show(
        &visit,
        &html! {
            div .page-head { h1 { (title) } p .lead { (visit.text("membership-dev-mail-lead")) } }
            @if mails.is_empty() {
                (empty(Drawing::Search, visit.text("membership-dev-mail-none"), visit.text("membership-dev-mail-none-text"), &html! {
                    a .button href=(visit.here()) { (visit.text("membership-dev-mail-reload")) }
                }))
            } @else { h2 .visually-hidden { (visit.text("ui-results")) } (listed) }
        },
    ))
}

pub(super) async fn show(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
) -> Result<Markup, PageError> {
    let id: Uuid = id.parse().map_err(|_| PageError::NotFound)?;
    let mut mail = mailbox(&app)?.read(LetterId(id)).await?.ok_or(PageError::NotFound)?;
    veil(&visit, &app, &mut mail).await?;
    Ok(page(&visit, &mail))
}

/// The address of somebody who was erased is not shown here either.
async fn veil(visit: &Visit, app: &App, mail: &mut Delivered) -> Result<(), PageError> {
    let known = match mail.to.parse() {
        Ok(address) => app.entrance.accounts.of_address(&address).await?.is_some(),
        Err(_) => false,
    };
    if !known {
        visit.text("membership-former").clone_into(&mut mail.to);
    }
    Ok(())
}

fn page(visit: &Visit, mail: &Delivered) -> Markup {
    let about = facts([
        (visit.text("membership-dev-mail-to"), html! { (mail.to) }),
        (visit.text("membership-dev-mail-at"), html! { (time(visit.language, mail.written_at)) }),
    ]);
    Page::new(&mail.written.subject).crumb(visit.text("membership-dev-mail"), "/dev/mail".to_owned()).show(
        visit,
        &html! {
            div .page-head { h1 { (mail.written.subject) } }
            (about)
            div .panel.prose { @for paragraph in mail.written.text.replace("\r\n", "\n").split("\n\n") {
                p { @for line in paragraph.lines() { (with_link(line)) br; } }
            } }
        },
    )
}

/// An address that fills its line can be followed.
fn with_link(line: &str) -> Markup {
    html! {
        @if line.starts_with("http://") || line.starts_with("https://") { a href=(line) { (line) } }
        @else { (line) }
    }
}
