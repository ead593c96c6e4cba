//! `index.html` of the archive of one's own data: a page to read without a connection, in one file.

mod published;

use std::collections::{BTreeSet, HashMap};

use application::Unreachable;
use application::membership::own_data::{OwnData, OwnDisclosure, OwnDispute, OwnResource, Reader};
use chrono::{DateTime, Utc};
use domain::bookmarks::Item;
use domain::library::{FileName, Source};
use domain::membership::{Profile, Role, Visibility};
use domain::points::Outcome;
use domain::{Language, OrganisationId, Personal, Theme};
use futures::future::BoxFuture;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use projections::library::Themes;
use projections::organisations::organisations;
use projections::{calendar, highlights, library, newsroom};
use sqlx::PgPool;
use url::Url;

use crate::i18n::{self, Value, text, text_with, time};
use crate::points::label;
use crate::ui::{Column, Row, calendar_day, facts, table};

/// Longer lists stand whole in `data.json` alone.
const SHOWN: usize = 1_000;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{max-width:60rem;margin:0 auto;padding:1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem;border-bottom:1px solid}\
dl{display:grid;grid-template-columns:minmax(8rem,1fr) 3fr;gap:.25rem 1rem}dt{font-weight:bold}dd{margin:0}\
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:bold;padding:.5rem 0}\
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid}\
.number{text-align:right}.text{white-space:pre-wrap}\
@media(max-width:40rem){dl{display:block}dd{margin-bottom:.5rem}\
thead{position:absolute;clip-path:inset(50%)}tr,td{display:block}td{border:0;text-align:left}\
tr{border-bottom:1px solid;padding:.5rem 0}td::before{content:attr(data-label) ': ';font-weight:bold}td div{display:inline}}";

/// Writes the page; names of resources and organisations come from the read models.
#[derive(Debug)]
pub struct OwnDataPages {
    pub read: PgPool,
    /// Where the portal is reached.
    pub base_url: Url,
}

impl OwnDataPages {
    async fn write(&self, data: &OwnData, language: Language) -> sqlx::Result<String> {
        let history = &data.history;
        let kept = history.bookmarks.iter().map(|kept| kept.item);
        let kept = kept.chain(history.places.iter().map(|place| Item::Gathering(place.gathering)));
        let earned = history.points.lines.iter().rev().take(SHOWN).map(|line| line.item);
        let (mut resources, mut news, mut gatherings) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut told = BTreeSet::new();
        for item in kept.chain(earned) {
            match item {
                Item::Resource(id) => drop(resources.insert(id)),
                Item::News(id) => drop(news.insert(id)),
                Item::Gathering(id) => drop(gatherings.insert(id)),
                Item::Highlight(id) => drop(told.insert(id)),
            }
        }
        let (resources, news) = (Vec::from_iter(resources), Vec::from_iter(news));
        let gatherings = Vec::from_iter(gatherings);
        let titles = library::titles(&self.read, &resources).await?;
        let titles = titles.into_iter().map(|(id, title)| (Item::Resource(id), title));
        let of_news = newsroom::titles(&self.read, &news).await?;
        let titles = titles.chain(of_news.into_iter().map(|(id, title)| (Item::News(id), title)));
        let of_gatherings = calendar::titles(&self.read, &gatherings).await?;
        let titles = titles.chain(of_gatherings.into_iter().map(|(id, title)| (Item::Gathering(id), title)));
        let of_highlights = highlights::titles(&self.read, &Vec::from_iter(told)).await?;
        let titles = titles.chain(of_highlights.into_iter().map(|(id, title)| (Item::Highlight(id), title)));
        let edited = history.roles.iter().filter_map(|held| match held.role {
            Role::OrganisationEditor(organisation) => Some(organisation),
            Role::Moderator | Role::Auditor | Role::Admin => None,
        });
        let institution = history.profile.as_ref().and_then(|profile| profile.institution.value);
        let organisations: Vec<OrganisationId> = edited.chain(institution).collect();
        let names = organisations::names(&self.read, &organisations).await?;
        let organisations = names
            .into_iter()
            .filter_map(|(id, organisation)| Some((id, organisation.names.best(language)?.1.to_owned())));
        let telling = Telling {
            language,
            base: self.base_url.as_str().trim_end_matches('/').to_owned(),
            organisations: organisations.collect(),
            titles: titles.collect(),
            themes: Themes::read(&self.read).await?,
        };
        Ok(telling.document(data).into_string())
    }
}

