//! Numbers, sizes, dates and times as each language writes them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::Language;
use fluent_bundle::FluentValue;

use super::{text, text_with};

/// Groups of three digits. Spanish follows the Academy (a thin space, none in four digits), because
/// its countries disagree on comma and full stop.
pub fn number(language: Language, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let (separator, least) = match language {
        Language::En => (',', 4),
        Language::Es => ('\u{202f}', 5),
        Language::Pt => ('.', 4),
        Language::Fr => ('\u{202f}', 4),
    };
    let mut text = String::with_capacity(digits.len() * 2);
    if number < 0 {
        text.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && digits.len() >= least && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// One digit after the decimal mark, none where it would be zero.
pub(super) fn decimal(language: Language, tenths: i64) -> String {
    let whole = number(language, tenths / 10);
    match (tenths % 10).abs() {
        0 => whole,
        tenth => format!("{whole}{}{tenth}", if language == Language::En { '.' } else { ',' }),
    }
}

/// `4.2 MB`, in powers of ten.
pub fn bytes(language: Language, bytes: u64) -> String {
    let tenths =
        |unit: u64| i64::try_from((u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit));
    // From where it would round up to the next unit, it is told in the next unit.
    let (unit, sign) = match bytes {
        0..1_000 => (1, "B"),
        1_000..999_950 => (1_000, "kB"),
        999_950..999_950_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let sign = if language == Language::Fr { sign.replace('B', "o") } else { sign.to_owned() };
    format!("{}\u{a0}{sign}", decimal(language, tenths(unit).unwrap_or(i64::MAX)))
}

const MONTHS: [&str; 12] = [
    "ui-month-1",
    "ui-month-2",
    "ui-month-3",
    "ui-month-4",
    "ui-month-5",
    "ui-month-6",
    "ui-month-7",
    "ui-month-8",
    "ui-month-9",
    "ui-month-10",
    "ui-month-11",
    "ui-month-12",
];

fn month(language: Language, month0: u32) -> &'static str {
    text(language, MONTHS[month0 as usize])
}

/// `23 de noviembre de 2026`
pub fn date(language: Language, date: NaiveDate) -> String {
    let day = match (language, date.day()) {
        (Language::Fr, 1) => "1er".to_owned(),
        (Language::Pt, 1) => "1º".to_owned(),
        (_, day) => day.to_string(),
    };
    text_with(
        language,
        "ui-date",
        &[
            ("day", day.into()),
            ("month", month(language, date.month0()).into()),
            ("year", date.year().to_string().into()),
        ],
    )
}

/// `noviembre de 2026`
pub fn month_and_year(language: Language, date: NaiveDate) -> String {
    let year = date.year().to_string();
    text_with(
        language,
        "ui-date-month",
        &[("month", month(language, date.month0()).into()), ("year", year.into())],
    )
}

/// Date and time of day; the portal's clock is UTC and says so.
pub fn time(language: Language, at: DateTime<Utc>) -> String {
    let day = date(language, at.date_naive());
    text_with(
        language,
        "ui-date-time",
        &[("date", day.into()), ("time", at.format("%H:%M").to_string().into())],
    )
}

/// How a number in a message is shown: grouped, so that years are to be passed as texts.
pub(super) fn counted(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "counts are whole and far below 2^53")]
        FluentValue::Number(n) if n.value.fract() == 0.0 => Some(number(language, n.value as i64)),
        _ => None,
    }
}
