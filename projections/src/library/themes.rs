//! The read model `theme_entries`: the vocabulary of themes. Other read models keep the themes that events name;
//! whoever reads them asks here which theme a merged one stands for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::library::{Synonyms, VocabularyEvent, Wording, founding_themes};
use domain::{Event, Language, LocalText, Recorded, Theme, text};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use sqlx::types::Json;

use super::resources::parsed;
use crate::{FoldError, ReadModel};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Key {
    pub theme: Theme,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub theme: Theme,
    pub names: LocalText,
    pub synonyms: Synonyms,
    pub stands_for: Theme,
    pub revision: u32,
    pub added_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

pub struct ThemeEntries;

impl ReadModel for ThemeEntries {
    type Key = Key;
    type Row = Row;

    const NAME: &'static str = "theme_entries";
    const VERSION: i32 = 1;
    const KEY: &'static [&'static str] = &["theme"];
    const DDL: &'static str = include_str!("themes.sql");
    const SOURCES: &'static [&'static str] = &["vocabulary"];

    fn keys(event: &Recorded) -> Vec<Key> {
        let Event::Vocabulary(event) = &event.event else { return vec![] };
        let key = |theme: &Theme| Key { theme: *theme };
        match event {
            VocabularyEvent::ThemeAdded { theme, .. }
            | VocabularyEvent::ThemeRenamed { theme, .. }
            | VocabularyEvent::ThemeSynonymsChanged { theme, .. } => vec![key(theme)],
            VocabularyEvent::ThemesMerged { from, following, .. } => {
                [from].into_iter().chain(following).map(key).collect()
            }
        }
    }

    fn fold(key: &Key, row: &mut Option<Row>, event: &Recorded) -> Result<(), FoldError> {
        let (Event::Vocabulary(change), at) = (&event.event, event.metadata.at) else { return Ok(()) };
        if let VocabularyEvent::ThemeAdded { theme, names, synonyms, .. } = change {
            *row = Some(Row {
                theme: *theme,
                names: names.clone(),
                synonyms: synonyms.clone(),
                stands_for: *theme,
                revision: 1,
                added_at: at,
                changed_at: at,
            });
            return Ok(());
        }
        let row = row.as_mut().ok_or_else(|| FoldError::absent(key.theme))?;
        row.changed_at = at;
        match change {
            VocabularyEvent::ThemeAdded { .. } => {}
            VocabularyEvent::ThemeRenamed { names, .. } => {
                row.names.clone_from(names);
                row.revision += 1;
            }
            VocabularyEvent::ThemeSynonymsChanged { synonyms, .. } => {
                row.synonyms.clone_from(synonyms);
                row.revision += 1;
            }
            VocabularyEvent::ThemesMerged { into, .. } => row.stands_for = *into,
        }
        Ok(())
    }
}

/// A theme of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeEntry {
    pub wording: Wording,
    /// Itself, or the one into which it was merged.
    pub stands_for: Theme,
    pub revision: u32,
    /// None for what a portal begins with.
    pub changed_at: Option<DateTime<Utc>>,
}

/// The vocabulary in memory. Until the log has one, it is the one that portals begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Themes(BTreeMap<Theme, ThemeEntry>);

impl Themes {
    pub fn founding() -> Self {
        let entry = |wording: &Wording, theme| ThemeEntry {
            wording: wording.clone(),
            stands_for: theme,
            revision: 1,
            changed_at: None,
        };
        Self(founding_themes().iter().map(|one| (one.theme, entry(&one.wording, one.theme))).collect())
    }

    pub async fn read(pool: &PgPool) -> sqlx::Result<Self> {
        let rows = sqlx::query!(
            r#"SELECT theme, names AS "names: Json<LocalText>", synonyms AS "synonyms: Json<Synonyms>",
                      stands_for, revision, changed_at
               FROM theme_entries"#
        )
        .fetch_all(pool)
        .await?;
        if rows.is_empty() {
            return Ok(Self::founding());
        }
        let entries = rows.into_iter().map(|row| {
            let entry = ThemeEntry {
                wording: Wording { names: row.names.0, synonyms: row.synonyms.0 },
                stands_for: parsed(&row.stands_for)?,
                revision: row.revision.unsigned_abs(),
                changed_at: Some(row.changed_at),
            };
            Ok((parsed(&row.theme)?, entry))
        });
        Ok(Self(entries.collect::<sqlx::Result<_>>()?))
    }

