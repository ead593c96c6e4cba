//! What a folder of content says: each row becomes steps, or is named by file and line.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::str::FromStr;

use anyhow::Context;
use application::organisations::Registration;
use chrono::NaiveDate;
use domain::organisations::{OrganisationKind, Presentation, Programme, institution_slug};
use domain::points::Rule;
use domain::text;
use domain::{Country, Language, LocalText, OrganisationId, ProgrammeId, Theme};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// One thing to do.
#[derive(Clone, Debug)]
pub enum Step {
    Register(Registration),
    Present { organisation: OrganisationId, presentation: Presentation },
    Describe { organisation: OrganisationId, programme: Programme },
    Adopt { valid_from: NaiveDate, rules: Vec<Rule>, reason: String },
}

/// A step with the row that asks for it.
#[derive(Clone, Debug)]
pub struct Row {
    pub place: Place,
    /// The row as it is written: its change makes another command of it.
    pub text: String,
    pub step: Step,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub file: &'static str,
    pub line: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A row that cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    #[serde(flatten)]
    pub place: Place,
    pub reason: String,
}

#[derive(Debug, Default)]
pub struct Content {
    /// In the order in which they must happen.
    pub rows: Vec<Row>,
    pub wrong: Vec<Wrong>,
    /// Which row has an address already.
    addresses: HashMap<String, Place>,
    /// Addresses of agencies that programmes named.
    institutions: HashSet<String>,
}

const MEMBER_STATES: &str = "member_states.csv";
const INSTITUTIONS: &str = "institutions.csv";
const PARTNERS: &str = "partners.jsonl";
const PROGRAMMES: &str = "programmes.jsonl";
const PRESENTATIONS: &str = "presentations.jsonl";
const POINTS: &str = "points.json";

/// The same id on every machine, so that a second import meets the first.
pub fn programme_id(country: Country, slug: &str) -> ProgrammeId {
    ProgrammeId::derived(&["programme", &country.code().to_lowercase(), slug])
}

/// As [`programme_id`].
pub fn organisation_id(slug: &str) -> OrganisationId {
    OrganisationId::derived(&["organisation", slug])
}

