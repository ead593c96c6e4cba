//! The parts of the page on the highlights that the member wrote, what was published in the newsroom and the calendar, on places at gatherings
//! and on pictures for texts. Other members who are mentioned are not named, not even by their id.

use application::membership::own_data::{OwnData, OwnGathering, OwnHighlight, OwnNews, OwnPlace};
use domain::highlights::Sheet;
use domain::newsroom::Story;
use domain::text;
use maud::{Markup, html};

use super::{Telling, link, newest, row};
use crate::calendar;
use crate::markdown::unnamed;
use crate::ui::{Column, facts, table};

impl Telling {
    pub(super) fn published(&self, data: &OwnData) -> Markup {
        let history = &data.history;
        html! {
            (self.part("membership-own-highlights", history.highlights.is_empty(), || html! {
                @for highlight in newest(&history.highlights) { (self.highlight(highlight)) }
                (self.rest(history.highlights.len()))
            }))
            (self.part("membership-own-news", history.news.is_empty(), || html! {
                @for news in newest(&history.news) { (self.news(news)) }
                (self.rest(history.news.len()))
            }))
            (self.part("membership-own-gatherings", history.gatherings.is_empty(), || html! {
                @for gathering in newest(&history.gatherings) { (self.gathering(gathering)) }
                (self.rest(history.gatherings.len()))
            }))
            (self.part("membership-own-places", history.places.is_empty(), || html! {
                (self.places(&history.places))
                (self.rest(history.places.len()))
            }))
            (self.part("membership-own-pictures", data.pictures.is_empty(), || html! {
                ul {
                    @for picture in newest(&data.pictures) {
                        li { a href=(link(&picture.file)) { (picture.file) } " – " (self.at(picture.sent_at)) }
                    }
                }
                (self.rest(data.pictures.len()))
            }))
        }
    }

    fn words(&self, text: &str) -> String {
        unnamed(text, self.say("ui-mention-hidden"))
    }

    fn highlight(&self, own: &OwnHighlight) -> Markup {
        let mut pairs = Vec::new();
        if let Some(at) = own.published_at {
            let address = format!("{}/h/{}", self.base, own.highlight.short());
            pairs.push((self.say("membership-own-published"), self.at(at)));
            pairs.push((self.say("membership-own-address"), html! { a href=(address) { (address) } }));
        } else {
            pairs.push((self.say("membership-own-draft"), self.at(own.begun_at)));
        }
        if let Some(at) = own.submitted_at {
            pairs.push((self.say("highlights-submitted"), self.at(at)));
        }
        let asked = own.asked.iter().map(|remark| ("highlights-asked-before", remark));
        for (label, remark) in
            asked.chain(own.declined.iter().map(|remark| ("highlights-state-declined", remark)))
        {
            let text = html! { (self.at(remark.at)) " – " (self.personal(&remark.text)) };
            pairs.push((self.say(label), text));
        }
        if let Some(withdrawn) = &own.withdrawn {
            let text = html! { (self.at(withdrawn.at)) " – " (withdrawn.reason) };
            pairs.push((self.say("membership-own-withdrawn"), text));
        }
        html! {
            section {
                @match own.sheet.get() {
                    Some(sheet) => (self.sheet(sheet)),
                    None => h3 { em { (self.say("membership-own-unreadable")) } },
                }
                (facts(pairs))
            }
        }
    }

    fn sheet(&self, Sheet { details, contact }: &Sheet) -> Markup {
        let title = if details.title.is_empty() { self.say("newsroom-untitled") } else { &details.title };
        let parts = [
            ("highlights-context", &details.context),
            ("highlights-done", &details.action),
            ("highlights-results", &details.results),
            ("highlights-lessons", &details.lessons),
            ("highlights-cost", &details.cost),
            ("highlights-contact", contact),
        ];
        html! {
            h3 lang=(details.language) { (title) }
            p .text lang=(details.language) { (details.summary) }
            @for (label, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
                h4 { (self.say(label)) }
                p .text lang=(details.language) { (self.words(text)) }
            }
            @if !details.links.is_empty() {
                h4 { (self.say("highlights-evidence")) }
                ul { @for link in &details.links { li { a href=(link) { (link) } } } }
            }
        }
    }

