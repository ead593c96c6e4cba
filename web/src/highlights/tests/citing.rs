//! Highlights as libraries know them: cited, described in the head of their page, and harvested.

use serde_json::Value;

use super::*;

fn short_of(page: &str) -> &str {
    page.rsplit('/').next().unwrap().split('-').next().unwrap()
}

/// The block of data in the head of a page.
fn data(page: &Answer) -> Value {
    let block = page.body.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    serde_json::from_str(block.split("</script>").next().unwrap()).unwrap()
}

#[tokio::test]
async fn a_highlight_is_cited_on_its_page_and_in_files_as_everybody_may_see_its_author() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let institution = crate::organisations::testing::id("paho").to_string();
    let source = published(&stage, &eva, &stage.member("Rosa", "PE", &[Role::Admin]).await, &[]).await;
    let instead = [
        ("title", "Cuidado 50 % & {más} </script> 𠮷"),
        ("institution", institution.as_str()),
        ("relation", "adapts"),
        ("source", source.as_str()),
    ];
    let page = published(&stage, &ana, &stage.member("Inés", "BR", &[Role::Moderator]).await, &instead).await;
    let shown = stage.get(&page).await;
    let (short, of_source) = (short_of(&page), short_of(&source));
    shown
        .has("Ana</bdi>. (2026). ")
        .has("[Best practice]. <bdi>Salud OPS</bdi>. ")
        .has(&format!("http://portal.example/h/{short}</p>"))
        .has("<meta name=\"DC.creator\" content=\"Ana\">")
        .has("<meta name=\"DC.publisher\" content=\"Salud OPS\">")
        .has("<meta name=\"DC.subject\" content=\"Care\">")
        .has("<meta name=\"DC.coverage\" content=\"Uruguay\">")
        .has("<meta name=\"DC.language\" content=\"es\">")
        .has(&format!("<meta name=\"DC.relation\" content=\"http://portal.example/h/{of_source}\">"))
        .has("<meta name=\"DCTERMS.issued\" content=\"2026-03-02\">")
        .has("<meta name=\"citation_publication_date\" content=\"2026/03/02\">")
        .has(&format!("<meta property=\"og:url\" content=\"http://portal.example{page}\">"))
        .has("<meta property=\"article:published_time\" content=\"2026-03-02T10:00:00Z\">");
    let told = data(&shown);
    assert_eq!((&told["@type"], &told["inLanguage"]), (&"Article".into(), &"es".into()));
    assert_eq!(told["author"][0]["name"], "Ana");
    assert_eq!(told["isBasedOn"]["@id"], format!("http://portal.example/h/{of_source}"));
    assert_eq!(told["isBasedOn"]["name"], "Centros de cuidado");
    assert_eq!(told["name"], instead[0].1);
    for (language, said) in
        [("en", "How to cite"), ("es", "Cómo citar"), ("pt", "Como citar"), ("fr", "Comment citer")]
    {
        let page = page.replacen("/en/", &format!("/{language}/"), 1);
        stage.get(&page).await.has(&format!(">{said}</h2>")).has(&format!("href=\"{page}/cite.ris\""));
    }
    for (file, sign) in [
        ("cite.bib", r"Cuidado 50 \% \& \textbraceleft{}más\textbraceright{}"),
        ("cite.ris", "TY  - ELEC\r\nAU  - Ana\r\n"),
        ("cite.json", "\"type\":\"webpage\""),
    ] {
        let cited = stage.get(&format!("{page}/{file}")).await;
        assert_eq!(cited.status, StatusCode::OK);
        cited.has(sign).has(&format!("http://portal.example/h/{short}"));
    }
    assert_eq!(stage.get("/en/highlights/zzzzzzzzzz/cite.bib").await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.get(&format!("{page}/cite.doc")).await.status, StatusCode::NOT_FOUND);

    // Who is not shown to everybody is not cited, whoever looks.
    stage.erase("Ana").await;
    let nameless = stage.get_as(&eva, &page).await;
    nameless.has("<meta name=\"DC.creator\" content=\"Salud OPS\">").lacks("content=\"Ana\"");
    stage.get_as(&eva, &format!("{page}/cite.ris")).await.has("AU  - Salud OPS\r\n").lacks("AU  - Ana");

    press(&stage, &eva, &format!("{page}/withdraw"), &[("reason", "Otra.")]).await;
    let gone = stage.get(&format!("{page}/cite.ris")).await;
    assert_eq!(stage.get(&gone.location).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn harvesters_are_told_of_a_highlight_without_its_author_until_it_is_withdrawn_and_of_that() {
    let stage = Stage::new().await.with_organisations().await;
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    stage.publish("A guide", "BR").await;
    let institution = crate::organisations::testing::id("paho").to_string();
    let source = published(&stage, &ana, &eva, &[]).await;
    let instead =
        [("institution", institution.as_str()), ("relation", "continues"), ("source", source.as_str())];
    let page = published(&stage, &ana, &eva, &instead).await;
    let identifier = format!("oai:portal.example:highlight/{}", short_of(&page));
    let alone = format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}");
    let record = stage.get(&alone).await;
    record
        .has(&format!("<identifier>{identifier}</identifier>"))
        .has("<setSpec>highlight</setSpec><setSpec>kind:best_practice</setSpec><setSpec>country:UY</setSpec>")
        .has("<dc:title xml:lang=\"es\">Centros de cuidado</dc:title>")
        .has("<dc:creator>Salud OPS</dc:creator>")
        .has("<dc:description xml:lang=\"es\">Un centro cada veinte manzanas.</dc:description>")
        .has("<dc:date>2026-03-02</dc:date><dc:type>Text</dc:type><dc:type>best_practice</dc:type>")
        .has(&format!("<dc:identifier>http://portal.example/h/{}</dc:identifier>", short_of(&page)))
        .has("<dc:language>es</dc:language><dc:coverage xml:lang=\"es\">Uruguay</dc:coverage>")
        .has(&format!("<dc:relation>http://portal.example/h/{}</dc:relation>", short_of(&source)))
        .lacks("Ana")
        .lacks("dc:rights");
    let list = async |set: &str| {
        let answer = stage.get(&format!("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc{set}")).await;
        answer.body.matches("<header").count()
    };
    assert_eq!(list("").await, 3);
    assert_eq!(list("&set=highlight").await, 2);
    assert_eq!(list("&set=resource").await, 1);
    assert_eq!(list("&set=country:UY").await, 2);
    assert_eq!(list("&set=kind:guide").await, 1);
    stage
        .get("/oai?verb=ListSets")
        .await
        .has("<setSpec>highlight</setSpec><setName>Partner Highlights</setName>");

    stage.at("2026-03-05T10:00:00Z");
    press(&stage, &ana, &format!("{page}/withdraw"), &[("reason", "Otra.")]).await;
    let gone = stage.get(&alone).await;
    gone.has("<header status=\"deleted\">")
        .has("<datestamp>2026-03-05T10:00:00Z</datestamp>")
        .lacks("<metadata>");
    assert_eq!(list("&set=highlight&from=2026-03-05").await, 1);
    // A resource of this short address there is none.
    let other = identifier.replace("highlight/", "");
    let unknown = format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={other}");
    stage.get(&unknown).await.has("<error code=\"idDoesNotExist\">");
}

#[tokio::test]
async fn a_theme_that_is_called_otherwise_is_so_on_the_page_that_visitors_had_before() {
    let stage = Stage::new().await;
    application::library::found_vocabulary(&stage.app.desk).await.unwrap();
    let ana = stage.member("Ana", "UY", &[]).await;
    let eva = stage.member("Eva", "CL", &[Role::Moderator]).await;
    let page = published(&stage, &ana, &eva, &[]).await;
    stage.get(&page).await.has("content=\"Care\"");
    // As when the read models of the page pass the change first, and the vocabulary follows them.
    sqlx::raw_sql(
        r#"UPDATE theme_entries SET names = names || '{"en": "Looking after"}', revision = 2 WHERE theme = 'care';
           UPDATE checkpoints SET moved_at = now() WHERE name = 'theme_entries'"#,
    )
    .execute(&stage.db.pool)
    .await
    .unwrap();
    stage.get(&page).await.has("content=\"Looking after\"").lacks("content=\"Care\"");
}
