//! An answer as the protocol has it: XML of one verb, or of one error.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::library::{Kind, Licence};
use domain::{Country, Language};
use projections::library::{Collection, Part, RecordHead, RecordKind, Stretch, Themes};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::request::{Failure, PREFIX, identifier, set, token};
use crate::catalogue::record::Record;
use crate::feeds::allowed;
use crate::{Settings, catalogue, i18n};

/// Of a description, in characters.
const DESCRIPTION: usize = 5_000;

const SCHEMAS: &str = "http://www.w3.org/2001/XMLSchema-instance";
const PROTOCOL: &str = "http://www.openarchives.org/OAI/2.0/";
const DUBLIN_CORE: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";

pub struct Answer {
    xml: Writer<Vec<u8>>,
    /// What is open besides the outermost element.
    verb: Option<&'static str>,
    host: String,
    address: String,
}

impl Answer {
    pub fn new(settings: &Settings, now: DateTime<Utc>) -> Self {
        let mut answer = Self {
            xml: Writer::new(Vec::with_capacity(4096)),
            verb: None,
            host: settings.base_url.host_str().unwrap_or("localhost").to_owned(),
            address: format!("{}/oai", settings.base_url.as_str().trim_end_matches('/')),
        };
        answer.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let schema = format!("{PROTOCOL} {PROTOCOL}OAI-PMH.xsd");
        answer
            .open("OAI-PMH", &[("xmlns", PROTOCOL), ("xmlns:xsi", SCHEMAS), ("xsi:schemaLocation", &schema)]);
        answer.text("responseDate", &stamp(now));
        answer
    }

    /// The part of identifiers that names the portal.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The request once more, and the beginning of what it asked for.
    pub fn begin(&mut self, arguments: &[(String, String)], verb: &'static str) {
        self.request(arguments);
        self.open(verb, &[]);
        self.verb = Some(verb);
    }

    pub fn failed(mut self, arguments: &[(String, String)], failure: &Failure) -> Vec<u8> {
        self.request(if failure.is_unreadable() { &[] } else { arguments });
        self.element("error", &[("code", failure.code)], &failure.message);
        self.finish()
    }

    pub fn finish(mut self) -> Vec<u8> {
        if let Some(verb) = self.verb {
            self.close(verb);
        }
        self.close("OAI-PMH");
        self.xml.into_inner()
    }

    pub fn identify(&mut self, settings: &Settings, earliest: DateTime<Utc>) {
        let (address, host) = (self.address.clone(), self.host.clone());
        self.text("repositoryName", i18n::text(Language::En, "library-cite-portal"));
        self.text("baseURL", &address);
        self.text("protocolVersion", "2.0");
        self.text("adminEmail", &settings.contact);
        self.text("earliestDatestamp", &stamp(earliest));
        self.text("deletedRecord", "persistent");
        self.text("granularity", "YYYY-MM-DDThh:mm:ssZ");
        self.open("description", &[]);
        let of = "http://www.openarchives.org/OAI/2.0/oai-identifier";
        let schema = format!("{of} {of}.xsd");
        self.open("oai-identifier", &[("xmlns", of), ("xsi:schemaLocation", &schema)]);
        self.text("scheme", "oai");
        self.text("repositoryIdentifier", &host);
        self.text("delimiter", ":");
        self.text("sampleIdentifier", &identifier(&host, Collection::Resource, "4x2m0c9k1a"));
        self.close("oai-identifier");
        self.close("description");
    }

