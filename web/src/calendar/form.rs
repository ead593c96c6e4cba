//! The fields that describe a gathering, as publishing and editing share them.

use axum::http::StatusCode;
use chrono::NaiveDateTime;
use domain::calendar::{
    CAPACITY_MAX, CITY_MAX, DESCRIPTION_MAX, Details, Fault, LINK_MAX, Place, THEMES_MAX, TITLE_MAX, Time,
    Times, VENUE_MAX, YEARS, Zone,
};
use domain::membership::Role;
use domain::text::TextError;
use domain::{Country, Language, OrganisationId, text};
use maud::{Markup, html};
use projections::organisations::organisations::{self, OrganisationName};

use crate::App;
use crate::error::PageError;
use crate::fields::Fields;
use crate::library::language_name;
use crate::markdown::nameless;
use crate::ui::Field;
use crate::visit::Visit;

/// A form that comes back with errors beside its fields.
pub const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

/// As browsers send the field of a date with a time.
const LOCAL: &str = "%Y-%m-%dT%H:%M";

/// In whose name the viewer may invite.
pub struct Choices {
    organisations: Vec<OrganisationName>,
}

impl Choices {
    /// `named` is the organisation that the gathering has already, whoever edits it.
    pub async fn of(app: &App, visit: &Visit, named: Option<OrganisationId>) -> Result<Self, PageError> {
        let edited = visit.viewer.iter().flat_map(|viewer| &viewer.roles).filter_map(|role| match role {
            Role::OrganisationEditor(organisation) => Some(*organisation),
            _ => None,
        });
        let ids: Vec<OrganisationId> = edited.chain(named).collect();
        let mut organisations: Vec<_> = organisations::names(&app.read, &ids).await?.into_values().collect();
        organisations.sort_by(|one, other| one.slug.cmp(&other.slug));
        Ok(Self { organisations })
    }

    /// How an organisation is called, in the visitor's language if it can be.
    pub fn organisation(&self, visit: &Visit, id: OrganisationId) -> Option<&str> {
        let found = self.organisations.iter().find(|one| one.organisation == id)?;
        Some(found.names.best(visit.language)?.1)
    }
}

/// What was typed, with the errors of all that no form of ours could have sent or that the rules refuse.
pub fn details(visit: &Visit, fields: &mut Fields, choices: &Choices) -> Option<Details> {
    let mut wrong = Vec::new();
    let language = fields.value("language").parse().map_err(|_| wrong.push(("language", "calendar-choose")));
    let zone = Zone::meant(fields.value("zone"));
    if zone.is_none() {
        wrong.push(("zone", "calendar-zone-unknown"));
    }
    let organisation = match fields.value("organisation") {
        "" => None,
        id => {
            let known = id.parse::<OrganisationId>().ok();
            let known = known.filter(|id| choices.organisations.iter().any(|one| one.organisation == *id));
            if known.is_none() {
                wrong.push(("organisation", "calendar-choose"));
            }
            known
        }
    };
    let place = place(fields, &mut wrong);
    let starts = moment(fields, "starts", &mut wrong);
    let ends = moment(fields, "ends", &mut wrong);
    let until = match fields.value("register_until").trim() {
        "" => None,
        _ => moment(fields, "register_until", &mut wrong),
    };
    let capacity = match fields.value("capacity").trim() {
        "" => None,
        // What is no number is no number of places either.
        number => Some(number.parse().unwrap_or(0)),
    };
    let online = Some(fields.value("online").trim().to_owned()).filter(|online| !online.is_empty());
    let themes = fields.values("themes").filter_map(|slug| visit.themes.chosen(slug)).collect();
    for (name, message) in &wrong {
        fields.refuse(name, visit.text(message));
    }
    let timed = starts.is_some() && ends.is_some() && zone.is_some();
    // Where a time is missing, the rest of the form is judged by one that is right.
    let stand_in = chrono::DateTime::UNIX_EPOCH.naive_utc();
    let details = Details {
        title: fields.value("title").to_owned(),
        description: nameless(fields.value("description")),
        language: language.unwrap_or(visit.language),
        organisation,
        place,
        online,
        times: Times {
            starts: starts.filter(|_| timed).unwrap_or(stand_in),
            ends: ends.filter(|_| timed).unwrap_or(stand_in + chrono::TimeDelta::hours(1)),
            zone: zone.unwrap_or_else(Zone::utc),
            register_until: until.filter(|_| timed),
        },
        themes,
        capacity,
    };
    for fault in details.faults() {
        refuse(visit, fields, fault);
    }
    (!fields.is_refused()).then_some(details)
}

