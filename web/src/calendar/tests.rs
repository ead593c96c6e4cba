//! Pages of the calendar over HTTP: announcing, registering, the waiting list, the organiser's pages, iCalendar.

mod clocks;
mod keeping;

use std::sync::{Arc, Mutex};

use application::calendar::{GatheringMail, Reminders};
use application::membership::{Appointment, Entrance, GatheringNews, Matter, Secretary};
use application::{Actor, Clock, Desk, Order, Unreachable};
use axum::http::StatusCode;
use calcard::icalendar::{ICalendar, ICalendarProperty};
use chrono::{DateTime, Utc};
use domain::calendar::Place;
use domain::membership::{Member, MemberCommand, Role};
use domain::{CommandId, GatheringId, Language, MemberId};
use futures::future::BoxFuture;

use crate::membership::tests::{Answer, Browser, House, form_id};
use crate::testing;

/// A house whose clock the test moves; it is 2 March 2026, ten o'clock UTC.
struct Hall {
    house: House,
    now: Arc<Mutex<DateTime<Utc>>>,
}

impl Hall {
    async fn open(names: &[&str]) -> Self {
        let now = Arc::new(Mutex::new("2026-03-02T10:00:00Z".parse().unwrap()));
        let hands = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *hands.lock().unwrap());
        let house = House::configured(|app| {
            let log = testing::repository(&app.read);
            app.clock = Arc::clone(&clock);
            app.desk = Arc::new(Desk::new(log, Arc::clone(&clock)));
            app.entrance =
                Arc::new(Entrance { desk: Arc::clone(&app.desk), clock, ..testing::entrance(&app.read) });
        })
        .await;
        for name in names {
            house.enrol(name, "UY").await;
        }
        Self { house, now }
    }

    fn at(&self, time: &str) {
        *self.now.lock().unwrap() = time.parse().unwrap();
    }

    async fn grant(&self, name: &str, role: Role) {
        let order = Order::new(Actor::Operator("test".into()), CommandId::derived(&["grant", name]));
        let grant = MemberCommand::GrantRole { role };
        let member = MemberId::derived(&[name]).to_string();
        self.house.app.desk.execute::<Member>(&order, &member, grant).await.unwrap();
        assert!(self.house.app.settle(&["members"]).await);
    }

    /// Announces and answers with the address of its page.
    async fn announce(&self, browser: &mut Browser, instead: &[(&str, &str)]) -> String {
        let form = form_id();
        let answer = self.house.post(browser, "/en/events/new", &filled(&form, instead)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().to_owned()
    }

    async fn send(&self, browser: &mut Browser, address: &str) -> Answer {
        self.house.post(browser, address, &[("command_id", &form_id())]).await
    }

    async fn register(&self, name: &str, page: &str) -> (Browser, Answer) {
        let mut browser = self.house.signed_in(name).await;
        let answer = self.send(&mut browser, &format!("{page}/register")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = self.house.get(&mut browser, page).await;
        (browser, page)
    }
}

/// A form as it is sent when all is well, with some fields in place of others.
fn filled<'a>(command: &'a str, instead: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("command_id", command),
        ("title", "Jornada de cuidados"),
        ("description", "Cómo se **cuida**."),
        ("language", "es"),
        ("organisation", ""),
        ("starts", "2026-03-10T10:00"),
        ("ends", "2026-03-10T12:00"),
        ("zone", "America/Montevideo"),
        ("venue", "Sala Zitarrosa"),
        ("city", "Montevideo"),
        ("country", "UY"),
        ("online", ""),
        ("themes", "care"),
        ("capacity", "1"),
        ("register_until", ""),
    ];
    let kept = usual.into_iter().filter(|(name, _)| !instead.iter().any(|(other, _)| other == name));
    kept.chain(instead.iter().copied()).collect()
}

