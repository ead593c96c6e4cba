//! An event read back from its line, as an auditor has to read it: whatever two readers could take for
//! different things is refused.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::{MemberId, Metadata, Position, StoredEvent};

#[derive(Debug, thiserror::Error)]
pub enum LineFault {
    #[error("it is not UTF-8")]
    NotUtf8,
    #[error("it is not an event: {0}")]
    NotAnEvent(#[from] serde_json::Error),
    #[error("positions and places in a stream are counted from 1")]
    Uncounted,
}

#[derive(Debug, thiserror::Error)]
pub enum MetadataFault {
    #[error("the metadata cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("`{0}` is nobody who can act: neither member:ID nor system:NAME nor operator:NAME")]
    Actor(String),
    #[error("`{0}` names no event that could have caused this one")]
    Cause(String),
}

impl StoredEvent {
    /// What [`Self::line`] wrote, without its line break.
    pub fn from_line(line: &[u8]) -> Result<Self, LineFault> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Line<'a> {
            position: u64,
            recorded_at: DateTime<Utc>,
            #[serde(borrow)]
            aggregate_type: Cow<'a, str>,
            #[serde(borrow)]
            aggregate_id: Cow<'a, str>,
            sequence: u64,
            #[serde(borrow)]
            event_type: Cow<'a, str>,
            #[serde(borrow)]
            event_version: Cow<'a, str>,
            #[serde(borrow)]
            payload: &'a RawValue,
            #[serde(borrow)]
            metadata: &'a RawValue,
        }
        let text = std::str::from_utf8(line).map_err(|_| LineFault::NotUtf8)?;
        serde_json::from_str::<Unambiguous>(text)?;
        let line: Line = serde_json::from_str(text)?;
        let counted = |number: u64| number > 0 && i64::try_from(number).is_ok();
        if !counted(line.position) || !counted(line.sequence) {
            return Err(LineFault::Uncounted);
        }
        Ok(Self {
            position: Position(line.position),
            aggregate_type: line.aggregate_type.into_owned(),
            aggregate_id: line.aggregate_id.into_owned(),
            sequence: line.sequence,
            event_type: line.event_type.into_owned(),
            event_version: line.event_version.into_owned(),
            payload: line.payload.get().to_owned(),
            metadata: line.metadata.get().to_owned(),
            recorded_at: line.recorded_at,
        })
    }

    /// Who, when and why, where all of it is well formed.
    pub fn well_told(&self) -> Result<Metadata, MetadataFault> {
        let told = self.told()?;
        let acts = match told.actor.split_once(':') {
            Some(("member", id)) => id.parse::<MemberId>().is_ok(),
            Some(("system" | "operator", name)) => !name.is_empty(),
            _ => false,
        };
        if !acts {
            return Err(MetadataFault::Actor(told.actor));
        }
        match told.caused_by {
            Some(cause) if !names_an_event(&cause) => Err(MetadataFault::Cause(cause)),
            _ => Ok(told),
        }
    }
}

/// `resource/0b9c…/1`, as [`crate::EventRef`] displays it.
fn names_an_event(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    let [kind, id, sequence] = parts[..] else { return false };
    !kind.is_empty() && !id.is_empty() && sequence.parse().is_ok_and(|sequence: u64| sequence > 0)
}

/// JSON in which no object has a key twice: readers disagree on which of the two counts.
struct Unambiguous;

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Look)
    }
}

struct Look;

