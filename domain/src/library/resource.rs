//! A resource of the library: a link or an uploaded document that a member publishes.

use serde::{Deserialize, Serialize};

use super::{Authors, Details, Facets, FileName, Source, THEMES_MAX, TranslationFault, YEAR_MIN};
use crate::text::{self, TextError};
use crate::{FileId, Language, MemberId, ResourceId, Rules, aggregate};

/// Longest note on what a new version changed, in characters.
pub const CHANGE_MAX: usize = 300;
/// Most versions of one resource: its page tells all of them.
pub const VERSIONS_MAX: u32 = 100;
/// Longest reason for a withdrawal, in characters.
pub const REASON_MAX: usize = 500;

/// One resource. Its aggregate id is its `ResourceId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Resource {
    state: State,
    /// Counts changes, so that a stale edit is noticed.
    revision: u32,
    /// All that it ever had; they stay when the resource is withdrawn.
    documents: Vec<FileId>,
    /// Of its source, counted from 1.
    version: u32,
    /// Of which other it says to be the translation.
    #[serde(default)]
    pub(super) translates: Option<ResourceId>,
}

#[derive(Default, Serialize, Deserialize)]
enum State {
    #[default]
    Absent,
    Published {
        resource: ResourceId,
        author: MemberId,
        details: Details<Authors>,
        source: Box<Source<FileName>>,
    },
    Withdrawn,
}

impl Resource {
    /// Who published it, while it is published.
    pub const fn author(&self) -> Option<MemberId> {
        match &self.state {
            State::Published { author, .. } => Some(*author),
            State::Absent | State::Withdrawn => None,
        }
    }

    /// The document that it has now, if it is this file of this member.
    pub fn document(&self, member: MemberId, file: FileId) -> Option<&Source<FileName>> {
        match &self.state {
            State::Published { author, source, .. } if *author == member && source.file() == Some(file) => {
                Some(source)
            }
            _ => None,
        }
    }

    /// Whether its history needs the document in the store.
    pub fn refers_to(&self, file: FileId) -> bool {
        self.documents.contains(&file)
    }
}

#[derive(Clone, Debug)]
pub enum ResourceCommand {
    /// `this_year` bounds the year of publication.
    Publish {
        resource: ResourceId,
        author: MemberId,
        details: Details,
        source: Source,
        this_year: u16,
    },
    /// `revision` is the one that the editor saw.
    Edit {
        revision: u32,
        details: Details,
        this_year: u16,
    },
    /// `change` says what is new in this version.
    Replace {
        source: Source,
        change: String,
    },
    Withdraw {
        reason: String,
    },
    /// `original` is the language of the other, none where it is not in the library.
    DeclareTranslation {
        of: ResourceId,
        original: Option<Language>,
    },
    WithdrawTranslation,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ResourceEvent {
    /// The authors and the name of a document are personal data of the member who published it.
    ResourcePublished {
        resource: ResourceId,
        author: MemberId,
        details: Details<Authors>,
        source: Source<FileName>,
    },
    /// `was` are the facets before, so that counts can be corrected from this event alone.
    ResourceEdited {
        resource: ResourceId,
        revision: u32,
        details: Details<Authors>,
        was: Facets,
    },
    /// A new version of the resource itself. `was` is the one before, so that this event alone tells both.
    SourceReplaced {
        resource: ResourceId,
        version: u32,
        source: Source<FileName>,
        was: Source<FileName>,
        change: String,
    },
    ResourceWithdrawn {
        resource: ResourceId,
        author: MemberId,
        reason: String,
        was: Facets,
    },
    /// Of another resource; one that was named before is replaced.
    TranslationDeclared {
        resource: ResourceId,
        of: ResourceId,
    },
    TranslationWithdrawn {
        resource: ResourceId,
        of: ResourceId,
    },
}

/// What is wrong with a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the title: {0}")]
    Title(TextError),
    #[error("the summary: {0}")]
    Summary(TextError),
    #[error("the authors: {0}")]
    Authors(TextError),
    #[error("choose between one and {THEMES_MAX} themes")]
    Themes,
    #[error("the year must lie between {YEAR_MIN} and this year")]
    Year,
    #[error("the link must be a full address that starts with http:// or https://")]
    Link,
    /// The most bytes that its format may have.
    #[error("a document of this type must have content and be at most {} MB", .0 / 1_000_000)]
    Size(u64),
    #[error("the document is of a type that is not taken, or not of the type that its name says")]
    Format,
    #[error("this document is the present version already")]
    Unchanged,
    #[error("there are {VERSIONS_MAX} versions already, as many as a resource may have")]
    Versions,
    #[error("what has changed: {0}")]
    Change(TextError),
    #[error("the reason: {0}")]
    Reason(TextError),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceError {
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Fault>),
    #[error("there is no such resource")]
    Absent,
    #[error("this resource was withdrawn")]
    Withdrawn,
    #[error("someone else changed this resource in the meantime")]
    Stale,
    #[error(transparent)]
    Translation(TranslationFault),
}

