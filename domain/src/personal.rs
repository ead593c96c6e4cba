//! `Personal<T>` marks what identifies a person, so that it can be encrypted and forgotten.
//! The JSON is tagged `$personal`: a vault finds and seals it without knowing the event's type.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::MemberId;

mod portion;

pub use portion::{ids, portion};

/// A value about the member `of`. Its JSON is one of
/// `{"$personal":{"of":ID,"clear":T}}`, `{"$personal":{"of":ID,"sealed":BASE64}}` or
/// `{"$personal":{"of":ID,"erased":true}}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal<T> {
    #[serde(rename = "$personal")]
    tagged: Tagged<T>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Tagged<T> {
    of: MemberId,
    #[serde(flatten)]
    state: State<T>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State<T> {
    Clear(T),
    Sealed(String),
    Erased(bool),
}

impl<T> Personal<T> {
    pub const fn new(of: MemberId, value: T) -> Self {
        Self { tagged: Tagged { of, state: State::Clear(value) } }
    }

    pub const fn erased(of: MemberId) -> Self {
        Self { tagged: Tagged { of, state: State::Erased(true) } }
    }

    /// The member whom the value is about.
    pub const fn of(&self) -> MemberId {
        self.tagged.of
    }

    /// The value, unless it is sealed or erased.
    pub const fn get(&self) -> Option<&T> {
        match &self.tagged.state {
            State::Clear(value) => Some(value),
            State::Sealed(_) | State::Erased(_) => None,
        }
    }
}

/// A stored payload as it is, unless something personal is in clear, which is taken out: it reads as
/// sealed by a key that nobody has. A log that is older than the vault has such events.
pub fn redacted(payload: String) -> String {
    if !(payload.contains(r#""$personal""#) && payload.contains(r#""clear""#)) {
        return payload;
    }
    let Ok(mut json) = serde_json::from_str(&payload) else { return String::new() };
    redact(&mut json);
    json.to_string()
}

/// Whom the personal values of a stored payload are about.
pub fn about(payload: &str) -> Vec<MemberId> {
    fn collect(json: &serde_json::Value, found: &mut Vec<MemberId>) {
        match json {
            serde_json::Value::Object(fields) => {
                if let Some(of) = fields.get("$personal").and_then(|tagged| tagged.get("of")) {
                    found.extend(of.as_str().and_then(|id| id.parse::<MemberId>().ok()));
                } else {
                    fields.values().for_each(|value| collect(value, found));
                }
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Ok(json) = serde_json::from_str(payload) {
        collect(&json, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn redact(json: &mut serde_json::Value) {
    use serde_json::Value;
    match json {
        Value::Object(fields) => match fields.get_mut("$personal") {
            Some(Value::Object(tagged)) => {
                if tagged.remove("clear").is_some() {
                    tagged.insert("sealed".to_owned(), Value::String(String::new()));
                }
            }
            _ => fields.values_mut().for_each(redact),
        },
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

/// Never shows the value: debug output ends up in logs.
impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.tagged.state {
            State::Clear(_) => "clear",
            State::Sealed(_) => "sealed",
            State::Erased(_) => "erased",
        };
        write!(f, "Personal({state}, of {})", self.tagged.of)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn member() -> MemberId {
        MemberId::derived(&["ana"])
    }

    #[test]
    fn the_json_is_tagged_in_each_state() {
        let clear = Personal::new(member(), "Ana".to_owned());
        assert_eq!(
            serde_json::to_value(&clear).unwrap(),
            json!({"$personal": {"of": member(), "clear": "Ana"}})
        );
        assert_eq!(
            serde_json::to_value(Personal::<String>::erased(member())).unwrap(),
            json!({"$personal": {"of": member(), "erased": true}})
        );
        let sealed: Personal<String> =
            serde_json::from_value(json!({"$personal": {"of": member(), "sealed": "q83v"}})).unwrap();
        assert_eq!(sealed.get(), None);
        assert_eq!(sealed.of(), member());
        let back: Personal<String> = serde_json::from_value(serde_json::to_value(&clear).unwrap()).unwrap();
        assert_eq!(back.get().map(String::as_str), Some("Ana"));
    }

    #[test]
    fn a_redacted_value_still_says_of_whom_it_was() {
        let sealed = json!({"$personal": {"of": member(), "sealed": "q83v"}});
        let mut event =
            json!({"Joined": {"names": [Personal::new(member(), "Ana"), sealed.clone()], "n": 1}});
        redact(&mut event);
        let nothing = json!({"$personal": {"of": member(), "sealed": ""}});
        assert_eq!(event, json!({"Joined": {"names": [nothing, sealed], "n": 1}}));
        let erased = json!(Personal::<String>::erased(member()));
        let mut again = erased.clone();
        redact(&mut again);
        assert_eq!(again, erased);
    }

    #[test]
    fn whom_a_payload_is_about_is_told_once_each() {
        let luis = MemberId::derived(&["luis"]);
        let event = json!({"a": [Personal::new(member(), "Ana"), Personal::new(luis, 1)], "b": {"c": Personal::new(luis, 2)}});
        let mut both = vec![member(), luis];
        both.sort_unstable();
        assert_eq!(about(&event.to_string()), both);
        assert_eq!(about("{\"of\":\"nobody\"}"), []);
    }

    #[test]
    fn debug_output_hides_the_value() {
        assert!(!format!("{:?}", Personal::new(member(), "Ana")).contains("Ana"));
    }
}
