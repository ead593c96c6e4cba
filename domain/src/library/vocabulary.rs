//! The vocabulary of themes, which administrators keep: one stream for all themes, since no word may lead to two
//! of them. A theme's slug is for ever; merging one into another changes no event that names it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::wording::{Synonyms, Wording, WordingFault, founding_themes};
use super::{Kind, REASON_MAX};
use crate::text::{self, TextError};
use crate::{Language, LocalText, Rules, Theme, aggregate};

#[derive(Default, Serialize, Deserialize)]
pub struct Vocabulary {
    themes: BTreeMap<Theme, Entry>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Entry {
    wording: Wording,
    /// Counts its changes, so that nobody overwrites what they have not seen.
    revision: u32,
    /// Itself, until it is merged into another.
    stands_for: Theme,
}

impl Vocabulary {
    /// There is one.
    pub const ID: &'static str = "themes";

    pub fn has(&self, theme: Theme) -> bool {
        self.themes.contains_key(&theme)
    }

    /// A theme that was not merged into another.
    fn own(&self, theme: Theme) -> Result<&Entry, VocabularyError> {
        let entry = self.themes.get(&theme).ok_or(VocabularyError::Unknown(theme))?;
        if entry.stands_for == theme { Ok(entry) } else { Err(VocabularyError::Merged(theme)) }
    }

