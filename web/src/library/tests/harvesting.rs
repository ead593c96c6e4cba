//! The library for harvesters, over HTTP.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;

/// The answer to these arguments, which is XML however wrong they are.
async fn ask(shelves: &Shelves, arguments: &str) -> Answer {
    let answer = shelves.house.get(&mut Browser::default(), &format!("/oai?{arguments}")).await;
    assert_eq!(answer.status, 200, "{arguments}");
    assert_eq!(answer.headers["content-type"], "text/xml; charset=utf-8");
    let mut reader = Reader::from_str(&answer.body);
    while reader.read_event().unwrap() != Event::Eof {}
    answer
}

#[tokio::test]
async fn an_empty_library_says_who_it_is_and_that_it_has_nothing() {
    let shelves = Shelves::open().await;
    let identity = ask(&shelves, "verb=Identify").await;
    identity
        .has("<baseURL>http://portal.example/oai</baseURL>")
        .has("<adminEmail>portal@portal.example</adminEmail>")
        .has("<deletedRecord>persistent</deletedRecord>")
        .has("<repositoryIdentifier>portal.example</repositoryIdentifier>")
        .has("<earliestDatestamp>");
    ask(&shelves, "verb=ListMetadataFormats").await.has("<metadataPrefix>oai_dc</metadataPrefix>");
    let sets = ask(&shelves, "verb=ListSets").await;
    sets.has("<setSpec>kind:report</setSpec><setName>Report</setName>").has("<setSpec>country:PE</setSpec>");
    let none = ask(&shelves, "verb=ListRecords&metadataPrefix=oai_dc").await;
    none.has("<request verb=\"ListRecords\" metadataPrefix=\"oai_dc\">http://portal.example/oai</request>");
    none.has("<error code=\"noRecordsMatch\">").lacks("<ListRecords>");
}

#[tokio::test]
async fn a_record_is_described_until_it_is_withdrawn_and_deleted_for_good() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = filled(&command, &[("title", "Registro <b> & \"𠮷\""), ("authors", "Díaz, Ana; MIDIS")]);
    let address = published(&shelves.publish(&mut ana, &fields).await);
    let short = address.rsplit('/').next().unwrap().split('-').next().unwrap();
    let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:portal.example:{short}");
    let record = ask(&shelves, &query).await;
    record
        .has(&format!("<identifier>oai:portal.example:{short}</identifier>"))
        .has("<setSpec>kind:guide</setSpec><setSpec>country:PE</setSpec>")
        .has("<dc:title xml:lang=\"es\">Registro &lt;b&gt; &amp; ")
        .has("<dc:creator>Díaz, Ana</dc:creator><dc:creator>MIDIS</dc:creator>")
        .has("<dc:date>2024</dc:date>")
        .has(&format!("<dc:identifier>http://portal.example/r/{short}</dc:identifier>"))
        .has("<dc:rights>https://creativecommons.org/licenses/by/4.0/</dc:rights>");
    let list = ask(&shelves, "verb=ListRecords&metadataPrefix=oai_dc&set=country:PE").await;
    list.has("<dc:creator>").lacks("resumptionToken");

    let command = form_id();
    let reason = [("command_id", command.as_str()), ("reason", "Replaced")];
    shelves.house.post(&mut ana, &format!("{address}/withdraw"), &reason).await;
    assert!(shelves.house.app.settle(&["library_records"]).await);
    for query in
        [&query, "verb=ListRecords&metadataPrefix=oai_dc", "verb=ListIdentifiers&metadataPrefix=oai_dc"]
    {
        ask(&shelves, query).await.has("<header status=\"deleted\">").has(short).lacks("<metadata>");
    }
}

#[tokio::test]
async fn arguments_come_as_a_form_too_and_mistakes_are_named() {
    let shelves = Shelves::open().await;
    let mut harvester = Browser::default();
    let asked = shelves.house.post(&mut harvester, "/oai", &[("verb", "Identify")]).await;
    assert_eq!(asked.status, 200);
    asked.has("<Identify>");
    for (arguments, code) in [
        ("", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=ListRecords", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:portal.example:zzzzzzzzzz", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:portal.example:zzzzzzzzzz", "idDoesNotExist"),
        ("verb=%00%ff%3Cscript%3E", "badVerb"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%0b%22%3E%3Cx", "idDoesNotExist"),
    ] {
        let answer = ask(&shelves, arguments).await;
        answer.has(&format!("<error code=\"{code}\">"));
        let repeated = !matches!(code, "badVerb" | "badArgument");
        assert_eq!(answer.body.contains("<request verb="), repeated, "{arguments}");
    }
}