/// Both, or all that is wrong with either.
fn publishable(details: Details, source: Source, this_year: u16) -> Result<(Details, Source), ResourceError> {
    match (details.checked(this_year), source.checked()) {
        (Ok(details), Ok(source)) => Ok((details, source)),
        (details, source) => Err(ResourceError::Invalid(
            details.err().unwrap_or_default().into_iter().chain(source.err()).collect(),
        )),
    }
}

fn replaceable(source: Source, change: &str) -> Result<(Source, String), ResourceError> {
    match (source.checked(), text::line(change, CHANGE_MAX).map_err(Fault::Change)) {
        (Ok(source), Ok(change)) => Ok((source, change)),
        (source, change) => {
            Err(ResourceError::Invalid(source.err().into_iter().chain(change.err()).collect()))
        }
    }
}

impl Rules for Resource {
    fn decide(&self, command: ResourceCommand) -> Result<Vec<ResourceEvent>, ResourceError> {
        match (&self.state, command) {
            (State::Absent, ResourceCommand::Publish { resource, author, details, source, this_year }) => {
                let (details, source) = publishable(details, source, this_year)?;
                let (details, source) = (details.published_by(author), source.published_by(author));
                Ok(vec![ResourceEvent::ResourcePublished { resource, author, details, source }])
            }
            (State::Published { .. }, ResourceCommand::Publish { .. })
            | (State::Withdrawn, ResourceCommand::Withdraw { .. }) => Ok(vec![]),
            (
                State::Published { resource, author, details: current, .. },
                ResourceCommand::Edit { revision, details, this_year },
            ) => {
                let details = details.checked(this_year).map_err(ResourceError::Invalid)?;
                let details = details.published_by(*author);
                if details == *current {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(ResourceError::Stale);
                }
                Ok(vec![ResourceEvent::ResourceEdited {
                    resource: *resource,
                    revision: revision + 1,
                    details,
                    was: current.facets.clone(),
                }])
            }
            (
                State::Published { resource, author, source: was, .. },
                ResourceCommand::Replace { source, change },
            ) => {
                let (source, change) = replaceable(source, &change)?;
                let source = source.published_by(*author);
                let was = &**was;
                match (&source, was) {
                    (Source::Document { file, .. }, Source::Document { file: now, .. }) if file == now => {
                        return Ok(vec![]);
                    }
                    (Source::Document { sha256, .. }, Source::Document { sha256: now, .. })
                        if sha256 == now =>
                    {
                        return Err(ResourceError::Invalid(vec![Fault::Unchanged]));
                    }
                    (Source::Link { url }, Source::Link { url: now }) if url == now => {
                        return Err(ResourceError::Invalid(vec![Fault::Unchanged]));
                    }
                    _ if self.version >= VERSIONS_MAX => {
                        return Err(ResourceError::Invalid(vec![Fault::Versions]));
                    }
                    _ => {}
                }
                Ok(vec![ResourceEvent::SourceReplaced {
                    resource: *resource,
                    version: self.version + 1,
                    source,
                    was: was.clone(),
                    change,
                }])
            }
            (State::Published { resource, author, details, .. }, ResourceCommand::Withdraw { reason }) => {
                let reason = text::line(&reason, REASON_MAX)
                    .map_err(|error| ResourceError::Invalid(vec![Fault::Reason(error)]))?;
                Ok(vec![ResourceEvent::ResourceWithdrawn {
                    resource: *resource,
                    author: *author,
                    reason,
                    was: details.facets.clone(),
                }])
            }
            (
                State::Published { resource, details, .. },
                ResourceCommand::DeclareTranslation { of, original },
            ) => self.declared(*resource, details.facets.language, of, original),
            (State::Published { resource, .. }, ResourceCommand::WithdrawTranslation) => {
                Ok(self.no_translation(*resource))
            }
            (State::Absent, _) => Err(ResourceError::Absent),
            (State::Withdrawn, _) => Err(ResourceError::Withdrawn),
        }
    }

