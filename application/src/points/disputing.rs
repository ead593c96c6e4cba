//! Whoever disputed a line of the statement gets a mail when it is answered, and nobody else does.

use std::sync::Arc;

use domain::points::DisputeEvent;
use domain::{Event, Recorded};
use futures::future::BoxFuture;

use crate::membership::{Entrance, LetterId, Matter};
use crate::reactor::{Reactor, ReactorError};

pub struct DisputeMail {
    entrance: Arc<Entrance>,
}

impl DisputeMail {
    pub const fn new(entrance: Arc<Entrance>) -> Self {
        Self { entrance }
    }
}

impl Reactor for DisputeMail {
    fn name(&self) -> &'static str {
        "dispute-mail"
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            let Event::Dispute(DisputeEvent::DisputeAnswered { dispute, member, .. }) = &event.event else {
                return Ok(());
            };
            let id = LetterId::derived(&["dispute-answered", &event.reference().to_string()]);
            let matter = Matter::DisputeAnswered { dispute: *dispute };
            self.entrance.tell(*member, id, &matter).await.map_err(ReactorError::new)
        })
    }
}
