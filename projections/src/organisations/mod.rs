//! Read models of the context `organisations`.

pub mod country_months;
pub mod featured;
pub mod featured_overrules;
#[expect(clippy::module_inception, reason = "the read model bears the name of its context")]
pub mod organisations;
pub mod programmes;

/// A text of a column as the type that wrote it.
fn decoded<T, E: std::error::Error + Send + Sync + 'static>(parsed: Result<T, E>) -> sqlx::Result<T> {
    parsed.map_err(|error| sqlx::Error::Decode(error.into()))
}

#[cfg(test)]
mod testing {
    use domain::{CommandId, Event, Metadata, Position, Recorded};

    /// An event as the log would hold it, at noon of a day.
    pub fn recorded(day: &str, event: impl Into<Event>) -> Recorded {
        Recorded {
            position: Position(1),
            aggregate_id: "any".into(),
            sequence: 1,
            event: event.into(),
            metadata: Metadata {
                actor: "operator:test".into(),
                at: format!("{day}T12:00:00Z").parse().unwrap(),
                command_id: CommandId::derived(&[day]),
                caused_by: None,
            },
        }
    }
}
