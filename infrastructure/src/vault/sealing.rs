//! Seals personal values inside a payload and opens them again. XChaCha20-Poly1305 with a random nonce;
//! member, event and place in the event are associated data, so that no sealed value can be moved.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use domain::{MemberId, StoredEvent};
use memchr::memmem::Finder;
use serde_json::{Map, Value, json};

use crate::random_bits;

/// Bytes of a nonce: random ones do not collide.
const NONCE: usize = 24;
/// How `Personal<T>` marks itself in JSON. Within a text of JSON its quotes would be escaped, so it
/// stands nowhere else.
const TAG: &str = "$personal";
const OPENING: &str = "{\"$personal\":{\"of\":\"";
const SEALED: &str = "\",\"sealed\":\"";
const CLEAR: &str = "{\"$personal\":{\"clear\":";
/// As the log had it before the vault, when it was written with spaces, and in clear.
const SPACED: &str = "{\"$personal\": ";
/// Characters of a member's id.
const ID: usize = 36;

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the key of member {0} is missing; restore the table vault_keys from its backup")]
    Missing(MemberId),
    #[error("a personal value of member {0} cannot be opened: it was changed, or moved from another event")]
    Changed(MemberId),
    #[error("a personal value cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// The key of one member.
#[derive(Clone)]
pub struct MemberKey(XChaCha20Poly1305);

impl MemberKey {
    pub fn new(bits: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(bits.into()))
    }

    /// Nonce, then what was encrypted.
    pub fn encrypt(&self, clear: &[u8], associated: &str) -> Option<Vec<u8>> {
        let bits = random_bits();
        let nonce = XNonce::try_from(bits.get(..NONCE)?).ok()?;
        let sealed = self.0.encrypt(&nonce, Payload { msg: clear, aad: associated.as_bytes() }).ok()?;
        Some([nonce.as_slice(), &sealed].concat())
    }

    /// None where the key or the associated data are others, or a byte was changed.
    pub fn decrypt(&self, sealed: &[u8], associated: &str) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        let nonce = XNonce::try_from(nonce).ok()?;
        self.0.decrypt(&nonce, Payload { msg: sealed, aad: associated.as_bytes() }).ok()
    }
}

/// What the vault holds for a member.
#[derive(Clone)]
pub enum Held {
    Key(Arc<MemberKey>),
    /// The member was erased.
    Destroyed,
}

pub type Keys = HashMap<MemberId, Held>;

/// The event in whose payload a value stands.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub aggregate_type: &'a str,
    pub aggregate_id: &'a str,
    pub sequence: u64,
}

impl<'a> From<&'a StoredEvent> for Place<'a> {
    fn from(event: &'a StoredEvent) -> Self {
        Self {
            aggregate_type: &event.aggregate_type,
            aggregate_id: &event.aggregate_id,
            sequence: event.sequence,
        }
    }
}

impl Place<'_> {
    /// `nth` counts the sealed values of the payload from 0.
    fn associated(&self, member: MemberId, nth: usize) -> String {
        format!("{member}/{}/{}/{}/{nth}", self.aggregate_type, self.aggregate_id, self.sequence)
    }
}

/// Whose values stand in the payload in clear.
pub fn in_clear(payload: &Value) -> Vec<MemberId> {
    let mut found = Vec::new();
    each(payload, &mut |personal| {
        if personal.contains_key("clear") {
            found.extend(of(personal));
        }
    });
    found
}

/// Replaces every value in clear by a sealed one; of members that are erased nothing is kept.
pub fn seal(payload: &mut Value, place: Place<'_>, keys: &Keys) -> Result<(), SealError> {
    let mut nth = 0;
    let mut failed = Ok(());
    each_mut(payload, &mut |personal| {
        let Some(member) = of(personal) else { return };
        if let Some(clear) = personal.remove("clear") {
            match sealed(&clear, place, member, nth, keys) {
                Ok(Some(text)) => drop(personal.insert("sealed".to_owned(), Value::String(text))),
                Ok(None) => drop(personal.insert("erased".to_owned(), Value::Bool(true))),
                Err(error) => failed = Err(error),
            }
        }
        nth += usize::from(personal.contains_key("sealed"));
    });
    failed
}

fn sealed(
    clear: &Value,
    place: Place<'_>,
    member: MemberId,
    nth: usize,
    keys: &Keys,
) -> Result<Option<String>, SealError> {
    match keys.get(&member) {
        None => Err(SealError::Missing(member)),
        Some(Held::Destroyed) => Ok(None),
        Some(Held::Key(key)) => {
            let sealed = key.encrypt(&serde_json::to_vec(clear)?, &place.associated(member, nth));
            Ok(Some(BASE64.encode(sealed.ok_or(SealError::Changed(member))?)))
        }
    }
}