    /// Grows with every change of the vocabulary.
    pub fn edition(&self) -> u64 {
        let of = |(theme, entry): (&Theme, &ThemeEntry)| {
            u64::from(entry.revision) + u64::from(entry.stands_for != *theme)
        };
        self.0.iter().map(of).sum()
    }

    pub fn entry(&self, theme: Theme) -> Option<&ThemeEntry> {
        self.0.get(&theme)
    }

    /// All, in the order of their slugs.
    pub fn all(&self) -> impl Iterator<Item = (Theme, &ThemeEntry)> {
        self.0.iter().map(|(theme, entry)| (*theme, entry))
    }

    /// The theme that is meant today.
    pub fn resolved(&self, theme: Theme) -> Theme {
        self.0.get(&theme).map_or(theme, |entry| entry.stands_for)
    }

    /// The themes that are meant today, each once.
    pub fn all_resolved(&self, themes: &[Theme]) -> Vec<Theme> {
        let mut seen = BTreeSet::new();
        themes.iter().map(|theme| self.resolved(*theme)).filter(|theme| seen.insert(*theme)).collect()
    }

    /// Which theme of the vocabulary somebody chose by its slug, or by that of one that was merged into it.
    pub fn chosen(&self, slug: &str) -> Option<Theme> {
        let theme = slug.parse().ok()?;
        self.0.get(&theme).map(|entry| entry.stands_for)
    }

    /// The name of the theme that is meant today; of one that is not in the vocabulary its slug.
    pub fn name(&self, language: Language, theme: Theme) -> String {
        let entry = self.0.get(&self.resolved(theme));
        let name = entry.and_then(|entry| entry.wording.names.best(language));
        name.map_or_else(|| theme.to_string(), |(_, name)| name.to_owned())
    }

    /// Those that can be chosen, with their names, in the order of these.
    pub fn choices(&self, language: Language) -> Vec<(Theme, String)> {
        let own = self.0.iter().filter(|(theme, entry)| entry.stands_for == **theme);
        let mut choices: Vec<_> = own.map(|(theme, _)| (*theme, self.name(language, *theme))).collect();
        choices.sort_by_cached_key(|(_, name)| text::folded(name));
        choices
    }

    /// The themes that were merged into it.
    pub fn merged_into(&self, theme: Theme) -> impl Iterator<Item = (Theme, &ThemeEntry)> {
        let others = self.0.iter().filter(move |(one, entry)| entry.stands_for == theme && **one != theme);
        others.map(|(theme, entry)| (*theme, entry))
    }

    /// Every other word by which people look for it in that language, those of merged themes among them.
    pub fn synonyms(&self, language: Language, theme: Theme) -> Vec<&str> {
        let own = self.0.get(&theme).map_or(&[][..], |entry| entry.wording.synonyms.of(language));
        let merged = self.merged_into(theme).flat_map(|(_, entry)| entry.wording.words(language));
        own.iter().map(String::as_str).chain(merged).collect()
    }

    /// What somebody may type to find it, in all languages: lower case, without accents, each once.
    pub fn words(&self, theme: Theme) -> String {
        let own = self.0.get(&theme).into_iter().chain(self.merged_into(theme).map(|(_, entry)| entry));
        let words = own.flat_map(|entry| Language::ALL.map(|language| entry.wording.words(language)));
        let folded: BTreeSet<String> = words.flatten().map(text::folded).collect();
        folded.into_iter().collect::<Vec<_>>().join("; ")
    }
}

/// A theme with all that stand for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub theme: Theme,
    pub slugs: Vec<String>,
}