    fn news(&self, news: &OwnNews) -> Markup {
        let mut pairs = Vec::new();
        match (news.published_at, news.scheduled_for) {
            (Some(at), _) => {
                let address = format!("{}/{}/news/{}", self.base, self.language, news.item.short());
                pairs.push((self.say("membership-own-published"), self.at(at)));
                pairs.push((self.say("membership-own-address"), html! { a href=(address) { (address) } }));
            }
            (None, scheduled) => {
                pairs.push((self.say("membership-own-draft"), self.at(news.begun_at)));
                if let Some(at) = scheduled {
                    pairs.push((self.say("membership-own-scheduled"), self.at(at)));
                }
            }
        }
        if !news.corrections.is_empty() {
            let notes =
                html! { ul { @for one in &news.corrections { li { (self.at(one.at)) " – " (one.note) } } } };
            pairs.push((self.say("newsroom-corrected"), notes));
        }
        if let Some(withdrawn) = &news.withdrawn {
            let text = html! { (self.at(withdrawn.at)) " – " (withdrawn.reason) };
            pairs.push((self.say("membership-own-withdrawn"), text));
        }
        html! {
            section {
                @match news.story.get() {
                    Some(story) => (self.story(story)),
                    None => h3 { em { (self.say("membership-own-unreadable")) } },
                }
                (facts(pairs))
            }
        }
    }

    fn story(&self, story: &Story) -> Markup {
        let title = if story.title.is_empty() { self.say("newsroom-untitled") } else { &story.title };
        html! {
            h3 lang=(story.language) { (title) }
            @if !story.summary.is_empty() { p .text lang=(story.language) { (story.summary) } }
            @if !story.body.is_empty() { p .text lang=(story.language) { (self.words(&story.body)) } }
            @if !story.link.is_empty() { p { a href=(story.link) { (story.link) } } }
        }
    }

    fn gathering(&self, gathering: &OwnGathering) -> Markup {
        let details = &gathering.details;
        let slug = text::slug(&details.title);
        let path = calendar::address(&gathering.gathering.short(), &slug);
        let address = format!("{}/{}{path}", self.base, self.language);
        let times = &details.times;
        let clock = |time: chrono::NaiveDateTime| time.format("%Y-%m-%d %H:%M").to_string();
        let mut pairs = vec![
            (self.say("membership-own-published"), self.at(gathering.published_at)),
            (self.say("membership-own-address"), html! { a href=(address) { (address) } }),
            (
                self.say("calendar-when"),
                html! { (clock(times.starts)) " – " (clock(times.ends)) " (" (times.zone) ")" },
            ),
        ];
        if let Some(place) = &details.place {
            pairs.push((self.say("calendar-where"), html! { (calendar::place(self.language, place)) }));
        }
        if let Some(online) = &details.online {
            pairs.push((self.say("calendar-online-where"), html! { a href=(online) { (online) } }));
        }
        if !gathering.changed_at.is_empty() {
            let changes = html! { ul { @for at in &gathering.changed_at { li { (self.at(*at)) } } } };
            pairs.push((self.say("membership-own-versions"), changes));
        }
        let ended =
            [("calendar-cancelled", &gathering.cancelled), ("membership-own-removed", &gathering.removed)];
        for (label, ended) in ended {
            if let Some(ended) = ended {
                pairs.push((self.say(label), html! { (self.at(ended.at)) " – " (ended.reason) }));
            }
        }
        html! {
            section {
                h3 lang=(details.language) { (details.title) }
                p .text lang=(details.language) { (self.words(&details.description)) }
                (facts(pairs))
            }
        }
    }

    fn places(&self, places: &[OwnPlace]) -> Markup {
        let columns = ["membership-own-resource", "calendar-since", "calendar-came"]
            .map(|id| Column::text(self.say(id)));
        let rows = newest(places).map(|place| {
            let came = match place.came {
                Some(true) => self.say("membership-own-came"),
                Some(false) => self.say("membership-own-stayed-away"),
                None => "–",
            };
            let since = html! {
                (self.at(place.since))
                @if place.waiting { " (" (self.say("calendar-waiting-list")) ")" }
            };
            row([self.item(domain::bookmarks::Item::Gathering(place.gathering)), since, html! { (came) }])
        });
        table(self.say("membership-own-places"), &columns, rows)
    }
}