    fn evolve(&mut self, event: &ResourceEvent) {
        match event {
            ResourceEvent::ResourcePublished { resource, author, details, source } => {
                self.revision = 1;
                self.version = 1;
                self.documents.extend(source.file());
                self.state = State::Published {
                    resource: *resource,
                    author: *author,
                    details: details.clone(),
                    source: Box::new(source.clone()),
                };
            }
            ResourceEvent::ResourceEdited { revision, details: changed, .. } => {
                self.revision = *revision;
                if let State::Published { details, .. } = &mut self.state {
                    details.clone_from(changed);
                }
            }
            ResourceEvent::SourceReplaced { version, source: changed, .. } => {
                self.version = *version;
                self.documents.extend(changed.file());
                if let State::Published { source, .. } = &mut self.state {
                    **source = changed.clone();
                }
            }
            ResourceEvent::ResourceWithdrawn { .. } => self.state = State::Withdrawn,
            ResourceEvent::TranslationDeclared { of, .. } => self.translates = Some(*of),
            ResourceEvent::TranslationWithdrawn { .. } => self.translates = None,
        }
    }
}

aggregate!(
    "resource",
    Resource,
    ResourceCommand,
    ResourceError,
    ResourceEvent {
        ResourcePublished: "3",
        ResourceEdited: "2",
        SourceReplaced: "1",
        ResourceWithdrawn: "1",
        TranslationDeclared: "1",
        TranslationWithdrawn: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{
        AUTHORS_MAX, DOCUMENT_MAX, Format, Kind, LINK_MAX, Licence, MEDIA_MAX, SUMMARY_MAX, TITLE_MAX,
    };
    use crate::rules::testing::given;
    use crate::{Language, Theme};

    fn guide() -> ResourceId {
        ResourceId::derived(&["guide"])
    }

    fn ana() -> MemberId {
        MemberId::derived(&["ana"])
    }

    fn facets() -> Facets {
        Facets {
            country: Some("BR".parse().unwrap()),
            language: Language::Pt,
            kind: Kind::Guide,
            themes: vec![Theme::CASH_TRANSFERS, Theme::SOCIAL_REGISTRY],
        }
    }

    fn details() -> Details {
        Details {
            title: "Cadastro Único".into(),
            summary: "Como registrar.".into(),
            authors: "MDS".into(),
            institution: None,
            year: Some(2023),
            licence: Licence::CcBy,
            facets: facets(),
        }
    }

    fn link(url: &str) -> Source {
        Source::Link { url: url.into() }
    }

    fn document(name: &str, format: Format, size: u64) -> Source {
        Source::Document {
            file: FileId::derived(&["file"]),
            name: name.into(),
            media_type: format.media_type().into(),
            size,
            sha256: "0a".repeat(32),
        }
    }

    fn publish(details: Details, source: Source) -> ResourceCommand {
        ResourceCommand::Publish { resource: guide(), author: ana(), details, source, this_year: 2024 }
    }

    fn published() -> ResourceEvent {
        ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: details().published_by(ana()),
            source: link("https://example.org/").published_by(ana()),
        }
    }

    fn edit(revision: u32, details: Details) -> ResourceCommand {
        ResourceCommand::Edit { revision, details, this_year: 2024 }
    }

    fn edited(revision: u32, details: Details, was: Facets) -> ResourceEvent {
        ResourceEvent::ResourceEdited {
            resource: guide(),
            revision,
            details: details.published_by(ana()),
            was,
        }
    }

    fn numbered(n: u32) -> Source {
        Source::Document {
            file: FileId::derived(&[&n.to_string()]),
            name: format!("{n}.pdf"),
            media_type: Format::Pdf.media_type().into(),
            size: 1,
            sha256: format!("{n:064}"),
        }
    }

    fn replace(source: Source, change: &str) -> ResourceCommand {
        ResourceCommand::Replace { source, change: change.into() }
    }

    fn replaced(version: u32, source: Source, was: Source) -> ResourceEvent {
        ResourceEvent::SourceReplaced {
            resource: guide(),
            version,
            source: source.published_by(ana()),
            was: was.published_by(ana()),
            change: "New figures.".into(),
        }
    }

    #[test]
    fn a_new_version_tells_the_one_before() {
        let first = || link("https://example.org/");
        given::<Resource>([published()]).when(replace(numbered(2), " New  figures. ")).then([replaced(
            2,
            numbered(2),
            first(),
        )]);
        given::<Resource>([published(), replaced(2, numbered(2), first())])
            .when(replace(numbered(3), "New figures."))
            .then([replaced(3, numbered(3), numbered(2))]);
    }

    #[test]
    fn another_address_is_a_new_version_and_the_same_is_none() {
        let moved = replaced(2, link("https://example.org/new"), link("https://example.org/"));
        given::<Resource>([published()])
            .when(replace(link("https://example.org/new"), "New figures."))
            .then([moved.clone()]);
        given::<Resource>([published(), moved])
            .when(replace(link("https://example.org/new"), "Again."))
            .then_refused(ResourceError::Invalid(vec![Fault::Unchanged]));
    }

    #[test]
    fn versions_come_to_an_end() {
        let history = |version| [published(), replaced(version, numbered(2), link("https://example.org/"))];
        given::<Resource>(history(VERSIONS_MAX - 1))
            .when(replace(numbered(3), "New figures."))
            .then([replaced(VERSIONS_MAX, numbered(3), numbered(2))]);
        given::<Resource>(history(VERSIONS_MAX))
            .when(replace(numbered(3), "New figures."))
            .then_refused(ResourceError::Invalid(vec![Fault::Versions]));
        given::<Resource>(history(VERSIONS_MAX)).when(replace(numbered(2), "Again.")).then_nothing();
    }

    #[test]
    fn the_same_version_twice_is_one_and_the_same_content_is_none() {
        let history = || [published(), replaced(2, numbered(2), link("https://example.org/"))];
        given::<Resource>(history()).when(replace(numbered(2), "Again.")).then_nothing();
        let copy = Source::Document {
            file: FileId::derived(&["copy"]),
            name: "copy.pdf".into(),
            media_type: Format::Pdf.media_type().into(),
            size: 1,
            sha256: format!("{:064}", 2),
        };
        given::<Resource>(history())
            .when(replace(copy, "A copy."))
            .then_refused(ResourceError::Invalid(vec![Fault::Unchanged]));
    }

    #[test]
    fn a_new_version_is_checked_like_the_first_and_says_what_has_changed() {
        given::<Resource>([published()])
            .when(replace(document("x.pdf", Format::Png, 1), " "))
            .then_refused(ResourceError::Invalid(vec![Fault::Format, Fault::Change(TextError::Empty)]));
        given::<Resource>([published()])
            .when(replace(numbered(2), &"x".repeat(CHANGE_MAX + 1)))
            .then_refused(ResourceError::Invalid(vec![Fault::Change(TextError::TooLong(CHANGE_MAX))]));
        given::<Resource>([published(), withdrawn(facets())])
            .when(replace(numbered(2), "Late."))
            .then_refused(ResourceError::Withdrawn);
    }

    #[test]
    fn the_documents_of_all_versions_are_needed() {
        let mut resource = Resource::default();
        for event in [
            published(),
            replaced(2, numbered(2), link("https://example.org/")),
            replaced(3, numbered(3), numbered(2)),
            withdrawn(facets()),
        ] {
            resource.evolve(&event);
        }
        assert!([2, 3].iter().all(|n: &u32| resource.refers_to(FileId::derived(&[&n.to_string()]))));
        assert!(!resource.refers_to(FileId::derived(&["4"])));
    }

    fn withdraw(reason: &str) -> ResourceCommand {
        ResourceCommand::Withdraw { reason: reason.into() }
    }

    fn withdrawn(was: Facets) -> ResourceEvent {
        ResourceEvent::ResourceWithdrawn { resource: guide(), author: ana(), reason: "Replaced".into(), was }
    }

    fn titled(title: &str) -> Details {
        Details { title: title.into(), ..details() }
    }

    #[test]
    fn a_resource_is_published_tidied() {
        let typed = Details {
            title: "  Cadastro \u{7} Único ".into(),
            summary: "Como registrar.\r\n".into(),
            facets: Facets {
                themes: vec![Theme::SOCIAL_REGISTRY, Theme::CASH_TRANSFERS, Theme::SOCIAL_REGISTRY],
                ..facets()
            },
            ..details()
        };
        given::<Resource>([]).when(publish(typed, link(" https://example.org/ "))).then([published()]);
    }

    #[test]
    fn a_document_is_published_under_a_plain_name() {
        let expected = ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: details().published_by(ana()),
            source: document("x.pdf", Format::Pdf, 1).published_by(ana()),
        };
        given::<Resource>([])
            .when(publish(details(), document("../../x.pdf", Format::Pdf, 1)))
            .then([expected]);
    }

    #[test]
    fn the_document_is_known_even_after_the_withdrawal() {
        let file = FileId::derived(&["file"]);
        let mut resource = Resource::default();
        assert!(!resource.refers_to(file));
        let source = document("x.pdf", Format::Pdf, 1).published_by(ana());
        resource.evolve(&ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: details().published_by(ana()),
            source,
        });
        resource.evolve(&withdrawn(facets()));
        assert!(resource.refers_to(file));
        assert!(!resource.refers_to(FileId::derived(&["another"])));
    }

    #[test]
    fn publishing_twice_changes_nothing() {
        given::<Resource>([published()])
            .when(publish(titled("Another"), link("https://example.org/")))
            .then_nothing();
    }

    #[test]
    fn authors_country_institution_and_year_may_be_left_out() {
        let bare = Details {
            authors: " ".into(),
            institution: None,
            year: None,
            facets: Facets { country: None, ..facets() },
            ..details()
        };
        let expected = ResourceEvent::ResourcePublished {
            resource: guide(),
            author: ana(),
            details: Details { authors: None, ..bare.clone().published_by(ana()) },
            source: link("http://example.org/a?b#c").published_by(ana()),
        };
        given::<Resource>([]).when(publish(bare, link("http://example.org/a?b#c"))).then([expected]);
    }

    #[test]
    fn everything_wrong_with_a_form_is_said_at_once() {
        let typed = Details {
            title: " \u{202e} ".into(),
            summary: "x".repeat(SUMMARY_MAX + 1),
            authors: "x".repeat(AUTHORS_MAX + 1),
            year: Some(2025),
            facets: Facets { themes: vec![], ..facets() },
            ..details()
        };
        let all = vec![
            Fault::Title(TextError::Empty),
            Fault::Summary(TextError::TooLong(SUMMARY_MAX)),
            Fault::Authors(TextError::TooLong(AUTHORS_MAX)),
            Fault::Themes,
            Fault::Year,
        ];
        given::<Resource>([published()])
            .when(edit(1, typed.clone()))
            .then_refused(ResourceError::Invalid(all.clone()));
        let with_link = all.into_iter().chain([Fault::Link]).collect();
        given::<Resource>([])
            .when(publish(typed, link("javascript:alert(1)")))
            .then_refused(ResourceError::Invalid(with_link));
    }

    #[test]
    fn each_limit_holds_to_the_character() {
        let refuse = |details: Details, fault| {
            given::<Resource>([])
                .when(publish(details, link("https://example.org/")))
                .then_refused(ResourceError::Invalid(vec![fault]));
        };
        refuse(titled(&"ñ".repeat(TITLE_MAX + 1)), Fault::Title(TextError::TooLong(TITLE_MAX)));
        refuse(Details { summary: String::new(), ..details() }, Fault::Summary(TextError::Empty));
        refuse(Details { year: Some(1899), ..details() }, Fault::Year);
        let themes = Theme::FOUNDING[..=THEMES_MAX].to_vec();
        refuse(Details { facets: Facets { themes, ..facets() }, ..details() }, Fault::Themes);
        let longest = Details {
            title: "ñ".repeat(TITLE_MAX),
            summary: "ñ".repeat(SUMMARY_MAX),
            authors: "ñ".repeat(AUTHORS_MAX),
            year: Some(1900),
            facets: Facets { themes: Theme::FOUNDING[..THEMES_MAX].to_vec(), ..facets() },
            ..details()
        };
        given::<Resource>([published()]).when(edit(1, longest.clone())).then([edited(2, longest, facets())]);
    }

    #[test]
    fn a_link_is_a_full_address() {
        let long = format!("https://example.org/{}", "x".repeat(LINK_MAX));
        for url in [
            "",
            "example.org",
            "ftp://example.org",
            "https://",
            "https://oas.org@evil.example/",
            "https://a b",
            &long,
        ] {
            given::<Resource>([])
                .when(publish(details(), link(url)))
                .then_refused(ResourceError::Invalid(vec![Fault::Link]));
        }
    }

    #[test]
    fn a_document_is_bounded_and_of_the_type_that_its_name_says() {
        let other_hash = |hash: &str| match document("x.pdf", Format::Pdf, 1) {
            Source::Document { file, name, media_type, size, .. } => {
                Source::Document { file, name, media_type, size, sha256: hash.into() }
            }
            link @ Source::Link { .. } => link,
        };
        for (source, fault) in [
            (document("x.pdf", Format::Pdf, 0), Fault::Size(DOCUMENT_MAX)),
            (document("x.pdf", Format::Pdf, DOCUMENT_MAX + 1), Fault::Size(DOCUMENT_MAX)),
            (document("x.mp4", Format::Mp4, MEDIA_MAX + 1), Fault::Size(MEDIA_MAX)),
            (document("x.pdf", Format::Png, 1), Fault::Format),
            (document("x.html", Format::Txt, 1), Fault::Format),
            (document("x", Format::Txt, 1), Fault::Format),
            (document("../", Format::Txt, 1), Fault::Format),
            (other_hash("0a"), Fault::Format),
            (other_hash(&"0A".repeat(32)), Fault::Format),
        ] {
            given::<Resource>([])
                .when(publish(details(), source))
                .then_refused(ResourceError::Invalid(vec![fault]));
        }
    }

    #[test]
    fn an_edit_tells_the_facets_that_were() {
        let moved =
            Details { facets: Facets { language: Language::Es, country: None, ..facets() }, ..details() };
        given::<Resource>([published()]).when(edit(1, moved.clone())).then([edited(
            2,
            moved.clone(),
            facets(),
        )]);
        given::<Resource>([published(), edited(2, moved.clone(), facets())])
            .when(edit(2, details()))
            .then([edited(3, details(), moved.facets)]);
    }

    #[test]
    fn an_edit_of_what_someone_else_changed_is_refused() {
        given::<Resource>([published(), edited(2, titled("Theirs"), facets())])
            .when(edit(1, titled("Mine")))
            .then_refused(ResourceError::Stale);
        given::<Resource>([published()]).when(edit(2, titled("Mine"))).then_refused(ResourceError::Stale);
    }

    #[test]
    fn an_edit_that_says_what_is_there_already_changes_nothing_even_when_stale() {
        given::<Resource>([published()]).when(edit(1, titled(" Cadastro  Único "))).then_nothing();
        given::<Resource>([published(), edited(2, titled("Same"), facets())])
            .when(edit(1, titled("Same")))
            .then_nothing();
    }

    #[test]
    fn a_resource_is_withdrawn_once_with_a_reason_and_its_last_facets() {
        let moved = Facets { kind: Kind::Report, ..facets() };
        let changed = edited(2, Details { facets: moved.clone(), ..details() }, facets());
        given::<Resource>([published(), changed]).when(withdraw(" Replaced ")).then([withdrawn(moved)]);
        given::<Resource>([published(), withdrawn(facets())]).when(withdraw("Again")).then_nothing();
        for (reason, error) in
            [(" ", TextError::Empty), (&*"x".repeat(REASON_MAX + 1), TextError::TooLong(REASON_MAX))]
        {
            given::<Resource>([published()])
                .when(withdraw(reason))
                .then_refused(ResourceError::Invalid(vec![Fault::Reason(error)]));
        }
    }

    #[test]
    fn what_is_withdrawn_or_was_never_there_cannot_be_changed() {
        given::<Resource>([]).when(edit(0, details())).then_refused(ResourceError::Absent);
        given::<Resource>([]).when(withdraw("Why")).then_refused(ResourceError::Absent);
        let gone = || [published(), withdrawn(facets())];
        given::<Resource>(gone()).when(edit(1, titled("New"))).then_refused(ResourceError::Withdrawn);
        given::<Resource>(gone())
            .when(publish(details(), link("https://example.org/")))
            .then_refused(ResourceError::Withdrawn);
    }

    /// Two resources share a short address about once in 2^50; the ten characters of one never change.
    #[test]
    fn short_ids_are_plain_and_rarely_alike() {
        assert_eq!(guide().short(), guide().short());
        let shorts: std::collections::HashSet<String> =
            (0..10_000).map(|n: u32| ResourceId::derived(&[&n.to_string()]).short()).collect();
        assert_eq!(shorts.len(), 10_000);
        assert!(shorts.iter().all(|short| short.len() == 10
            && short.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'z') && !b"ilou".contains(&b))));
    }
}
