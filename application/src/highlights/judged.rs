//! Whoever wrote a highlight gets a mail when it has been reviewed. What the reviewer wrote stands on its page alone.

use std::sync::Arc;

use domain::highlights::HighlightEvent;
use domain::{Event, HighlightId, MemberId, Recorded};
use futures::future::BoxFuture;

use crate::membership::{Entrance, Judgement, LetterId, Matter};
use crate::reactor::{Reactor, ReactorError, is_news};

pub struct HighlightMail {
    entrance: Arc<Entrance>,
}

impl HighlightMail {
    pub const fn new(entrance: Arc<Entrance>) -> Self {
        Self { entrance }
    }
}

const fn judged(event: &HighlightEvent) -> Option<(HighlightId, MemberId, Judgement)> {
    match event {
        HighlightEvent::ChangesAsked { highlight, author, .. } => {
            Some((*highlight, *author, Judgement::ChangesAsked))
        }
        HighlightEvent::HighlightPublished { highlight, author, .. } => {
            Some((*highlight, *author, Judgement::Published))
        }
        HighlightEvent::HighlightDeclined { highlight, author, .. } => {
            Some((*highlight, *author, Judgement::Declined))
        }
        HighlightEvent::HighlightDrafted { .. }
        | HighlightEvent::HighlightDiscarded { .. }
        | HighlightEvent::HighlightSubmitted { .. }
        | HighlightEvent::HighlightTakenBack { .. }
        | HighlightEvent::HighlightReused { .. }
        | HighlightEvent::HighlightCorrected { .. }
        | HighlightEvent::HighlightWithdrawn { .. } => None,
    }
}

impl Reactor for HighlightMail {
    fn name(&self) -> &'static str {
        "highlight-mail"
    }

    fn react<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Result<(), ReactorError>> {
        Box::pin(async move {
            let Event::Highlight(of) = &event.event else { return Ok(()) };
            let Some((highlight, author, judgement)) =
                judged(of).filter(|_| is_news(event, (self.entrance.clock)()))
            else {
                return Ok(());
            };
            let letter = LetterId::derived(&["highlight", &event.reference().to_string()]);
            let matter = Matter::HighlightJudged { highlight, judgement };
            self.entrance.tell(author, letter, &matter).await.map_err(ReactorError::new)
        })
    }
}
