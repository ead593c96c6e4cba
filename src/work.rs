//! `iaspn work`: keeps the read models, runs the reactors and sends mail, without serving pages.
//! `iaspn serve` and `iaspn demo` run the same workers beside the pages.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use application::calendar::{GatheringMail, Leaving, Reminders};
use application::highlights::HighlightMail;
use application::library::{PreparationReactor, found_vocabulary};
use application::membership::{ConfirmationMail, Entrance};
use application::newsroom::{LinkReader, Publisher};
use application::operations::{MailStanding, PreparationStanding};
use application::points::{DisputeMail, PointsReactor};
use application::{Clock, Reactors};
use domain::EventLog;
use infrastructure::mail::Post;
use infrastructure::outbox::Sender;
use infrastructure::{
    AwardsFromReadModel, GatheringsFromReadModels, PostgresCheckpoints, PostgresPictures,
    PostgresPreparations, PublicWeb, housekeeping, operations, preparing,
};
use metrics::gauge;
use projections::engine::{Engine, State, Workshop, status};
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::cli::advice;
use crate::entrance::entrance;
use crate::erasures::{DueErasures, erasing};
use crate::portal::Portal;
use crate::settings::WorkSettings;
use crate::shutdown;

/// How often the lag of the read models is measured.
const MEASURE_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    settings: WorkSettings,
}

pub async fn run(args: Args) -> anyhow::Result<()> {
    let stop = shutdown::on_signal()?;
    let portal = Portal::open(&args.settings.store).await?;
    let entrance = entrance(&portal, &args.settings.base_url)?;
    let workers = Workers::start(&portal, &args.settings, &entrance, &stop).await?;
    tracing::info!("working");
    workers.finished().await
}

/// Everything that follows from events.
pub fn reactors(portal: &Portal, entrance: &Arc<Entrance>) -> Reactors {
    let checkpoints = Arc::new(PostgresCheckpoints::new(portal.pool.clone()));
    let awards = Arc::new(AwardsFromReadModel::new(portal.pool.clone()));
    let gatherings = Arc::new(GatheringsFromReadModels::new(portal.pool.clone()));
    let preparations = PreparationReactor::new(
        Arc::new(PostgresPreparations::new(portal.pool.clone())),
        Arc::clone(&portal.clock),
        Arc::clone(&portal.preparation_asked),
    );
    Reactors::new(Arc::new(portal.store.clone()), checkpoints)
        .with(PointsReactor::new(Arc::clone(&portal.desk), awards))
        .with(ConfirmationMail::new(Arc::clone(entrance)))
        .with(DisputeMail::new(Arc::clone(entrance)))
        .with(erasing(portal, entrance))
        .with(GatheringMail::new(Arc::clone(entrance)))
        .with(HighlightMail::new(Arc::clone(entrance)))
        .with(Leaving::new(Arc::clone(&portal.desk), Arc::clone(&portal.clock), gatherings))
        .with(preparations)
}

/// The tasks that follow the log.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: CancellationToken,
}

impl Workers {
    pub async fn start(
        portal: &Portal,
        settings: &WorkSettings,
        entrance: &Arc<Entrance>,
        stop: &CancellationToken,
    ) -> anyhow::Result<Self> {
        warn_of_read_models_that_stand(portal).await?;
        found_vocabulary(&portal.desk).await.context("the vocabulary of themes")?;
        let mut tasks = JoinSet::new();
        let log = Arc::new(portal.store.clone());
        let engine = Engine::new(portal.pool.clone(), Arc::clone(&log) as _, projections::all());
        tasks.spawn(engine.run(stop.clone()));
        let workshop = Workshop::new(portal.pool.clone(), Arc::clone(&log) as _, projections::all());
        tasks.spawn(workshop.run(stop.clone()));
        let reactors = reactors(portal, entrance);
        let until = stop.clone();
        tasks.spawn(async move { reactors.run(&until).await });
        let publisher = Publisher::new(Arc::clone(&portal.desk), Arc::clone(&portal.clock));
        let until = stop.clone();
        tasks.spawn(async move { publisher.run(&until).await });
        let links = LinkReader::new(
            Arc::clone(&portal.desk),
            Arc::new(PublicWeb::try_new(settings.links_inside.clone().unwrap_or_default())?),
            Arc::new(PostgresPictures::new(portal.pool.clone())),
            Arc::clone(&portal.clock),
        );
        let until = stop.clone();
        tasks.spawn(async move { links.run(&until).await });
        let coming = Arc::new(GatheringsFromReadModels::new(portal.pool.clone()));
        let reminders = Reminders::new(Arc::clone(entrance), coming);
        let until = stop.clone();
        tasks.spawn(async move { reminders.run(&until).await });
        if let Some(sender) = mail(portal, settings)? {
            let until = stop.clone();
            tasks.spawn(async move { sender.run(&until).await });
        }
        tasks.spawn(DueErasures::new(portal, entrance).run(stop.clone()));
        tasks.spawn(housekeeping::run(portal.pool.clone(), Arc::clone(&portal.clock), stop.clone()));
        tasks.spawn(measure(portal.pool.clone(), log, Arc::clone(&portal.clock), stop.clone()));
        Ok(Self { tasks, stop: stop.clone() })
    }