/// Keys that are made while a whole history is written, for members who all are new.
#[derive(Default)]
pub struct NewKeys {
    keys: Keys,
    bits: Vec<(MemberId, [u8; 32])>,
}

impl NewKeys {
    pub fn seal(&mut self, payload: &mut Value, place: Place<'_>) -> Result<(), SealError> {
        for member in in_clear(payload) {
            self.keys.entry(member).or_insert_with(|| {
                let bits = random_bits();
                self.bits.push((member, bits));
                Held::Key(Arc::new(MemberKey::new(&bits)))
            });
        }
        seal(payload, place, &self.keys)
    }

    pub fn bits(&self) -> &[(MemberId, [u8; 32])] {
        &self.bits
    }
}

/// Whose values stand in the payload, sealed or in clear, as the log has it.
pub fn members(payload: &str) -> Vec<MemberId> {
    if !marked(payload) {
        return Vec::new();
    }
    if payload.contains(SPACED) {
        return serde_json::from_str(payload).iter().flat_map(in_clear).collect();
    }
    let sealed = payload.match_indices(OPENING).filter_map(|(at, _)| {
        payload.get(at + OPENING.len()..at + OPENING.len() + ID).and_then(|id| id.parse().ok())
    });
    let mut found: Vec<MemberId> = sealed.collect();
    if payload.contains(CLEAR) {
        found.extend(serde_json::from_str(payload).iter().flat_map(in_clear));
    }
    found
}

/// Whether there may be a personal value in it. Most events have none.
fn marked(payload: &str) -> bool {
    static MARK: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(TAG));
    MARK.find(payload.as_bytes()).is_some()
}

/// The payload with its sealed values in clear, and without those of erased members. A value whose key is
/// missing stays sealed and its owner is told through `missing`.
pub fn open<'a>(
    payload: &'a str,
    place: Place<'_>,
    keys: &Keys,
    mut missing: impl FnMut(MemberId),
) -> Result<Cow<'a, str>, SealError> {
    if !marked(payload) {
        return Ok(Cow::Borrowed(payload));
    }
    if payload.contains(SPACED) {
        return forget(payload, keys).map(Cow::Owned);
    }
    let mut opened = String::with_capacity(payload.len());
    let mut rest = payload;
    let mut nth = 0;
    // A log from before the vault has values in clear.
    let mut in_clear = payload.contains(CLEAR);
    while let Some(at) = rest.find(OPENING) {
        let (before, from) = rest.split_at(at);
        opened.push_str(before);
        let Some((member, sealed, after)) = first_sealed(from) else {
            opened.push_str(OPENING);
            rest = &from[OPENING.len()..];
            in_clear = true;
            continue;
        };
        match keys.get(&member) {
            Some(Held::Key(key)) => {
                let changed = || SealError::Changed(member);
                let bytes = BASE64.decode(sealed).map_err(|_| changed())?;
                let clear = key.decrypt(&bytes, &place.associated(member, nth)).ok_or_else(changed)?;
                let clear = String::from_utf8(clear).map_err(|_| changed())?;
                for part in [OPENING, &member.to_string(), "\",\"clear\":", &clear, "}}"] {
                    opened.push_str(part);
                }
            }
            Some(Held::Destroyed) => {
                for part in [OPENING, &member.to_string(), "\",\"erased\":true}}"] {
                    opened.push_str(part);
                }
            }
            None => {
                missing(member);
                opened.push_str(&from[..from.len() - after.len()]);
            }
        }
        nth += 1;
        rest = after;
    }
    opened.push_str(rest);
    Ok(Cow::Owned(if in_clear { forget(&opened, keys)? } else { opened }))
}

/// A value that stands at the beginning of the text: whose it is, its text, and what follows.
fn first_sealed(from: &str) -> Option<(MemberId, &str, &str)> {
    let (id, rest) = from.strip_prefix(OPENING)?.split_at_checked(ID)?;
    let (sealed, after) = rest.strip_prefix(SEALED)?.split_once('"')?;
    Some((id.parse().ok()?, sealed, after.strip_prefix("}}")?))
}

/// Leaves out values in clear of members who are erased by now.
fn forget(payload: &str, keys: &Keys) -> Result<String, SealError> {
    let mut payload: Value = serde_json::from_str(payload)?;
    each_mut(&mut payload, &mut |personal| {
        if let Some(member) = of(personal)
            && matches!(keys.get(&member), Some(Held::Destroyed))
            && personal.remove("clear").is_some()
        {
            personal.insert("erased".to_owned(), json!(true));
        }
    });
    Ok(payload.to_string())
}

