//! The machinery at a glance, looked at once a second for all who listen and not at all while nobody does.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use application::operations::{HeldMail, MailStanding, PreparationStanding, ReactorStanding};
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use maud::Markup;
use projections::engine::requests::{self, Leftover, Request};
use projections::engine::{Kept, ModelStatus, certificates, status};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Part, admin, mail, models, reactors, rebuilds};
use crate::App;
use crate::error::PageError;
use crate::visit::Visit;
use crate::watching::Watching;

/// How often the machinery is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// Throughput is that of so many last looks, and no older ones than this.
const LOOKS: usize = 10;
const OLDEST: Duration = Duration::from_mins(1);
/// So many pages may listen; the others reload.
pub(super) const LISTENERS: usize = 50;

/// The machinery at a moment.
pub struct Glance {
    pub at: DateTime<Utc>,
    pub models: Vec<ModelStatus>,
    /// Events a second that each read model has folded over the last looks; absent at the first.
    pub speed: HashMap<&'static str, u64>,
    pub rebuilds: Vec<Request>,
    pub leftovers: Vec<Leftover>,
    /// The last rebuilds, and what they came to.
    pub ended: Vec<Request>,
    pub certificates: Vec<Kept>,
    pub reactors: Vec<ReactorStanding>,
    pub preparations: PreparationStanding,
    pub mails: MailStanding,
    pub held_mails: Vec<HeldMail>,
}

/// What pages keep in sight; the command line lists more.
const HISTORY: i64 = 25;
const CERTIFICATES: i64 = 50;
const MAILS: u32 = 100;

type Look = (Instant, Vec<(&'static str, u64)>);

/// What admins' pages are shown, with the last looks at how far the read models were.
pub struct Live {
    looks: Mutex<VecDeque<Look>>,
    pub(super) watching: Watching<Glance>,
}

impl Live {
    pub fn new(stop: CancellationToken) -> Self {
        Self { looks: Mutex::default(), watching: Watching::new(LISTENERS, stop) }
    }

    /// How fast each read model goes, from this look and those before it.
    fn speed(&self, models: &[ModelStatus]) -> HashMap<&'static str, u64> {
        let now = Instant::now();
        let mut looks = self.looks.lock().unwrap_or_else(PoisonError::into_inner);
        while looks.len() >= LOOKS || looks.front().is_some_and(|(at, _)| now - *at > OLDEST) {
            looks.pop_front();
        }
        looks.push_back((now, models.iter().map(|model| (model.name, model.position.0)).collect()));
        let Some((since, before)) = looks.front().filter(|(at, _)| now - *at > EVERY / 2) else {
            return HashMap::new();
        };
        let millis = u64::try_from((now - *since).as_millis()).unwrap_or(u64::MAX).max(1);
        models
            .iter()
            .filter_map(|model| {
                let (_, then) = before.iter().find(|(name, _)| *name == model.name)?;
                Some((model.name, model.position.0.saturating_sub(*then) * 1_000 / millis))
            })
            .collect()
    }
}

/// The machinery now.
pub async fn glance(app: &App) -> Result<Glance, PageError> {
    let models = projections::all();
    let models = status(&app.read, app.log.as_ref(), &models).await.map_err(PageError::unavailable)?;
    Ok(Glance {
        at: (app.clock)(),
        speed: app.live.speed(&models),
        models,
        rebuilds: requests::open(&app.read).await?,
        leftovers: requests::leftovers(&app.read).await?,
        ended: requests::ended(&app.read, HISTORY).await?,
        certificates: certificates(&app.read, None, CERTIFICATES).await?,
        reactors: app.operations.reactors().await?,
        preparations: app.operations.preparations().await?,
        mails: app.operations.mails().await?,
        held_mails: app.operations.held_mails(MAILS).await?,
    })
}

/// Looks on every second as long as somebody listens.
async fn keep_looking(app: Arc<App>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !app.live.watching.nobody_listens() {
        let look = async {
            ticks.tick().await;
            // A failure is logged where it happens; the next look may do better.
            if let Ok(glance) = glance(&app).await {
                app.live.watching.tell(glance);
            }
        };
        app.live.watching.unless_stopped(look).await;
    }
}

/// The part of the page as it is at that moment.
fn part_of(visit: &Visit, part: Part, glance: &Glance) -> Markup {
    match part {
        Part::Models => models::live(visit, glance),
        Part::Rebuilds => rebuilds::live(visit, glance),
        Part::Reactors => reactors::live(visit, glance),
        Part::Mail => mail::live(visit, glance),
    }
}

/// `/admin/live/{part}`: server-sent events, each with the part's whole markup as a JSON text.
pub async fn stream(
    visit: Visit,
    State(app): State<Arc<App>>,
    Path(part): Path<String>,
) -> Result<Response, PageError> {
    admin(&visit)?;
    let part = Part::ALL.into_iter().find(|known| known.live().ends_with(&format!("/{part}")));
    let part = part.ok_or(PageError::NotFound)?;
    let begin = {
        let app = Arc::clone(&app);
        move || drop(tokio::spawn(keep_looking(app)))
    };
    app.live.watching.events(begin, move |glance| part_of(&visit, part, glance).into_string())
}