    /// Whatever was merged into it counts as the theme's own words.
    fn checked(&self, theme: Theme, wording: &Wording) -> Result<Wording, VocabularyError> {
        let owner = |language: Language, folded: &str| {
            let others = self.themes.iter().filter(|(_, entry)| entry.stands_for != theme);
            let mut having = others
                .filter(|(_, entry)| entry.wording.words(language).any(|word| text::folded(word) == folded));
            having.next().map(|(theme, _)| *theme)
        };
        wording.checked(owner).map_err(VocabularyError::Wording)
    }
}

#[derive(Clone, Debug)]
pub enum VocabularyCommand {
    /// The themes that a portal begins with, where it has none.
    Found,
    Add {
        theme: Theme,
        wording: Wording,
        reason: String,
    },
    /// Names and synonyms anew, by somebody who has seen that revision.
    Reword {
        theme: Theme,
        revision: u32,
        wording: Wording,
        reason: String,
    },
    /// From now on `from` stands for `into`.
    Merge {
        from: Theme,
        into: Theme,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VocabularyEvent {
    ThemeAdded {
        theme: Theme,
        names: LocalText,
        synonyms: Synonyms,
        /// Those that a portal begins with have none.
        reason: Option<String>,
    },
    ThemeRenamed {
        theme: Theme,
        names: LocalText,
        reason: String,
    },
    ThemeSynonymsChanged {
        theme: Theme,
        synonyms: Synonyms,
        reason: String,
    },
    ThemesMerged {
        from: Theme,
        into: Theme,
        /// Had been merged into `from` before, and stand for `into` as well from now on.
        following: Vec<Theme>,
        reason: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    #[error("there is no theme `{0}`")]
    Unknown(Theme),
    #[error("`{0}` is or was the address of another theme")]
    SlugTaken(Theme),
    #[error("`{0}` names a kind of resource or a language already")]
    Reserved(Theme),
    #[error("`{0}` was merged into another theme and does not change any more")]
    Merged(Theme),
    #[error("a theme cannot be merged into itself")]
    IntoItself,
    #[error("someone else changed this theme in the meantime")]
    Stale,
    #[error("the reason: {0}")]
    Reason(TextError),
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Wording(Vec<WordingFault>),
}

/// One index has the themes, the kind and the language of a resource, and must tell them apart.
fn is_reserved(theme: Theme) -> bool {
    Kind::ALL.iter().any(|kind| kind.slug() == theme.slug())
        || Language::ALL.iter().any(|language| language.code() == theme.slug())
}

fn checked_reason(reason: &str) -> Result<String, VocabularyError> {
    text::line(reason, REASON_MAX).map_err(VocabularyError::Reason)
}

fn added(theme: Theme, wording: Wording, reason: Option<String>) -> VocabularyEvent {
    VocabularyEvent::ThemeAdded { theme, names: wording.names, synonyms: wording.synonyms, reason }
}

impl Rules for Vocabulary {
    fn decide(&self, command: VocabularyCommand) -> Result<Vec<VocabularyEvent>, VocabularyError> {
        match command {
            VocabularyCommand::Found if self.themes.is_empty() => {
                Ok(founding_themes().iter().map(|one| added(one.theme, one.wording.clone(), None)).collect())
            }
            VocabularyCommand::Found => Ok(vec![]),
            VocabularyCommand::Add { theme, .. } if self.has(theme) => Err(VocabularyError::SlugTaken(theme)),
            VocabularyCommand::Add { theme, .. } if is_reserved(theme) => {
                Err(VocabularyError::Reserved(theme))
            }
            VocabularyCommand::Add { theme, wording, reason } => {
                let wording = self.checked(theme, &wording)?;
                Ok(vec![added(theme, wording, Some(checked_reason(&reason)?))])
            }
            VocabularyCommand::Reword { theme, revision, wording, reason } => {
                let entry = self.own(theme)?;
                let Wording { names, synonyms } = self.checked(theme, &wording)?;
                let renamed = names != entry.wording.names;
                let changed = synonyms != entry.wording.synonyms;
                if !renamed && !changed {
                    return Ok(vec![]);
                }
                if revision != entry.revision {
                    return Err(VocabularyError::Stale);
                }
                let reason = checked_reason(&reason)?;
                let renamed =
                    renamed.then(|| VocabularyEvent::ThemeRenamed { theme, names, reason: reason.clone() });
                let changed =
                    changed.then_some(VocabularyEvent::ThemeSynonymsChanged { theme, synonyms, reason });
                Ok(renamed.into_iter().chain(changed).collect())
            }
            VocabularyCommand::Merge { from, into, .. } if from == into => Err(VocabularyError::IntoItself),
            VocabularyCommand::Merge { from, into, reason } => {
                // Nothing that was merged is merged again or merged into, so there are no circles.
                self.own(into)?;
                if self.themes.get(&from).is_some_and(|entry| entry.stands_for == into) {
                    return Ok(vec![]);
                }
                self.own(from)?;
                let merged_before =
                    self.themes.iter().filter(|(theme, entry)| entry.stands_for == from && **theme != from);
                let following = merged_before.map(|(theme, _)| *theme).collect();
                let reason = checked_reason(&reason)?;
                Ok(vec![VocabularyEvent::ThemesMerged { from, into, following, reason }])
            }
        }
    }

    fn evolve(&mut self, event: &VocabularyEvent) {
        match event {
            VocabularyEvent::ThemeAdded { theme, names, synonyms, .. } => {
                let wording = Wording { names: names.clone(), synonyms: synonyms.clone() };
                self.themes.insert(*theme, Entry { wording, revision: 1, stands_for: *theme });
            }
            VocabularyEvent::ThemeRenamed { theme, names, .. } => {
                if let Some(entry) = self.themes.get_mut(theme) {
                    entry.wording.names.clone_from(names);
                    entry.revision += 1;
                }
            }
            VocabularyEvent::ThemeSynonymsChanged { theme, synonyms, .. } => {
                if let Some(entry) = self.themes.get_mut(theme) {
                    entry.wording.synonyms.clone_from(synonyms);
                    entry.revision += 1;
                }
            }
            VocabularyEvent::ThemesMerged { from, into, following, .. } => {
                for theme in [from].into_iter().chain(following) {
                    if let Some(entry) = self.themes.get_mut(theme) {
                        entry.stands_for = *into;
                    }
                }
            }
        }
    }
}

aggregate!(
    "vocabulary",
    Vocabulary,
    VocabularyCommand,
    VocabularyError,
    VocabularyEvent { ThemeAdded: "1", ThemeRenamed: "1", ThemeSynonymsChanged: "1", ThemesMerged: "1" }
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::wording::{SYNONYMS_MAX, WORD_MAX};
    use super::*;
    use crate::rules::testing::{Given, given};

    fn theme(slug: &str) -> Theme {
        slug.parse().unwrap()
    }

    /// `names` in the order en, es, pt, fr; `synonyms` in Spanish.
    fn wording(names: [&str; 4], synonyms: &[&str]) -> Wording {
        let names = Language::ALL.into_iter().zip(names.map(str::to_owned)).collect();
        let synonyms: Vec<String> = synonyms.iter().map(|&word| word.to_owned()).collect();
        let synonyms = (!synonyms.is_empty()).then_some((Language::Es, synonyms));
        Wording { names: LocalText(names), synonyms: Synonyms(synonyms.into_iter().collect()) }
    }

    fn water() -> Wording {
        wording(["Water", "Agua", "Água", "Eau"], &["agua potable"])
    }

    fn rivers() -> Wording {
        wording(["Rivers", "Ríos", "Rios", "Rivières"], &[])
    }

    fn there(slug: &str, wording: Wording) -> VocabularyEvent {
        added(theme(slug), wording, Some("Asked for 🌊".into()))
    }

    fn merged(from: &str, into: &str, following: &[&str]) -> VocabularyEvent {
        VocabularyEvent::ThemesMerged {
            from: theme(from),
            into: theme(into),
            following: following.iter().map(|slug| theme(slug)).collect(),
            reason: "The same".into(),
        }
    }

    fn both() -> Given<Vocabulary> {
        given([there("water", water()), there("rivers", rivers())])
    }

    fn add(slug: &str, wording: Wording) -> VocabularyCommand {
        VocabularyCommand::Add { theme: theme(slug), wording, reason: " Asked for  🌊 ".into() }
    }

    fn reword(slug: &str, revision: u32, wording: Wording) -> VocabularyCommand {
        VocabularyCommand::Reword { theme: theme(slug), revision, wording, reason: "Clearer".into() }
    }

    fn merge(from: &str, into: &str) -> VocabularyCommand {
        VocabularyCommand::Merge { from: theme(from), into: theme(into), reason: "The same".into() }
    }

    fn wrong(fault: WordingFault) -> VocabularyError {
        VocabularyError::Wording(vec![fault])
    }

    #[test]
    fn a_portal_begins_with_themes_once() {
        let founded = Vocabulary::default().decide(VocabularyCommand::Found).unwrap();
        let themes = founded.iter().map(|event| match event {
            VocabularyEvent::ThemeAdded { theme, reason: None, .. } => *theme,
            other => panic!("{other:?}"),
        });
        assert!(themes.eq(Theme::FOUNDING.iter().copied()));
        given::<Vocabulary>(founded).when(VocabularyCommand::Found).then_nothing();
        given::<Vocabulary>([there("water", water())]).when(VocabularyCommand::Found).then_nothing();
    }

    /// They are added without the checks of a command, and would pass them.
    #[test]
    fn the_founding_words_lead_to_one_theme_each() {
        let mut vocabulary = Vocabulary::default();
        for one in founding_themes() {
            let added = vocabulary.decide(add(one.theme.slug(), one.wording.clone())).unwrap();
            let names: BTreeSet<_> = Language::ALL.map(|language| one.wording.words(language).count()).into();
            assert!(names.iter().all(|count| *count >= 3), "{}", one.theme);
            for event in &added {
                let VocabularyEvent::ThemeAdded { names, synonyms, .. } = event else { panic!() };
                assert_eq!((names, synonyms), (&one.wording.names, &one.wording.synonyms));
                vocabulary.evolve(event);
            }
        }
    }

    #[test]
    fn a_theme_is_added_with_four_names() {
        given::<Vocabulary>([]).when(add("water", water())).then([there("water", water())]);
        let typed =
            wording([" Water ", "Agua", "Água", "Eau"], &["agua  potable", "", "AGUA", "Agua potable"]);
        given::<Vocabulary>([]).when(add("water", typed)).then([there("water", water())]);
        given::<Vocabulary>([])
            .when(add("water", wording(["Water", "Agua", " ", "Eau"], &[])))
            .then_refused(wrong(WordingFault::Name(Language::Pt, TextError::Empty)));
        given::<Vocabulary>([])
            .when(add("water", wording(["Water", "Agua", "Água", &"é".repeat(WORD_MAX + 1)], &[])))
            .then_refused(wrong(WordingFault::Name(Language::Fr, TextError::TooLong(WORD_MAX))));
        let many: Vec<String> = (0..=SYNONYMS_MAX).map(|n| format!("agua {n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        given::<Vocabulary>([])
            .when(add("water", wording(["Water", "Agua", "Água", "Eau"], &many)))
            .then_refused(wrong(WordingFault::TooMany(Language::Es)));
        let blank = VocabularyCommand::Add { theme: theme("water"), wording: water(), reason: " ".into() };
        given::<Vocabulary>([]).when(blank).then_refused(VocabularyError::Reason(TextError::Empty));
    }

    #[test]
    fn a_slug_and_a_word_belong_to_one_theme() {
        both().when(add("water", rivers())).then_refused(VocabularyError::SlugTaken(theme("water")));
        given::<Vocabulary>([
            there("water", water()),
            there("rivers", rivers()),
            merged("rivers", "water", &[]),
        ])
        .when(add("rivers", rivers()))
        .then_refused(VocabularyError::SlugTaken(theme("rivers")));
        for reserved in ["guide", "pt"] {
            both().when(add(reserved, rivers())).then_refused(VocabularyError::Reserved(theme(reserved)));
        }
        let lakes = |es: &str, synonyms: &[&str]| wording(["Lakes", es, "Lagos", "Lacs"], synonyms);
        both().when(add("lakes", lakes("RIOS", &["Agua Potable"]))).then_refused(VocabularyError::Wording(
            vec![
                WordingFault::NameTaken(Language::Es, theme("rivers")),
                WordingFault::SynonymTaken(Language::Es, theme("water")),
            ],
        ));
        // A word of one language may be another theme's in another language.
        both().when(add("lakes", lakes("Eau", &[]))).then([there("lakes", lakes("Eau", &[]))]);
    }

    #[test]
    fn names_and_synonyms_are_changed_by_whoever_saw_the_last_ones() {
        let named = wording(["Waters", "Aguas", "Águas", "Eaux"], &["agua potable"]);
        let renamed = |names: &Wording| VocabularyEvent::ThemeRenamed {
            theme: theme("water"),
            names: names.names.clone(),
            reason: "Clearer".into(),
        };
        let worded = wording(["Waters", "Aguas", "Águas", "Eaux"], &["saneamiento"]);
        let changed = VocabularyEvent::ThemeSynonymsChanged {
            theme: theme("water"),
            synonyms: worded.synonyms.clone(),
            reason: "Clearer".into(),
        };
        both().when(reword("water", 1, named.clone())).then([renamed(&named)]);
        both().when(reword("water", 1, worded.clone())).then([renamed(&worded), changed]);
        both().when(reword("water", 7, water())).then_nothing();
        both().when(reword("water", 2, named.clone())).then_refused(VocabularyError::Stale);
        both().when(reword("lakes", 1, named)).then_refused(VocabularyError::Unknown(theme("lakes")));
        both().when(reword("rivers", 1, water())).then_refused(VocabularyError::Wording(
            Language::ALL
                .into_iter()
                .map(|language| WordingFault::NameTaken(language, theme("water")))
                .flat_map(|fault| match fault {
                    WordingFault::NameTaken(Language::Es, theme) => {
                        vec![fault, WordingFault::SynonymTaken(Language::Es, theme)]
                    }
                    fault => vec![fault],
                })
                .collect(),
        ));
        let mut flowing = water();
        flowing.names.0.insert(Language::En, "Rivers".into());
        given::<Vocabulary>([
            there("water", water()),
            there("rivers", rivers()),
            merged("rivers", "water", &[]),
        ])
        .when(reword("water", 1, flowing.clone()))
        .then([renamed(&flowing)]);
    }

    #[test]
    fn themes_are_merged_with_what_was_merged_into_them() {
        both().when(merge("rivers", "water")).then([merged("rivers", "water", &[])]);
        let three = || {
            let sea = wording(["Sea", "Mar", "Mar", "Mer"], &[]);
            vec![there("water", water()), there("rivers", rivers()), there("sea", sea)]
        };
        let then = |events: Vec<VocabularyEvent>| given::<Vocabulary>(three().into_iter().chain(events));
        let rivers_into_water = || vec![merged("rivers", "water", &[])];
        then(rivers_into_water()).when(merge("water", "sea")).then([merged("water", "sea", &["rivers"])]);
        then(rivers_into_water()).when(merge("rivers", "water")).then_nothing();
        then(rivers_into_water())
            .when(merge("rivers", "sea"))
            .then_refused(VocabularyError::Merged(theme("rivers")));
        then(rivers_into_water())
            .when(merge("water", "rivers"))
            .then_refused(VocabularyError::Merged(theme("rivers")));
        then(rivers_into_water())
            .when(merge("sea", "rivers"))
            .then_refused(VocabularyError::Merged(theme("rivers")));
        then(rivers_into_water())
            .when(reword("rivers", 1, water()))
            .then_refused(VocabularyError::Merged(theme("rivers")));
        both().when(merge("water", "water")).then_refused(VocabularyError::IntoItself);
        both().when(merge("water", "lakes")).then_refused(VocabularyError::Unknown(theme("lakes")));
        both().when(merge("lakes", "water")).then_refused(VocabularyError::Unknown(theme("lakes")));
        let chained = vec![merged("rivers", "water", &[]), merged("water", "sea", &["rivers"])];
        then(chained).when(merge("rivers", "sea")).then_nothing();
    }
}
