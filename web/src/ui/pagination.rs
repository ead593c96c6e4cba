//! Steps through a long list.

use maud::{Markup, html};

use super::Icon;
use crate::query::Query;
use crate::visit::Visit;

/// Numbered pages under the parameter `page`; nothing when there is only one.
pub fn pagination(visit: &Visit, current: u32, pages: u32) -> Markup {
    let query = Query::parse(&visit.query);
    let address = |page: u32| {
        let query = query.without("page");
        let query = if page > 1 { query.with("page", &page.to_string()) } else { query };
        query.at(&visit.here())
    };
    html! {
        @if pages > 1 {
            nav aria-label=(visit.text("ui-pages")) {
                ul .pagination {
                    @if current > 1 {
                        li { a href=(address(current - 1)) rel="prev" { (visit.text("ui-previous")) } }
                    }
                    @for step in steps(current, pages) {
                        li {
                            @match step {
                                Some(page) if page == current => {
                                    span aria-current="page" aria-label=(visit.text_with("ui-page", &[("page", page.into())])) { (page) }
                                }
                                Some(page) => {
                                    a href=(address(page)) aria-label=(visit.text_with("ui-page", &[("page", page.into())])) { (page) }
                                }
                                None => span { "…" }
                            }
                        }
                    }
                    @if current < pages {
                        li { a href=(address(current + 1)) rel="next" { (visit.text("ui-next")) (Icon::ArrowRight.show()) } }
                    }
                }
            }
        }
    }
}

/// First, last, and the neighbours of the current page; `None` is a gap.
fn steps(current: u32, pages: u32) -> Vec<Option<u32>> {
    let mut steps = Vec::new();
    let mut last = 0;
    for page in (1..=pages).filter(|&page| page == 1 || page == pages || page.abs_diff(current) <= 1) {
        if page > last + 1 {
            steps.push(if page == last + 2 { Some(last + 1) } else { None });
        }
        steps.push(Some(page));
        last = page;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(current: u32, pages: u32) -> String {
        let steps = steps(current, pages).into_iter();
        steps.map(|step| step.map_or("…".into(), |page| page.to_string())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn far_pages_are_left_out() {
        assert_eq!(shown(1, 1), "1");
        assert_eq!(shown(1, 3), "1 2 3");
        assert_eq!(shown(4, 5), "1 2 3 4 5");
        assert_eq!(shown(1, 9), "1 2 … 9");
        assert_eq!(shown(5, 9), "1 … 4 5 6 … 9");
        assert_eq!(shown(9, 9), "1 … 8 9");
    }
}
