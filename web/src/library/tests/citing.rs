//! Citations as they are downloaded, and what the head of a resource's page tells machines.

use super::*;

#[tokio::test]
async fn a_citation_is_downloaded_in_each_format() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let fields = filled(&command, &[("title", "Registro 50 % & {más} 𠮷"), ("authors", "Díaz, Ana; MIDIS")]);
    let address = published(&shelves.publish(&mut ana, &fields).await);
    let mut visitor = Browser::default();
    let page = shelves.house.get(&mut visitor, &address).await;
    page.has("Díaz, A., &amp; MIDIS").has("(2024). ").has("Registro 50 % &amp; {más} 𠮷");
    for (extension, media_type, sign) in [
        (
            "bib",
            "application/x-bibtex; charset=utf-8",
            r"Registro 50 \% \& \textbraceleft{}más\textbraceright{} 𠮷",
        ),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TI  - Registro 50 % & {más} 𠮷\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", "\"title\":\"Registro 50 % & {más} 𠮷\""),
    ] {
        page.has(&format!("{address}/cite.{extension}\""));
        let file = shelves.house.get(&mut visitor, &format!("{address}/cite.{extension}")).await;
        assert_eq!(file.status, 200);
        assert_eq!(file.headers["content-type"], media_type);
        let name = format!("attachment; filename=\"registro-50-mas-ji.{extension}\"");
        assert_eq!(file.headers["content-disposition"], name.as_str());
        file.has(sign).has("Ana").has("http://portal.example/r/");
    }
    assert_eq!(shelves.house.get(&mut visitor, "/en/library/zzzzzzzzzz/cite.bib").await.status, 404);
    assert_eq!(shelves.house.get(&mut visitor, &format!("{address}/cite.doc")).await.status, 404);
}

#[tokio::test]
async fn what_is_withdrawn_is_not_cited() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let address = published(&shelves.publish(&mut ana, &filled(&form_id(), &[])).await);
    let command = form_id();
    let reason = [("command_id", command.as_str()), ("reason", "Replaced")];
    shelves.house.post(&mut ana, &format!("{address}/withdraw"), &reason).await;
    let answer = shelves.house.get(&mut ana, &format!("{address}/cite.ris")).await;
    assert_eq!(answer.status, 303);
    assert_eq!(shelves.house.get(&mut ana, answer.location()).await.status, 410);
}

/// The contents of the `meta` elements of a name, in their order.
fn meta<'a>(page: &'a Answer, name: &str) -> Vec<&'a str> {
    let tags = page.body.split("<meta ").skip(1).filter_map(|tag| tag.split('>').next());
    let of_name = tags.filter(|tag| tag.starts_with(name));
    of_name.filter_map(|tag| tag.split("content=\"").nth(1)?.split('"').next()).collect()
}

#[tokio::test]
async fn the_head_tells_libraries_indexes_and_shared_links_what_it_is() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let command = form_id();
    let hostile = "</script><script>alert(1)</script> & \"𠮷\"";
    let fields = for_document(&command, &[("title", hostile), ("authors", "Díaz, Ana; MIDIS")]);
    let address = published(&shelves.upload(&mut ana, &fields, "guía.pdf", b"%PDF-1.4\n%%EOF\n").await);
    let mut visitor = Browser::default();
    let page = shelves.house.get(&mut visitor, &address).await;
    let short = address.rsplit('/').next().unwrap().split('-').next().unwrap();
    let shown = "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;𠮷&quot;";
    for name in ["name=\"DC.title\"", "name=\"citation_title\"", "property=\"og:title\""] {
        assert_eq!(meta(&page, name), [shown], "{name}");
    }
    for name in ["name=\"DC.creator\"", "name=\"citation_author\""] {
        assert_eq!(meta(&page, name), ["Díaz, Ana", "MIDIS"], "{name}");
    }
    assert_eq!(meta(&page, "name=\"DC.language\""), ["es"]);
    assert_eq!(meta(&page, "name=\"citation_publication_date\""), ["2024"]);
    assert_eq!(meta(&page, "name=\"DC.identifier\""), [format!("http://portal.example/r/{short}")]);
    let file = format!("http://portal.example{address}/file");
    assert_eq!(meta(&page, "name=\"citation_pdf_url\""), [file.as_str()]);
    assert_eq!(meta(&page, "property=\"og:url\""), [format!("http://portal.example{address}")]);

    let block = page.body.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(block.split("</script>").next().unwrap()).unwrap();
    assert_eq!((&data["name"], &data["inLanguage"]), (&hostile.into(), &"es".into()));
    assert_eq!(data["author"][0]["familyName"], "Díaz");
    assert_eq!(data["encoding"]["contentUrl"], file.as_str());
    assert_eq!(data["license"], "https://creativecommons.org/licenses/by/4.0/");
    assert_eq!(page.body.matches("<script").count(), 1, "and nothing else");

    let form = shelves.house.get(&mut ana, "/en/library").await;
    form.lacks("citation_").lacks("ld+json");
}