impl Reader for OwnDataPages {
    fn page<'a>(
        &'a self,
        data: &'a OwnData,
        language: Language,
    ) -> BoxFuture<'a, Result<String, Unreachable>> {
        Box::pin(async move { self.write(data, language).await.map_err(|error| Unreachable(error.into())) })
    }
}

struct Telling {
    language: Language,
    base: String,
    organisations: HashMap<OrganisationId, String>,
    titles: HashMap<Item, (Language, String)>,
    themes: Themes,
}

impl Telling {
    fn say(&self, id: &str) -> &'static str {
        text(self.language, id)
    }

    fn say_with(&self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        text_with(self.language, id, values)
    }

    fn at(&self, at: DateTime<Utc>) -> Markup {
        html! { time datetime=(at.to_rfc3339()) { (time(self.language, at)) } }
    }

    fn document(&self, data: &OwnData) -> Markup {
        let title = self.say("membership-own-title");
        let name = data.history.profile.as_ref().and_then(|profile| profile.name.value.get());
        html! {
            (DOCTYPE)
            html lang=(self.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (title) }
                        @if let Some(name) = name { p { strong { (name) } } }
                        p { (self.say("membership-own-made")) " " (self.at(data.made_at)) " · " a href=(self.base) { (self.base) } }
                        p { (self.say_with("membership-own-lead", &[("count", i64::try_from(data.events).unwrap_or(i64::MAX).into())])) " "
                            a href="data.json" { "data.json" } }
                        p { (self.say("membership-own-others")) }
                    }
                    main {
                        (self.account(data))
                        (self.part("membership-own-roles", data.history.roles.is_empty(), || self.roles(data)))
                        @if let Some(profile) = &data.history.profile { (self.profile(profile)) }
                        (self.part("membership-own-resources", data.history.resources.is_empty(), || self.resources(data)))
                        (self.published(data))
                        (self.part("membership-own-bookmarks", data.history.bookmarks.is_empty(), || self.bookmarks(data)))
                        (self.part("membership-own-points", data.history.points.lines.is_empty(), || self.points(data)))
                        (self.part("membership-own-disputes", data.history.disputes.is_empty(), || html! {
                            @for dispute in newest(&data.history.disputes) { (self.dispute(dispute)) }
                        }))
                        (self.part("membership-own-disclosures", data.history.disclosures.is_empty(), || html! {
                            @for disclosure in newest(&data.history.disclosures) { (self.disclosure(disclosure)) }
                        }))
                        (self.part("membership-sessions", data.sessions.is_empty(), || self.sessions(data)))
                        (self.part("membership-own-mails", data.mails.is_empty(), || self.mails(data)))
                    }
                }
            }
        }
    }

    /// A part under its heading; where there is nothing, it says so.
    fn part(&self, title: &str, empty: bool, content: impl FnOnce() -> Markup) -> Markup {
        html! {
            section {
                h2 { (self.say(title)) }
                @if empty { p { (self.say("membership-own-nothing")) } } @else { (content()) }
            }
        }
    }

    /// Says where a list is longer than what is shown of it.
    fn rest(&self, length: usize) -> Markup {
        html! {
            @if length > SHOWN {
                p { (self.say_with("membership-own-more", &[("count", i64::try_from(SHOWN).unwrap_or(i64::MAX).into())])) }
            }
        }
    }

    fn account(&self, data: &OwnData) -> Markup {
        let yes = |at: Option<DateTime<Utc>>| html! { @if let Some(at) = at { (self.at(at)) } @else { "–" } };
        let mut pairs = vec![
            (self.say("membership-own-id"), html! { code { (data.history.member) } }),
            (self.say("membership-own-joined"), yes(data.history.joined_at)),
            (self.say("membership-own-confirmed"), yes(data.history.confirmed_at)),
        ];
        if let Some(account) = &data.account {
            pairs.insert(0, (self.say("membership-email"), html! { (account.email) }));
            pairs.push((self.say("membership-mail-language"), html! { (account.language.endonym()) }));
        }
        self.part("membership-own-account", false, || facts(pairs))
    }

    fn roles(&self, data: &OwnData) -> Markup {
        html! { ul { @for held in &data.history.roles { li { (self.role(held.role)) " – " (self.at(held.since)) } } } }
    }

    fn role(&self, role: Role) -> String {
        match role {
            Role::OrganisationEditor(id) => {
                let name = self.organisations.get(&id).cloned().unwrap_or_else(|| id.to_string());
                self.say_with("membership-own-role-editor", &[("name", name.into())])
            }
            Role::Moderator => self.say("membership-own-role-moderator").to_owned(),
            Role::Auditor => self.say("membership-own-role-auditor").to_owned(),
            Role::Admin => self.say("membership-own-role-admin").to_owned(),
        }
    }

    fn profile(&self, profile: &Profile) -> Markup {
        let plain = |value: Option<&Personal<String>>| html! { @if let Some(value) = value { (self.personal(value)) } };
        let themes = |themes: &[Theme]| {
            let themes = self.themes.all_resolved(themes).into_iter();
            let names: Vec<String> = themes.map(|one| self.themes.name(self.language, one)).collect();
            html! { (names.join(", ")) }
        };
        let languages: Vec<&str> = profile.languages.value.iter().map(|one| one.endonym()).collect();
        let institution = profile
            .institution
            .value
            .map(|id| self.organisations.get(&id).cloned().unwrap_or_else(|| id.to_string()));
        let fields = [
            ("membership-name", self.personal(&profile.name.value), profile.name.to),
            ("membership-post", plain(profile.post.value.as_ref()), profile.post.to),
            (
                "membership-institution",
                html! { @if let Some(name) = institution { (name) } },
                profile.institution.to,
            ),
            ("membership-country", html! { (profile.country.value.name(self.language)) }, profile.country.to),
            ("membership-languages", html! { (languages.join(", ")) }, profile.languages.to),
            ("membership-interests", themes(&profile.interests.value), profile.interests.to),
            ("membership-expertise", themes(&profile.expertise.value), profile.expertise.to),
            ("membership-biography", plain(profile.biography.value.as_ref()), profile.biography.to),
            (
                "membership-links",
                html! { @for link in &profile.links.value { div { (self.personal(link)) } } },
                profile.links.to,
            ),
        ];
        let columns = [
            self.say("membership-own-field"),
            self.say("membership-own-value"),
            self.say("membership-own-visible"),
        ]
        .map(Column::text);
        let rows = fields.into_iter().map(|(name, value, to)| {
            row([html! { (self.say(name)) }, value, html! { (self.say(visible(to))) }])
        });
        self.part("membership-own-profile", false, || {
            table(self.say("membership-own-profile"), &columns, rows)
        })
    }

    fn personal(&self, value: &Personal<String>) -> Markup {
        html! {
            @match value.get() {
                Some(value) => span .text { (value) },
                None => em { (self.say("membership-own-unreadable")) },
            }
        }
    }

    fn resources(&self, data: &OwnData) -> Markup {
        html! {
            @for resource in newest(&data.history.resources) { (self.resource(resource, &data.lost)) }
            (self.rest(data.history.resources.len()))
        }
    }

    fn resource(&self, resource: &OwnResource, lost: &[String]) -> Markup {
        let Some(latest) = resource.versions.last() else { return html! {} };
        let details = &latest.details;
        let address = format!("{}/r/{}", self.base, resource.resource.short());
        let mut pairs = vec![
            (self.say("membership-own-published"), self.at(resource.published_at)),
            (self.say("membership-own-address"), html! { a href=(address) { (address) } }),
        ];
        if resource.versions.len() > 1 {
            let changes = html! { ul { @for version in &resource.versions { li lang=(version.details.facets.language) { (self.at(version.at)) " – " (version.details.title) } } } };
            pairs.push((self.say("membership-own-versions"), changes));
        }
        if let Some(withdrawn) = &resource.withdrawn {
            let text = html! { (self.at(withdrawn.at)) " – " (withdrawn.reason) };
            pairs.push((self.say("membership-own-withdrawn"), text));
        }
        let source = self.source(&resource.source, resource.file.as_deref(), lost);
        pairs.push((self.say("membership-own-source"), source));
        if !resource.earlier.is_empty() {
            let earlier = html! {
                ul {
                    @for one in &resource.earlier {
                        li { (self.source(&one.source, one.file.as_deref(), lost)) " – " (self.at(one.replaced_at)) ", " (one.change) }
                    }
                }
            };
            pairs.push((self.say("membership-own-earlier"), earlier));
        }
        html! {
            section {
                h3 lang=(details.facets.language) { (details.title) }
                @if let Some(authors) = &details.authors { p { (self.personal(authors)) } }
                p .text lang=(details.facets.language) { (details.summary) }
                (facts(pairs))
            }
        }
    }

    fn source(&self, source: &Source<FileName>, file: Option<&str>, lost: &[String]) -> Markup {
        match (source, file) {
            (Source::Link { url }, _) => html! { a href=(url) { (url) } },
            (Source::Document { name, .. }, Some(path)) if lost.iter().any(|lost| lost == path) => {
                html! { (self.personal(name)) " – " (self.say("membership-own-lost")) }
            }
            (Source::Document { name, size, .. }, path) => html! {
                a href=(link(path.unwrap_or_default())) { (self.personal(name)) } " (" (i18n::bytes(self.language, *size)) ")"
            },
        }
    }

    /// What an item is called, with its permanent address.
    fn item(&self, item: Item) -> Markup {
        let address = match item {
            Item::Resource(id) => format!("{}/r/{}", self.base, id.short()),
            Item::News(id) => format!("{}/{}/news/{}", self.base, self.language, id.short()),
            Item::Gathering(id) => format!("{}/{}/events/{}", self.base, self.language, id.short()),
            Item::Highlight(id) => format!("{}/{}/highlights/{}", self.base, self.language, id.short()),
        };
        html! {
            @match self.titles.get(&item) {
                Some((language, title)) => a href=(address) lang=(language) { (title) },
                None => a href=(address) { (address) },
            }
        }
    }

    fn bookmarks(&self, data: &OwnData) -> Markup {
        let columns = ["membership-own-resource", "membership-own-saved", "membership-own-note"]
            .map(|id| Column::text(self.say(id)));
        let rows = newest(&data.history.bookmarks).map(|kept| {
            let note = html! { @if let Some(note) = &kept.note { (self.personal(note)) } };
            row([self.item(kept.item), self.at(kept.saved_at), note])
        });
        html! {
            (table(self.say("membership-own-bookmarks"), &columns, rows))
            (self.rest(data.history.bookmarks.len()))
        }
    }

    fn points(&self, data: &OwnData) -> Markup {
        let points = &data.history.points;
        let total = i64::try_from(points.total).unwrap_or(i64::MAX);
        let columns = [
            Column::text(self.say("points-what")),
            Column::text(self.say("membership-own-resource")),
            Column::text(self.say("points-day-of")),
            Column::number(self.say("points-points")),
            Column::text(self.say("membership-own-taken-back")),
        ];
        let rows = newest(&points.lines).map(|line| {
            row([
                html! { (self.say(label(line.contribution))) },
                self.item(line.item),
                calendar_day(self.language, line.day),
                html! { (i18n::number(self.language, line.points.into())) },
                html! { @if let Some(at) = line.withdrawn_at { (self.at(at)) } @else { "–" } },
            ])
        });
        html! {
            p { (self.say_with("membership-own-total", &[("count", total.into())])) }
            (table(self.say("membership-own-points"), &columns, rows))
            (self.rest(points.lines.len()))
        }
    }

    fn dispute(&self, dispute: &OwnDispute) -> Markup {
        let mut pairs = vec![
            (self.say("points-dispute-opened"), self.at(dispute.opened_at)),
            (self.say("points-dispute-said"), self.personal(&dispute.objection)),
        ];
        if let Some(answered) = &dispute.answered {
            let outcome = self.say(match answered.outcome {
                Outcome::Explained => "points-dispute-explained",
                Outcome::Upheld => "points-dispute-upheld",
            });
            let answer =
                html! { p { (outcome) ", " (self.at(answered.at)) } (self.personal(&answered.answer)) };
            pairs.push((self.say("points-dispute-answer"), answer));
        }
        facts(pairs)
    }

    fn disclosure(&self, disclosure: &OwnDisclosure) -> Markup {
        let decision = html! {
            @match &disclosure.decision {
                None => (self.say("membership-own-undecided")),
                Some(decision) => {
                    (self.say(if decision.until.is_some() { "audit-disclosure-approved" } else { "audit-disclosure-refused" }))
                    " " (self.at(decision.at)) " – " (decision.reason)
                }
            }
        };
        facts([
            (self.say("audit-disclosure-asked"), self.at(disclosure.asked_at)),
            (self.say("audit-disclosure-reason"), html! { span .text { (disclosure.reason) } }),
            (self.say("membership-own-decision"), decision),
            (
                self.say("membership-own-looks"),
                html! { @for at in &disclosure.viewed_at { div { (self.at(*at)) } } @if disclosure.viewed_at.is_empty() { "–" } },
            ),
        ])
    }

    fn sessions(&self, data: &OwnData) -> Markup {
        let columns = ["membership-session-browser", "membership-session-started", "membership-session-seen"]
            .map(|id| Column::text(self.say(id)));
        let rows = data.sessions.iter().map(|session| {
            row([html! { (session.user_agent) }, self.at(session.started_at), self.at(session.seen_at)])
        });
        table(self.say("membership-sessions"), &columns, rows)
    }

    fn mails(&self, data: &OwnData) -> Markup {
        html! { ul { @for mail in &data.mails { li { (mail.subject) " – " (self.at(mail.queued_at)) } } } }
    }
}

fn row<const N: usize>(cells: [Markup; N]) -> Row {
    Row { cells: cells.into(), current: false }
}

/// The newest so many, the newest first.
fn newest<T>(all: &[T]) -> impl Iterator<Item = &T> {
    all.iter().rev().take(SHOWN)
}

const fn visible(to: Visibility) -> &'static str {
    match to {
        Visibility::Everyone => "membership-to-everyone",
        Visibility::Members => "membership-to-members",
        Visibility::Connections => "membership-to-connections",
        Visibility::OnlyMe => "membership-to-only-me",
    }
}

/// The address of a file beside the page (RFC 3986, 3.3).
fn link(path: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_file_beside_the_page() {
        assert_eq!(link("files/001-guía? (2).pdf"), "files/001-gu%C3%ADa%3F%20%282%29.pdf");
    }

    #[test]
    fn of_a_long_list_the_newest_come_first() {
        let all: Vec<usize> = (0..=SHOWN).collect();
        let shown: Vec<usize> = newest(&all).copied().collect();
        assert_eq!((shown.len(), shown[0], shown[SHOWN - 1]), (SHOWN, SHOWN, 1));
    }
}
