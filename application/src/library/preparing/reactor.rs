//! Has each document prepared that is published, and forgets what was made of one that is withdrawn.

use std::sync::Arc;

use domain::library::{Format, ResourceEvent, Source};
use domain::{Event, Recorded};
use futures::future::BoxFuture;
use tokio::sync::Notify;

use super::{Preparations, Wanted, is_prepared};
use crate::reactor::{Reactor, ReactorError};
use crate::{Clock, Unreachable};

pub struct PreparationReactor {
    table: Arc<dyn Preparations>,
    clock: Clock,
    asked: Arc<Notify>,
}

impl PreparationReactor {
    /// Rings `asked` when a document waits.
    pub fn new(table: Arc<dyn Preparations>, clock: Clock, asked: Arc<Notify>) -> Self {
        Self { table, clock, asked }
    }

    async fn answer(&self, event: &ResourceEvent) -> Result<(), Unreachable> {
        let now = (self.clock)();
        match event {
            ResourceEvent::ResourcePublished { resource, source, .. }
            | ResourceEvent::SourceReplaced { resource, source, .. } => {
                let Source::Document { file, media_type, size, .. } = source else { return Ok(()) };
                let format = Format::of_media_type(media_type).filter(|format| is_prepared(*format));
                let Some(format) = format else { return Ok(()) };
                let wanted = Wanted { file: *file, resource: *resource, format, size: *size };
                self.table.ask(&wanted, now).await?;
            }
            ResourceEvent::ResourceWithdrawn { resource, .. } => self.table.withdraw(*resource, now).await?,
            ResourceEvent::ResourceEdited { .. }
            | ResourceEvent::TranslationDeclared { .. }
            | ResourceEvent::TranslationWithdrawn { .. } => return Ok(()),
        }
        self.asked.notify_one();
        Ok(())
    }
}

impl Reactor for PreparationReactor {
    fn name(&self) -> &'static str {
        "preparations"
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            let Event::Resource(event) = &event.event else { return Ok(()) };
            self.answer(event).await.map_err(ReactorError::new)
        })
    }
}
