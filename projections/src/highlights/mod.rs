//! The read models of the context `highlights`.

mod drafts;
#[expect(clippy::module_inception, reason = "the read model bears the name of its context")]
mod highlights;
mod lineage;
mod listing;
mod versions;

pub use drafts::{
    Draft, DraftCard, HighlightDrafts, Standing, count_drafts_of, count_in_review, draft_by_short, drafts_of,
    in_review,
};
pub use highlights::{Highlight, Highlights, Withdrawal, by_id, by_ids, by_short, titles, withdrawal};
pub use lineage::{Place, Tree, tree};
pub use listing::{
    Card, Counts, Facet, Filter, Own, PAGE, count_published_by, counts, list, newest, of_institution,
    of_programme, published_by,
};
pub use versions::{HighlightVersions, Version, versions};

/// For tests: highlights in few words.
#[cfg(test)]
pub(crate) mod testing {
    use domain::highlights::{Details, HighlightEvent, Kind, Lineage, Relation, Sheet};
    use domain::{Event, HighlightId, Language, MemberId, Personal, Theme};

    pub fn id(name: &str) -> HighlightId {
        HighlightId::derived(&[name])
    }

    pub fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    pub fn eva() -> MemberId {
        MemberId::derived(&["eva"])
    }

    pub fn details(title: &str, country: &str, kind: Kind, language: Language) -> Details {
        Details {
            kind,
            title: title.into(),
            summary: "En pocas palabras.".into(),
            context: "El **contexto**.".into(),
            action: "Lo hecho.".into(),
            results: "Los resultados.".into(),
            lessons: "Lo aprendido.".into(),
            cost: String::new(),
            links: vec!["https://example.org".into()],
            resources: vec![],
            country: Some(country.parse().unwrap()),
            language,
            themes: vec![Theme::RURAL, Theme::YOUTH],
            institution: None,
            programme: None,
            lineage: None,
        }
    }

    pub fn practice(title: &str) -> Details {
        details(title, "UY", Kind::BestPractice, Language::Es)
    }

    pub fn adapting(source: &str, details: Details) -> Details {
        Details { lineage: Some(Lineage { relation: Relation::Adapts, source: id(source) }), ..details }
    }

    pub fn drafted(name: &str, revision: u32, details: Details) -> Event {
        let sheet = Personal::new(ana(), Sheet { details, contact: "Ana".into() });
        HighlightEvent::HighlightDrafted { highlight: id(name), author: ana(), revision, sheet }.into()
    }

    pub fn submitted(name: &str, revision: u32, answer: Option<&str>) -> Event {
        let answer = answer.map(|answer| Personal::new(ana(), answer.to_owned()));
        HighlightEvent::HighlightSubmitted { highlight: id(name), author: ana(), revision, answer }.into()
    }

    pub fn asked(name: &str, revision: u32) -> Event {
        let note = Personal::new(ana(), "¿Cuánto costó?".to_owned());
        HighlightEvent::ChangesAsked { highlight: id(name), author: ana(), reviewer: eva(), revision, note }
            .into()
    }

    pub fn published(name: &str, details: Details) -> Event {
        let contact = Personal::new(ana(), "Ana".to_owned());
        HighlightEvent::HighlightPublished {
            highlight: id(name),
            author: ana(),
            reviewer: eva(),
            details,
            contact,
        }
        .into()
    }

    pub fn corrected(name: &str, revision: u32, details: Details) -> Event {
        let (contact, note) = (None, "El año.".into());
        HighlightEvent::HighlightCorrected {
            highlight: id(name),
            author: ana(),
            revision,
            details,
            contact,
            note,
        }
        .into()
    }

    pub fn withdrawn(name: &str) -> Event {
        withdrawn_after(name, 1)
    }

    pub fn withdrawn_after(name: &str, revision: u32) -> Event {
        let reason = "No era cierto.".into();
        HighlightEvent::HighlightWithdrawn { highlight: id(name), author: ana(), revision, reason }.into()
    }
}
