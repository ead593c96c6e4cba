//! What a web page says of itself: Open Graph's title and description, else its own.

use std::cell::RefCell;

use encoding_rs::{Encoding, UTF_8};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// In which bytes of a page its encoding is declared (HTML, 4.2.5.4).
const DECLARED_WITHIN: usize = 1024;

/// Of the head of a page; each may be empty.
#[derive(Debug, Default)]
pub struct Described {
    pub title: String,
    pub summary: String,
    /// Where its picture is, as the page writes it.
    pub picture: String,
}

/// `charset` are the parameters of the media type that the server named.
pub fn described(body: &[u8], charset: &str) -> Described {
    let (text, _, _) = encoding(body, charset).decode(body);
    let head = Tokenizer::new(Head::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&text));
    // Nothing is run, so that it never stops at a script.
    let _ = head.feed(&input);
    head.end();
    let said = head.sink.0.into_inner();
    let first =
        |texts: [String; 2]| texts.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default();
    Described {
        title: first([said.og_title, said.title]),
        summary: first([said.og_description, said.description]),
        picture: said.og_image.trim().to_owned(),
    }
}

/// What the server says, else what the page declares, else UTF-8. A byte order mark overrules all.
fn encoding(body: &[u8], charset: &str) -> &'static Encoding {
    let beginning = &body[..body.len().min(DECLARED_WITHIN)];
    let beginning = String::from_utf8_lossy(beginning).to_ascii_lowercase();
    label(charset).or_else(|| label(&beginning)).unwrap_or(UTF_8)
}

fn label(text: &str) -> Option<&'static Encoding> {
    let (_, rest) = text.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label =
        rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '>' | '/')).next()?;
    Encoding::for_label(label.as_bytes())
}

#[derive(Default)]
struct Said {
    title: String,
    description: String,
    og_title: String,
    og_description: String,
    og_image: String,
    in_title: bool,
    /// The head is over.
    over: bool,
}

/// Listens until the head ends.
#[derive(Default)]
struct Head(RefCell<Said>);

impl Said {
    fn meta(&mut self, tag: &Tag) {
        let attribute = |name: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            found.map_or("", |attribute| &*attribute.value)
        };
        let name = if attribute("property").is_empty() { attribute("name") } else { attribute("property") };
        let place = match name.to_ascii_lowercase().as_str() {
            "og:title" => &mut self.og_title,
            "og:description" => &mut self.og_description,
            "og:image" | "og:image:url" => &mut self.og_image,
            "description" => &mut self.description,
            _ => return,
        };
        if place.is_empty() {
            attribute("content").clone_into(place);
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let starts = tag.kind == TagKind::StartTag;
        match &*tag.name {
            "title" if starts => {
                self.in_title = self.title.is_empty();
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "title" => self.in_title = false,
            "meta" if starts => self.meta(tag),
            "script" if starts => return TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "noscript" if starts => return TokenSinkResult::RawData(RawKind::Rawtext),
            "body" if starts => self.over = true,
            "head" if !starts => self.over = true,
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl TokenSink for Head {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut said = self.0.borrow_mut();
        match token {
            _ if said.over => TokenSinkResult::Continue,
            Token::TagToken(tag) => said.tag(&tag),
            Token::CharacterTokens(text) if said.in_title => {
                said.title.push_str(&text);
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &[u8], charset: &str) -> (String, String) {
        let Described { title, summary, .. } = described(body, charset);
        (title, summary)
    }

    #[test]
    fn open_graph_goes_before_the_pages_own_words() {
        let page = r#"<!doctype html><head><meta charset=utf-8><title>Own &amp; title</title>
            <meta name="Description" content="Own words"><meta property="og:title" content="“Shared” 😀">
            <meta property='og:description' content='Shared &quot;words&quot;'></head><body>"#;
        assert_eq!(told(page.as_bytes(), ""), ("“Shared” 😀".into(), "Shared \"words\"".into()));
        let own = "<title>Own &amp; title</title><meta name=description content='Own words'>";
        assert_eq!(told(own.as_bytes(), ""), ("Own & title".into(), "Own words".into()));
        assert_eq!(told(b"<p>Nothing", ""), (String::new(), String::new()));
    }

    #[test]
    fn the_first_picture_counts() {
        let page = b"<meta property=og:image content=' /a.png '><meta property=og:image content=/b.png>";
        assert_eq!(described(page, "").picture, "/a.png");
    }

    #[test]
    fn scripts_and_drawings_are_not_taken_for_the_title() {
        let page = "<script>'<title>no</title>'</script><style><title>no</title></style><title>Yes</title>\
            <body><svg><title>no</title></svg><meta property=og:title content=no>";
        assert_eq!(told(page.as_bytes(), "").0, "Yes");
        assert_eq!(
            told(b"<title>Never closed <meta property=og:title content=x>", "").0,
            "Never closed <meta property=og:title content=x>"
        );
    }

    #[test]
    fn other_encodings_are_read() {
        let latin = b"<title>Protecci\xf3n</title>";
        assert_eq!(told(latin, " charset=ISO-8859-1").0, "Protección");
        let declared = b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><title>Educaci\xf3n</title>";
        assert_eq!(told(declared, "").0, "Educación");
        assert_eq!(told("<title>Ação</title>".as_bytes(), "charset=nonsense").0, "Ação");
        assert_eq!(told(b"<title>broken \xff</title>", "").0, "broken \u{fffd}");
    }
}
