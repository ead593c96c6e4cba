//! For tests of this context and its neighbours: resources in few words.

use domain::library::{Details, Facets, Kind, Licence, ResourceEvent, Source, Synonyms, VocabularyEvent};
use domain::{Event, Language, LocalText, MemberId, OrganisationId, ResourceId, Theme};

pub fn id(name: &str) -> ResourceId {
    ResourceId::derived(&[name])
}

pub fn ana() -> MemberId {
    MemberId::derived(&["ana"])
}

pub fn facets(country: &str, language: Language, kind: Kind, themes: &[Theme]) -> Facets {
    Facets { country: country.parse().ok(), language, kind, themes: themes.to_vec() }
}

/// A guide about Brazil in Portuguese.
pub fn guide() -> Facets {
    facets("BR", Language::Pt, Kind::Guide, &[Theme::CASH_TRANSFERS, Theme::SOCIAL_REGISTRY])
}

pub fn details(title: &str, facets: Facets) -> Details {
    Details {
        title: title.into(),
        summary: "Como **registrar** famílias.".into(),
        authors: "MDS".into(),
        institution: Some(OrganisationId::derived(&["mds"])),
        year: Some(2023),
        licence: Licence::CcBy,
        facets,
    }
}

pub fn link() -> Source {
    Source::Link { url: "https://example.org/".into() }
}

pub fn published(name: &str, facets: Facets) -> Event {
    published_by(ana(), name, facets)
}

pub fn published_by(author: MemberId, name: &str, facets: Facets) -> Event {
    let (details, source) = (details(name, facets).published_by(author), link().published_by(author));
    ResourceEvent::ResourcePublished { resource: id(name), author, details, source }.into()
}

pub fn edited(name: &str, revision: u32, title: &str, facets: Facets, was: Facets) -> Event {
    let details = details(title, facets).published_by(ana());
    ResourceEvent::ResourceEdited { resource: id(name), revision, details, was }.into()
}

pub fn withdrawn(name: &str, was: Facets) -> Event {
    ResourceEvent::ResourceWithdrawn { resource: id(name), author: ana(), reason: "Replaced.".into(), was }
        .into()
}

/// A theme that is called after its slug.
pub fn theme_added(slug: &str) -> Event {
    let names = Language::ALL.map(|language| (language, format!("{slug} {language}")));
    VocabularyEvent::ThemeAdded {
        theme: slug.parse().unwrap(),
        names: LocalText(names.into()),
        synonyms: Synonyms::default(),
        reason: None,
    }
    .into()
}

pub fn merged(from: &str, into: &str, following: &[&str]) -> Event {
    VocabularyEvent::ThemesMerged {
        from: from.parse().unwrap(),
        into: into.parse().unwrap(),
        following: following.iter().map(|slug| slug.parse().unwrap()).collect(),
        reason: "The same".into(),
    }
    .into()
}