    /// Waits for the end of all. One that ends before it was asked to takes the others with it, so that
    /// whoever watches over this process starts it anew.
    pub async fn finished(mut self) -> anyhow::Result<()> {
        let mut early = None;
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                early.get_or_insert(anyhow::anyhow!("a worker failed: {error}"));
            } else if !self.stop.is_cancelled() {
                early.get_or_insert(anyhow::anyhow!("a worker ended by itself"));
            }
            if early.is_some() {
                self.stop.cancel();
            }
        }
        early.map_or(Ok(()), Err)
    }
}

/// None where no mail server is set: mails then wait in the outbox.
fn mail(portal: &Portal, settings: &WorkSettings) -> anyhow::Result<Option<Sender>> {
    let Some(url) = &settings.smtp_url else {
        tracing::warn!("SMTP_URL is not set: mails wait in the outbox");
        return Ok(None);
    };
    let host = settings.base_url.host_str().unwrap_or("localhost");
    let post = Post::try_new(url, &settings.mail_from, host).map_err(|error| advice(error.to_string()))?;
    let queued = Arc::clone(&portal.mail_queued);
    Ok(Some(Sender::new(portal.pool.clone(), post, Arc::clone(&portal.clock), queued)))
}

/// Such a table is not touched until somebody rebuilds it, so that the pages of the older version still work.
async fn warn_of_read_models_that_stand(portal: &Portal) -> anyhow::Result<()> {
    for model in status(&portal.pool, &portal.store, &projections::all()).await? {
        match (model.state, model.last_error) {
            (State::OtherVersion, _) => tracing::warn!(
                read_model = model.name,
                "made by another version; run `iaspn projections rebuild {}`",
                model.name
            ),
            (State::Stopped, Some(error)) => {
                tracing::warn!(read_model = model.name, error, "stopped at an event that it cannot fold");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Tells the metrics how far each read model is behind the log.
async fn measure(pool: PgPool, log: Arc<dyn EventLog>, clock: Clock, stop: CancellationToken) {
    let models = projections::all();
    let mut ticks = tokio::time::interval(MEASURE_EVERY);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        match status(&pool, log.as_ref(), &models).await {
            Ok(standing) => {
                for model in standing {
                    let label = [("read_model", model.name)];
                    #[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
                    gauge!("iaspn_read_model_lag_events", &label).set(model.lag_events as f64);
                    gauge!("iaspn_read_model_lag_seconds", &label).set(model.lag_seconds);
                    let stands = matches!(model.state, State::Stopped | State::OtherVersion);
                    gauge!("iaspn_read_model_stopped", &label).set(f64::from(u8::from(stands)));
                }
            }
            Err(error) => tracing::debug!(%error, "the lag could not be measured"),
        }
        match operations::reactors(&pool, log.as_ref()).await {
            Ok(standing) => {
                for reactor in standing {
                    let parked = f64::from(u8::from(reactor.parked.is_some()));
                    let label = [("reactor", reactor.name)];
                    #[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
                    gauge!("iaspn_reactor_lag_events", &label).set(reactor.behind as f64);
                    gauge!("iaspn_reactor_parked", &label).set(parked);
                }
            }
            Err(error) => tracing::debug!(%error, "the reactors' lag could not be measured"),
        }
        match operations::mails(&pool).await {
            Ok(MailStanding { waiting, parked, .. }) => {
                #[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
                for (state, mails) in [("waiting", waiting as f64), ("parked", parked as f64)] {
                    gauge!("iaspn_outbox_mails", "state" => state).set(mails);
                }
            }
            Err(error) => tracing::debug!(%error, "the outbox could not be counted"),
        }
        match preparing::standing(&pool).await {
            Ok(PreparationStanding { waiting, failed, oldest, .. }) => {
                #[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
                for (state, documents) in [("waiting", waiting as f64), ("failed", failed as f64)] {
                    gauge!("iaspn_documents", "state" => state).set(documents);
                }
                let age = oldest.map_or(0, |oldest| (clock() - oldest).num_seconds().max(0));
                #[expect(clippy::cast_precision_loss, reason = "metrics are floating point")]
                gauge!("iaspn_documents_oldest_seconds").set(age as f64);
            }
            Err(error) => tracing::debug!(%error, "the documents could not be counted"),
        }
    }
}
