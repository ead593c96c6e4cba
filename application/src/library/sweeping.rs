//! Removes documents that nothing came of: forms that were never corrected, and what a crash left behind.

use std::time::Duration;

use chrono::TimeDelta;
use domain::FileId;
use domain::library::Resource;
use tokio_util::sync::CancellationToken;

use super::receiving::{KEPT_MINUTES, Ticket};
use super::resuming::claimant;
use super::{Documents, FilesError, discard, forget};
use crate::DeskError;

/// How often the tickets are looked through.
const EVERY: Duration = Duration::from_mins(10);
/// How long after the time in which a form may still name a document a request may still run.
const MARGIN: TimeDelta = TimeDelta::minutes(KEPT_MINUTES);

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
        // Before the tickets are: an upload's ticket is written first, so pieces without one are forgotten.
        let in_pieces = self.files.in_pieces().await?;
        let tickets = self.files.tickets().await?;
        for file in in_pieces.into_iter().filter(|file| !tickets.contains(file)) {
            self.files.delete_pieces(file).await?;
        }
        for file in tickets {
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
        if (self.clock)() < ticket.expires_at() + MARGIN {
            return Ok(false);
        }
        let claimant = claimant(&*self.files, file).await?;
        for resource in claimant.into_iter().chain(ticket.resource) {
            // The log itself, not a read model: a document must not be lost because one lags.
            let resource = self
                .desk
                .load::<Resource>(&resource.to_string())
                .await
                .map_err(|error: DeskError<_>| SweepError::Log(Box::new(error)))?;
            if resource.refers_to(file) {
                forget(&*self.files, file).await?;
                return Ok(false);
            }
        }
        discard(&*self.files, file).await?;
        Ok(true)
    }
}
