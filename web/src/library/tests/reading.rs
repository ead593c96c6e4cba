//! The list, feeds and short addresses.

use atom_syndication::Feed;

use super::*;

/// 21 resources: one page and one more; every third is a report about Brazil.
async fn filled_library() -> (Shelves, Browser) {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    for n in 0..21 {
        let (title, command) = (format!("Resource {n}."), form_id());
        let country = if n % 3 == 0 { ("BR", "report") } else { ("PE", "guide") };
        let fields = [("title", title.as_str()), ("country", country.0), ("kind", country.1)];
        published(&shelves.publish(&mut ana, &filled(&command, &fields)).await);
    }
    (shelves, ana)
}

#[tokio::test]
async fn the_list_is_parted_into_pages_and_filters_count_what_they_find() {
    let (shelves, mut ana) = filled_library().await;
    let first = shelves.house.get(&mut ana, "/en/library").await;
    let second = shelves.house.get(&mut ana, "/en/library?page=2").await;
    for n in 0..21 {
        let title = format!("Resource {n}.");
        assert_eq!(first.body.contains(&title), n > 0, "{title}");
        assert_eq!(second.body.contains(&title), n == 0, "{title}");
    }
    let reports = shelves.house.get(&mut ana, "/en/library?kind=report&country=BR").await;
    reports.has("7 resources").has("Resource 18.").lacks("Resource 19.");
    shelves.house.get(&mut ana, "/en/library?kind=report&country=PE").await.lacks("Resource ");
    for wrong in ["country=XX", "page=0", "page=3", "theme=none"] {
        let page = shelves.house.get(&mut ana, &format!("/en/library?{wrong}")).await;
        assert_eq!(page.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn both_feeds_are_whole_and_filtered_like_the_list() {
    let (shelves, mut ana) = filled_library().await;
    let atom = shelves.house.get(&mut ana, "/en/library/feed.atom?kind=report").await;
    assert_eq!(atom.headers["content-type"], "application/atom+xml; charset=utf-8");
    let feed = Feed::read_from(atom.body.as_bytes()).unwrap();
    assert_eq!(feed.entries().len(), 7);
    assert!(!feed.id().is_empty() && !feed.title().value.is_empty());
    assert!(feed.links().iter().any(|link| link.rel() == "self" && link.href().starts_with("http")));
    for entry in feed.entries() {
        assert!(entry.id().starts_with("urn:uuid:") && entry.title().value.starts_with("Resource "));
        assert!(!entry.authors().is_empty() && entry.updated() <= feed.updated());
        assert!(
            entry.links().iter().any(|link| link.rel() == "alternate" && link.href().starts_with("http"))
        );
    }
    let ids: std::collections::HashSet<&str> =
        feed.entries().iter().map(atom_syndication::Entry::id).collect();
    assert_eq!(ids.len(), 7);

    let json = shelves.house.get(&mut ana, "/en/library/feed.json?kind=report").await;
    assert_eq!(json.headers["content-type"], "application/feed+json; charset=utf-8");
    let feed: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert!(feed["title"].is_string() && feed["feed_url"].as_str().unwrap().contains("kind=report"));
    let items = feed["items"].as_array().unwrap();
    assert_eq!(items.len(), 7);
    for item in items {
        assert!(ids.contains(item["id"].as_str().unwrap()), "both feeds name the same things");
        assert!(item["url"].as_str().unwrap().starts_with("http") && item["content_text"].is_string());
        item["date_published"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    }
    for wrong in ["feed.atom?kind=song", "feed.json?country=XX"] {
        assert_eq!(shelves.house.get(&mut ana, &format!("/en/library/{wrong}")).await.status, 404);
    }
}

#[tokio::test]
async fn the_short_address_leads_to_the_page() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let address = published(&shelves.publish(&mut ana, &filled(&form_id(), &[])).await);
    let short = address.rsplit('/').next().unwrap().split('-').next().unwrap();
    let answer = shelves.house.get(&mut ana, &format!("/r/{short}")).await;
    assert!(answer.status.is_redirection());
    assert_eq!(answer.location(), address);
    assert_eq!(shelves.house.get(&mut ana, "/r/zzzzzzzzzz").await.status, 404);
}
