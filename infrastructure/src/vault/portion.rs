//! Opens what one member may have of the log: the vault is asked for that member's key alone, so that what is
//! personal of others stays sealed. Where a log is older than the vault, whoever tells the events leaves it out.

use std::collections::BTreeSet;

use application::membership::own_data::Page;
use domain::personal::ids;
use domain::{LogError, MemberId, StoredEvent};

use super::sealing::{Place, open};
use super::{Vault, VaultError};

impl Vault {
    pub(crate) async fn opened_for(
        &self,
        member: MemberId,
        events: Vec<StoredEvent>,
    ) -> Result<Page, LogError> {
        let unreachable = |error: VaultError| LogError::Unreachable(error.into());
        let keys = self.keys(&[member]).await.map_err(unreachable)?;
        let texts = events.iter().flat_map(|event| [&event.aggregate_id, &event.payload, &event.metadata]);
        let named: BTreeSet<MemberId> = texts.flat_map(|text| ids(text)).map(|(_, id)| id).collect();
        let members = self.known(named).await.map_err(unreachable)?.into_iter().collect();
        let opened = events.into_iter().map(|event| {
            let at = event.position;
            let payload = open(&event.payload, Place::from(&event), &keys, |_| {})
                .map_err(|error| LogError::Sealed { at, source: error.into() })?
                .into_owned();
            event.decoded(&payload)
        });
        Ok(Page { events: opened.collect::<Result<_, _>>()?, members })
    }
}
