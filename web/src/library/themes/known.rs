//! The vocabulary of themes as every page has it at hand: read once, and anew when its read model has moved.

use std::sync::{Arc, Mutex};

use projections::ReadModel as _;
use projections::engine::Moves;
use projections::library::{ThemeEntries, Themes};
use sqlx::PgPool;

use crate::current::Current;
use crate::error::PageError;

pub struct KnownThemes {
    current: Current<(), Themes>,
    /// For pages that are shown while the database cannot be asked.
    last: Mutex<Arc<Themes>>,
}

impl Default for KnownThemes {
    fn default() -> Self {
        Self { current: Current::of(&[ThemeEntries::NAME]), last: Mutex::new(Arc::new(Themes::founding())) }
    }
}

impl KnownThemes {
    /// As they are now; during an outage as they were last.
    pub(crate) async fn now(&self, pool: &PgPool, moves: Option<&Moves>) -> Arc<Themes> {
        let asked = self.current.get(moves, (), async { Themes::read(pool).await.map_err(PageError::from) });
        let asked = asked.await;
        let mut last = self.last.lock().expect("nobody panics while holding it");
        if let Ok(themes) = asked {
            *last = themes;
        }
        Arc::clone(&last)
    }
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgPoolOptions;

    use super::*;

    #[tokio::test]
    async fn pages_of_an_outage_have_the_themes_that_portals_begin_with() {
        let pool = PgPoolOptions::new().acquire_timeout(std::time::Duration::from_millis(20));
        let nowhere = pool.connect_lazy("postgres://nobody@127.0.0.1:1/nothing").unwrap();
        assert_eq!(*KnownThemes::default().now(&nowhere, None).await, Themes::founding());
    }
}