fn of(personal: &Map<String, Value>) -> Option<MemberId> {
    personal.get("of")?.as_str()?.parse().ok()
}

/// Visits what stands under each tag, in the order of the text.
fn each<'a>(value: &'a Value, visit: &mut impl FnMut(&'a Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, visit)),
        Value::Object(fields) => match fields.get(TAG).and_then(Value::as_object) {
            Some(personal) => visit(personal),
            None => fields.values().for_each(|field| each(field, visit)),
        },
        _ => {}
    }
}

fn each_mut(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_mut(item, visit)),
        Value::Object(fields) => match fields.get_mut(TAG).and_then(Value::as_object_mut) {
            Some(personal) => visit(personal),
            None => fields.values_mut().for_each(|field| each_mut(field, visit)),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn place(sequence: u64) -> Place<'static> {
        Place { aggregate_type: "member", aggregate_id: "ana", sequence }
    }

    fn keys() -> Keys {
        HashMap::from([(ana(), Held::Key(Arc::new(MemberKey::new(&[7; 32]))))])
    }

    fn payload() -> Value {
        json!({"ProfileEdited": {
            "name": {"to": "everyone", "value": {"$personal": {"of": ana(), "clear": "Ana \"la\" Díaz"}}},
            "links": [{"$personal": {"of": ana(), "clear": "https://example.org"}},
                      {"$personal": {"of": ana(), "clear": ["a", {"b": 1}]}}],
            "text": "{\"$personal\":{\"of\":\"",
        }})
    }

    fn sealed() -> Value {
        let mut sealed = payload();
        seal(&mut sealed, place(1), &keys()).unwrap();
        sealed
    }

    fn opened(text: &str, place: Place<'_>, keys: &Keys) -> Result<Value, SealError> {
        open(text, place, keys, |_| {}).map(|text| serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn what_was_sealed_is_opened_as_it_was() {
        let text = sealed().to_string();
        for clear in ["Ana", "Díaz", "example.org", "clear"] {
            assert!(!text.contains(clear), "{text}");
        }
        assert_eq!(opened(&text, place(1), &keys()).unwrap(), payload());
        assert_eq!(members(&text), [ana(); 3]);
        assert_eq!(in_clear(&sealed()), []);
        assert_eq!(in_clear(&payload()), [ana(); 3]);
    }

    #[test]
    fn sealing_the_same_twice_gives_other_bytes() {
        assert_ne!(sealed(), sealed());
    }

    #[test]
    fn a_value_that_was_moved_or_changed_is_not_opened() {
        let text = sealed().to_string();
        assert!(matches!(opened(&text, place(2), &keys()), Err(SealError::Changed(_))));
        let mut swapped = sealed();
        swapped["ProfileEdited"]["links"].as_array_mut().unwrap().swap(0, 1);
        assert!(matches!(opened(&swapped.to_string(), place(1), &keys()), Err(SealError::Changed(_))));
        let other = HashMap::from([(ana(), Held::Key(Arc::new(MemberKey::new(&[8; 32]))))]);
        assert!(matches!(opened(&text, place(1), &other), Err(SealError::Changed(_))));
    }

    #[test]
    fn of_an_erased_member_nothing_is_left() {
        let erased = HashMap::from([(ana(), Held::Destroyed)]);
        let gone = json!({"$personal": {"of": ana(), "erased": true}});
        let read = opened(&sealed().to_string(), place(1), &erased).unwrap();
        assert_eq!(read["ProfileEdited"]["name"]["value"], gone);
        // In clear, as a log from before the vault has it.
        let read = opened(&payload().to_string(), place(1), &erased).unwrap();
        assert_eq!(read["ProfileEdited"]["links"], json!([gone, gone]));
        let mut written = payload();
        seal(&mut written, place(1), &erased).unwrap();
        assert_eq!(written["ProfileEdited"]["name"]["value"], gone);
    }

    #[test]
    fn without_the_key_nothing_is_written_in_clear_and_nothing_sealed_is_lost() {
        assert!(matches!(seal(&mut payload(), place(1), &Keys::new()), Err(SealError::Missing(_))));
        let text = sealed().to_string();
        let mut missing = vec![];
        let kept = open(&text, place(1), &Keys::new(), |member| missing.push(member)).unwrap();
        assert_eq!((kept.as_ref(), missing), (text.as_str(), vec![ana(); 3]));
    }

    #[test]
    fn what_is_not_personal_is_not_touched() {
        let plain = r#"{"a":1,"b":"{\"$personal\":"}"#;
        assert_eq!(open(plain, place(1), &keys(), |_| {}).unwrap(), plain);
    }
}
