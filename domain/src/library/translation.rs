//! When a resource may say that it is the translation of another.

use super::{Resource, ResourceError, ResourceEvent};
use crate::{Language, ResourceId};

/// What is wrong with the other resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranslationFault {
    #[error("a resource is not the translation of itself")]
    Itself,
    #[error("there is no such resource in the library")]
    NoOriginal,
    #[error("both are in the same language")]
    SameLanguage,
}

impl Resource {
    /// `original` is the language of the other as long as that is in the library. Another one before is
    /// replaced; saying the same again is no error, even when the other is gone since.
    pub(super) fn declared(
        &self,
        resource: ResourceId,
        language: Language,
        of: ResourceId,
        original: Option<Language>,
    ) -> Result<Vec<ResourceEvent>, ResourceError> {
        if self.translates == Some(of) {
            return Ok(vec![]);
        }
        let fault = match original {
            _ if of == resource => TranslationFault::Itself,
            None => TranslationFault::NoOriginal,
            Some(original) if original == language => TranslationFault::SameLanguage,
            Some(_) => return Ok(vec![ResourceEvent::TranslationDeclared { resource, of }]),
        };
        Err(ResourceError::Translation(fault))
    }

    pub(super) fn no_translation(&self, resource: ResourceId) -> Vec<ResourceEvent> {
        self.translates.map(|of| ResourceEvent::TranslationWithdrawn { resource, of }).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemberId;
    use crate::library::{Details, Facets, Kind, Licence, ResourceCommand, Source};
    use crate::rules::testing::given;

    fn id(name: &str) -> ResourceId {
        ResourceId::derived(&[name])
    }

    fn facets() -> Facets {
        Facets { country: None, language: Language::Pt, kind: Kind::Guide, themes: vec![] }
    }

    /// In Portuguese.
    fn published() -> ResourceEvent {
        ResourceEvent::ResourcePublished {
            resource: id("guia"),
            author: MemberId::derived(&["ana"]),
            details: Details {
                title: "Cadastro Único".into(),
                summary: "Como registrar.".into(),
                authors: None,
                institution: None,
                year: None,
                licence: Licence::CcBy,
                facets: facets(),
            },
            source: Source::Link { url: "https://example.org/".into() },
        }
    }

    fn withdrawn() -> ResourceEvent {
        ResourceEvent::ResourceWithdrawn {
            resource: id("guia"),
            author: MemberId::derived(&["ana"]),
            reason: "Replaced".into(),
            was: facets(),
        }
    }

    fn declare(of: &str, original: Option<Language>) -> ResourceCommand {
        ResourceCommand::DeclareTranslation { of: id(of), original }
    }

    fn declared(of: &str) -> ResourceEvent {
        ResourceEvent::TranslationDeclared { resource: id("guia"), of: id(of) }
    }

    #[test]
    fn a_translation_names_its_original_once_and_may_name_another() {
        let spanish = Some(Language::Es);
        given::<Resource>([published()]).when(declare("guía", spanish)).then([declared("guía")]);
        given::<Resource>([published(), declared("guía")]).when(declare("guía", spanish)).then_nothing();
        given::<Resource>([published(), declared("guía")]).when(declare("guía", None)).then_nothing();
        given::<Resource>([published(), declared("guía")])
            .when(declare("guide", Some(Language::En)))
            .then([declared("guide")]);
    }

    #[test]
    fn an_original_is_another_resource_of_the_library_in_another_language() {
        for (of, original, fault) in [
            ("guia", Some(Language::Pt), TranslationFault::Itself),
            ("guía", None, TranslationFault::NoOriginal),
            ("outra", Some(Language::Pt), TranslationFault::SameLanguage),
        ] {
            given::<Resource>([published()])
                .when(declare(of, original))
                .then_refused(ResourceError::Translation(fault));
        }
    }

    #[test]
    fn it_is_taken_back_once() {
        let gone = ResourceEvent::TranslationWithdrawn { resource: id("guia"), of: id("guía") };
        given::<Resource>([published(), declared("guía")])
            .when(ResourceCommand::WithdrawTranslation)
            .then([gone.clone()]);
        given::<Resource>([published(), declared("guía"), gone])
            .when(ResourceCommand::WithdrawTranslation)
            .then_nothing();
    }

    #[test]
    fn only_what_is_published_is_a_translation() {
        for command in [declare("guía", Some(Language::Es)), ResourceCommand::WithdrawTranslation] {
            given::<Resource>([]).when(command.clone()).then_refused(ResourceError::Absent);
            given::<Resource>([published(), withdrawn()])
                .when(command)
                .then_refused(ResourceError::Withdrawn);
        }
    }
}
