//! The vocabulary of themes that a portal begins with; afterwards it is for administrators to keep.

use domain::library::{Vocabulary, VocabularyCommand, VocabularyError};
use domain::{CommandId, Rules as _};

use crate::{Actor, Desk, DeskError, Order};

/// Writes the founding vocabulary into a log that has none. Harmless to repeat, by several processes too.
pub async fn found_vocabulary(desk: &Desk) -> Result<(), DeskError<VocabularyError>> {
    desk.execute::<Vocabulary>(&order(), Vocabulary::ID, VocabularyCommand::Found).await
}

fn order() -> Order {
    Order::new(Actor::System("library"), CommandId::derived(&["founding vocabulary"]))
}

/// The vocabulary that the log has, else the one that it will begin with.
pub async fn vocabulary(desk: &Desk) -> Result<Vocabulary, DeskError<VocabularyError>> {
    let mut vocabulary = desk.load::<Vocabulary>(Vocabulary::ID).await?;
    for event in desk.rehearse::<Vocabulary>(&order(), Vocabulary::ID, VocabularyCommand::Found).await? {
        vocabulary.evolve(&event);
    }
    Ok(vocabulary)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;
    use domain::Theme;

    use super::*;
    use crate::testing::MemoryStore;

    #[tokio::test]
    async fn a_log_gets_its_vocabulary_once() {
        let store = MemoryStore::new();
        let desk = Desk::new(Arc::new(store.clone()), Arc::new(|| DateTime::UNIX_EPOCH));
        assert!(vocabulary(&desk).await.unwrap().has(Theme::RURAL), "before it is written");
        found_vocabulary(&desk).await.unwrap();
        found_vocabulary(&desk).await.unwrap();
        assert_eq!(store.all().len(), Theme::FOUNDING.len());
        assert!(vocabulary(&desk).await.unwrap().has(Theme::RURAL));
    }
}
