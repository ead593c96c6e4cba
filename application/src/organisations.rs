//! How an organisation comes to the portal: its part of the address is reserved first, so that no two
//! organisations get the same.

use domain::organisations::{Organisation, OrganisationCommand, OrganisationError, OrganisationKind};
use domain::{Country, LocalText, OrganisationId};
use futures::future::BoxFuture;

use crate::{Desk, DeskError, Order, Unreachable};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    Made,
    /// The owner had it before.
    Held,
    /// Somebody else has it.
    Taken,
}

/// Addresses of organisations that are taken.
pub trait Slugs: Send + Sync {
    fn reserve<'a>(
        &'a self,
        slug: &'a str,
        owner: OrganisationId,
    ) -> BoxFuture<'a, Result<Reservation, Unreachable>>;

    /// Who has it.
    fn holder<'a>(&'a self, slug: &'a str) -> BoxFuture<'a, Result<Option<OrganisationId>, Unreachable>>;

    /// Gives it back, if it is the owner's.
    fn release<'a>(&'a self, slug: &'a str, owner: OrganisationId) -> BoxFuture<'a, Result<(), Unreachable>>;
}

#[derive(Clone, Debug)]
pub struct Registration {
    pub id: OrganisationId,
    pub kind: OrganisationKind,
    pub slug: String,
    pub country: Option<Country>,
    pub names: LocalText,
}

#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    #[error("another organisation has the address `{0}`")]
    SlugTaken(String),
    #[error(transparent)]
    Desk(#[from] DeskError<OrganisationError>),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
}

impl From<Registration> for OrganisationCommand {
    fn from(Registration { id, kind, slug, country, names }: Registration) -> Self {
        Self::Register { id, kind, slug, country, names }
    }
}

/// Registers the organisation; harmless to repeat.
pub async fn register(
    desk: &Desk,
    slugs: &dyn Slugs,
    order: &Order,
    registration: Registration,
) -> Result<(), RegisterError> {
    let (id, slug) = (registration.id, registration.slug.clone());
    let reserved = slugs.reserve(&slug, id).await?;
    if reserved == Reservation::Taken {
        return Err(RegisterError::SlugTaken(slug));
    }
    let done = desk.execute::<Organisation>(order, &id.to_string(), registration.into()).await;
    // After a refusal nothing was registered. Where the outcome is unknown the slug stays the owner's.
    let refused = matches!(done, Err(DeskError::Refused(_) | DeskError::Denied));
    if refused && reserved == Reservation::Made {
        slugs.release(&slug, id).await?;
    }
    Ok(done?)
}
