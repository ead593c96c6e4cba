//! What the portal writes to people: text and HTML in their language.

use std::borrow::Cow;

use application::membership::{Appointment, GatheringNews, Judgement, Matter, Secret, Secretary, Written};
use chrono::{DateTime, Utc};
use domain::{Language, Position};
use maud::{DOCTYPE, Markup, html};
use url::Url;

use crate::calendar;
use crate::i18n::{date, text, text_with};

/// Writes mails whose links lead to `base_url`.
#[derive(Debug)]
pub struct Mails {
    base_url: Url,
}

/// A mail in its parts, from which both forms are made.
struct Draft {
    subject: Cow<'static, str>,
    paragraphs: Vec<Cow<'static, str>>,
    /// What to do, and where.
    links: Vec<(&'static str, String)>,
    /// What holds for whoever did not ask for it.
    otherwise: &'static str,
}

impl Mails {
    pub const fn new(base_url: Url) -> Self {
        Self { base_url }
    }

    fn address(&self, language: Language, page: &str, secret: Option<&Secret>) -> String {
        let mut address = self.base_url.clone();
        address.set_path(&format!("{language}/{page}"));
        address.set_query(secret.map(|secret| format!("token={}", secret.reveal())).as_deref());
        address.into()
    }

    fn draft(&self, matter: &Matter<'_>, language: Language) -> Draft {
        let say = |id| text(language, id);
        let say_in = |id| Cow::Borrowed(text(language, id));
        let to = |page: &str, secret| self.address(language, page, secret);
        match matter {
            Matter::Confirm { secret } => Draft {
                subject: say_in("membership-mail-confirm-subject"),
                paragraphs: vec![say_in("membership-mail-confirm"), say_in("membership-mail-confirm-how")],
                links: vec![(say("membership-mail-confirm-link"), to("confirm", Some(secret)))],
                otherwise: say("membership-mail-confirm-otherwise"),
            },
            Matter::AlreadyJoined => Draft {
                subject: say_in("membership-mail-already-subject"),
                paragraphs: vec![say_in("membership-mail-already")],
                links: vec![
                    (say("membership-mail-sign-in-link"), to("sign-in", None)),
                    (say("membership-mail-forgot-link"), to("forgot", None)),
                ],
                otherwise: say("membership-mail-already-otherwise"),
            },
            Matter::Reset { secret } => Draft {
                subject: say_in("membership-mail-reset-subject"),
                paragraphs: vec![say_in("membership-mail-reset"), say_in("membership-mail-reset-how")],
                links: vec![(say("membership-mail-reset-link"), to("reset", Some(secret)))],
                otherwise: say("membership-mail-reset-otherwise"),
            },
            Matter::PasswordChanged => Draft {
                subject: say_in("membership-mail-changed-subject"),
                paragraphs: vec![say_in("membership-mail-changed")],
                links: vec![
                    (say("membership-mail-sign-in-link"), to("sign-in", None)),
                    (say("membership-mail-forgot-link"), to("forgot", None)),
                ],
                otherwise: say("membership-mail-changed-otherwise"),
            },
            Matter::DisputeAnswered { dispute } => Draft {
                subject: say_in("points-mail-answered-subject"),
                paragraphs: vec![say_in("points-mail-answered")],
                links: vec![(
                    say("points-mail-answered-link"),
                    to(&format!("points/disputes/{dispute}"), None),
                )],
                otherwise: say("points-mail-answered-otherwise"),
            },
            Matter::HighlightJudged { highlight, judgement } => {
                self.judged(*judgement, &highlight.short(), language)
            }
            Matter::ErasureAsked { due } => Draft {
                subject: say_in("membership-mail-erasure-subject"),
                paragraphs: vec![
                    text_with(
                        language,
                        "membership-mail-erasure",
                        &[("date", date(language, due.date_naive()).into())],
                    )
                    .into(),
                    say("membership-mail-erasure-how").into(),
                ],
                links: vec![(say("membership-mail-erasure-link"), to("account", None))],
                otherwise: say("membership-mail-erasure-otherwise"),
            },
            Matter::Erased { at, position } => self.receipt(*at, *position, language),
            Matter::Gathering { news, appointment } => self.about(*news, appointment, language),
        }
    }

    /// Neither the title nor what the reviewer wrote is in it: both may be confidential.
    fn judged(&self, judgement: Judgement, short: &str, language: Language) -> Draft {
        let (subject, what, page) = match judgement {
            Judgement::ChangesAsked => {
                ("highlights-mail-asked-subject", "highlights-mail-asked", "highlights/drafts")
            }
            Judgement::Published => {
                ("highlights-mail-published-subject", "highlights-mail-published", "highlights")
            }
            Judgement::Declined => {
                ("highlights-mail-declined-subject", "highlights-mail-declined", "highlights/drafts")
            }
        };
        let say = |id| text(language, id);
        let to = self.address(language, &format!("{page}/{short}"), None);
        Draft {
            subject: say(subject).into(),
            paragraphs: vec![say(what).into()],
            links: vec![(say("highlights-mail-link"), to)],
            otherwise: say("highlights-mail-otherwise"),
        }
    }

