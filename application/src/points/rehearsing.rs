//! Rehearses rules over the whole log: reads it once, in order, and writes nothing.

use domain::points::Rulebook;
use domain::points::rehearsal::{Rehearsal, Rehearsed};
use domain::{EventLog, LogError, Position};

/// Events read at once.
const PAGE: usize = 10_000;

/// What everybody has under `adopted` at `head` and would have under `supposed`. `at` is told how far it is.
pub async fn rehearse(
    log: &dyn EventLog,
    adopted: &Rulebook,
    supposed: &Rulebook,
    head: Position,
    at: impl Fn(Position),
) -> Result<Rehearsed, LogError> {
    let mut rehearsal = Rehearsal::new(adopted, supposed);
    let mut page = log.read(Position::START, PAGE).await?;
    while let Some(last) = page.last().map(|event| event.position).filter(|_| page[0].position <= head) {
        // The next page is fetched and decoded while this one is counted.
        let (next, ()) = futures::join!(log.read(last, PAGE), async {
            for (counted, event) in page.iter().take_while(|event| event.position <= head).enumerate() {
                rehearsal.see(event);
                if counted % 500 == 499 {
                    tokio::task::yield_now().await;
                }
            }
        });
        at(last.min(head));
        page = next?;
    }
    Ok(rehearsal.finish())
}
