//! Members' texts: Markdown to HTML that is safe to show.
//!
//! pulldown-cmark reads it, ammonia lets through what a text needs and nothing else. Headings are put
//! below those of the page. Pictures from elsewhere become links (they would tell other hosts who reads),
//! those of this portal are shown. `@[](member:ID)` is a member, named as the reader may see it.

mod events;
#[cfg(test)]
mod fuzz;
mod mentions;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;
use maud::{Markup, PreEscaped};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

pub use events::own_picture;
pub use mentions::{People, named, nameless, unnamed};

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

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
            "img",
            "li",
            "ol",
            "p",
            "pre",
            "s",
            "span",
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
            ("img", HashSet::from(["alt", "height", "loading", "src", "width"])),
            ("ol", HashSet::from(["start"])),
        ]))
        // The portal's own: typed HTML is text before it comes here.
        .allowed_classes(HashMap::from([("span", HashSet::from(["picture-gone"]))]))
        .attribute_filter(|tag, attribute, value| {
            let foreign = (tag, attribute) == ("img", "src") && own_picture(value).is_none();
            (!foreign).then_some(Cow::Borrowed(value))
        })
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow ugc noopener"));
    clean
});

/// The text as HTML in a `div.prose`.
pub fn markdown(text: &str, people: &People) -> Markup {
    let events = events::of(Parser::new_ext(text, OPTIONS), people);
    let mut rendered = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut rendered, events.into_iter());
    PreEscaped(format!("<div class=\"prose\">{}</div>", CLEAN.clean(&rendered)))
}

/// The text without marks, on one line, at most so many characters: for cards and feeds. They are the same
/// for every reader, so that members who are mentioned are left out.
pub fn plain(text: &str, max: usize) -> String {
    let mut words = String::new();
    let mut mention = false;
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if mentions::member(&dest_url).is_some() => {
                mention = true;
                words.truncate(words.trim_end_matches('@').len());
            }
            Event::End(TagEnd::Link) if mention => mention = false,
            _ if mention => {}
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words.push_str(&events::visible(text));
            }
            // What stands within a line parts no words.
            Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            ) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => words.push(' '),
            _ => {}
        }
    }
    shortened(&words, max)
}

/// A text without marks on one line, at most so many characters.
pub fn shortened(text: &str, max: usize) -> String {
    let line = domain::text::line(text, usize::MAX).unwrap_or_default();
    match line.char_indices().nth(max) {
        None => line,
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::events::NESTING_MAX;
    use super::*;

    fn html(text: &str) -> String {
        let html = markdown(text, &People::default()).into_string();
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
    fn entities_bring_no_characters_that_nobody_sees() {
        let text = "a&#1;b &#x202E;c&#x202c; `d&#1;` ![e&#1;](/pictures/5a6b0c52-6f1e-4b5c-9d3e-200904190001-8x6) [f&#2;](x)";
        for shown in [html(text), plain(text, 200)] {
            assert!(shown.chars().all(|c| c == '\n' || domain::text::is_shown(c)), "{shown:?}");
            assert!(shown.contains("ab c"), "{shown}");
        }
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

    #[test]
    fn a_picture_of_the_portal_is_shown() {
        let address = "/pictures/5a6b0c52-6f1e-4b5c-9d3e-200904190001-800x600";
        assert_eq!(
            html(&format!("![Una *feria* \"grande\" 🎪]({address})")),
            format!(
                "<p><img src=\"{address}\" alt=\"Una feria &quot;grande&quot; 🎪\" width=\"800\" height=\"600\" \
                 loading=\"lazy\"></p>"
            )
        );
        for elsewhere in [
            format!("//elsewhere.example{address}"),
            format!("https://elsewhere.example{address}"),
            format!("{address}/../../x"),
            format!("{address}?x"),
            "/pictures/x".to_owned(),
        ] {
            assert!(!html(&format!("![x]({elsewhere})")).contains("<img"), "{elsewhere}");
        }
    }

    #[test]
    fn a_line_for_cards_mentions_nobody() {
        let id = "5a6b0c52-6f1e-4b5c-9d3e-200904190001";
        assert_eq!(plain("Le *registre*\u{a0}:  mode\nd’emploi", 80), "Le registre\u{a0}: mode d’emploi");
        assert_eq!(plain(&format!("Thanks, @[Ana](member:{id}) and *all*"), 80), "Thanks, and all");
        assert_eq!(
            plain("*All*, un**believ**able ([here](https://example.org)).\n\n- a\n- b", 80),
            "All, unbelievable (here). a b"
        );
    }
}