    /// Says nothing of the person, and how anybody can check it.
    fn receipt(&self, at: DateTime<Utc>, position: Position, language: Language) -> Draft {
        let say = |id| text(language, id);
        let audit = |page: &str, query: Option<&str>| {
            let mut address = self.base_url.clone();
            address.set_path(page);
            address.set_query(query);
            String::from(address)
        };
        let day = date(language, at.date_naive());
        let when = [("date", day.into()), ("time", at.format("%H:%M:%S").to_string().into())];
        let position = position.to_string();
        let proof = [("position", position.as_str().into())];
        Draft {
            subject: say("membership-mail-erased-subject").into(),
            paragraphs: vec![
                text_with(language, "membership-mail-erased", &when).into(),
                text_with(language, "membership-mail-erased-proof", &proof).into(),
            ],
            links: vec![
                (
                    say("membership-mail-erased-link"),
                    audit("audit/proof/inclusion", Some(&format!("position={position}"))),
                ),
                (say("membership-mail-erased-key"), audit("audit/key", None)),
            ],
            otherwise: say("membership-mail-erased-otherwise"),
        }
    }

    /// Times are those of the gathering's own zone, with their offset from UTC.
    fn about(&self, news: GatheringNews<'_>, appointment: &Appointment<'_>, language: Language) -> Draft {
        let (subject, what) = match news {
            GatheringNews::Registered => ("calendar-mail-registered-subject", "calendar-mail-registered"),
            GatheringNews::MovedUp => ("calendar-mail-moved-up-subject", "calendar-mail-moved-up"),
            GatheringNews::Moved => ("calendar-mail-moved-subject", "calendar-mail-moved"),
            GatheringNews::Cancelled { .. } => ("calendar-mail-cancelled-subject", "calendar-mail-cancelled"),
            GatheringNews::Reminder => ("calendar-mail-reminder-subject", "calendar-mail-reminder"),
        };
        let when = calendar::moment(language, appointment.starts_at, appointment.zone);
        let place = appointment.place.map(|place| calendar::place(language, place));
        let place = place.unwrap_or_else(|| text(language, "calendar-online").to_owned());
        let page = format!("events/{}", appointment.gathering.short());
        let say = |id| text(language, id);
        let to = |page: &str| self.address(language, page, None);
        let mut links = vec![(say("calendar-mail-link"), to(&page))];
        let mut paragraphs = vec![say(what).into(), format!("{when} – {place}").into()];
        match news {
            GatheringNews::Cancelled { reason } => {
                paragraphs
                    .push(text_with(language, "calendar-mail-reason", &[("reason", reason.into())]).into());
            }
            _ => links.push((say("calendar-mail-ics"), to(&format!("{page}/event.ics")))),
        }
        Draft {
            subject: text_with(language, subject, &[("title", appointment.title.into())]).into(),
            paragraphs,
            links,
            otherwise: say("calendar-mail-otherwise"),
        }
    }
}

impl Secretary for Mails {
    fn write(&self, matter: &Matter<'_>, language: Language) -> Written {
        let draft = self.draft(matter, language);
        let host = self.base_url.host_str().unwrap_or_default();
        let sender = text_with(language, "membership-mail-sender", &[("host", host.into())]);
        Written {
            subject: draft.subject.to_string(),
            text: plain(&draft, language, &sender),
            html: markup(&draft, language, &sender).into_string(),
        }
    }
}

fn plain(draft: &Draft, language: Language, sender: &str) -> String {
    let mut parts = vec![text(language, "membership-mail-greeting").to_owned()];
    parts.extend(draft.paragraphs.iter().map(ToString::to_string));
    parts.extend(draft.links.iter().map(|(label, address)| format!("{label}\n{address}")));
    parts.push(draft.otherwise.to_owned());
    parts.push(format!("-- \n{sender}"));
    parts.join("\n\n") + "\n"
}

/// Programs for mail know little of CSS, and nothing of a stylesheet elsewhere.
fn markup(draft: &Draft, language: Language, sender: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (draft.subject) }
            }
            body style="margin:0;padding:24px;background:#f4f1ea;color:#1f2933;font:16px/1.5 sans-serif" {
                div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px" {
                    h1 style="margin:0 0 16px;font-size:22px;line-height:1.3" { (draft.subject) }
                    p { (text(language, "membership-mail-greeting")) }
                    @for paragraph in &draft.paragraphs { p { (paragraph) } }
                    @for (label, address) in &draft.links {
                        p { a href=(address) style="color:#0b5345;font-weight:bold" { (label) } }
                    }
                    p { (draft.otherwise) }
                    p style="margin:24px 0 0;color:#52606d;font-size:14px" { (sender) }
                }
            }
        }
    }
}
