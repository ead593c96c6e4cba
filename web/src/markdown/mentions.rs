//! Members who are mentioned: `@[Ana Díaz](member:ID)`, or any other link of Markdown to such an address.
//!
//! The log keeps the id alone, `@[](member:ID)`, so that nothing of a name stays behind in other people's
//! texts. Each reader sees the name that the profile shows to that reader; the writer's form has it filled in.
//! What else readers see differently comes along: pictures that were taken down, and a moderator's way to do so.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use domain::membership::Role;
use domain::{Language, MemberId, PictureId};
use projections::library::removed;
use projections::membership::{Audience, names};
use pulldown_cmark::{Event, Parser, Tag};
use sqlx::PgPool;

use super::OPTIONS;
use super::events::{PICTURES, picture_of};
use crate::fields::Fields;
use crate::i18n;
use crate::visit::Visit;

/// So many different members may a page mention; the others are shown without a name. As many pictures are looked up.
const MOST: usize = 200;
const SCHEME: &str = "member:";
/// Of an id as the portal writes it.
const ID: usize = 36;
/// So often a text is read again in which a mention was found.
const ROUNDS: usize = 8;

/// How somebody who is mentioned is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Named(String),
    /// A member who does not show the name to this reader.
    Hidden,
    /// Whose profile is gone, or never was.
    Former,
}

/// The members whom texts mention, as one reader may see them.
#[derive(Clone, Debug)]
pub struct People {
    language: Language,
    who: HashMap<MemberId, Who>,
    /// Pictures of the texts that are shown no more.
    removed: HashSet<PictureId>,
    moderates: bool,
}

impl Default for People {
    fn default() -> Self {
        Self { language: Language::En, who: HashMap::new(), removed: HashSet::new(), moderates: false }
    }
}

impl People {
    /// Asks the database only where somebody is mentioned, or a picture shown.
    pub async fn of<'a>(
        pool: &PgPool,
        visit: &Visit,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> sqlx::Result<Self> {
        let (mut all, mut pictures) = (BTreeSet::new(), BTreeSet::new());
        for text in texts {
            all.extend(mentioned(text));
            pictures.extend(pictured(text));
        }
        let moderates = visit.viewer.as_ref().is_some_and(|viewer| viewer.holds(Role::Moderator));
        let mut people = Self { language: visit.language, moderates, ..Self::default() };
        if !pictures.is_empty() {
            let pictures: Vec<PictureId> = pictures.into_iter().take(MOST).collect();
            people.removed.extend(removed(pool, &pictures).await?);
        }
        let ids: Vec<MemberId> = all.into_iter().take(MOST).collect();
        if ids.is_empty() {
            return Ok(people);
        }
        let seen = names(pool, visit.audience(), &ids).await?;
        // Who has a name at all: the difference is told to nobody but by the words “a member”.
        let there = names(pool, Audience::Admin(ids[0]), &ids).await?;
        for id in ids {
            let who = match (seen.get(&id), there.contains_key(&id)) {
                (Some(name), _) => Who::Named(name.clone()),
                (None, true) => Who::Hidden,
                (None, false) => Who::Former,
            };
            people.who.insert(id, who);
        }
        Ok(people)
    }

    pub fn who(&self, member: MemberId) -> &Who {
        // Of those that nobody asked for nothing is known.
        self.who.get(&member).unwrap_or(if self.who.len() < MOST { &Who::Former } else { &Who::Hidden })
    }

    pub fn name(&self, member: MemberId) -> String {
        match self.who(member) {
            Who::Named(name) => name.clone(),
            Who::Hidden => i18n::text(self.language, "ui-mention-hidden").to_owned(),
            Who::Former => i18n::text(self.language, "ui-mention-former").to_owned(),
        }
    }

    /// A text as it was typed, as far as this reader may know whom it mentions: for what changed in it.
    pub fn told(&self, text: &str) -> String {
        replaced(text, |id| self.name(id))
    }

    pub fn is_removed(&self, picture: PictureId) -> bool {
        self.removed.contains(&picture)
    }

