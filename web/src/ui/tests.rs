//! What the shared parts look like in HTML; a change of markup shows as a changed snapshot.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Country, Language};
use maud::{Markup, html};

use super::*;
use crate::fields::Fields;
use crate::testing::{self, ana, visit};
use crate::visit::Visit;

/// One element a line, so that a change is seen where it is.
fn lines(markup: &Markup) -> String {
    markup.0.replace("><", ">\n<")
}

fn mexico() -> Country {
    "MX".parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2026-11-23T15:04:05Z".parse().unwrap()
}

pub(super) fn refused() -> Fields {
    let mut fields = Fields::new([("title", "<b>Cuidados</b>"), ("theme", "care"), ("terms", "yes")]);
    fields.refuse("title", "Say in the title what it is about");
    fields.refuse("theme", "Choose at most one");
    fields
}

pub(super) fn form(visit: &Visit, fields: &Fields) -> Markup {
    html! {
        (error_summary(visit, fields, &[("theme", "Themes"), ("title", "Title")]))
        form .narrow method="post" {
            (command_id(visit, fields))
            (Field::new("title", "Title").hint("As it stands on the document").limit(200).required().text(visit, fields))
            (Field::new("email", "E-mail").autocomplete("email").required().email(visit, fields))
            (Field::new("password", "Password").autocomplete("new-password").required().password(visit, fields))
            (Field::new("summary", "Summary").limit(2000).textarea(4, visit, fields))
            (Field::new("country", "Country").select([("", "—"), ("MX", "Mexico")], visit, fields))
            (Field::new("theme", "Themes").hint("Up to ten").checkboxes([("care", "Care"), ("rural", "Rural development")], visit, fields))
            (Field::new("file", "Document").hint("PDF, up to 50 MB").file(".pdf", visit, fields))
            (Field::new("terms", "I agree").required().checkbox(visit, fields))
            div .actions { (button("Publish")) a .button.quiet href="/en/library" { (visit.text("ui-cancel")) } }
        }
    }
}

fn facets() -> Vec<Facet<'static>> {
    let choice = |value: &str, label: &str, count| Choice { value: value.into(), label: label.into(), count };
    vec![
        Facet {
            name: "country",
            title: "Country",
            options: vec![choice("MX", "Mexico", 1234), choice("BR", "Brazil", 87)],
        },
        Facet { name: "theme", title: "Theme", options: vec![choice("care", "Care & support", 12)] },
        Facet { name: "kind", title: "Kind", options: vec![] },
    ]
}

fn searching() -> Visit {
    let mut facts = testing::facts(Language::Es);
    "/library".clone_into(&mut facts.path);
    "q=ni%C3%B1ez&country=MX&theme=care&page=4".clone_into(&mut facts.query);
    Visit::new(facts)
}

#[test]
fn a_form_says_beside_each_field_what_is_wrong() {
    insta::assert_snapshot!(lines(&form(&visit(Language::En), &refused())));
}

#[test]
fn filters_change_one_parameter_each() {
    let visit = searching();
    insta::assert_snapshot!(lines(
        &html! { (chips(&visit, &facets())) (filters(&visit, &facets())) (pagination(&visit, 4, 12)) }
    ));
}

#[test]
fn what_is_chosen_can_be_taken_back_where_nothing_has_it() {
    let visit = searching();
    let brazil = "BR".parse::<domain::Country>().unwrap();
    let name = |country: domain::Country| country.name(Language::Es).to_owned();
    let facet =
        |chosen| Facet::of("country", "Country", &[(brazil, 3)], chosen, |country| country.to_string(), name);
    let values = |facet: Facet<'_>| {
        facet.options.into_iter().map(|option| (option.label, option.count)).collect::<Vec<_>>()
    };
    assert_eq!(values(facet(Some(mexico()))), [("Brasil".to_owned(), 3), ("México".to_owned(), 0)]);
    assert_eq!(values(facet(Some(brazil))), [("Brasil".to_owned(), 3)]);
    let chips = chips(&visit, &[facet(Some(mexico()))]).into_string();
    assert!(chips.contains("href=\"/es/library?q=ni%C3%B1ez&amp;theme=care\""), "{chips}");
}