#[tokio::test]
async fn an_announcement_is_read_by_everybody_and_sent_twice_is_one() {
    let hall = Hall::open(&["ana"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let form = form_id();
    let mut pages = Vec::new();
    for _ in 0..2 {
        let answer = hall.house.post(&mut ana, "/en/events/new", &filled(&form, &[])).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        pages.push(answer.location().to_owned());
    }
    assert_eq!(pages[0], pages[1]);
    let mut anybody = Browser::default();
    let page = hall.house.get(&mut anybody, &pages[0]).await;
    page.has("Jornada de cuidados")
        .has("March 10, 2026, 10:00–12:00 (Montevideo, UTC−03:00)")
        .has("<strong>cuida</strong>")
        .has("Sala Zitarrosa, Montevideo, Uruguay")
        .has("0 of 1 taken")
        .has("Sign in to register")
        .has("application/ld+json");
    let list = hall.house.get(&mut anybody, "/es/events").await;
    list.has("Jornada de cuidados").has("1 evento");
    let none = hall.house.get(&mut anybody, "/es/events?theme=youth&country=PE&online=yes").await;
    none.lacks("Jornada de cuidados");
    for rest in ["country=PE&amp;online=yes", "theme=youth&amp;online=yes", "theme=youth&amp;country=PE"] {
        none.has(&format!("class=\"chip\" href=\"/es/events?{rest}\""));
    }
    hall.house.get(&mut anybody, "/es/events?when=past").await.lacks("Jornada de cuidados");
    hall.house
        .get(&mut anybody, "/fr/events/month?month=2026-03")
        .await
        .has("Jornada de cuidados")
        .has("mars 2026");
    hall.house.get(&mut anybody, "/en").await.has("Upcoming events").has("Jornada de cuidados");
    hall.house.get(&mut anybody, "/en/countries/uy").await.has("Upcoming events").has("Jornada de cuidados");
    assert_eq!(
        hall.house.get(&mut anybody, "/en/events/month?month=1899-12").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(hall.house.get(&mut anybody, "/en/events?country=XX").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let hall = Hall::open(&["ana"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    for (instead, said) in [
        (&[("title", " ")][..], "This must not be empty"),
        (
            &[("starts", "2026-03-08T02:30"), ("zone", "America/New_York")],
            "clocks in this time zone skip this time",
        ),
        (
            &[("starts", "2026-09-06T00:30"), ("ends", "2026-09-06T09:30"), ("zone", "America/Santiago")],
            "clocks in this time zone skip this time",
        ),
        (&[("ends", "2026-03-10T09:00")], "It must end after it starts"),
        (&[("starts", "1899-03-10T10:00")], "The year must be between 1900 and 2199"),
        (&[("starts", "yesterday")], "Give a date and a time"),
        (&[("zone", "Mars/Olympus")], "No time zone has this name"),
        (&[("capacity", "0")], "Give a number from 1 to 100,000"),
        (&[("capacity", "many")], "Give a number from 1 to 100,000"),
        (&[("venue", ""), ("city", ""), ("country", "")], "Give a place, an online address, or both"),
        (&[("online", "javascript:alert(1)")], "The online address must be a full address"),
        (&[("register_until", "2026-03-10T10:30")], "Registration must end before the event starts"),
        (&[("organisation", "018f2a6e-7c1d-7a40-8004-5e0c4b1d9a04")], "Choose one from the list"),
    ] {
        let form = form_id();
        let answer = hall.house.post(&mut ana, "/en/events/new", &filled(&form, instead)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{instead:?}: {}", answer.body);
        answer.has(said).has("Cómo se **cuida**.");
    }
    hall.house.get(&mut ana, "/en/events").await.has("No events have been announced yet");
}

/// Tells what begins soon as if the read model were a page.
struct Coming(Vec<GatheringId>);

impl application::calendar::ComingGatherings for Coming {
    fn starting(
        &self,
        _: DateTime<Utc>,
        _: DateTime<Utc>,
    ) -> BoxFuture<'_, Result<Vec<GatheringId>, Unreachable>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

#[tokio::test]
async fn a_place_that_is_given_back_goes_to_the_next_in_turn_with_a_mail() {
    let hall = Hall::open(&["ana", "luis", "rosa"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[("online", "https://meet.example.org/x")]).await;
    let (mut luis, placed) = hall.register("luis", &page).await;
    placed.has("You are registered.").has("https://meet.example.org/x").has("1 of 1 taken");
    let (mut rosa, waits) = hall.register("rosa", &page).await;
    waits.has("You are number 1 on the waiting list").lacks("https://meet.example.org/x");
    hall.house.get(&mut Browser::default(), &page).await.lacks("https://meet.example.org/x").lacks(">rosa<");

    let left = hall.send(&mut luis, &format!("{page}/unregister")).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    hall.house.get(&mut rosa, &page).await.has("You are registered.").has("https://meet.example.org/x");
    hall.house.get(&mut luis, &page).await.has("Join the waiting list");

    let mail = GatheringMail::new(Arc::clone(&hall.house.app.entrance));
    hall.house.react_with(&mail).await;
    hall.house.react_with(&mail).await;
    let mails = hall.house.mails().await;
    let of = |name: &str| {
        let to = format!("{name}@example.org");
        mails.iter().filter(|(recipient, ..)| *recipient == to).collect::<Vec<_>>()
    };
    assert_eq!(of("luis").len(), 0, "who gave the place back is told of none: {mails:?}");
    assert_eq!(of("rosa").len(), 1, "{mails:?}");
    assert_eq!(of("rosa")[0].1, "You have a place: Jornada de cuidados");
    assert!(of("rosa")[0].2.contains("March 10, 2026, 10:00 (Montevideo, UTC−03:00)"), "{}", of("rosa")[0].2);
    assert!(!of("rosa")[0].2.contains("meet.example.org"));
}

#[tokio::test]
async fn a_reminder_comes_once_within_a_day_and_never_after_a_cancellation() {
    let hall = Hall::open(&["ana", "luis", "rosa"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[("capacity", "")]).await;
    hall.register("luis", &page).await;
    let short = page.split('/').next_back().unwrap().split('-').next().unwrap();
    let gathering = projections::calendar::by_short(&hall.house.app.read, short).await.unwrap().unwrap().id;
    let remind = async || {
        let entrance = Arc::clone(&hall.house.app.entrance);
        Reminders::new(entrance, Arc::new(Coming(vec![gathering]))).remind().await.unwrap();
        let mails = hall.house.mails().await;
        mails
            .into_iter()
            .filter(|(_, subject, _)| subject.starts_with("Soon"))
            .map(|(to, ..)| to)
            .collect::<Vec<_>>()
    };
    hall.at("2026-03-09T12:59:00Z");
    assert_eq!(remind().await, Vec::<String>::new());
    hall.at("2026-03-09T13:30:00Z");
    // Whoever registers now has just read when it begins.
    hall.register("rosa", &page).await;
    assert_eq!(remind().await, ["luis@example.org"]);
    assert_eq!(remind().await, ["luis@example.org"]);
    hall.at("2026-03-10T13:00:00Z");
    assert_eq!(remind().await, ["luis@example.org"]);

    let other = hall.announce(&mut ana, &[("title", "Otra")]).await;
    hall.at("2026-03-02T10:00:00Z");
    hall.register("luis", &other).await;
    let cancelled = hall
        .house
        .post(&mut ana, &format!("{other}/cancel"), &[("command_id", &form_id()), ("reason", "Paro.")])
        .await;
    assert_eq!(cancelled.status, StatusCode::SEE_OTHER, "{}", cancelled.body);
    let short = other.split('/').next_back().unwrap().split('-').next().unwrap();
    let id = projections::calendar::by_short(&hall.house.app.read, short).await.unwrap().unwrap().id;
    hall.at("2026-03-09T13:30:00Z");
    let entrance = Arc::clone(&hall.house.app.entrance);
    Reminders::new(entrance, Arc::new(Coming(vec![id]))).remind().await.unwrap();
    assert!(!hall.house.mails().await.iter().any(|(_, subject, _)| subject == "Soon: Otra"));
}

#[tokio::test]
async fn a_cancelled_event_says_why_and_takes_nobody() {
    let hall = Hall::open(&["ana", "luis"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[]).await;
    let mut luis = hall.house.signed_in("luis").await;
    let address = format!("{page}/cancel");
    assert_eq!(hall.house.get(&mut luis, &address).await.status, StatusCode::FORBIDDEN);
    let empty = hall.house.post(&mut ana, &address, &[("command_id", &form_id()), ("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done =
        hall.house.post(&mut ana, &address, &[("command_id", &form_id()), ("reason", "Paro <b>")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = hall.house.get(&mut luis, &page).await;
    shown.has("This event was cancelled: Paro &lt;b&gt;").lacks("/register");
    let late = hall.send(&mut luis, &format!("{page}/register")).await;
    assert_eq!(late.status, StatusCode::SEE_OTHER);
    hall.house.get(&mut luis, &page).await.has("This event was cancelled in the meantime");
    let file = hall.house.get(&mut luis, &format!("{page}/event.ics")).await;
    file.has("STATUS:CANCELLED").has("SEQUENCE:1");
}

#[tokio::test]
async fn there_are_never_fewer_places_than_people_and_a_stale_form_loses_nothing() {
    let hall = Hall::open(&["ana", "luis", "rosa"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[("capacity", "2")]).await;
    hall.register("luis", &page).await;
    hall.register("rosa", &page).await;
    let edit = format!("{page}/edit");
    let save = async |browser: &mut Browser, instead: &[(&str, &str)]| {
        let form = form_id();
        hall.house.post(browser, &edit, &filled(&form, instead)).await
    };
    hall.house.get(&mut ana, &edit).await.has("value=\"2026-03-10T10:00\"").has("America/Montevideo");
    let fewer = save(&mut ana, &[("capacity", "1"), ("revision", "1")]).await;
    assert_eq!(fewer.status, StatusCode::UNPROCESSABLE_ENTITY);
    fewer.has("2 people are registered already");
    assert_eq!(
        save(&mut ana, &[("title", "Primera"), ("capacity", "3"), ("revision", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    let stale = save(&mut ana, &[("title", "Segunda"), ("capacity", "3"), ("revision", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.has("Segunda").has("Primera").has("changed elsewhere");
    let mut luis = hall.house.signed_in("luis").await;
    assert_eq!(save(&mut luis, &[("revision", "2")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_came_is_the_organisers_business_alone() {
    let hall = Hall::open(&["ana", "=luis", "rosa"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[]).await;
    let (mut luis, _) = hall.register("=luis", &page).await;
    hall.register("rosa", &page).await;
    let list = format!("{page}/attendance");
    for address in [list.clone(), format!("{list}.csv")] {
        assert_eq!(hall.house.get(&mut luis, &address).await.status, StatusCode::FORBIDDEN);
        assert_eq!(hall.house.get(&mut Browser::default(), &address).await.status, StatusCode::SEE_OTHER);
    }
    hall.house
        .get(&mut ana, &list)
        .await
        .has("Registered: 1. Waiting: 1. Attended: 0.")
        .lacks("type=\"checkbox\"");
    hall.at("2026-03-10T12:30:00Z");
    let id = MemberId::derived(&["=luis"]).to_string();
    let noted = hall.house.post(&mut ana, &list, &[("command_id", &form_id()), ("came", &id)]).await;
    assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    hall.house.get(&mut ana, &list).await.has("Attended: 1.");
    // Found by name; saving that part of the list leads back to it and leaves others as they are.
    let part = format!("{list}?q=Luis");
    hall.house.get(&mut ana, &part).await.has("=luis").has("name=\"before\"").has("?q=Luis\"");
    let none = format!("{list}?q=rosa");
    hall.house.get(&mut ana, &none).await.has("Nobody with a place has this name").has("Show everybody");
    let elsewhere = hall.house.post(&mut ana, &none, &[("command_id", &form_id())]).await;
    assert_eq!(elsewhere.location(), none);
    hall.house.get(&mut ana, &list).await.has("Attended: 1.");
    let undone = hall.house.post(&mut ana, &part, &[("command_id", &form_id()), ("before", &id)]).await;
    assert_eq!(undone.location(), part);
    hall.house.get(&mut ana, &list).await.has("Attended: 0.");
    hall.house.post(&mut ana, &part, &[("command_id", &form_id()), ("came", &id)]).await;
    // A spreadsheet must not take a name for a formula.
    let csv = hall.house.get(&mut ana, &format!("{list}.csv")).await;
    csv.has("name,state,since,came\r\n\"'=luis\",registered,").has(",yes\r\n\"rosa\",waiting,");
}

#[tokio::test]
async fn a_moderator_removes_what_has_no_business_here() {
    let hall = Hall::open(&["ana", "eva"]).await;
    hall.grant("eva", Role::Moderator).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[]).await;
    let address = format!("{page}/remove");
    assert_eq!(hall.house.get(&mut ana, &address).await.status, StatusCode::FORBIDDEN);
    let mut eva = hall.house.signed_in("eva").await;
    hall.house.get(&mut eva, &address).await.has("disappears from all lists");
    let form = form_id();
    for _ in 0..2 {
        let done = hall.house.post(&mut eva, &address, &[("command_id", &form), ("reason", "Spam")]).await;
        assert_eq!(done.location(), "/en/events", "{}", done.body);
    }
    let gone = hall.house.get(&mut ana, &page).await;
    assert_eq!(gone.status, StatusCode::GONE);
    gone.has("Spam");
    hall.house.get(&mut ana, "/en/events").await.lacks("Jornada");
    assert_eq!(hall.house.get(&mut ana, &format!("{page}/event.ics")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn calendars_of_others_read_the_file_and_the_feed() {
    let hall = Hall::open(&["ana", "luis"]).await;
    let mut ana = hall.house.signed_in("ana").await;
    let page = hall.announce(&mut ana, &[("online", "https://meet.example.org/x")]).await;
    hall.announce(
        &mut ana,
        &[("title", "Juventud; y trabajo, \"2\""), ("country", "PE"), ("themes", "youth")],
    )
    .await;
    let mut anybody = Browser::default();
    let file = hall.house.get(&mut anybody, &format!("{page}/event.ics")).await;
    assert_eq!(file.headers["content-type"], "text/calendar; charset=utf-8");
    file.lacks("meet.example.org").has("DTSTART:20260310T130000Z\r\n").has("UID:");
    let (mut luis, _) = hall.register("luis", &page).await;
    let own = hall.house.get(&mut luis, &format!("{page}/event.ics")).await;
    own.has("meet.example.org");

    let summaries = |text: &str| {
        let parsed = ICalendar::parse(text).unwrap();
        let events = parsed.components.iter().flat_map(|component| &component.entries);
        let mut found: Vec<String> = events
            .filter(|entry| entry.name == ICalendarProperty::Summary)
            .map(|entry| entry.values[0].as_text().unwrap().to_owned())
            .collect();
        found.sort();
        found
    };
    let all = hall.house.get(&mut anybody, "/es/events/feed.ics").await;
    assert_eq!(summaries(&all.body), ["Jornada de cuidados", "Juventud; y trabajo, \"2\""]);
    for filter in ["country=PE", "theme=youth"] {
        let some = hall.house.get(&mut anybody, &format!("/es/events/feed.ics?{filter}")).await;
        assert_eq!(summaries(&some.body), ["Juventud; y trabajo, \"2\""], "{filter}");
    }
    let wrong = hall.house.get(&mut anybody, "/es/events/feed.ics?country=XX").await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
}

#[test]
fn each_mail_tells_title_time_with_offset_place_and_page_in_the_members_language() {
    let zone = "America/Santiago".parse().unwrap();
    let place = Place { venue: "Sala 1".into(), city: "Valdivia".into(), country: "CL".parse().unwrap() };
    let gathering = GatheringId::derived(&["one"]);
    let appointment = Appointment {
        gathering,
        title: "Jornada",
        starts_at: "2026-07-10T13:00:00Z".parse().unwrap(),
        zone: &zone,
        place: Some(&place),
    };
    let mails = crate::Mails::new("https://portal.example.org".parse().unwrap());
    let all = [
        GatheringNews::Registered,
        GatheringNews::MovedUp,
        GatheringNews::Moved,
        GatheringNews::Cancelled { reason: "El local está <cerrado>." },
        GatheringNews::Reminder,
    ];
    for language in Language::ALL {
        let mut subjects = std::collections::BTreeSet::new();
        for news in all {
            let written = mails.write(&Matter::Gathering { news, appointment }, language);
            let page = format!("https://portal.example.org/{language}/events/{}", gathering.short());
            for part in ["09:00 (Santiago, UTC−04:00)", "Sala 1, Valdivia, Chil", &page] {
                assert!(written.text.contains(part), "{part} in {}", written.text);
            }
            assert!(written.subject.contains("Jornada"));
            let cancelled = matches!(news, GatheringNews::Cancelled { .. });
            assert_eq!(written.text.contains("event.ics"), !cancelled);
            assert_eq!(written.text.contains("El local está <cerrado>."), cancelled, "{}", written.text);
            assert_eq!(
                written.html.contains("El local está &lt;cerrado&gt;."),
                cancelled,
                "{}",
                written.html
            );
            subjects.insert(written.subject);
        }
        assert_eq!(subjects.len(), all.len());
    }
}
