//! A card: one item of a list, with a title that makes the whole card clickable.

use domain::Language;
use maud::{Markup, html};

/// `Card::new(title, address).top(html!{…}).text(summary).meta(html!{…}).show()`
#[derive(Debug)]
pub struct Card<'a> {
    title: &'a str,
    address: &'a str,
    language: Option<Language>,
    top: Option<Markup>,
    text: Option<&'a str>,
    meta: Option<Markup>,
}

impl<'a> Card<'a> {
    pub fn new(title: &'a str, address: &'a str) -> Self {
        Self { title, address, language: None, top: None, text: None, meta: None }
    }

    /// The language of title and text, so that it is pronounced and hyphenated well.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// A line above the title: flag, kind, avatar.
    pub fn top(mut self, top: Markup) -> Self {
        self.top = Some(top);
        self
    }

    /// Shown in three lines at most.
    pub fn text(mut self, text: &'a str) -> Self {
        self.text = Some(text).filter(|text| !text.is_empty());
        self
    }

    /// A line below: date, counts.
    pub fn meta(mut self, meta: Markup) -> Self {
        self.meta = Some(meta);
        self
    }

    pub fn show(&self) -> Markup {
        html! {
            article .card {
                @if let Some(top) = &self.top { div .top { (top) } }
                h3 lang=[self.language] { a href=(self.address) { (self.title) } }
                @if let Some(text) = self.text { p .text lang=[self.language] { (text) } }
                @if let Some(meta) = &self.meta { div .meta { (meta) } }
            }
        }
    }
}

/// Cards side by side as far as the width goes.
pub fn cards(items: impl IntoIterator<Item = Markup>) -> Markup {
    html! { ul .grid { @for item in items { li .stack { (item) } } } }
}

/// Cards below each other.
pub fn card_list(items: impl IntoIterator<Item = Markup>) -> Markup {
    html! { ul .stack { @for item in items { li { (item) } } } }
}