/// None where nothing of it was typed.
fn place(fields: &Fields, wrong: &mut Vec<(&'static str, &'static str)>) -> Option<Place> {
    let (venue, city) = (fields.value("venue").to_owned(), fields.value("city").to_owned());
    let code = fields.value("country");
    if venue.trim().is_empty() && city.trim().is_empty() && code.is_empty() {
        return None;
    }
    let country = code.parse::<Country>();
    if country.is_err() {
        wrong.push(("country", "calendar-choose"));
    }
    let country = country.ok().or_else(|| Country::all().first().map(|state| state.country))?;
    Some(Place { venue, city, country })
}

fn moment(
    fields: &Fields,
    name: &'static str,
    wrong: &mut Vec<(&'static str, &'static str)>,
) -> Option<NaiveDateTime> {
    let typed = fields.value(name).trim();
    let with_seconds = format!("{LOCAL}:%S");
    let read = |format| NaiveDateTime::parse_from_str(typed, format).ok();
    let found = read(LOCAL).or_else(|| read(&with_seconds));
    if found.is_none() {
        wrong.push((name, "calendar-time-wrong"));
    }
    found
}

/// Says beside the field what the rules refuse.
pub fn refuse(visit: &Visit, fields: &mut Fields, fault: Fault) {
    let text = |error| match error {
        TextError::Empty => visit.text("calendar-missing").to_owned(),
        TextError::TooLong(max) => visit.text_with("calendar-too-long", &[("count", max.into())]),
    };
    let field = |time| match time {
        Time::Start => "starts",
        Time::End => "ends",
        Time::Deadline => "register_until",
    };
    let said = |id| visit.text(id).to_owned();
    let (name, message) = match fault {
        Fault::Title(error) => ("title", text(error)),
        Fault::Description(error) => ("description", text(error)),
        Fault::Venue(error) => ("venue", text(error)),
        Fault::City(error) => ("city", text(error)),
        Fault::Nowhere => ("venue", said("calendar-nowhere")),
        Fault::Link => ("online", said("calendar-online-wrong")),
        Fault::Themes => ("themes", visit.text_with("calendar-themes-hint", &[("count", THEMES_MAX.into())])),
        Fault::Capacity => {
            ("capacity", visit.text_with("calendar-capacity-wrong", &[("count", CAPACITY_MAX.into())]))
        }
        Fault::Year(time) => {
            let years =
                [("first", YEARS.start().to_string().into()), ("last", YEARS.end().to_string().into())];
            (field(time), visit.text_with("calendar-year-wrong", &years))
        }
        Fault::Skipped(time) => (field(time), said("calendar-time-skipped")),
        Fault::Order => ("ends", said("calendar-order-wrong")),
        Fault::TooLong => ("ends", said("calendar-lasts-too-long")),
        Fault::Deadline => ("register_until", said("calendar-deadline-wrong")),
        Fault::Reason(error) => ("reason", text(error)),
    };
    fields.refuse(name, message);
}

/// A gathering as its form shows it.
pub fn fields_of(details: &Details) -> Fields {
    let local = |time: NaiveDateTime| time.format(LOCAL).to_string();
    let place = details.place.as_ref();
    let mut fields = Fields::new([
        ("title", details.title.clone()),
        ("description", details.description.clone()),
        ("language", details.language.to_string()),
        ("organisation", details.organisation.map(|id| id.to_string()).unwrap_or_default()),
        ("venue", place.map(|place| place.venue.clone()).unwrap_or_default()),
        ("city", place.map(|place| place.city.clone()).unwrap_or_default()),
        ("country", place.map(|place| place.country.to_string()).unwrap_or_default()),
        ("online", details.online.clone().unwrap_or_default()),
        ("starts", local(details.times.starts)),
        ("ends", local(details.times.ends)),
        ("zone", details.times.zone.told()),
        ("register_until", details.times.register_until.map(local).unwrap_or_default()),
        ("capacity", details.capacity.map(|capacity| capacity.to_string()).unwrap_or_default()),
    ]);
    for one in &details.themes {
        fields.push("themes", one.slug());
    }
    fields
}

