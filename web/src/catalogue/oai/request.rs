//! Arguments of a request, and the mark with which a list is taken up again.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use projections::library::{Collection, Part, Published, RecordKind, Stretch};
use uuid::Uuid;

/// The only format: Dublin Core, which every repository has.
pub const PREFIX: &str = "oai_dc";

/// A record by what it is of and its short address.
type Named = (Collection, String);

/// A request that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    Identify,
    ListMetadataFormats { of: Option<Named> },
    ListSets,
    GetRecord { of: Named },
    ListIdentifiers(Stretch),
    ListRecords(Stretch),
}

impl Verb {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Identify => "Identify",
            Self::ListMetadataFormats { .. } => "ListMetadataFormats",
            Self::ListSets => "ListSets",
            Self::GetRecord { .. } => "GetRecord",
            Self::ListIdentifiers(_) => "ListIdentifiers",
            Self::ListRecords(_) => "ListRecords",
        }
    }
}

/// The code as the protocol has it, and what is wrong in English, as all of the protocol is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    pub code: &'static str,
    pub message: String,
}

impl Failure {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    fn argument(message: impl Into<String>) -> Self {
        Self::new("badArgument", message)
    }

    pub fn unknown_id() -> Self {
        Self::new("idDoesNotExist", "There is no record of this identifier.")
    }

    pub fn no_records() -> Self {
        Self::new("noRecordsMatch", "No record was changed in this time and belongs to this set.")
    }

    fn token() -> Self {
        Self::new("badResumptionToken", "This is no token of this repository.")
    }

    /// After these the request is not repeated in the answer, since it could not be read.
    pub fn is_unreadable(&self) -> bool {
        matches!(self.code, "badVerb" | "badArgument")
    }
}

/// `host` is the part of identifiers that names the portal.
pub fn read(arguments: &[(String, String)], host: &str) -> Result<Verb, Failure> {
    let given = Given(arguments);
    let verb = given.verb()?;
    match verb {
        "Identify" => given.only(&[]).map(|()| Verb::Identify),
        "ListSets" => {
            given.only(&["resumptionToken"])?;
            // The sets are few: none of our answers ever had a token.
            given.first("resumptionToken").map_or(Ok(Verb::ListSets), |_| Err(Failure::token()))
        }
        "ListMetadataFormats" => {
            given.only(&["identifier"])?;
            let of = given.first("identifier").map(|identifier| named(identifier, host)).transpose()?;
            Ok(Verb::ListMetadataFormats { of })
        }
        "GetRecord" => {
            given.only(&["identifier", "metadataPrefix"])?;
            let identifier = given.required("identifier")?;
            given.prefix()?;
            Ok(Verb::GetRecord { of: named(identifier, host)? })
        }
        "ListIdentifiers" => given.stretch().map(Verb::ListIdentifiers),
        "ListRecords" => given.stretch().map(Verb::ListRecords),
        _ => Err(Failure::new("badVerb", "There is no such verb.")),
    }
}

struct Given<'a>(&'a [(String, String)]);

impl<'a> Given<'a> {
    fn first(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn verb(&self) -> Result<&'a str, Failure> {
        let mut verbs = self.0.iter().filter(|(name, _)| name == "verb");
        match (verbs.next(), verbs.next()) {
            (Some((_, verb)), None) => Ok(verb),
            (None, _) => Err(Failure::new("badVerb", "The verb is missing.")),
            (Some(_), Some(_)) => Err(Failure::new("badVerb", "There are several verbs.")),
        }
    }

    /// Nothing but the verb and these, each at most once.
    fn only(&self, names: &[&str]) -> Result<(), Failure> {
        for (n, (name, _)) in self.0.iter().enumerate() {
            if name != "verb" && !names.contains(&name.as_str()) {
                return Err(Failure::argument(format!("The argument {name} does not belong to this verb.")));
            }
            if self.0[..n].iter().any(|(other, _)| other == name) {
                return Err(Failure::argument(format!("The argument {name} is repeated.")));
            }
        }
        Ok(())
    }

    fn required(&self, name: &str) -> Result<&'a str, Failure> {
        self.first(name).ok_or_else(|| Failure::argument(format!("The argument {name} is missing.")))
    }

    fn prefix(&self) -> Result<(), Failure> {
        if self.required("metadataPrefix")? == PREFIX {
            return Ok(());
        }
        Err(Failure::new("cannotDisseminateFormat", format!("Records are there as {PREFIX} alone.")))
    }

    fn stretch(&self) -> Result<Stretch, Failure> {
        self.only(&["from", "until", "set", "metadataPrefix", "resumptionToken"])?;
        if let Some(token) = self.first("resumptionToken") {
            if self.0.len() > 2 {
                return Err(Failure::argument("A resumptionToken stands alone."));
            }
            return resumed(token).ok_or_else(Failure::token);
        }
        self.prefix()?;
        let date = |name| self.first(name).map(|text| Moment::read(name, text)).transpose();
        let (from, until) = (date("from")?, date("until")?);
        if let (Some(from), Some(until)) = (&from, &until) {
            if from.length != until.length {
                return Err(Failure::argument("from and until differ in granularity."));
            }
            if from.at > until.at {
                return Err(Failure::argument("from is later than until."));
            }
        }
        let nobody = Published::new(Collection::Resource, Uuid::nil());
        Ok(Stretch {
            part: self.first("set").map_or(Some(Part::Whole), part).ok_or_else(Failure::no_records)?,
            after: (from.map_or(DateTime::UNIX_EPOCH, |from| from.at), nobody),
            until: until.map_or(latest(), |until| until.at + until.length),
        })
    }
}

