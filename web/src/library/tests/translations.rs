//! Resources that are translations of each other.

use super::*;

async fn publish_in(shelves: &Shelves, browser: &mut Browser, language: &str, title: &str) -> String {
    let command = form_id();
    let fields = filled(&command, &[("language", language), ("title", title)]);
    published(&shelves.publish(browser, &fields).await)
}

async fn declare(shelves: &Shelves, browser: &mut Browser, address: &str, of: &str) -> Answer {
    let command = form_id();
    let fields = [("command_id", command.as_str()), ("of", of)];
    shelves.house.post(browser, &format!("{address}/translation"), &fields).await
}

fn short(address: &str) -> &str {
    address.rsplit('/').next().unwrap().split('-').next().unwrap()
}

#[tokio::test]
async fn translations_lead_to_each_other() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let spanish = publish_in(&shelves, &mut ana, "es", "Registro social").await;
    let portuguese = publish_in(&shelves, &mut ana, "pt", "Cadastro Único").await;
    let french = publish_in(&shelves, &mut ana, "fr", "Registre social").await;
    shelves.house.get(&mut ana, &spanish).await.lacks("Also in");
    let form = shelves.house.get(&mut ana, &format!("{portuguese}/translation")).await;
    form.has("name=\"of\"").has("Cadastro Único");
    assert_eq!(declare(&shelves, &mut ana, &portuguese, &spanish).await.status, 303);
    let full = format!("http://portal.example/r/{}", short(&portuguese));
    assert_eq!(declare(&shelves, &mut ana, &french, &full).await.status, 303);

    let mut visitor = Browser::default();
    for (page, others) in [
        (&spanish, [&french, &portuguese]),
        (&portuguese, [&spanish, &french]),
        (&french, [&spanish, &portuguese]),
    ] {
        let page = shelves.house.get(&mut visitor, page).await;
        page.has("Also in");
        for other in others {
            page.has(&format!("href=\"{other}\" lang"));
        }
    }
    shelves
        .house
        .get(&mut visitor, &spanish)
        .await
        .has("hreflang=\"fr\" title=\"Registre social\">Français</a>");
    let kept = shelves.house.get(&mut ana, &format!("{french}/translation")).await;
    kept.has(&format!("value=\"{full}\""));

    let gone = declare(&shelves, &mut ana, &french, " ").await;
    assert_eq!((gone.status.as_u16(), gone.location()), (303, french.as_str()));
    shelves.house.get(&mut visitor, &french).await.lacks("Also in");
    let spanish = shelves.house.get(&mut visitor, &spanish).await;
    spanish.has(&format!("href=\"{portuguese}\" lang")).lacks(&format!("href=\"{french}\" lang"));
}

#[tokio::test]
async fn what_cannot_be_an_original_is_said_beside_the_field() {
    let shelves = Shelves::open().await;
    let mut ana = shelves.house.signed_in("ana").await;
    let guide = publish_in(&shelves, &mut ana, "es", "Registro social").await;
    let same = publish_in(&shelves, &mut ana, "es", "Padrón social").await;
    for (of, message) in [
        (guide.as_str(), "itself"),
        (same.as_str(), "same language"),
        ("zzzzzzzzzz", "no resource"),
        ("https://elsewhere.example/r/zzzzzzzzzz", "no resource"),
        ("<b>", "no resource"),
    ] {
        let answer = declare(&shelves, &mut ana, &guide, of).await;
        assert_eq!(answer.status, 422, "{of}");
        answer.has("id=\"of-error\"").has(message);
    }
}

#[tokio::test]
async fn only_its_author_or_a_moderator_says_so() {
    let shelves = Shelves::open().await;
    shelves.house.enrol("luis", "AR").await;
    let mut ana = shelves.house.signed_in("ana").await;
    let mut luis = shelves.house.signed_in("luis").await;
    let guide = publish_in(&shelves, &mut ana, "es", "Registro social").await;
    let other = publish_in(&shelves, &mut luis, "pt", "Cadastro Único").await;
    assert_eq!(shelves.house.get(&mut luis, &format!("{guide}/translation")).await.status, 403);
    assert_eq!(declare(&shelves, &mut luis, &guide, &other).await.status, 403);
    assert_eq!(declare(&shelves, &mut luis, &other, &guide).await.status, 303);
    let signed_out = shelves.house.get(&mut Browser::default(), &format!("{guide}/translation")).await;
    assert_eq!(signed_out.status, 303);
}