/// The names and labels of all fields, in the order of the form.
pub fn labels(visit: &Visit) -> [(&'static str, &'static str); 14] {
    [
        ("title", "calendar-form-title"),
        ("description", "calendar-form-description"),
        ("language", "calendar-language"),
        ("organisation", "calendar-form-organisation"),
        ("starts", "calendar-form-starts"),
        ("ends", "calendar-form-ends"),
        ("zone", "calendar-form-zone"),
        ("venue", "calendar-form-venue"),
        ("city", "calendar-form-city"),
        ("country", "calendar-country"),
        ("online", "calendar-form-online"),
        ("themes", "calendar-theme"),
        ("capacity", "calendar-form-capacity"),
        ("register_until", "calendar-form-until"),
    ]
    .map(|(name, label)| (name, visit.text(label)))
}

/// The fields themselves.
pub fn show(visit: &Visit, fields: &Fields, choices: &Choices) -> Markup {
    let sorted = |mut options: Vec<(String, &'static str)>| {
        options.sort_by_cached_key(|(_, label)| text::folded(label));
        options
    };
    let mut countries = sorted(
        Country::all().iter().map(|state| (state.country.to_string(), state.name(visit.language))).collect(),
    );
    countries.insert(0, (String::new(), visit.text("calendar-form-none")));
    let languages = Language::ALL.map(|one| (one.code(), language_name(visit, one)));
    let zones: Vec<(String, String)> =
        Zone::all().iter().map(|zone| (zone.to_string(), zone.city())).collect();
    let zones = zones.iter().map(|(name, city)| (name.as_str(), city.as_str()));
    let ids: Vec<(String, &str)> = choices
        .organisations
        .iter()
        .filter_map(|one| Some((one.organisation.to_string(), one.names.best(visit.language)?.1)))
        .collect();
    let organisations = std::iter::once(("", visit.text("calendar-form-none"))).chain(pairs(&ids));
    let hint = visit.text_with("calendar-themes-hint", &[("count", THEMES_MAX.into())]);
    let label = |id: &str| visit.text(id);
    html! {
        (Field::new("title", label("calendar-form-title")).limit(TITLE_MAX).required().text(visit, fields))
        (Field::new("description", label("calendar-form-description"))
            .hint(label("calendar-form-description-hint")).limit(DESCRIPTION_MAX).required()
            .markdown(10, visit, fields))
        div .row {
            (Field::new("language", label("calendar-language")).required().select(languages, visit, fields))
            @if !choices.organisations.is_empty() {
                (Field::new("organisation", label("calendar-form-organisation")).select(organisations, visit, fields))
            }
        }
        fieldset .field {
            legend { h2 { (label("calendar-when")) } }
            div .row {
                (Field::new("starts", label("calendar-form-starts")).required().moment(visit, fields))
                (Field::new("ends", label("calendar-form-ends")).required().moment(visit, fields))
            }
            (Field::new("zone", label("calendar-form-zone")).hint(label("calendar-form-zone-hint")).required()
                .suggested(zones, visit, fields))
        }
        fieldset .field {
            legend { h2 { (label("calendar-where")) } }
            p { (label("calendar-form-where-hint")) }
            (Field::new("venue", label("calendar-form-venue")).limit(VENUE_MAX).one_of_several().text(visit, fields))
            div .row {
                (Field::new("city", label("calendar-form-city")).limit(CITY_MAX).one_of_several().text(visit, fields))
                (Field::new("country", label("calendar-country")).one_of_several()
                    .select(pairs(&countries), visit, fields))
            }
            (Field::new("online", label("calendar-form-online")).hint(label("calendar-form-online-hint"))
                .limit(LINK_MAX).one_of_several().url(visit, fields))
        }
        (Field::new("themes", label("calendar-theme")).hint(&hint).required()
            .themes(visit, fields))
        fieldset .field {
            legend { h2 { (label("calendar-registration")) } }
            (Field::new("capacity", label("calendar-form-capacity")).hint(label("calendar-form-capacity-hint"))
                .number(visit, fields))
            (Field::new("register_until", label("calendar-form-until")).hint(label("calendar-form-until-hint"))
                .moment(visit, fields))
        }
    }
}

fn pairs<'a>(options: &'a [(String, &'a str)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    options.iter().map(|(value, label)| (value.as_str(), *label))
}