/// A day, or a second.
struct Moment {
    at: DateTime<Utc>,
    length: TimeDelta,
}

impl Moment {
    fn read(name: &str, text: &str) -> Result<Self, Failure> {
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
        let second = || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").ok();
        let found = match text.len() {
            10 => day().map(|at| (at, TimeDelta::days(1))),
            20 => second().map(|at| (at, TimeDelta::seconds(1))),
            _ => None,
        };
        let (at, length) = found.ok_or_else(|| {
            Failure::argument(format!("{name} is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ."))
        })?;
        Ok(Self { at: at.and_utc(), length })
    }
}

/// Behind all that can be asked for.
fn latest() -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(10_000, 1, 2).unwrap_or_default().and_time(chrono::NaiveTime::MIN).and_utc()
}

/// `resource`, `kind:report` or `country:PE`.
pub fn part(set: &str) -> Option<Part> {
    match set.split_once(':') {
        None => set.parse().ok().map(Part::Collection),
        Some(("kind", kind)) => RecordKind::of_slug(kind).map(Part::Kind),
        // Names of sets are as they are listed, in capitals.
        Some(("country", country)) => {
            country.parse().ok().filter(|found: &domain::Country| found.code() == country).map(Part::Country)
        }
        Some(_) => None,
    }
}

pub fn set(part: Part) -> String {
    match part {
        Part::Whole => String::new(),
        Part::Collection(of) => of.slug().to_owned(),
        Part::Kind(kind) => format!("kind:{}", kind.slug()),
        Part::Country(country) => format!("country:{country}"),
    }
}

/// `oai:HOST:short` is a resource, as it was before highlights had records; `oai:HOST:highlight/short` is a highlight.
pub fn identifier(host: &str, collection: Collection, short: &str) -> String {
    match collection {
        Collection::Resource => format!("oai:{host}:{short}"),
        Collection::Highlight => format!("oai:{host}:{}/{short}", collection.slug()),
    }
}

fn named(identifier: &str, host: &str) -> Result<Named, Failure> {
    let local = identifier.strip_prefix("oai:").and_then(|rest| rest.strip_prefix(host)?.strip_prefix(':'));
    let local = local.ok_or_else(Failure::unknown_id)?;
    let highlight = local.strip_prefix(Collection::Highlight.slug()).and_then(|rest| rest.strip_prefix('/'));
    Ok(match highlight {
        Some(short) => (Collection::Highlight, short.to_owned()),
        None => (Collection::Resource, local.to_owned()),
    })
}

/// Says all that is needed to go on, so that nothing is kept here and no token ever ends: where the list
/// is, up to when it goes, and of what. What changes meanwhile moves to the end of the list.
pub fn token(stretch: Stretch) -> String {
    let (at, last) = stretch.after;
    let (at, until) = (at.timestamp_micros(), stretch.until.timestamp_micros());
    let (of, id) = (last.collection().slug(), last.uuid());
    BASE64.encode(format!("{at} {of} {id} {until} {}", set(stretch.part)))
}

fn resumed(token: &str) -> Option<Stretch> {
    let text = String::from_utf8(BASE64.decode(token).ok()?).ok()?;
    let parts: Vec<&str> = text.split(' ').collect();
    let [at, of, id, until, set] = parts[..] else { return None };
    let moment = |micros: &str| DateTime::from_timestamp_micros(micros.parse().ok()?);
    let (at, until) = (moment(at)?, moment(until)?);
    // What the database could not compare was never given out.
    if at < DateTime::UNIX_EPOCH || until > latest() {
        return None;
    }
    let part = if set.is_empty() { Part::Whole } else { part(set)? };
    let last = Published::new(of.parse().ok()?, Uuid::parse_str(id).ok()?);
    Some(Stretch { part, after: (at, last), until })
}

#[cfg(test)]
mod tests {
    use domain::HighlightId;
    use domain::library::Kind;

    use super::*;

    const HOST: &str = "portal.example";

    fn asked(query: &str) -> Result<Verb, Failure> {
        let arguments: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        read(&arguments, HOST)
    }

