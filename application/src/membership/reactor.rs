//! Whoever joined gets a mail with a link that confirms the address.

use std::sync::Arc;

use domain::membership::MemberEvent;
use domain::{Event, MemberId, Recorded};
use futures::future::BoxFuture;

use super::{Entrance, LetterId, Unreachable};
use crate::reactor::{Reactor, ReactorError};

pub struct ConfirmationMail {
    entrance: Arc<Entrance>,
}

impl ConfirmationMail {
    pub const fn new(entrance: Arc<Entrance>) -> Self {
        Self { entrance }
    }

    /// The address is the account's, not the event's: events may lose it when a member is erased.
    async fn write_to(&self, member: MemberId, event: &Recorded) -> Result<(), Unreachable> {
        let entrance = &self.entrance;
        // Generated members have no account, and enrolled ones need no mail.
        let account = entrance.accounts.of_member(member).await?;
        let Some(account) = account.filter(|account| !account.confirmed) else { return Ok(()) };
        let id = LetterId::derived(&["confirm", &event.reference().to_string()]);
        entrance.ask_to_confirm(&account, id, account.language, account.password.clone(), None).await
    }
}

impl Reactor for ConfirmationMail {
    fn name(&self) -> &'static str {
        "confirmation-mail"
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            match &event.event {
                Event::Member(MemberEvent::MemberJoined { member, .. }) => {
                    self.write_to(*member, event).await.map_err(ReactorError::new)
                }
                _ => Ok(()),
            }
        })
    }
}