impl<'de> Visitor<'de> for Look {
    type Value = Unambiguous;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_str<E>(self, _: &str) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_unit<E>(self) -> Result<Unambiguous, E> {
        Ok(Unambiguous)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unambiguous, A::Error> {
        while items.next_element::<Unambiguous>()?.is_some() {}
        Ok(Unambiguous)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Unambiguous, A::Error> {
        let mut keys = Vec::new();
        while let Some(Key(key)) = fields.next_key()? {
            keys.push(key);
            fields.next_value::<Unambiguous>()?;
        }
        keys.sort_unstable();
        match keys.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                Err(de::Error::custom(format_args!("the key `{}` stands twice in an object", pair[0])))
            }
            None => Ok(Unambiguous),
        }
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> StoredEvent {
        StoredEvent {
            position: Position(7),
            aggregate_type: "bookmark".into(),
            aggregate_id: "a \"quoted\" one".into(),
            sequence: 2,
            event_type: "BookmarkRemoved".into(),
            event_version: "1".into(),
            payload: r#"{"n":[1,-2.5e3,null,true,{"ä":"\u00e4"}]}"#.into(),
            metadata: r#"{"actor":"system:points","at":"2026-03-02T10:00:00.000001Z","command_id":"0190f5d3-0000-7000-8000-000000000000","caused_by":"resource/x/1"}"#.into(),
            recorded_at: "2026-03-02T10:00:00.123456Z".parse().unwrap(),
        }
    }

    fn refused(line: &str) -> String {
        StoredEvent::from_line(line.as_bytes()).expect_err("it was read").to_string()
    }

    #[test]
    fn a_line_is_read_back_as_it_was_written() {
        let line = event().line().unwrap();
        let again = StoredEvent::from_line(line.as_bytes()).unwrap();
        assert_eq!(again, event());
        assert_eq!(again.line().unwrap(), line);
    }

    #[test]
    fn what_two_readers_could_read_differently_is_refused() {
        let line = event().line().unwrap();
        for (from, to, said) in [
            (r#""sequence":2"#, r#""sequence":2,"sequence":3"#, "`sequence` stands twice"),
            (r#"{"n":"#, r#"{"n":1,"n":"#, "`n` stands twice"),
            (r#"{"n":"#, r#"{"n":1,"\u006e":"#, "`n` stands twice"),
            (r#""sequence":2"#, r#""sequence":2,"more":1"#, "unknown field `more`"),
            (r#""sequence":2,"#, "", "missing field `sequence`"),
            (r#""sequence":2"#, r#""sequence":0"#, "counted from 1"),
            (r#""position":7"#, r#""position":9223372036854775808"#, "counted from 1"),
            (r#""position":7"#, r#""position":-7"#, "not an event"),
            (r#"{"position":7"#, r#"x{"position":7"#, "not an event"),
        ] {
            let said_of_it = refused(&line.replacen(from, to, 1));
            assert!(said_of_it.contains(said), "{said_of_it}");
        }
        assert!(matches!(StoredEvent::from_line(b"\xff"), Err(LineFault::NotUtf8)));
    }

    #[test]
    fn a_deep_nest_ends_in_a_fault_and_not_in_an_overflow() {
        let nest = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let line = event().line().unwrap().replacen(r#"{"n":"#, &format!(r#"{{"m":{nest},"n":"#), 1);
        assert!(refused(&line).contains("recursion limit"));
    }

    #[test]
    fn metadata_name_somebody_who_can_act_and_an_event_as_cause() {
        assert_eq!(event().well_told().unwrap().actor, "system:points");
        let with = |from: &str, to: &str| {
            let mut event = event();
            event.metadata = event.metadata.replacen(from, to, 1);
            event.well_told().map(|told| told.actor).map_err(|fault| fault.to_string())
        };
        let somebody = format!("member:{}", MemberId::derived(&["ana"]));
        assert_eq!(with("system:points", &somebody), Ok(somebody.clone()));
        for (from, to, said) in [
            ("system:points", "member:ana", "`member:ana` is nobody"),
            ("system:points", "system:", "is nobody"),
            ("system:points", "ana", "is nobody"),
            ("resource/x/1", "resource/x/0", "names no event"),
            ("resource/x/1", "resource/x", "names no event"),
            ("2026-03-02T", "2026-13-02T", "cannot be read"),
            ("command_id", "command", "missing field `command_id`"),
        ] {
            let fault = with(from, to).unwrap_err();
            assert!(fault.contains(said), "{fault}");
        }
    }
}
