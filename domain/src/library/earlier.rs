//! How resources stood in events of earlier versions, lifted to the present shape.

use cqrs_es::persist::{EventUpcaster, SemanticVersionEventUpcaster, SerializedEvent};
use serde_json::{Value, json};

/// Version 1 had a single `theme` and no `licence`; such resources stay all rights reserved.
pub fn resource_published_v1() -> SemanticVersionEventUpcaster {
    SemanticVersionEventUpcaster::new(
        "ResourcePublished",
        "2",
        Box::new(|mut payload| {
            if let Some(Value::Object(details)) = payload.pointer_mut("/ResourcePublished/details") {
                if let Some(theme) = details.remove("theme") {
                    details.insert("themes".into(), Value::Array(vec![theme]));
                }
                details.entry("licence").or_insert_with(|| "all-rights-reserved".into());
            }
            payload
        }),
    )
}

/// Version 2 had the authors and a document's name as plain texts.
pub fn resource_published_v2() -> SemanticVersionEventUpcaster {
    SemanticVersionEventUpcaster::new(
        "ResourcePublished",
        "3",
        Box::new(|mut payload| {
            let author = payload.pointer("/ResourcePublished/author").cloned();
            mark(payload.pointer_mut("/ResourcePublished/details/authors"), author.as_ref());
            mark(payload.pointer_mut("/ResourcePublished/source/name"), author.as_ref());
            payload
        }),
    )
}

/// Version 1 had the authors as a plain text and did not say whose resource it is: that stands in the
/// metadata, since nobody else could edit. Without them the authors are left out.
pub struct ResourceEditedV1;

impl EventUpcaster for ResourceEditedV1 {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        event_type == "ResourceEdited" && event_version == "1"
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        let actor = event.metadata.get("actor").and_then(Value::as_str);
        let author = actor.and_then(|actor| actor.strip_prefix("member:")).map(Value::from);
        mark(event.payload.pointer_mut("/ResourceEdited/details/authors"), author.as_ref());
        "2".clone_into(&mut event.event_version);
        event
    }
}

/// Turns a plain text into personal data of the member; an empty one into nothing.
fn mark(text: Option<&mut Value>, of: Option<&Value>) {
    let Some(text) = text else { return };
    let clear = std::mem::take(text);
    if let Some(of) = of
        && clear.as_str().is_some_and(|clear| !clear.is_empty())
    {
        *text = json!({ "$personal": { "clear": clear, "of": of } });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Details, Facets, Kind, Licence, ResourceEvent, Source};
    use crate::{Event, Language, MemberId, ResourceId, Theme, upcasting};

    fn guide() -> ResourceId {
        ResourceId::derived(&["guide"])
    }

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn details() -> Details {
        Details {
            title: "Cadastro Único".into(),
            summary: "Como registrar.".into(),
            authors: "Ana Díaz".into(),
            institution: None,
            year: Some(2023),
            licence: Licence::AllRightsReserved,
            facets: Facets {
                country: Some("BR".parse().unwrap()),
                language: Language::Pt,
                kind: Kind::Guide,
                themes: vec![Theme::CASH_TRANSFERS],
            },
        }
    }

    #[test]
    fn the_first_shape_of_a_publication_is_lifted_to_the_present_one() {
        let v1 = json!({ "ResourcePublished": {
            "resource": guide(),
            "author": ana(),
            "details": {
                "title": "Cadastro Único", "summary": "Como registrar.", "authors": "Ana Díaz",
                "institution": null, "year": 2023,
                "country": "BR", "language": "pt", "kind": "guide", "theme": "cash-transfers",
            },
            "source": { "at": "link", "url": "https://example.org/" },
        }});
        let expected = ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: details().published_by(ana()),
            source: Source::Link { url: "https://example.org/".into() },
        };
        assert!(resource_published_v1().can_upcast("ResourcePublished", "1"));
        assert!(!resource_published_v1().can_upcast("ResourcePublished", "2"));
        let read = Event::decode("resource", "ResourcePublished", "1", &v1.to_string()).unwrap();
        assert_eq!(read, Event::Resource(expected));
    }

    #[test]
    fn the_authors_of_an_edit_are_of_whoever_edited() {
        let mut v1 = json!({ "ResourceEdited": {
            "resource": guide(), "revision": 2, "details": details(), "was": details().facets,
        }});
        let stored = |payload: &Value, metadata: Value| {
            let (kind, name) = ("resource".to_owned(), "ResourceEdited".to_owned());
            SerializedEvent::new(
                guide().to_string(),
                2,
                kind,
                name,
                "1".to_owned(),
                payload.clone(),
                metadata,
            )
        };
        let authors = |event: SerializedEvent| {
            let lifted = upcasting::upcast(event);
            assert_eq!(lifted.event_version, "2");
            let event: ResourceEvent = serde_json::from_value(lifted.payload).unwrap();
            let ResourceEvent::ResourceEdited { details, .. } = event else { panic!("another event") };
            details.authors
        };
        let by_ana = json!({ "actor": format!("member:{}", ana()) });
        assert_eq!(authors(stored(&v1, by_ana.clone())), details().published_by(ana()).authors);
        assert_eq!(authors(stored(&v1, Value::Null)), None);
        v1["ResourceEdited"]["details"]["authors"] = "".into();
        assert_eq!(authors(stored(&v1, by_ana)), None);
    }
}
