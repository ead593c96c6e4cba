//! What changed between two texts, word by word, with a few words around each change: for whoever shows corrections.

use std::time::Duration;

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

/// Words kept at each side of a change.
const AROUND: usize = 12;
/// After this the rest is told as one change: hostile texts cost no more.
const PATIENCE: Duration = Duration::from_millis(200);

/// None where they are the same.
pub fn diff(old: &str, new: &str) -> Option<Markup> {
    if old == new {
        return None;
    }
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let mut runs: Vec<(ChangeTag, Vec<&str>)> = Vec::new();
    for change in diff.iter_all_changes() {
        match runs.last_mut() {
            Some((tag, words)) if *tag == change.tag() => words.push(change.value()),
            _ => runs.push((change.tag(), vec![change.value()])),
        }
    }
    let last = runs.len() - 1;
    Some(html! {
        p .pre dir="auto" {
            @for (n, (tag, words)) in runs.iter().enumerate() {
                @match tag {
                    ChangeTag::Delete => del { (words.concat()) },
                    ChangeTag::Insert => ins { (words.concat()) },
                    ChangeTag::Equal => (shortened(words, n > 0, n < last)),
                }
            }
        }
    })
}

/// What stays the same, as far as it is near a change `before` or `after` it.
fn shortened(words: &[&str], before: bool, after: bool) -> String {
    let kept = AROUND * 2 * (usize::from(before) + usize::from(after));
    if words.len() <= kept {
        return words.concat();
    }
    let head = if before { words[..AROUND * 2].concat() } else { String::new() };
    let tail = if after { words[words.len() - AROUND * 2..].concat() } else { String::new() };
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        diff(old, new).unwrap().into_string()
    }

    #[test]
    fn changed_words_are_marked() {
        assert_eq!(
            told("It opens on Monday at nine.", "It opens on Tuesday at nine."),
            "<p class=\"pre\" dir=\"auto\">It opens on <del>Monday</del><ins>Tuesday</ins> at nine.</p>"
        );
        assert!(diff("same", "same").is_none());
        assert_eq!(
            told("", "<b>new</b>"),
            "<p class=\"pre\" dir=\"auto\"><ins>&lt;b&gt;new&lt;/b&gt;</ins></p>"
        );
    }

    #[test]
    fn what_stays_the_same_is_shortened_and_any_script_is_told() {
        let long = "word ".repeat(500);
        let shown = told(&format!("{long}مبادرة 😀"), &format!("{long}حماية 😀"));
        assert!(shown.len() < 400 && shown.contains(" … "), "{shown}");
        assert!(shown.contains("<del>مبادرة</del><ins>حماية</ins>"), "{shown}");
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_told_in_time() {
        let text = |offset: u32| (0..5_000).map(|n| (n * 2 + offset).to_string() + " ").collect::<String>();
        assert!(told(&text(0), &text(1)).contains("<ins>"));
    }
}