/// The themes into which others were merged; none in most portals.
pub(crate) async fn groups(pool: &PgPool) -> sqlx::Result<Vec<Group>> {
    let rows = sqlx::query!(
        r#"SELECT stands_for, array_agg(theme) AS "slugs!" FROM theme_entries
           GROUP BY stands_for HAVING count(*) > 1 ORDER BY stands_for"#
    )
    .fetch_all(pool)
    .await?;
    rows.into_iter().map(|row| Ok(Group { theme: parsed(&row.stands_for)?, slugs: row.slugs })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fold_all;
    use crate::library::testing::{merged, theme_added};
    use crate::testing::{fold_into, log_of};

    fn theme(slug: &str) -> Theme {
        slug.parse().unwrap()
    }

    fn history() -> Vec<Event> {
        let renamed = VocabularyEvent::ThemeRenamed {
            theme: theme("water"),
            names: LocalText(Language::ALL.map(|language| (language, format!("Eau {language}"))).into()),
            reason: "Clearer".into(),
        };
        let synonyms = VocabularyEvent::ThemeSynonymsChanged {
            theme: theme("sea"),
            synonyms: Synonyms([(Language::Es, vec!["Océano".into()])].into()),
            reason: "Asked for".into(),
        };
        vec![
            theme_added("water"),
            theme_added("rivers"),
            theme_added("sea"),
            renamed.into(),
            synonyms.into(),
            merged("rivers", "water", &[]),
            merged("water", "sea", &["rivers"]),
        ]
    }

    #[test]
    fn a_merged_theme_stands_for_the_one_that_is_left_in_the_end() {
        let standing = |events: usize| {
            let rows = fold_all::<ThemeEntries>(&log_of(history()[..events].to_vec())).unwrap();
            let mut standing: Vec<_> =
                rows.into_values().map(|row| (row.theme.to_string(), row.stands_for.to_string())).collect();
            standing.sort();
            standing
        };
        let pairs = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(one, of)| ((*one).to_owned(), (*of).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(standing(5), pairs(&[("rivers", "rivers"), ("sea", "sea"), ("water", "water")]));
        assert_eq!(standing(6), pairs(&[("rivers", "water"), ("sea", "sea"), ("water", "water")]));
        assert_eq!(standing(7), pairs(&[("rivers", "sea"), ("sea", "sea"), ("water", "sea")]));
    }

    #[test]
    fn a_change_of_a_theme_that_is_not_there_stops_the_fold() {
        assert!(fold_all::<ThemeEntries>(&log_of([merged("a", "b", &[])])).is_err());
    }

    #[tokio::test]
    async fn until_the_log_has_a_vocabulary_it_is_the_founding_one() {
        let db = testkit::database().await;
        fold_into(&db.pool, vec![]).await;
        let themes = Themes::read(&db.pool).await.unwrap();
        assert_eq!(themes, Themes::founding());
        assert_eq!(themes.choices(Language::Fr).len(), Theme::FOUNDING.len());
        assert_eq!(themes.name(Language::Es, Theme::SOCIAL_REGISTRY), "Registros sociales");
        assert!(themes.words(Theme::SOCIAL_PENSIONS).contains("pension no contributiva"));
    }

    #[tokio::test]
    async fn words_of_merged_themes_lead_to_the_one_that_is_left() {
        let db = testkit::database().await;
        fold_into(&db.pool, log_of(history())).await;
        let themes = Themes::read(&db.pool).await.unwrap();
        let sea = theme("sea");
        assert_eq!(themes.choices(Language::En), [(sea, "sea en".to_owned())]);
        assert_eq!(themes.chosen("rivers"), Some(sea));
        assert_eq!((themes.chosen("lakes"), themes.chosen("No slug")), (None, None));
        assert_eq!(themes.all_resolved(&[theme("water"), sea, theme("rivers")]), [sea]);
        assert_eq!(themes.name(Language::Pt, theme("water")), "sea pt");
        assert_eq!(themes.name(Language::Pt, theme("lakes")), "lakes");
        assert_eq!(themes.synonyms(Language::Es, sea), ["Océano", "rivers es", "Eau es"]);
        assert!(themes.words(sea).contains("eau fr; eau pt; oceano; rivers en"));
        assert_eq!(themes.entry(theme("water")).map(|entry| entry.revision), Some(2));
        let group = Group { theme: sea, slugs: vec!["rivers".into(), "sea".into(), "water".into()] };
        let mut groups = groups(&db.pool).await.unwrap();
        groups[0].slugs.sort();
        assert_eq!(groups, [group]);
    }
}