#[test]
fn a_card_and_its_marks() {
    let card = Card::new("Sistemas de cuidados <en red>", "/es/library/4x2")
        .language(Language::Es)
        .top(html! { (place(mexico(), Language::Fr)) (badge("Report", Tone::Anil)) })
        .text("Lo que aprendieron seis ministerios.")
        .meta(html! { (day(Language::Fr, at())) (tag("Soins", "/fr/library?theme=care")) })
        .show();
    insta::assert_snapshot!(lines(
        &html! { (card_list([card])) (avatar("Ana María Díaz")) (Icon::Bookmark.filled()) }
    ));
}

#[test]
fn lists_of_facts_figures_and_rows() {
    let row = Row { cells: vec![html! { "1" }, html! { "Ana" }, html! { "1,204" }], current: true };
    let columns = [Column::number("Rank"), Column::text("Member"), Column::number("Points")];
    insta::assert_snapshot!(lines(&html! {
        (super::facts([("Institution", html! { "SEDESOL" })]))
        (stats(Language::Pt, [(12_345, "recursos", Some("/pt/library".to_owned())), (35, "países", None)]))
        (table("Leaders of November", &columns, [row]))
        (timeline(Language::Es, [(at(), html! { p { "Publicó un recurso" } })]))
        (tabs("Period", &[Tab { label: "Month", address: "/en/leaderboard".into(), current: true }]))
        (Notice::Warning.show(&"Soon full"))
        (calendar_day(Language::Fr, NaiveDate::from_ymd_opt(2026, 5, 1).unwrap()))
    }));
}

#[test]
fn the_frame_of_a_page_for_a_visitor() {
    let page = Page::new("Library")
        .section(Section::Library)
        .crumb("Mexico", "/es/countries/mx".to_owned())
        .description("Documents & links")
        .feed("application/atom+xml", "New in the library", "/es/library/feed.atom".to_owned())
        .show(&searching(), &html! { h1 { "Library" } });
    let shown = lines(&page);
    // Addresses of files change with their content; that is tested where they are made.
    let steady = shown.split("/assets/").enumerate().map(|(i, part)| {
        if i == 0 {
            part.to_owned()
        } else {
            part.split_once('-')
                .map_or(part, |(_, rest)| rest.split_once('.').unwrap_or(("", rest)).1)
                .to_owned()
        }
    });
    insta::assert_snapshot!(steady.collect::<Vec<_>>().join("/assets/FILE."));
}

#[test]
fn a_member_has_a_menu_and_sees_what_was_done() {
    let mut facts = testing::facts(Language::Fr);
    facts.viewer = Some(ana());
    facts.notices = vec!["ui-notice-updating"];
    let page = Page::new("Accueil").show(&Visit::new(facts), &html! {}).0;
    assert!(page.contains("Ana María Díaz") && page.contains("action=\"/fr/sign-out\""));
    assert!(!page.contains("/fr/join"));
    assert!(page.contains("role=\"status\"") && page.contains("en cours de mise à jour"));
}

#[test]
fn every_drawing_and_icon_stays_within_its_field() {
    for drawing in Drawing::ALL {
        inside(&drawing.show(), 160.0, 120.0);
    }
    for icon in Icon::ALL {
        inside(&icon.show(), 24.0, 24.0);
    }
}

/// Absolute places of the paths, as far as they are told by capital letters.
fn inside(svg: &Markup, width: f64, height: f64) {
    let starts = svg.0.split('M').skip(1).filter_map(|rest| {
        let mut numbers =
            rest.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).filter(|n| !n.is_empty());
        Some((numbers.next()?.parse::<f64>().ok()?, numbers.next()?.parse::<f64>().ok()?))
    });
    for (x, y) in starts {
        assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{x} {y} in {}", svg.0);
    }
}
