//! `/arrivals`: server-sent events that tell open pages when there is something new to read. A page then asks for
//! itself again, so that everybody gets what they may see; who has no JavaScript reloads.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use maud::{Markup, html};
use projections::ReadModel;
use projections::calendar::{self, Gatherings, When};
use projections::highlights::{self, Highlights};
use projections::library::{self, Resources};
use projections::newsroom::{self, NewsItems};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::current::{Current, quarter};
use crate::error::PageError;
use crate::visit::Visit;
use crate::watching::Watching;

/// The newest of everything, as one word.
pub struct Arrivals {
    heard: Watching<String>,
    /// For pages that are asked for while nobody listens, by the clock: events begin.
    found: Current<i64, String>,
}

impl Arrivals {
    pub fn new(stop: CancellationToken) -> Self {
        Self { heard: Watching::new(LISTENERS, stop), found: Current::of(&MODELS) }
    }
}

/// So many pages may listen; the others reload.
const LISTENERS: usize = 2_000;
/// Between two looks while much happens.
const PACE: Duration = Duration::from_secs(1);
/// Between two looks while nothing happens: an event may have begun.
const QUIET: Duration = Duration::from_secs(30);
const COMING: u32 = 3;

const MODELS: [&str; 4] = [Resources::NAME, NewsItems::NAME, Highlights::NAME, Gatherings::NAME];

/// The newest that a page surely shows, if it is asked for before the page's content. It may be older.
pub async fn seen(app: &App, visit: &Visit) -> Result<Arc<String>, PageError> {
    if let Some(heard) = app.arrivals.heard.latest() {
        return Ok(heard);
    }
    let now = (app.clock)();
    let ask = async { Ok(newest(&app.read, now).await?) };
    app.arrivals.found.get(visit.moves.as_deref(), quarter(now), ask).await
}

/// A page that keeps what is marked `data-new` up to date, with what is said when something has come.
pub fn live(visit: &Visit, seen: &str, content: &Markup) -> Markup {
    html! {
        div data-arrivals=(visit.link("/arrivals")) data-seen=(seen) {
            (content)
            p .visually-hidden role="status" data-said=(visit.text_with("ui-arrived", &[("title", "{title}".into())])) {}
        }
    }
}

pub async fn stream(State(app): State<Arc<App>>) -> Result<Response, PageError> {
    let begin = {
        let app = Arc::clone(&app);
        move || drop(tokio::spawn(keep_looking(app)))
    };
    app.arrivals.heard.events(begin, String::clone)
}

/// Looks when the log has grown, once the read models have followed.
async fn keep_looking(app: Arc<App>) {
    while !app.arrivals.heard.nobody_listens() {
        let look = async {
            match app.log.head().await {
                Ok(head) => {
                    app.settle(&MODELS).await;
                    match newest(&app.read, (app.clock)()).await {
                        Ok(newest) => app.arrivals.heard.tell(newest),
                        Err(error) => tracing::debug!(%error, "nobody was told what is new"),
                    }
                    let _ = tokio::time::timeout(QUIET, app.log.wait(head)).await;
                }
                Err(error) => tracing::debug!(%error, "nobody was told what is new"),
            }
            tokio::time::sleep(PACE).await;
        };
        app.arrivals.heard.unless_stopped(look).await;
    }
}

async fn newest(pool: &PgPool, now: DateTime<Utc>) -> sqlx::Result<String> {
    let standing = calendar::Filter { takes_place: true, ..calendar::Filter::default() };
    let (resources, news, told, coming) = tokio::try_join!(
        library::newest(pool, 1),
        newsroom::newest(pool, 1),
        highlights::newest(pool, None, 1),
        calendar::list(pool, standing, When::Coming, now, 0, COMING),
    )?;
    let shorts = resources.into_iter().map(|card| card.short);
    let shorts = shorts.chain(news.into_iter().map(|card| card.short));
    let shorts = shorts.chain(told.into_iter().map(|card| card.short));
    let shorts = shorts.chain(coming.into_iter().map(|card| card.short));
    Ok(shorts.collect::<Vec<_>>().join("."))
}
