//! The portion of an event, or of anything made of events, that one member may have: what is personal of
//! the member in plain, what is personal of others withheld, and other members' ids made unrecognisable.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::str::FromStr;

use serde_json::{Value, json};

use crate::MemberId;

/// Characters of an id.
const ID: usize = 36;
/// Where its hyphens stand.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// What stands in place of another member's id.
const SOMEBODY: &str = "another-member";

/// Leaves in the JSON what `member` may have. `others` are all other members whose ids may stand in it.
///
/// A [`crate::Personal`] of the member becomes its plain value; one that is of somebody else, that was erased or
/// whose key is missing becomes `{"withheld": REASON}` with `another-member`, `erased` or `sealed`.
pub fn portion<S: BuildHasher>(json: &mut Value, member: MemberId, others: &HashSet<MemberId, S>) {
    match json {
        Value::Object(fields) => {
            if let Some(tagged) = fields.get_mut("$personal") {
                *json = of_member(tagged, member);
            } else {
                fields.values_mut().for_each(|value| portion(value, member, others));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| portion(item, member, others)),
        Value::String(text) => {
            if let Some(veiled) = veiled(text, others) {
                *text = veiled;
            }
        }
        _ => {}
    }
}

fn of_member(tagged: &mut Value, member: MemberId) -> Value {
    let of = tagged.get("of").and_then(Value::as_str).and_then(|id| id.parse().ok());
    if of != Some(member) {
        return json!({ "withheld": SOMEBODY });
    }
    let erased = tagged.get("erased").is_some();
    match tagged.get_mut("clear") {
        Some(clear) => clear.take(),
        None => json!({ "withheld": if erased { "erased" } else { "sealed" } }),
    }
}

/// Everything in a text that may be the id of a member, each with where it begins.
pub fn ids(text: &str) -> impl Iterator<Item = (usize, MemberId)> {
    let bytes = text.as_bytes();
    (0..(bytes.len() + 1).saturating_sub(ID))
        .filter(|start| HYPHENS.iter().all(|hyphen| bytes[start + hyphen] == b'-'))
        .filter_map(|start| Some((start, MemberId::from_str(text.get(start..start + ID)?).ok()?)))
}

/// The text without the others' ids; none where it has none.
fn veiled<S: BuildHasher>(text: &str, others: &HashSet<MemberId, S>) -> Option<String> {
    let mut veiled = String::new();
    let mut rest = 0;
    for (start, _) in ids(text).filter(|(_, id)| others.contains(id)) {
        veiled.push_str(text.get(rest..start)?);
        veiled.push_str(SOMEBODY);
        rest = start + ID;
    }
    (rest > 0).then(|| veiled + text.get(rest..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Personal;

    fn id(name: &str) -> MemberId {
        MemberId::derived(&[name])
    }

    #[test]
    fn the_own_values_are_plain_and_those_of_others_are_withheld() {
        let mut event = json!({
            "name": {"to": "everyone", "value": Personal::new(id("ana"), "Ana")},
            "links": [Personal::new(id("ana"), vec![1, 2]), Personal::new(id("luis"), vec![3])],
            "note": Personal::<String>::erased(id("ana")),
            "lost": {"$personal": {"of": id("ana"), "sealed": "q83v"}},
            "foreign": {"$personal": {"of": id("luis"), "sealed": "q83v"}},
            "points": 10,
        });
        portion(&mut event, id("ana"), &HashSet::new());
        let withheld = json!({ "withheld": "another-member" });
        assert_eq!(
            event,
            json!({
                "name": {"to": "everyone", "value": "Ana"},
                "links": [[1, 2], withheld],
                "note": {"withheld": "erased"},
                "lost": {"withheld": "sealed"},
                "foreign": withheld,
                "points": 10,
            })
        );
    }

    #[test]
    fn ids_of_others_are_veiled_wherever_they_stand() {
        let (ana, luis, guide) = (id("ana"), id("luis"), id("guide"));
        let mut event = json!({
            "member": luis,
            "owner": ana,
            "stream": format!("bookmark/{luis}:{guide}/1"),
            "text": format!("ñ{luis}{luis}"),
        });
        portion(&mut event, ana, &HashSet::from([luis]));
        assert_eq!(
            event,
            json!({
                "member": "another-member",
                "owner": ana,
                "stream": format!("bookmark/another-member:{guide}/1"),
                "text": "ñanother-memberanother-member",
            })
        );
    }

    #[test]
    fn what_the_member_wrote_is_not_touched() {
        let luis = id("luis");
        let mut note = json!(Personal::new(id("ana"), format!("ask {luis}")));
        portion(&mut note, id("ana"), &HashSet::from([luis]));
        assert_eq!(note, json!(format!("ask {luis}")));
    }

    #[test]
    fn ids_are_found_in_any_text() {
        let text = format!("é{}-{}", id("ana"), id("luis"));
        let found: Vec<MemberId> = ids(&text).map(|(_, id)| id).collect();
        assert_eq!(found, [id("ana"), id("luis")]);
        for nothing in [
            "",
            "short",
            "00000000-0000-0000-0000-00000000000",
            "--------------------------------------------",
        ] {
            assert_eq!(ids(nothing).count(), 0, "{nothing}");
        }
    }
}
