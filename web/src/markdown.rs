//! Members' texts: Markdown to HTML that is safe to show.
//!
//! pulldown-cmark reads it, ammonia lets through what a text needs and nothing else. Headings are put
//! below those of the page, pictures from elsewhere become links (they would tell other hosts who reads).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;
use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Deeper lists and quotes are shown as text: no reader needs them, and hostile ones cost time.
const NESTING_MAX: usize = 12;

static CLEAN: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut clean = Builder::empty();
    clean
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "i",
            "li",
            "ol",
            "p",
            "pre",
            "s",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .clean_content_tags(HashSet::from(["script", "style", "iframe", "object", "svg", "math", "template"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow ugc noopener"));
    clean
});

/// The text as HTML in a `div.prose`.
pub fn markdown(text: &str) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Shallow { depth: 0, events: Parser::new_ext(text, options) }.map(below_the_page);
    let mut rendered = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut rendered, events);
    PreEscaped(format!("<div class=\"prose\">{}</div>", CLEAN.clean(&rendered)))
}

/// The text without marks, on one line, at most so many characters: for cards and feeds.
pub fn plain(text: &str, max: usize) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(max) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

/// The page has `h1` and `h2`: a text begins with `h3`. Pictures become links to them.
fn below_the_page(event: Event<'_>) -> Event<'_> {
    let lower = |level: HeadingLevel| match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    };
    match event {
        Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
            level: lower(level),
            id: None,
            classes: Vec::new(),
            attrs: Vec::new(),
        }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::End(TagEnd::Image) => Event::End(TagEnd::Link),
        // Typed HTML is shown as it was typed.
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        other => other,
    }
}

/// Drops the marks of containers that are nested too deeply, keeping what stands in them.
struct Shallow<'a, I: Iterator<Item = Event<'a>>> {
    depth: usize,
    events: I,
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Shallow<'a, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        let event = self.events.next()?;
        match event {
            Event::Start(_) => {
                self.depth += 1;
                Some(if self.depth > NESTING_MAX { Event::Text(CowStr::Borrowed("")) } else { event })
            }
            Event::End(_) => {
                self.depth -= 1;
                Some(if self.depth >= NESTING_MAX { Event::Text(CowStr::Borrowed(" ")) } else { event })
            }
            other => Some(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let html = markdown(text).into_string();
        html.strip_prefix("<div class=\"prose\">").unwrap().strip_suffix("</div>").unwrap().trim().to_owned()
    }

    #[test]
    fn a_text_is_shown_as_it_was_meant() {
        assert_eq!(
            html("# Results\n\n*Good* and **cheap**"),
            "<h3>Results</h3>\n<p><em>Good</em> and <strong>cheap</strong></p>"
        );
        assert_eq!(html("1. a\n2. b"), "<ol>\n<li>a</li>\n<li>b</li>\n</ol>");
        assert!(html("|a|b|\n|-|-|\n|1|2|").contains("<td>1</td>"));
        assert_eq!(html("R$ 5 < 6 & \"so\""), "<p>R$ 5 &lt; 6 &amp; \"so\"</p>");
    }

    #[test]
    fn links_say_that_members_wrote_them() {
        assert_eq!(
            html("[OAS](https://www.oas.org \"home\")"),
            "<p><a href=\"https://www.oas.org\" title=\"home\" rel=\"nofollow ugc noopener\">OAS</a></p>"
        );
        assert!(html("<ana@example.org>").contains("href=\"mailto:ana@example.org\""));
    }

    #[test]
    fn a_picture_becomes_a_link_to_it() {
        let shown = html("![A chart](https://elsewhere.example/pixel.gif)");
        assert_eq!(
            shown,
            "<p><a href=\"https://elsewhere.example/pixel.gif\" rel=\"nofollow ugc noopener\">A chart</a></p>"
        );
    }

    #[test]
    fn hostile_texts_do_nothing() {
        for hostile in [
            "<script>alert(1)</script>",
            "<SCRIPT SRC=//x.example></SCRIPT >",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<svg><style><img src=x onerror=alert(1)></style></svg>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](java\u{0}script:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox)",
            "![x](javascript:alert(1))",
            "<iframe src=https://x.example></iframe>",
            "<style>*{display:none}</style>",
            "<form action=/en/sign-out method=post><button>x</button></form>",
            "<input name=command_id>",
            "<meta http-equiv=refresh content=0>",
            "<base href=https://x.example>",
            "<div style=\"position:fixed\" class=\"button\" id=main>x</div>",
            "`<script>`\n\n```\n</code></pre><script>alert(1)</script>\n```",
            "[x](https://a.example \"\\\" onmouseover=\\\"alert(1)\")",
            "<!--><script>alert(1)</script>-->",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        ] {
            let shown = html(hostile);
            let tags: Vec<&str> = shown.split('<').skip(1).filter_map(|tag| tag.split('>').next()).collect();
            for tag in tags {
                let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
                assert!(["p", "a", "code", "pre", "br", "blockquote"].contains(&name), "{hostile} → {shown}");
                let quiet = tag.to_ascii_lowercase().replace("title=\"\" onmouseover=", "");
                for word in ["javascript", "vbscript", "data:", " style", " class", " id="] {
                    assert!(!quiet.contains(word), "{hostile} → {shown}");
                }
                assert!(!quiet.contains(" on") || quiet.contains("title=\"&quot; on"), "{hostile} → {shown}");
            }
        }
    }

    #[test]
    fn bombs_stay_small_and_shallow() {
        let bombs = [
            "> ".repeat(5_000) + "x",
            "- ".repeat(5_000),
            "[".repeat(5_000),
            "![".repeat(5_000),
            "*a ".repeat(5_000),
            "<a>".repeat(5_000),
            "[a](".repeat(1_000),
            "|".repeat(1_000) + "\n" + &"|-".repeat(1_000),
        ];
        for bomb in bombs {
            let shown = html(&bomb);
            assert!(shown.matches("<blockquote>").count() <= NESTING_MAX);
            assert!(shown.len() < bomb.len() * 40, "{} from {}", shown.len(), bomb.len());
        }
    }
}