    fn code(query: &str) -> &'static str {
        asked(query).expect_err(query).code
    }

    fn stretch(query: &str) -> Stretch {
        match asked(query).unwrap() {
            Verb::ListRecords(stretch) | Verb::ListIdentifiers(stretch) => stretch,
            other => panic!("{other:?} is no list"),
        }
    }

    #[test]
    fn each_mistake_has_the_name_that_the_protocol_gives_it() {
        for query in [
            "",
            "verb=",
            "verb=Harvest",
            "verb=identify",
            "verb=Identify&verb=Identify",
            "metadataPrefix=oai_dc",
        ] {
            assert_eq!(code(query), "badVerb", "{query}");
        }
        for query in [
            "verb=Identify&set=x",
            "verb=GetRecord",
            "verb=GetRecord&metadataPrefix=oai_dc",
            "verb=GetRecord&identifier=oai:portal.example:a",
            "verb=ListRecords",
            "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc",
            "verb=ListRecords&metadataPrefix=oai_dc&colour=red",
            "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=abc",
            "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday",
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30",
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-2-3",
            "verb=ListRecords&metadataPrefix=oai_dc&until=2026-02-03T10:00Z",
            "verb=ListRecords&metadataPrefix=oai_dc&until=2026-02-03T10:00:00%2B01:00",
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-03T10:00:00Z",
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-02",
        ] {
            assert_eq!(code(query), "badArgument", "{query}");
        }
        for query in [
            "verb=ListSets&resumptionToken=x",
            "verb=ListRecords&resumptionToken=",
            "verb=ListRecords&resumptionToken=!",
            "verb=ListRecords&resumptionToken=MSAyIDM",
        ] {
            assert_eq!(code(query), "badResumptionToken", "{query}");
        }
        assert_eq!(code("verb=ListRecords&metadataPrefix=marc21"), "cannotDisseminateFormat");
        assert_eq!(
            code("verb=GetRecord&identifier=oai:portal.example:a&metadataPrefix=x"),
            "cannotDisseminateFormat"
        );
        for identifier in ["a", "oai:elsewhere.example:a", "oai:portal.examplea"] {
            let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}");
            assert_eq!(code(&query), "idDoesNotExist", "{query}");
        }
        for set in ["kind", "kind:song", "country:XX", "country:pe", "theme:x", "resource:", "Highlight", ""]
        {
            assert_eq!(
                code(&format!("verb=ListRecords&metadataPrefix=oai_dc&set={set}")),
                "noRecordsMatch",
                "{set}"
            );
        }
    }

    #[test]
    fn both_ends_of_a_time_belong_to_it() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let days = stretch(
            "verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-03&set=kind:report",
        );
        assert_eq!((days.after.0, days.until), (at("2026-02-03T00:00:00Z"), at("2026-02-04T00:00:00Z")));
        assert_eq!(days.part, Part::Kind(RecordKind::Resource(Kind::Report)));
        let seconds = stretch("verb=ListIdentifiers&metadataPrefix=oai_dc&until=2026-02-03T10:00:00Z");
        assert_eq!((seconds.after.0, seconds.until), (DateTime::UNIX_EPOCH, at("2026-02-03T10:00:01Z")));
    }

    #[test]
    fn a_token_goes_on_where_the_list_was_and_no_other_does() {
        for query in [
            "",
            "&set=kind:law&until=2026-02-03",
            "&set=country:PE&until=9999-12-31",
            "&set=highlight",
            "&set=kind:best_practice",
        ] {
            let first = stretch(&format!("verb=ListRecords&metadataPrefix=oai_dc{query}"));
            let id = HighlightId::derived(&["a"]);
            for last in [Published::Highlight(id), Published::new(Collection::Resource, id.uuid())] {
                let next = Stretch { after: ("2026-02-01T10:00:00.123456Z".parse().unwrap(), last), ..first };
                assert_eq!(stretch(&format!("verb=ListRecords&resumptionToken={}", token(next))), next);
            }
        }
        let id = HighlightId::derived(&["a"]);
        for forged in [
            format!("-1 resource {id} 5 "),
            format!("1 resource {id} 9223372036854775807 "),
            format!("1 resource {id} 5 kind:song"),
            format!("1 member {id} 5 "),
            "1 resource x 5 ".to_owned(),
            format!("1 resource {id} 5"),
            format!("1 resource {id} 5  "),
            format!("1 {id} 5 "),
        ] {
            assert_eq!(resumed(&BASE64.encode(&forged)), None, "{forged}");
        }
    }

    #[test]
    fn an_identifier_says_of_what_the_record_is() {
        for collection in Collection::ALL {
            let identifier = identifier(HOST, collection, "4x2m0c9k1a");
            let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}");
            assert_eq!(asked(&query), Ok(Verb::GetRecord { of: (collection, "4x2m0c9k1a".to_owned()) }));
        }
        assert_eq!(identifier(HOST, Collection::Resource, "4x2m0c9k1a"), "oai:portal.example:4x2m0c9k1a");
        let told = identifier(HOST, Collection::Highlight, "4x2m0c9k1a");
        assert_eq!(told, "oai:portal.example:highlight/4x2m0c9k1a");
    }
}
