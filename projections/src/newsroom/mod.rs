//! The read models of the context `newsroom`.

mod drafts;
mod items;
mod listing;
mod versions;
mod withdrawn;

pub use drafts::{Draft, LinkState, NewsDrafts, draft_by_short, drafts_of};
pub use items::{NewsItem, NewsItems, by_id, by_short, titles};
pub use listing::{
    Card, Counts, Facet, Filter, PAGE, counts, list, newest, newest_of_country, newest_of_organisation,
};
pub use versions::{NewsVersions, Version, versions};
pub use withdrawn::{Withdrawal, WithdrawnNews, withdrawal};

/// For tests: items in few words.
#[cfg(test)]
pub(crate) mod testing {
    use domain::newsroom::{Kind, LinkPicture, NewsItemEvent, Story};
    use domain::{Event, Language, MemberId, NewsItemId, OrganisationId, Personal, Theme};

    pub fn id(name: &str) -> NewsItemId {
        NewsItemId::derived(&[name])
    }

    pub fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    pub fn ministry() -> OrganisationId {
        OrganisationId::derived(&["mides"])
    }

    pub fn story(title: &str, countries: &[&str], kind: Kind, language: Language) -> Story {
        Story {
            kind,
            title: title.into(),
            summary: "En pocas palabras.".into(),
            body: "El **texto**.".into(),
            link: String::new(),
            language,
            countries: countries.iter().map(|code| code.parse().unwrap()).collect(),
            institution: None,
            themes: vec![Theme::RURAL, Theme::YOUTH],
            seat: None,
            picture: LinkPicture::Absent,
        }
    }

    pub fn news(title: &str) -> Story {
        story(title, &["UY"], Kind::News, Language::Es)
    }

    pub fn drafted(name: &str, revision: u32, story: Story) -> Event {
        let (seat, story) = (story.seat, Personal::new(ana(), story));
        NewsItemEvent::NewsDrafted { item: id(name), author: ana(), seat, revision, story }.into()
    }

    pub fn published(name: &str, story: Story) -> Event {
        NewsItemEvent::NewsPublished { item: id(name), author: ana(), story }.into()
    }

    pub fn corrected(name: &str, revision: u32, story: Story) -> Event {
        let note = "La fecha.".into();
        NewsItemEvent::NewsCorrected { item: id(name), author: ana(), revision, story, note }.into()
    }

    pub fn withdrawn(name: &str, revision: u32) -> Event {
        let reason = "No era cierto.".into();
        NewsItemEvent::NewsWithdrawn { item: id(name), author: ana(), seat: None, revision, reason }.into()
    }
}
