//! Joining, confirming, signing in and out, resetting, and what an attacker tries there.

use url::Url;

use super::*;

async fn join(house: &House, email: &str, password: &str) -> Answer {
    let mut browser = Browser::default();
    let form = house.get(&mut browser, "/en/join").await;
    assert_eq!(form.status, StatusCode::OK);
    let fields = [
        ("command_id", form.hidden("command_id")),
        ("name", "Ana Díaz".into()),
        ("email", email.into()),
        ("country", "AR".into()),
        ("password", password.into()),
        ("consent", "yes".into()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(&mut browser, "/en/join", &fields).await
}

#[tokio::test]
async fn a_newcomer_joins_confirms_and_lands_on_the_own_profile() {
    let house = House::open().await;
    let joined = join(&house, "ana@example.org", PASSWORD).await;
    assert_eq!((joined.status, joined.location()), (StatusCode::SEE_OTHER, "/en/join/check"));
    assert!(joined.headers.get(SET_COOKIE).is_none(), "nobody is signed in yet");
    house.react().await;
    let token = house.token().await;
    let mut browser = Browser::default();
    let form = house.get(&mut browser, &format!("/en/confirm?token={token}")).await;
    form.has("ana@example.org");
    let wrong =
        house.post(&mut browser, "/en/confirm", &[("token", &token), ("password", OTHER_PASSWORD)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.has("password-error").lacks(OTHER_PASSWORD);
    let done = house.post(&mut browser, "/en/confirm", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let profile = house.get(&mut browser, done.location()).await;
    assert_eq!(profile.status, StatusCode::OK);
    profile.has("Ana Díaz").has("/en/profile").has("Welcome!");
    let again = house.post(&mut browser, "/en/confirm", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::GONE, "a link works once");
    assert_eq!(house.get(&mut browser, &format!("/en/confirm?token={token}")).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn joining_and_forgetting_answer_the_same_whether_an_address_is_known() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let known = join(&house, "EVA-luna@example.org", PASSWORD).await;
    let unknown = join(&house, "nobody@example.org", PASSWORD).await;
    assert_eq!((known.status, known.location()), (unknown.status, unknown.location()));
    assert_eq!(known.body, unknown.body);
    house.react().await;
    let (to, subject, _) = house.mails().await.remove(0);
    assert_eq!((to.as_str(), subject.as_str()), ("eva-luna@example.org", "You already have an account"));
    let forgot = async |email: &str| {
        let mut browser = Browser::default();
        let form = [("command_id", form_id()), ("email", email.to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.post(&mut browser, "/en/forgot", &form).await
    };
    let (known, unknown) = (forgot("eva-luna@example.org").await, forgot("stranger@example.org").await);
    assert_eq!((known.status, known.location()), (StatusCode::SEE_OTHER, "/en/forgot/check"));
    assert_eq!((unknown.status, unknown.location()), (known.status, known.location()));
    assert_eq!(known.body, unknown.body);
}

#[tokio::test]
async fn a_form_of_joining_that_is_wrong_comes_back_with_what_was_typed() {
    let house = House::open().await;
    let mut browser = Browser::default();
    let id = form_id();
    let long = "x".repeat(300);
    let hostile = r#""><script>alert(1)</script>"#;
    for (name, email, password, errors) in [
        ("", "", "", vec!["name-error", "email-error", "country-error", "consent-error"]),
        (hostile, "no address", PASSWORD, vec!["email-error", "country-error"]),
        (long.as_str(), long.as_str(), PASSWORD, vec!["name-error", "email-error"]),
    ] {
        let fields = [("command_id", id.as_str()), ("name", name), ("email", email), ("password", password)];
        let answer = house.post(&mut browser, "/en/join", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for error in errors {
            answer.has(&format!("id=\"{error}\""));
        }
        answer.lacks("<script>alert").lacks(PASSWORD);
        assert_eq!(answer.hidden("command_id"), id);
    }
    let good = |password| {
        [
            ("command_id", id.as_str()),
            ("name", "Ana Díaz"),
            ("email", "ana@example.org"),
            ("country", "AR"),
            ("consent", "yes"),
            ("password", password),
        ]
    };
    for weak in ["short", "password123", "Ana Díaz 2026"] {
        let answer = house.post(&mut browser, "/en/join", &good(weak)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{weak}");
        answer.has("password-error").has(r#"value="Ana Díaz""#);
    }
    let forged = [("command_id", "not an id"), ("name", "Ana")];
    assert_eq!(house.post(&mut browser, "/en/join", &forged).await.status, StatusCode::BAD_REQUEST);
    assert!(house.mails().await.is_empty());
}

#[tokio::test]
async fn refusals_at_sign_in_look_the_same() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    join(&house, "ana@example.org", PASSWORD).await;
    let refused = async |email: &str, password: &str| {
        let mut browser = Browser::default();
        let answer =
            house.post(&mut browser, "/en/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.cookies.is_empty());
        answer.lacks(password);
        answer.body.replace(email, "")
    };
    let unknown = refused("nobody@example.org", PASSWORD).await;
    assert_eq!(refused("eva-luna@example.org", OTHER_PASSWORD).await, unknown);
    assert_eq!(refused("ana@example.org", PASSWORD).await, unknown, "not confirmed");
}

#[tokio::test]
async fn signing_in_leads_on_to_pages_of_the_portal_alone() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    for (next, expected) in [
        ("/es/library?q=rural", "/es/library?q=rural"),
        ("https://evil.example/", "/en"),
        ("//evil.example/en", "/en"),
        ("/dev/mail", "/en"),
        ("", "/en"),
    ] {
        let mut browser = Browser::default();
        let fields = [("email", "eva-luna@example.org"), ("password", PASSWORD), ("next", next)];
        let answer = house.post(&mut browser, "/en/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, expected), "{next}");
    }
    let mut visitor = Browser::default();
    let sent = house.get(&mut visitor, "/en/account").await;
    assert_eq!(sent.location(), "/en/sign-in?next=%2Fen%2Faccount");
    let form = house.get(&mut visitor, sent.location()).await;
    assert_eq!(form.hidden("next"), "/en/account");
}

#[tokio::test]
async fn a_session_that_was_planted_is_not_used() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    house.enrol("Ana Ruiz", "AR").await;
    let mut attacker = house.signed_in("Eva Luna").await;
    let planted = attacker.cookies["session"].clone();
    let mut victim = Browser { cookies: HashMap::from([("session".into(), planted.clone())]) };
    let fields = [("email", "ana-ruiz@example.org"), ("password", PASSWORD)];
    house.post(&mut victim, "/en/sign-in", &fields).await;
    assert_ne!(victim.cookies["session"], planted);
    let answer = house.get(&mut attacker, "/en/account").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "the planted session has ended");
    let invented = "0".repeat(64);
    for session in [invented.as_str(), "nonsense"] {
        let mut browser = Browser { cookies: HashMap::from([("session".into(), session.into())]) };
        assert_eq!(house.get(&mut browser, "/en/account").await.status, StatusCode::SEE_OTHER);
        assert!(!browser.cookies.contains_key("session"), "what opens nothing is taken away");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let mut browser = house.signed_in("Eva Luna").await;
    let session = browser.cookies["session"].clone();
    assert_eq!(house.get(&mut browser, "/en/account").await.status, StatusCode::OK);
    let out = house.post(&mut browser, "/en/sign-out", &[]).await;
    assert_eq!((out.status, out.location()), (StatusCode::SEE_OTHER, "/en"));
    assert!(!browser.cookies.contains_key("session"));
    browser.cookies.insert("session".into(), session);
    assert_eq!(house.get(&mut browser, "/en/account").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_and_bound_to_the_host_over_https() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let fields = [("email", "eva-luna@example.org"), ("password", PASSWORD)];
    let cookie = async |house: &House| {
        let answer = house.post(&mut Browser::default(), "/en/sign-in", &fields).await;
        let cookies =
            answer.headers.get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().to_owned());
        cookies.into_iter().find(|cookie| cookie.contains("session=")).unwrap()
    };
    let plain = cookie(&house).await;
    assert!(plain.starts_with("session=") && !plain.contains("Secure"), "{plain}");
    let secure =
        House::configured(|app| app.settings.base_url = Url::parse("https://portal.example").unwrap()).await;
    secure.enrol("Eva Luna", "CL").await;
    let secure = cookie(&secure).await;
    assert!(secure.starts_with("__Host-session=") && secure.ends_with("; Secure"), "{secure}");
    for cookie in [plain, secure] {
        assert!(cookie.contains("; Path=/; ") && cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_every_session_ends() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let mut elsewhere = house.signed_in("Eva Luna").await;
    let mut browser = Browser::default();
    let form = house.get(&mut browser, "/en/forgot").await;
    let fields = [("command_id", form.hidden("command_id")), ("email", "eva-luna@example.org".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    house.post(&mut browser, "/en/forgot", &fields).await;
    let token = house.token().await;
    assert_eq!(house.get(&mut browser, &format!("/en/reset?token={token}")).await.status, StatusCode::OK);
    let weak = house.post(&mut browser, "/en/reset", &[("token", &token), ("password", "password123")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(weak.hidden("token"), token);
    let done =
        house.post(&mut browser, "/en/reset", &[("token", &token), ("password", OTHER_PASSWORD)]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/en/sign-in"));
    assert_eq!(house.get(&mut elsewhere, "/en/account").await.status, StatusCode::SEE_OTHER);
    let sign_in = async |password: &str| {
        let fields = [("email", "eva-luna@example.org"), ("password", password)];
        house.post(&mut Browser::default(), "/en/sign-in", &fields).await.status
    };
    assert_eq!(sign_in(PASSWORD).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sign_in(OTHER_PASSWORD).await, StatusCode::SEE_OTHER);
    let replayed = house.post(&mut browser, "/en/reset", &[("token", &token), ("password", PASSWORD)]).await;
    assert_eq!(replayed.status, StatusCode::GONE);
    for forged in ["", "00", &"0".repeat(64), &"é".repeat(64), &"0".repeat(10_000)] {
        let answer =
            house.post(&mut browser, "/en/reset", &[("token", forged), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::GONE, "{forged}");
    }
}

#[tokio::test]
async fn passwords_cannot_be_guessed_one_after_the_other() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let attempt = async |email: &str| {
        let fields = [("email", email), ("password", "a wrong password")];
        house.post(&mut Browser::default(), "/en/sign-in", &fields).await
    };
    for _ in 0..10 {
        assert_eq!(attempt("eva-luna@example.org").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let limited = attempt("EVA-LUNA@example.org").await;
    assert_eq!(limited.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=30).contains(&wait), "{wait}");
    limited.has(&format!("You may try again in {wait} second"));
    assert_eq!(attempt("ana@example.org").await.status, StatusCode::UNPROCESSABLE_ENTITY, "others may");
}

#[tokio::test]
async fn nobody_s_mailbox_is_flooded() {
    let house = House::open().await;
    for _ in 0..5 {
        assert_eq!(join(&house, "ana@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(join(&house, "Ana@example.org", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn forms_from_another_site_are_refused() {
    let house = House::open().await;
    house.enrol("Eva Luna", "CL").await;
    let mut browser = house.signed_in("Eva Luna").await;
    let request = Request::post("/en/sign-out")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example")
        .body(Body::empty())
        .unwrap();
    assert_eq!(house.ask(&mut browser, request).await.status, StatusCode::FORBIDDEN);
    assert_eq!(house.get(&mut browser, "/en/account").await.status, StatusCode::OK);
}
