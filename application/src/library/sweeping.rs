//! Removes documents that nothing came of: forms that were never corrected, and what a crash left behind.

use std::time::Duration;

use chrono::TimeDelta;
use domain::FileId;
use domain::library::Resource;
use tokio_util::sync::CancellationToken;

use super::receiving::{KEPT_MINUTES, Ticket};
use super::{Documents, FilesError, discard};
use crate::DeskError;

/// How often the tickets are looked through.
const EVERY: Duration = Duration::from_mins(10);
/// Well past the time in which a form may still refer to a document, and a request may still run.
const AGE: TimeDelta = TimeDelta::minutes(2 * KEPT_MINUTES);

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("the event log cannot be asked whether a document is in use: {0}")]
    Log(Box<dyn std::error::Error + Send + Sync>),
}

impl Documents {
    /// Sweeps now and then until it is stopped. Any number of nodes may do so.
    pub async fn keep_swept(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(EVERY);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            match self.sweep().await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "documents that nothing came of were removed"),
                Err(error) => tracing::error!(%error, "unwanted documents could not be removed"),
            }
        }
    }

    /// Removes the old documents to which no event refers; says how many.
    pub async fn sweep(&self) -> Result<usize, SweepError> {
        let mut removed = 0;
        for file in self.files.tickets().await? {
            removed += usize::from(self.sweep_one(file).await?);
        }
        Ok(removed)
    }

    async fn sweep_one(&self, file: FileId) -> Result<bool, SweepError> {
        let ticket = match Ticket::of(&*self.files, file).await {
            Ok(ticket) => ticket,
            // Its request or another node has just taken it.
            Err(FilesError::Absent) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        if (self.clock)() - ticket.begun_at < AGE {
            return Ok(false);
        }
        // The log itself, not a read model: a document must not be lost because one lags.
        let resource = self
            .desk
            .load::<Resource>(&ticket.resource.to_string())
            .await
            .map_err(|error: DeskError<_>| SweepError::Log(Box::new(error)))?;
        if resource.refers_to(file) {
            self.files.delete_ticket(file).await?;
            Ok(false)
        } else {
            discard(&*self.files, file).await?;
            Ok(true)
        }
    }
}