    /// Whether the reader may take any picture down.
    pub const fn moderates(&self) -> bool {
        self.moderates
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// Of the profile.
    pub fn address(&self, member: MemberId) -> String {
        format!("/{}/members/{member}", self.language)
    }
}

/// Whom a link's address mentions.
pub fn member(address: &str) -> Option<MemberId> {
    address.strip_prefix(SCHEME).filter(|id| id.len() == ID)?.parse().ok()
}

fn mentioned(text: &str) -> impl Iterator<Item = MemberId> {
    parts(text).into_iter().filter_map(|(_, id)| id)
}

fn pictured(text: &str) -> impl Iterator<Item = PictureId> {
    text.match_indices(PICTURES).filter_map(|(start, _)| picture_of(&text[start..]))
}

/// What of a text means a member, in its order: each link, whatever its form, with whom it means; and without anybody
/// the definitions that such links refer to, `[1]: member:ID`.
fn parts(text: &str) -> Vec<(Range<usize>, Option<MemberId>)> {
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let parser = Parser::new_ext(text, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> = definitions
        .filter(|(_, definition)| member(&definition.dest).is_some())
        .map(|(_, definition)| (definition.span.clone(), None))
        .collect();
    found.extend(parser.into_offset_iter().filter_map(|(event, place)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((place, Some(member(&dest_url)?))),
        _ => None,
    }));
    found.extend(written_out(text));
    // What is found in both ways counts once.
    found.sort_by_key(|(place, _)| (place.start, usize::MAX - place.end));
    let mut done = 0;
    found.retain(|(place, _)| {
        place.start >= done && {
            done = place.end;
            true
        }
    });
    found
}

/// Each `[label](member:ID)`, also where no link can be, such as in code: it names somebody all the same.
fn written_out(text: &str) -> impl Iterator<Item = (Range<usize>, Option<MemberId>)> {
    const MIDDLE: &str = "](member:";
    text.match_indices(MIDDLE).filter_map(move |(end, _)| {
        let from = end + MIDDLE.len();
        let id = text.get(from..from + ID)?.parse().ok()?;
        text[from + ID..].starts_with(')').then_some(())?;
        let start = text[..end].rfind('[')?;
        let label = &text[start + 1..end];
        (!label.contains(']')).then_some((start..from + ID + 1, Some(id)))
    })
}

/// The text with these words in place of each mention; what stands before it stays.
fn replaced(text: &str, words: impl Fn(MemberId) -> String) -> String {
    let mut written = String::with_capacity(text.len());
    let mut done = 0;
    for (place, id) in parts(text) {
        written.push_str(&text[done..place.start]);
        written.extend(id.map(&words));
        done = place.end;
    }
    written.push_str(&text[done..]);
    written
}

/// The text with these labels in its mentions, which all are written in one way.
fn labelled(text: &str, label: impl Fn(MemberId) -> String) -> String {
    replaced(text, |id| format!("[{}]({SCHEME}{id})", label(id)))
}

/// As the log keeps it: without the names of others.
pub fn nameless(text: &str) -> String {
    let mut kept = labelled(text, |_| String::new());
    // What is taken away may make a mention of what stood around it.
    for _ in 0..ROUNDS {
        let again = labelled(&kept, |_| String::new());
        if again == kept {
            break;
        }
        kept = again;
    }
    kept
}

/// For whom nobody else is to be named, not even by an id: these words stand for each who is mentioned.
pub fn unnamed(text: &str, words: &str) -> String {
    replaced(text, |_| words.to_owned())
}

/// For a form: the names that its writer may see stand in the mentions of these fields.
pub async fn named(pool: &PgPool, visit: &Visit, fields: &mut Fields, of: &[&str]) -> sqlx::Result<()> {
    let people = People::of(pool, visit, of.iter().map(|name| fields.value(name))).await?;
    if people.who.is_empty() {
        return Ok(());
    }
    for name in of {
        let label = |id| people.name(id).replace(['[', ']', '\\'], "");
        let text = labelled(fields.value(name), label);
        if !text.is_empty() {
            fields.set(name, text);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::markdown;

    const ANA: &str = "5a6b0c52-6f1e-4b5c-9d3e-200904190001";
    const LUIS: &str = "5a6b0c52-6f1e-4b5c-9d3e-200904190002";

    fn people(who: [(&str, Who); 2]) -> People {
        let who = who.map(|(id, who)| (id.parse().unwrap(), who)).into();
        People { language: Language::Es, who, ..People::default() }
    }

    #[test]
    fn the_name_is_the_profiles_and_not_the_texts() {
        let people = people([(ANA, Who::Named("Ana <Díaz>".into())), (LUIS, Who::Hidden)]);
        let text = format!("Con @[Otro nombre](member:{ANA}) y @[](member:{LUIS}).");
        assert_eq!(people.told(&text), "Con @Ana <Díaz> y @un miembro.");
        let shown = markdown(&text, &people).into_string();
        assert!(shown.contains(&format!("@<a href=\"/es/members/{ANA}\"")), "{shown}");
        assert!(shown.contains(">Ana &lt;Díaz&gt;</a> y @<a") && !shown.contains("Otro"), "{shown}");
        assert!(shown.contains("un miembro</a>."), "{shown}");
        let shown = markdown(&text, &People { language: Language::En, ..People::default() }).into_string();
        assert!(shown.contains("Con @a former member y") && !shown.contains("Otro"), "{shown}");
    }

    #[test]
    fn what_mentions_nobody_is_text_like_any_other() {
        for text in ["@[x](member:1)", "[x](member:)", "@[x](member:5a6b0c526f1e4b5c9d3e200904190001)"] {
            let shown = markdown(text, &People::default()).into_string();
            assert!(!shown.contains("former") && !shown.contains("members/"), "{shown}");
            assert_eq!(nameless(text), text);
        }
    }

    #[test]
    fn whatever_is_shown_as_a_mention_is_kept_without_a_name() {
        let people = people([(ANA, Who::Named("Ana Díaz".into())), (LUIS, Who::Hidden)]);
        for text in [
            format!("[Ana Díaz](member:{ANA})"),
            format!("@[Ana\nDíaz](member:{ANA})"),
            format!("\\@[Ana Díaz](member:{ANA}) x"),
            format!("@[Ana][1] y\n\n[1]: member:{ANA} \"Ana Díaz\""),
            format!("> @[Ana]\n\n[ana]: <member:{ANA}>\n'Ana'"),
            format!("@[Ana][] y [Ana].\n\n[Ana]: member:{ANA}"),
            format!("[Ana](<member:{ANA}>)"),
            format!("[Ana](member:{ANA} \"Ana\")"),
            format!("[Ana]( member:{ANA}\n'Ana' )"),
            format!("[Ana\\]Ana](member:{ANA})"),
            format!("[Ana [Díaz]](member:{ANA})"),
            format!("[**Ana**](member\\:{ANA})"),
            format!("> [Ana\n> Díaz](m&#101;mber:{ANA})"),
            format!("<member:{ANA}> [![Ana](/x)](member:{ANA})"),
        ] {
            let named = markdown(&text, &people).into_string();
            assert!(
                named.contains("/es/members/") && !named.contains("un antiguo miembro"),
                "{text} → {named}"
            );
            let kept = nameless(&text);
            assert!(!kept.to_lowercase().contains("ana"), "{text} → {kept}");
            assert_eq!(mentioned(&text).collect::<BTreeSet<_>>(), [ANA.parse().unwrap()].into(), "{text}");
            let shown = markdown(&kept, &people).into_string();
            assert!(shown.contains(">Ana Díaz</a>"), "{text} → {kept} → {shown}");
            assert_eq!(nameless(&kept), kept);
        }
        let code = format!("`[Ana](member:{ANA})`");
        assert!(!nameless(&code).contains("Ana"));
    }

    #[test]
    fn a_picture_that_was_taken_down_leaves_its_words() {
        let picture = format!("/pictures/{ANA}-800x600");
        let text = format!("![Una *feria* & 1 < 2]({picture}) [![Otra]({picture})](https://example.org)");
        assert_eq!(pictured(&text).collect::<Vec<_>>(), [ANA.parse().unwrap(); 2]);
        let mut people = People { language: Language::Es, ..People::default() };
        let shown = markdown(&text, &people).into_string();
        assert!(shown.contains("<img") && !shown.contains("/es/pictures"), "{shown}");
        people.moderates = true;
        let shown = markdown(&text, &people).into_string();
        // A link stands in no other link.
        let way = format!(
            "<a href=\"/es{picture}/withdraw\" rel=\"nofollow ugc noopener\">Retirar esta imagen</a>"
        );
        assert_eq!((shown.matches(&way).count(), shown.matches("<img").count()), (1, 2), "{shown}");
        people.removed.insert(ANA.parse().unwrap());
        let shown = markdown(&text, &people).into_string();
        assert!(!shown.contains("<img") && !shown.contains("withdraw"), "{shown}");
        let gone = format!(
            "<span class=\"picture-gone\"><a href=\"/es{picture}\" rel=\"nofollow ugc noopener\">Imagen retirada</a>: \
             Una feria &amp; 1 &lt; 2</span>"
        );
        assert!(shown.contains(&gone), "{shown}");
        assert!(shown.contains("<span class=\"picture-gone\">Imagen retirada: Otra</span>"), "{shown}");
    }

    #[test]
    fn names_go_before_a_text_is_kept() {
        let text = format!("¡Hola, @[Ana 🌽 Díaz](member:{ANA})! [a](b) @[Luis](member:{LUIS}) @[x](y)");
        let kept = format!("¡Hola, @[](member:{ANA})! [a](b) @[](member:{LUIS}) @[x](y)");
        assert_eq!(nameless(&text), kept);
        assert_eq!(nameless(&kept), kept);
        assert_eq!(unnamed(&text, "alguien"), "¡Hola, @alguien! [a](b) @alguien @[x](y)");
        assert_eq!(mentioned(&kept).map(|id| id.to_string()).collect::<Vec<_>>(), [ANA, LUIS]);
        let back = labelled(&kept, |id| if id.to_string() == ANA { "Ana".into() } else { "Luis".into() });
        assert!(back.contains(&format!("@[Ana](member:{ANA})")), "{back}");
    }
}
