//! Events in words, for an auditor who reads a log in which personal values are sealed.

use domain::bookmarks::{BookmarkEvent, Item};
use domain::calendar::GatheringEvent;
use domain::highlights::{self, HighlightEvent, Sheet};
use domain::library::{
    Authors, Details, FileName, ResourceEvent, Source, Synonyms, TextPictureEvent, VocabularyEvent,
};
use domain::membership::{DisclosureEvent, MemberEvent};
use domain::newsroom::{NewsItemEvent, Story};
use domain::organisations::OrganisationEvent;
use domain::organisations::featured_month::{FeaturedMonthEvent, key};
use domain::points::{DisputeEvent, LedgerEvent, Rule, RulebookEvent};
use domain::{Event, HighlightId, Language, LocalText, NewsItemId, Personal, ResourceId};

/// One line without control characters, whatever the event holds.
pub fn told(event: &Event) -> String {
    let told = match event {
        Event::Member(event) => of_member(event),
        Event::Organisation(event) => of_organisation(event),
        Event::FeaturedMonth(event) => of_featured_month(event),
        Event::Resource(event) => of_resource(event),
        Event::NewsItem(event) => of_news(event),
        Event::Bookmark(event) => of_bookmark(event),
        Event::Rulebook(event) => of_rulebook(event),
        Event::Ledger(event) => of_ledger(event),
        Event::Disclosure(event) => of_disclosure(event),
        Event::Dispute(event) => of_dispute(event),
        Event::Gathering(event) => of_gathering(event),
        Event::Highlight(event) => of_highlight(event),
        Event::Vocabulary(event) => of_vocabulary(event),
        Event::TextPicture(TextPictureEvent::PictureTakenDown { picture, member, reason }) => {
            format!("took down picture {picture} of member {member}: {reason}")
        }
    };
    told.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

fn of_member(event: &MemberEvent) -> String {
    match event {
        MemberEvent::MemberJoined { name, email, country, language, .. } => {
            format!("joined as {} <{}>, country {country}, language {language}", shown(name), shown(email))
        }
        MemberEvent::EmailConfirmed { .. } => "confirmed the e-mail address".to_owned(),
        MemberEvent::ProfileEdited { revision, profile, .. } => {
            let institution = profile.institution.value.map_or("none".to_owned(), |id| id.to_string());
            format!(
                "edited the profile (revision {revision}): name {}, country {}, institution {institution}",
                shown(&profile.name.value),
                profile.country.value,
            )
        }
        MemberEvent::RoleGranted { member, role } => format!("granted the role {role} to member {member}"),
        MemberEvent::RoleRevoked { member, role } => format!("revoked the role {role} of member {member}"),
        MemberEvent::ErasureAsked { due, .. } => format!("asked to be erased from {due} on"),
        MemberEvent::ErasureCancelled { .. } => "called the erasure off".to_owned(),
        MemberEvent::MemberErased { member, reason } => {
            let reason = reason.as_deref().unwrap_or("the member's own wish");
            format!("erased member {member}: {reason}")
        }
    }
}

fn of_disclosure(event: &DisclosureEvent) -> String {
    match event {
        DisclosureEvent::DisclosureAsked { disclosure, event, reason, .. } => {
            format!("asked to see the personal data of {event}: {reason}; disclosure {disclosure}")
        }
        DisclosureEvent::DisclosureApproved { disclosure, reason, until, .. } => {
            format!("approved disclosure {disclosure} until {until}: {reason}")
        }
        DisclosureEvent::DisclosureRefused { disclosure, reason, .. } => {
            format!("refused disclosure {disclosure}: {reason}")
        }
        DisclosureEvent::DisclosureViewed { disclosure, .. } => {
            format!("looked at what disclosure {disclosure} shows")
        }
    }
}

fn of_organisation(event: &OrganisationEvent) -> String {
    match event {
        OrganisationEvent::OrganisationRegistered { slug, names, country, .. } => {
            let of = country.map_or(String::new(), |country| format!(" of {country}"));
            format!("registered the organisation “{}”{of} as `{slug}`", english(names))
        }
        OrganisationEvent::OrganisationPresented { revision, .. } => {
            format!("edited the presentation (revision {revision})")
        }
        OrganisationEvent::PresentationRestored { revision, version, .. } => {
            format!("restored revision {version} of the presentation (revision {revision})")
        }
        OrganisationEvent::ProgrammeDescribed { programme, .. } => {
            format!("described the programme “{}”", programme.name)
        }
    }
}

fn of_featured_month(event: &FeaturedMonthEvent) -> String {
    match event {
        FeaturedMonthEvent::MonthOverruled { month, country, reason } => {
            format!("made {country} the country of {} in place of the rule's choice: {reason}", key(*month))
        }
        FeaturedMonthEvent::MonthGivenBack { month, reason } => {
            format!("gave {} back to the rule: {reason}", key(*month))
        }
    }
}

fn of_vocabulary(event: &VocabularyEvent) -> String {
    let words = |synonyms: &Synonyms| synonyms.0.values().map(Vec::len).sum::<usize>();
    match event {
        VocabularyEvent::ThemeAdded { theme, names, reason, .. } => {
            let reason = reason.as_deref().unwrap_or("a portal begins with it");
            format!("added the theme `{theme}`, “{}”: {reason}", english(names))
        }
        VocabularyEvent::ThemeRenamed { theme, names, reason } => {
            format!("renamed the theme `{theme}` to “{}”: {reason}", english(names))
        }
        VocabularyEvent::ThemeSynonymsChanged { theme, synonyms, reason } => {
            format!("gave the theme `{theme}` {} synonyms: {reason}", words(synonyms))
        }
        VocabularyEvent::ThemesMerged { from, into, reason, .. } => {
            format!("merged the theme `{from}` into `{into}`: {reason}")
        }
    }
}

fn of_resource(event: &ResourceEvent) -> String {
    match event {
        ResourceEvent::ResourcePublished { resource, details, source, .. } => {
            format!("published {} {}, {}", named(*resource), described(details), sourced(source))
        }
        ResourceEvent::SourceReplaced { resource, version, source, change, .. } => {
            format!("replaced {} by version {version}, {}: {change}", named(*resource), sourced(source))
        }
        ResourceEvent::ResourceEdited { resource, revision, details, .. } => {
            format!("edited {} (revision {revision}) to {}", named(*resource), described(details))
        }
        ResourceEvent::ResourceWithdrawn { resource, reason, .. } => {
            format!("withdrew {}: {reason}", named(*resource))
        }
        ResourceEvent::TranslationDeclared { resource, of } => {
            format!("declared {} to be the translation of {}", named(*resource), named(*of))
        }
        ResourceEvent::TranslationWithdrawn { resource, of } => {
            format!("took back that {} is the translation of {}", named(*resource), named(*of))
        }
    }
}

fn sourced(source: &Source<FileName>) -> String {
    match source {
        Source::Link { url } => format!("link {url}"),
        Source::Document { name, size, sha256, .. } => {
            format!("document {}, {size} bytes, SHA-256 {sha256}", shown(name))
        }
    }
}

fn of_news(event: &NewsItemEvent) -> String {
    match event {
        NewsItemEvent::NewsDrafted { item, revision, story, .. } => {
            format!("wrote the draft of {} (revision {revision}): {}", news(*item), sealed(story))
        }
        NewsItemEvent::NewsDiscarded { item, .. } => format!("discarded the draft of {}", news(*item)),
        NewsItemEvent::NewsScheduled { item, publish_at, .. } => {
            format!("scheduled {} for {publish_at}", news(*item))
        }
        NewsItemEvent::NewsUnscheduled { item, .. } => format!("took {} off the schedule", news(*item)),
        NewsItemEvent::NewsPublished { item, story, .. } => {
            format!("published {} {}", news(*item), reported(story))
        }
        NewsItemEvent::NewsCorrected { item, revision, story, note, .. } => {
            format!("corrected {} (version {revision}) to {}: {note}", news(*item), reported(story))
        }
        NewsItemEvent::NewsWithdrawn { item, reason, .. } => format!("withdrew {}: {reason}", news(*item)),
        NewsItemEvent::NewsLinkRead { item, url, .. } => {
            format!("read the page behind the link of {}: {}", news(*item), shown(url))
        }
        NewsItemEvent::NewsLinkUnread { item, url, why, .. } => {
            format!("could not read the page behind the link of {}, {}: {why}", news(*item), shown(url))
        }
    }
}

fn of_highlight(event: &HighlightEvent) -> String {
    match event {
        HighlightEvent::HighlightDrafted { highlight: one, revision, sheet, .. } => {
            format!("wrote the draft of {} (revision {revision}): {}", highlight(*one), drafted(sheet))
        }
        HighlightEvent::HighlightDiscarded { highlight: one, .. } => {
            format!("discarded the draft of {}", highlight(*one))
        }
        HighlightEvent::HighlightSubmitted { highlight: one, revision, answer, .. } => {
            format!(
                "submitted {} (revision {revision}) for review{}",
                highlight(*one),
                noted(answer.as_ref())
            )
        }
        HighlightEvent::HighlightTakenBack { highlight: one, .. } => {
            format!("took {} back from its review", highlight(*one))
        }
        HighlightEvent::ChangesAsked { highlight: one, revision, note, .. } => {
            format!("asked for changes of {} (revision {revision}): {}", highlight(*one), shown(note))
        }
        HighlightEvent::HighlightPublished { highlight: one, details, .. } => {
            format!("published {} {}", highlight(*one), recounted(details))
        }
        HighlightEvent::HighlightReused { source, by, relation, .. } => {
            format!("{} {} {}", highlight(*by), relation.slug(), highlight(*source))
        }
        HighlightEvent::HighlightDeclined { highlight: one, reason, .. } => {
            format!("declined {}: {}", highlight(*one), shown(reason))
        }
        HighlightEvent::HighlightCorrected { highlight: one, revision, details, note, .. } => {
            format!("corrected {} (version {revision}) to {}: {note}", highlight(*one), recounted(details))
        }
        HighlightEvent::HighlightWithdrawn { highlight: one, reason, .. } => {
            format!("withdrew {}: {reason}", highlight(*one))
        }
    }
}

fn of_bookmark(event: &BookmarkEvent) -> String {
    match event {
        BookmarkEvent::BookmarkSaved { item, note, .. } => {
            format!("bookmarked {}{}", item_named(*item), noted(note.as_ref()))
        }
        BookmarkEvent::BookmarkNoteChanged { item, note, .. } => {
            format!("changed the note on {}{}", item_named(*item), noted(note.as_ref()))
        }
        BookmarkEvent::BookmarkRemoved { item, .. } => {
            format!("removed the bookmark of {}", item_named(*item))
        }
    }
}

fn of_rulebook(event: &RulebookEvent) -> String {
    match event {
        RulebookEvent::RulesDrafted { draft, edition, valid_from, rules } => {
            format!(
                "drafted points rules ({draft}, edition {edition}), valid from {valid_from}: {}",
                listed(rules)
            )
        }
        RulebookEvent::DraftDiscarded { draft } => format!("discarded the draft {draft} of points rules"),
        RulebookEvent::RulesAdopted { revision, reason, .. } => {
            let reason = reason.as_ref().map_or(String::new(), |reason| format!("; reason: {reason}"));
            format!(
                "adopted revision {} of the points rules, valid from {}: {}{reason}",
                revision.revision,
                revision.valid_from,
                listed(&revision.rules)
            )
        }
    }
}

fn listed(rules: &[Rule]) -> String {
    let rules: Vec<String> = rules
        .iter()
        .map(|rule| {
            let kind = rule.contribution.slug();
            format!("{} points for {kind}, at most {} a day", rule.points, rule.daily_cap)
        })
        .collect();
    if rules.is_empty() { "nothing earns points".to_owned() } else { rules.join("; ") }
}

fn of_dispute(event: &DisputeEvent) -> String {
    match event {
        DisputeEvent::DisputeOpened { award, line, objection, .. } => {
            format!("disputed the line of award {award} ({line}): {}", shown(objection))
        }
        DisputeEvent::DisputeAnswered { dispute, member, outcome, answer } => {
            format!("answered dispute {dispute} of member {member}, {outcome}: {}", shown(answer))
        }
    }
}

fn of_ledger(event: &LedgerEvent) -> String {
    match event {
        LedgerEvent::PointsAwarded { award, member, points, contribution, item, rule, earned_by, day } => {
            format!(
                "awarded {points} points to member {member} for {} of {} on {day}, by revision {rule} of the \
                 rules; earned by {earned_by}; award {award}",
                contribution.slug(),
                item_named(*item),
            )
        }
        LedgerEvent::PointsWithdrawn { award, member, points, day, because } => {
            format!(
                "took {points} points of {day} back from member {member}, because of {because}; award {award}"
            )
        }
    }
}

fn of_gathering(event: &GatheringEvent) -> String {
    match event {
        GatheringEvent::GatheringPublished { gathering, details, moments, .. } => {
            format!("announced gathering {} “{}” for {}", gathering.short(), details.title, moments.starts_at)
        }
        GatheringEvent::GatheringChanged { gathering, revision, details, moments, .. } => format!(
            "changed gathering {} (revision {revision}) to “{}” on {}",
            gathering.short(),
            details.title,
            moments.starts_at
        ),
        GatheringEvent::GatheringCancelled { gathering, reason, .. } => {
            format!("cancelled gathering {}: {reason}", gathering.short())
        }
        GatheringEvent::GatheringRemoved { gathering, reason, .. } => {
            format!("removed gathering {}: {reason}", gathering.short())
        }
        GatheringEvent::MemberRegistered { gathering, member } => {
            format!("gave member {member} a place at gathering {}", gathering.short())
        }
        GatheringEvent::MemberWaitlisted { gathering, member } => {
            format!("put member {member} on the waiting list of gathering {}", gathering.short())
        }
        GatheringEvent::MemberMovedUp { gathering, member } => {
            format!("moved member {member} up to a place at gathering {}", gathering.short())
        }
        GatheringEvent::RegistrationCancelled { gathering, member, waited } => {
            let what = if *waited { "turn on the waiting list of" } else { "place at" };
            format!("gave back member {member}'s {what} gathering {}", gathering.short())
        }
        GatheringEvent::AttendanceNoted { gathering, member, came } => {
            let came = if *came { "came" } else { "did not come" };
            format!("noted that member {member} {came} to gathering {}", gathering.short())
        }
    }
}

fn shown(personal: &Personal<String>) -> &str {
    personal.get().map_or("(sealed or erased)", String::as_str)
}

fn noted(note: Option<&Personal<String>>) -> String {
    note.map_or(String::new(), |note| format!(", note: {}", shown(note)))
}

fn named(resource: ResourceId) -> String {
    format!("resource {}", resource.short())
}

fn item_named(item: Item) -> String {
    match item {
        Item::Resource(resource) => named(resource),
        Item::News(item) => news(item),
        Item::Gathering(gathering) => format!("gathering {}", gathering.short()),
        Item::Highlight(one) => highlight(one),
    }
}

fn news(item: NewsItemId) -> String {
    format!("news item {}", item.short())
}

fn highlight(one: HighlightId) -> String {
    format!("highlight {}", one.short())
}

fn drafted(sheet: &Personal<Sheet>) -> String {
    sheet.get().map_or("(sealed or erased)".to_owned(), |sheet| recounted(&sheet.details))
}

fn recounted(details: &highlights::Details) -> String {
    let country = details.country.map_or(String::new(), |country| format!(", {country}"));
    format!("“{}” ({}, {}{country})", details.title, details.kind.slug(), details.language)
}

fn sealed(story: &Personal<Story>) -> String {
    story.get().map_or("(sealed or erased)".to_owned(), reported)
}

fn reported(story: &Story) -> String {
    format!("“{}” ({}, {})", story.title, story.kind.slug(), story.language)
}

fn described(details: &Details<Authors>) -> String {
    let country = details.facets.country.map_or(String::new(), |country| format!(", {country}"));
    let (kind, language) = (details.facets.kind.slug(), details.facets.language);
    format!("“{}” ({kind}, {language}{country})", details.title)
}

fn english(text: &LocalText) -> &str {
    text.best(Language::En).map_or("", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use domain::points::{Revision, Rulebook};
    use domain::{MemberId, OrganisationId};

    use super::*;

    #[test]
    fn an_event_is_one_line_of_words() {
        let withdrawn = ResourceEvent::ResourceWithdrawn {
            resource: ResourceId::derived(&["guide"]),
            author: MemberId::derived(&["ana"]),
            reason: "spam\u{1b}[31m\nand more".into(),
            was: domain::library::Facets {
                country: None,
                language: Language::Es,
                kind: domain::library::Kind::Guide,
                themes: vec![],
            },
        };
        let short = ResourceId::derived(&["guide"]).short();
        assert_eq!(told(&withdrawn.into()), format!("withdrew resource {short}: spam [31m and more"));

        let revision =
            Revision { revision: 1, valid_from: Rulebook::FOUNDED, rules: Rulebook::FOUNDING.into() };
        let rules = RulebookEvent::RulesAdopted { revision, reason: Some("A start.".into()), draft: None };
        assert_eq!(
            told(&rules.into()),
            "adopted revision 1 of the points rules, valid from 2009-01-01: 10 points for \
             resource_published, at most 5 a day; 2 points for resource_bookmarked, at most 20 a day; \
             5 points for news_published, at most 3 a day; \
             8 points for gathering_published, at most 2 a day; 20 points for highlight_published, \
             at most 2 a day; 15 points for highlight_reused, at most 5 a day; reason: A start."
        );
    }

    #[test]
    fn a_sealed_draft_stays_sealed() {
        let ana = MemberId::derived(&["ana"]);
        let item = NewsItemId::derived(&["news"]);
        let story = Personal::erased(ana);
        let drafted = NewsItemEvent::NewsDrafted { item, author: ana, seat: None, revision: 2, story };
        let expected =
            format!("wrote the draft of news item {} (revision 2): (sealed or erased)", item.short());
        assert_eq!(told(&drafted.into()), expected);
    }

    #[test]
    fn personal_values_stand_there_as_the_log_has_them() {
        let ana = MemberId::derived(&["ana"]);
        let joined = |name: Personal<String>| {
            told(&Event::Member(MemberEvent::MemberJoined {
                member: ana,
                name,
                email: Personal::erased(ana),
                country: "BR".parse().unwrap(),
                language: Language::Pt,
            }))
        };
        assert!(joined(Personal::new(ana, "Ana".into())).starts_with("joined as Ana <(sealed or erased)>"));
        assert!(joined(Personal::erased(ana)).starts_with("joined as (sealed or erased)"));
    }

    #[test]
    fn roles_name_what_they_are_for() {
        let organisation = OrganisationId::derived(&["ministry"]);
        let granted = MemberEvent::RoleGranted {
            member: MemberId::derived(&["ana"]),
            role: domain::membership::Role::OrganisationEditor(organisation),
        };
        assert!(told(&granted.into()).contains(&format!("organisation_editor:{organisation}")));
    }
}
