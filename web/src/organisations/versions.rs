//! The presentations that an organisation ever had, from its events: who wrote each, when, what changed, and
//! which translations have fallen behind.

use std::collections::HashMap;

use application::DeskError;
use chrono::{DateTime, Utc};
use domain::organisations::{Organisation, OrganisationError, OrganisationEvent, Presentation, Section};
use domain::{Language, MemberId, OrganisationId};

use crate::App;

pub struct Version {
    pub made: Made,
    pub presentation: Presentation,
}

/// How a version came to be.
pub struct Made {
    pub revision: u32,
    /// The revision that it brought back.
    pub restored: Option<u32>,
    pub at: Option<DateTime<Utc>>,
    /// None for the portal itself and its operator.
    pub by: Option<MemberId>,
}

impl Made {
    pub fn of(revision: u32, restored: Option<u32>, metadata: &HashMap<String, String>) -> Self {
        let told = |name: &str| metadata.get(name);
        Self {
            revision,
            restored,
            at: told("at").and_then(|at| at.parse().ok()),
            by: told("actor").and_then(|actor| actor.strip_prefix("member:")?.parse().ok()),
        }
    }
}

/// One text that a version changed; `old` and `new` are empty where there was or is none.
#[derive(Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// None for the website.
    pub place: Option<(Section, Language)>,
    pub old: &'a str,
    pub new: &'a str,
}

/// From the first, which is empty, to the present one.
pub async fn versions(app: &App, id: OrganisationId) -> Result<Vec<Version>, DeskError<OrganisationError>> {
    let history = app.desk.history::<Organisation>(&id.to_string()).await?;
    Ok(history.iter().filter_map(|event| version(&event.payload, &event.metadata)).collect())
}

fn version(event: &OrganisationEvent, metadata: &HashMap<String, String>) -> Option<Version> {
    let (revision, restored, presentation) = match event {
        OrganisationEvent::OrganisationRegistered { .. } => (1, None, Presentation::default()),
        OrganisationEvent::OrganisationPresented { revision, presentation, .. } => {
            (*revision, None, presentation.clone())
        }
        OrganisationEvent::PresentationRestored { revision, version, presentation, .. } => {
            (*revision, Some(*version), presentation.clone())
        }
        OrganisationEvent::ProgrammeDescribed { .. } => return None,
    };
    Some(Version { made: Made::of(revision, restored, metadata), presentation })
}

fn text(presentation: &Presentation, section: Section, language: Language) -> &str {
    presentation.section(section).0.get(&language).map_or("", String::as_str)
}

/// In the order in which the form has them.
pub fn changes<'a>(old: &'a Presentation, new: &'a Presentation) -> Vec<Change<'a>> {
    let website = |one: &'a Presentation| one.website.as_deref().unwrap_or_default();
    let mut changes = vec![Change { place: None, old: website(old), new: website(new) }];
    for section in Section::ALL {
        for language in Language::ALL {
            changes.push(Change {
                place: Some((section, language)),
                old: text(old, section, language),
                new: text(new, section, language),
            });
        }
    }
    changes.retain(|change| change.old != change.new);
    changes
}

/// How a text stands in a language while it exists in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Missing,
    /// The text in this other language changed later.
    Behind(Language),
}

/// What waits for translation, section by section.
pub fn waiting(versions: &[Version]) -> Vec<(Section, Language, Standing)> {
    let Some(present) = versions.last().map(|version| &version.presentation) else { return vec![] };
    let mut waiting = Vec::new();
    for section in Section::ALL {
        let newest = Language::ALL
            .into_iter()
            .filter(|language| !text(present, section, *language).is_empty())
            .map(|language| (changed(versions, section, language), language))
            .max_by_key(|(revision, language)| (*revision, std::cmp::Reverse(*language)));
        let Some((newest, of)) = newest else { continue };
        for language in Language::ALL {
            let standing = if text(present, section, language).is_empty() {
                Standing::Missing
            } else if changed(versions, section, language) < newest {
                Standing::Behind(of)
            } else {
                continue;
            };
            waiting.push((section, language, standing));
        }
    }
    waiting
}

/// The last revision that changed the text.
fn changed(versions: &[Version], section: Section, language: Language) -> u32 {
    let of = |version: &Version| text(&version.presentation, section, language).to_owned();
    versions
        .windows(2)
        .rev()
        .find(|pair| of(&pair[0]) != of(&pair[1]))
        .map_or(1, |pair| pair[1].made.revision)
}

#[cfg(test)]
mod tests {
    use domain::LocalText;

    use super::*;

    fn version(revision: u32, policy: &[(Language, &str)]) -> Version {
        let texts = policy.iter().map(|(language, text)| (*language, (*text).to_owned())).collect();
        let presentation = Presentation { policy: LocalText(texts), ..Presentation::default() };
        Version { made: Made::of(revision, None, &HashMap::new()), presentation }
    }

    #[test]
    fn what_changed_is_told_text_by_text() {
        let old = version(1, &[(Language::Es, "Una red"), (Language::Pt, "Uma rede")]).presentation;
        let mut new = version(2, &[(Language::Es, "Dos redes"), (Language::Pt, "Uma rede")]).presentation;
        new.website = Some("https://www.gub.uy".into());
        let told = changes(&old, &new);
        assert_eq!(told[0], Change { place: None, old: "", new: "https://www.gub.uy" });
        let place = Some((Section::Policy, Language::Es));
        assert_eq!(told[1], Change { place, old: "Una red", new: "Dos redes" });
        assert_eq!((told.len(), changes(&new, &new)), (2, vec![]));
    }

    #[test]
    fn a_translation_waits_where_it_is_missing_or_behind() {
        let (es, pt, fr, en) = (Language::Es, Language::Pt, Language::Fr, Language::En);
        let first = || version(1, &[]);
        let both = version(2, &[(es, "Una red"), (pt, "Uma rede")]);
        let newer = version(3, &[(es, "Dos redes"), (pt, "Uma rede")]);
        let policy = |language, standing| (Section::Policy, language, standing);
        let missing = [policy(en, Standing::Missing), policy(fr, Standing::Missing)];
        assert_eq!(waiting(&[first(), both]), missing);
        let both = version(2, &[(es, "Una red"), (pt, "Uma rede")]);
        let told = waiting(&[first(), both, newer]);
        assert_eq!(told.len(), 3);
        assert!(told.contains(&policy(pt, Standing::Behind(es))), "{told:?}");
        assert_eq!(waiting(&[first()]), []);
    }
}