    pub fn formats(&mut self) {
        self.open("metadataFormat", &[]);
        self.text("metadataPrefix", PREFIX);
        self.text("schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        self.text("metadataNamespace", DUBLIN_CORE);
        self.close("metadataFormat");
    }

    /// By what they are of, by kind and by country, in English.
    pub fn sets(&mut self) {
        for of in Collection::ALL {
            let name = match of {
                Collection::Resource => "library-title",
                Collection::Highlight => "highlights-title",
            };
            self.set(Part::Collection(of), i18n::text(Language::En, name));
        }
        for kind in RecordKind::all() {
            self.set(Part::Kind(kind), catalogue::kind(Language::En, kind));
        }
        for state in Country::all() {
            self.set(Part::Country(state.country), state.name(Language::En));
        }
    }

    fn set(&mut self, part: Part, name: &str) {
        self.open("set", &[]);
        self.text("setSpec", &set(part));
        self.text("setName", name);
        self.close("set");
    }

    pub fn header(&mut self, head: &RecordHead, withdrawn: bool) {
        let status: &[(&str, &str)] = if withdrawn { &[("status", "deleted")] } else { &[] };
        self.open("header", status);
        let collection = head.of.collection();
        let identifier = identifier(&self.host, collection, &head.short);
        self.text("identifier", &identifier);
        self.text("datestamp", &stamp(head.changed_at));
        self.text("setSpec", &set(Part::Collection(collection)));
        self.text("setSpec", &set(Part::Kind(head.kind)));
        if let Some(country) = head.country {
            self.text("setSpec", &set(Part::Country(country)));
        }
        self.close("header");
    }

    /// Without a description it is withdrawn.
    pub fn record(&mut self, head: &RecordHead, record: Option<Record<'_>>, themes: &Themes) {
        self.open("record", &[]);
        self.header(head, record.is_none());
        if let Some(record) = record {
            self.open("metadata", &[]);
            self.dublin_core(&record, themes);
            self.close("metadata");
        }
        self.close("record");
    }

    fn dublin_core(&mut self, record: &Record<'_>, themes: &Themes) {
        let schema = format!("{DUBLIN_CORE} http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
        self.open(
            "oai_dc:dc",
            &[
                ("xmlns:oai_dc", DUBLIN_CORE),
                ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
                ("xsi:schemaLocation", &schema),
            ],
        );
        let language = record.language;
        let lang = [("xml:lang", language.code())];
        self.element("dc:title", &lang, record.title);
        for name in &record.names {
            self.text("dc:creator", &name.inverted());
        }
        for one in themes.all_resolved(record.themes) {
            self.element("dc:subject", &lang, &themes.name(language, one));
        }
        self.element("dc:description", &lang, &record.summary.line(DESCRIPTION));
        if let Some(institution) = record.institution {
            self.text("dc:publisher", institution);
        }
        if let Some(issued) = record.issued {
            self.text("dc:date", &issued.to_string());
        }
        // Of the types of DCMI, and the portal's own.
        let is_data = record.kind == RecordKind::Resource(Kind::Dataset);
        self.text("dc:type", if is_data { "Dataset" } else { "Text" });
        self.text("dc:type", record.kind.slug());
        if let Some(document) = &record.document {
            self.text("dc:format", document.media_type);
        }
        self.text("dc:identifier", &record.address);
        self.text("dc:language", language.code());
        if let Some(country) = record.country {
            self.element("dc:coverage", &lang, country.name(language));
        }
        if let Some(source) = &record.based_on {
            self.text("dc:relation", &source.address);
        }
        match record.licence.map(Licence::address) {
            Some(Some(licence)) => self.text("dc:rights", licence),
            Some(None) => self.element("dc:rights", &lang, i18n::text(language, "library-licence-reserved")),
            None => {}
        }
        self.close("oai_dc:dc");
    }

    /// Where to go on; an empty one ends a list that had one before.
    pub fn resume(&mut self, this: Stretch, next: Option<Stretch>) {
        match next {
            Some(next) => self.text("resumptionToken", &token(next)),
            None if this.after.1.uuid().is_nil() => {}
            None => self.text("resumptionToken", ""),
        }
    }

    fn request(&mut self, arguments: &[(String, String)]) {
        let address = self.address.clone();
        let mut named = BTreeSet::new();
        let known = ["verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken"];
        let attributes: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| known.contains(name) && named.insert(*name))
            .collect();
        self.element("request", &attributes, &address);
    }

    fn text(&mut self, name: &str, text: &str) {
        self.element(name, &[], text);
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let mut start = BytesStart::new(name);
        for (name, value) in attributes {
            start.push_attribute((*name, allowed(value).as_str()));
        }
        self.write(Event::Start(start));
    }

    fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    fn write(&mut self, event: Event<'_>) {
        self.xml.write_event(event).expect("a vector takes everything");
    }
}

/// To the second, as the protocol has it.
fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