#[derive(Deserialize)]
struct MemberStateRow {
    iso2: String,
    name_en: String,
    name_es: String,
    name_pt: String,
    name_fr: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstitutionRow {
    country: String,
    agency: String,
    name: String,
    language: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartnerRow {
    slug: String,
    names: LocalText,
    presentation: PresentationRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresentedRow {
    organisation: String,
    presentation: PresentationRow,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PresentationRow {
    policy: LocalText,
    vision: LocalText,
    institutions: LocalText,
    cooperation: LocalText,
    contact: LocalText,
    website: Option<String>,
}

impl From<PresentationRow> for Presentation {
    fn from(row: PresentationRow) -> Self {
        let PresentationRow { policy, vision, institutions, cooperation, contact, website } = row;
        Self { policy, vision, institutions, cooperation, contact, website }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgrammeRow {
    country: Country,
    name: String,
    short: String,
    since: Option<u16>,
    until: Option<u16>,
    agency: String,
    themes: Vec<Theme>,
    language: Language,
    summary: LocalText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PointsRow {
    valid_from: NaiveDate,
    rules: Vec<Rule>,
    /// The first rules need none.
    #[serde(default)]
    reason: String,
}

/// Reads every file of the folder that is known; the others stay untouched.
pub fn read(folder: &Path) -> anyhow::Result<Content> {
    let mut content = Content::default();
    for (place, row, text) in content.csv(folder, MEMBER_STATES)? {
        content.member_state(&place, &row, text);
    }
    let mut full_names = HashMap::new();
    for (place, row, _) in content.csv::<InstitutionRow>(folder, INSTITUTIONS)? {
        match institution_name(&row) {
            Ok((slug, name)) => drop(full_names.insert(slug, name)),
            Err(reason) => content.wrong(place, reason),
        }
    }
    for (place, row, text) in content.lines(folder, PARTNERS)? {
        content.partner(place, row, text);
    }
    for (place, row, text) in content.lines(folder, PROGRAMMES)? {
        content.programme(place, row, text, &full_names);
    }
    for (place, row, text) in content.lines::<PresentedRow>(folder, PRESENTATIONS)? {
        let organisation = organisation_id(&row.organisation);
        content.push(place, text, Step::Present { organisation, presentation: row.presentation.into() });
    }
    if let Some(text) = read_file(folder, POINTS)? {
        let place = Place { file: POINTS, line: 1 };
        match parsed::<PointsRow>(&text) {
            Ok(PointsRow { valid_from, rules, reason }) => {
                content.push(place, text, Step::Adopt { valid_from, rules, reason });
            }
            Err((line, reason)) => content.wrong(Place { line, ..place }, reason),
        }
    }
    Ok(content)
}

/// None where there is no such file.
fn read_file(folder: &Path, file: &'static str) -> anyhow::Result<Option<String>> {
    let path = folder.join(file);
    match std::fs::read(&path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
    }
}

/// The value, or the line of what is wrong with it.
fn parsed<T: DeserializeOwned>(json: &str) -> Result<T, (u64, String)> {
    if json.contains(char::REPLACEMENT_CHARACTER) {
        return Err((1, "it is not UTF-8".to_owned()));
    }
    serde_json::from_str(json).map_err(|error| {
        let said = error.to_string();
        let reason = said.split(" at line ").next().unwrap_or_default();
        (error.line() as u64, format!("{reason} (column {})", error.column()))
    })
}

fn institution_name(row: &InstitutionRow) -> Result<(String, LocalText), String> {
    let country = Country::from_str(&row.country).map_err(|error| error.to_string())?;
    let language = Language::from_str(&row.language).map_err(|error| error.to_string())?;
    Ok((institution_slug(country, &row.agency), LocalText::one(language, row.name.clone())))
}

impl Content {
    fn wrong(&mut self, place: Place, reason: impl Into<String>) {
        self.wrong.push(Wrong { place, reason: reason.into() });
    }

    fn push(&mut self, place: Place, text: String, step: Step) {
        self.rows.push(Row { place, text, step });
    }

    /// The rows of a CSV file with a header.
    fn csv<T: DeserializeOwned>(
        &mut self,
        folder: &Path,
        file: &'static str,
    ) -> anyhow::Result<Vec<(Place, T, String)>> {
        let Some(text) = read_file(folder, file)? else { return Ok(vec![]) };
        let mut rows = Vec::new();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let mut records = reader.into_records();
        loop {
            let start = records.reader().position().clone();
            let Some(record) = records.next() else { return Ok(rows) };
            let read = record.map_err(|error| error.to_string()).and_then(|record| {
                let text = record.iter().collect::<Vec<_>>().join(",");
                if text.contains(char::REPLACEMENT_CHARACTER) {
                    return Err("it is not UTF-8".to_owned());
                }
                record.deserialize(Some(&header)).map(|row| (row, text)).map_err(|error| error.to_string())
            });
            // Empty lines before the record belong to nothing.
            let rest = text.as_bytes().iter().skip(usize::try_from(start.byte()).unwrap_or(usize::MAX));
            let empty = rest.take_while(|byte| byte.is_ascii_whitespace()).filter(|byte| **byte == b'\n');
            let place = Place { file, line: start.line() + empty.count() as u64 };
            match read {
                Ok((row, text)) => rows.push((place, row, text)),
                Err(reason) => self.wrong(place, reason),
            }
        }
    }

    /// The rows of a file with one JSON object a line.
    fn lines<T: DeserializeOwned>(
        &mut self,
        folder: &Path,
        file: &'static str,
    ) -> anyhow::Result<Vec<(Place, T, String)>> {
        let Some(text) = read_file(folder, file)? else { return Ok(vec![]) };
        let mut rows = Vec::new();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let place = Place { file, line };
            match parsed(text) {
                Ok(row) => rows.push((place, row, text.to_owned())),
                Err((_, reason)) => self.wrong(place, reason),
            }
        }
        Ok(rows)
    }

    /// False where another row has the address.
    fn takes(&mut self, address: &str, place: &Place) -> bool {
        if let Some(other) = self.addresses.get(address) {
            let reason = format!("{other} has the address `{address}` already");
            self.wrong(place.clone(), reason);
            return false;
        }
        self.addresses.insert(address.to_owned(), place.clone());
        true
    }

    fn member_state(&mut self, place: &Place, row: &MemberStateRow, text: String) {
        let country: Country = match row.iso2.parse() {
            Ok(country) => country,
            Err(error) => return self.wrong(place.clone(), error.to_string()),
        };
        let names = [&row.name_en, &row.name_es, &row.name_pt, &row.name_fr];
        let names = Language::ALL.into_iter().zip(names.map(String::clone)).collect();
        let slug = country.code().to_lowercase();
        if self.takes(&slug, place) {
            let registration = Registration {
                id: organisation_id(&slug),
                kind: OrganisationKind::MemberState,
                slug,
                country: Some(country),
                names: LocalText(names),
            };
            self.push(place.clone(), text, Step::Register(registration));
        }
    }

    fn partner(&mut self, place: Place, row: PartnerRow, text: String) {
        if self.takes(&row.slug, &place) {
            let id = organisation_id(&row.slug);
            let registration = Registration {
                id,
                kind: OrganisationKind::Partner,
                slug: row.slug,
                country: None,
                names: row.names,
            };
            self.push(place.clone(), text.clone(), Step::Register(registration));
            let presentation = row.presentation.into();
            self.push(place, text, Step::Present { organisation: id, presentation });
        }
    }

    /// The programme, and its agencies as institutions of its country.
    fn programme(
        &mut self,
        place: Place,
        row: ProgrammeRow,
        text: String,
        full_names: &HashMap<String, LocalText>,
    ) {
        let code = row.country.code().to_lowercase();
        let slug = text::slug(&row.name);
        if !self.takes(&format!("{code}/{slug}"), &place) {
            return;
        }
        let (country, language) = (row.country, row.language);
        let programme = Programme {
            id: programme_id(row.country, &slug),
            name: row.name,
            short: row.short,
            since: row.since,
            until: row.until,
            agency: row.agency,
            themes: row.themes,
            language,
            summary: row.summary,
        };
        for agency in programme.agencies() {
            let slug = institution_slug(country, agency);
            if self.institutions.contains(&slug) || !self.takes(&slug, &place) {
                continue;
            }
            self.institutions.insert(slug.clone());
            let name = full_names.get(&slug).cloned();
            let registration = Registration {
                id: organisation_id(&slug),
                kind: OrganisationKind::Institution,
                slug: slug.clone(),
                country: Some(country),
                names: name.unwrap_or_else(|| LocalText::one(language, agency)),
            };
            self.push(place.clone(), slug, Step::Register(registration));
        }
        self.push(place, text, Step::Describe { organisation: organisation_id(&code), programme });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            std::fs::write(folder.path().join(file), text).unwrap();
        }
        folder
    }

    fn wrong(files: &[(&str, &str)]) -> Vec<String> {
        let content = read(folder(files).path()).unwrap();
        content.wrong.iter().map(|wrong| format!("{} {}", wrong.place, wrong.reason)).collect()
    }

    const PROGRAMME: &str = r#"{"country":"UY","name":"Plan de Equidad","short":"PE","since":2008,"until":null,"agency":"MIDES / BPS","themes":["children"],"language":"es","summary":{"es":"Transferencias."}}"#;

    #[test]
    fn the_demo_content_is_right() {
        let content = read(Path::new("demo")).unwrap();
        assert_eq!(content.wrong, []);
        let count = |wanted: fn(&Step) -> bool| content.rows.iter().filter(|row| wanted(&row.step)).count();
        let registered = |kind| {
            let of_kind = |row: &&Row| matches!(&row.step, Step::Register(one) if one.kind == kind);
            content.rows.iter().filter(of_kind).count()
        };
        assert_eq!(registered(OrganisationKind::MemberState), 35);
        assert_eq!(count(|step| matches!(step, Step::Describe { .. })), 40);
        assert_eq!(count(|step| matches!(step, Step::Adopt { .. })), 1);
        // Every partner tells in all four languages who it is.
        for row in &content.rows {
            if let Step::Register(partner) = &row.step
                && partner.kind == OrganisationKind::Partner
            {
                assert_eq!(partner.names.0.len(), 4, "{}", row.place);
            }
        }
        // Every full name belongs to an agency that a programme names.
        let names = std::fs::read_to_string("demo/institutions.csv").unwrap();
        for line in names.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let slug = institution_slug(fields[0].parse().unwrap(), fields[1]);
            assert!(content.institutions.contains(&slug), "{line}");
        }
    }

    #[test]
    fn agencies_become_institutions_once_under_their_full_name() {
        let second = PROGRAMME.replace("Plan de Equidad", "Otro").replace("MIDES / BPS", "BPS");
        let names = "country,agency,name,language\nUY,BPS,Banco de Previsión Social (BPS),es\n";
        let folder = folder(&[(PROGRAMMES, &format!("{PROGRAMME}\n\n{second}\n")), (INSTITUTIONS, names)]);
        let content = read(folder.path()).unwrap();
        let institutions: Vec<(&str, &str)> = content
            .rows
            .iter()
            .filter_map(|row| match &row.step {
                Step::Register(one) => Some((one.slug.as_str(), one.names.best(Language::Es).unwrap().1)),
                _ => None,
            })
            .collect();
        assert_eq!(institutions, [("uy-mides", "MIDES"), ("uy-bps", "Banco de Previsión Social (BPS)")]);
        assert_eq!(content.rows.last().unwrap().place.line, 3);
    }

    #[test]
    fn wrong_rows_are_named_by_file_and_line() {
        let cases = [
            (PROGRAMMES, PROGRAMME.replace("UY", "XX"), "1 `XX` is not the two-letter code of a member"),
            (
                PROGRAMMES,
                PROGRAMME.replace("\"children\"", "\"Kids\""),
                "1 `Kids` is not the slug of a theme",
            ),
            (PROGRAMMES, PROGRAMME.replace("\"short\":\"PE\",", ""), "1 missing field `short`"),
            (PROGRAMMES, PROGRAMME.replace("short", "shrot"), "1 unknown field `shrot`"),
            (PROGRAMMES, format!("\n{{\n{PROGRAMME}"), "2 EOF while parsing an object (column 1)"),
            (PROGRAMMES, format!("{PROGRAMME}\n{PROGRAMME}"), "2 programmes.jsonl:1 has the address"),
            (MEMBER_STATES, "iso2,name_en\nUY,Uruguay\n".into(), "2 CSV deserialize error"),
            (MEMBER_STATES, "iso2,name_en,name_es,name_pt,name_fr\n\nXX,a,b,c,d\n".into(), "3 `XX` is not"),
            (INSTITUTIONS, "country,agency,name,language\nUY,BPS,Banco,xx\n".into(), "2 choose one of"),
            (POINTS, "{\n  \"valid_from\": \"soon\"\n}".into(), "2 input contains invalid characters"),
        ];
        for (file, text, said) in cases {
            let wrong = wrong(&[(file, &text)]);
            let expected = format!("{file}:{said}");
            assert!(wrong.len() == 1 && wrong[0].starts_with(&expected), "{wrong:?} for {expected}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_named_too() {
        let folder = folder(&[]);
        std::fs::write(folder.path().join(PARTNERS), b"{\"slug\":\"\xff\"}\n").unwrap();
        let content = read(folder.path()).unwrap();
        assert_eq!(content.wrong[0].reason, "it is not UTF-8");
    }

    #[test]
    fn right_rows_beside_wrong_ones_are_kept() {
        let content = read(folder(&[(PROGRAMMES, &format!("{{}}\n{PROGRAMME}\n"))]).path()).unwrap();
        assert_eq!((content.wrong.len(), content.rows.len()), (1, 3));
    }
}
