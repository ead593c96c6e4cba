//! A social programme, as the country that carries it out describes it.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::organisation::NAME_MAX;
use super::presentation::TEXT_MAX;
use crate::text::{self, TextError};
use crate::{Country, Language, LocalText, ProgrammeId, Theme};

/// Years in which a programme may begin or end.
pub const YEARS: RangeInclusive<u16> = 1800..=2100;

/// A social programme that a country carries out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    pub id: ProgrammeId,
    pub name: String,
    /// Its usual abbreviation.
    pub short: String,
    pub since: Option<u16>,
    /// The last year, for programmes that have ended.
    pub until: Option<u16>,
    pub agency: String,
    pub themes: Vec<Theme>,
    pub language: Language,
    pub summary: LocalText,
}

/// The address of an agency of a country, as its programmes name it.
pub fn institution_slug(country: Country, agency: &str) -> String {
    text::slug(&format!("{country} {agency}"))
}

impl Programme {
    /// The agencies that carry it out together, as its text names them: `A / B`.
    pub fn agencies(&self) -> impl Iterator<Item = &str> {
        self.agency.split(" / ").map(str::trim).filter(|agency| !agency.is_empty())
    }

    /// The programme's part of its address, after its country's.
    pub fn slug(&self) -> String {
        text::slug(&self.name)
    }

    /// As it is stored, with everything that is wrong with it.
    pub(super) fn checked(mut self) -> (Self, Vec<ProgrammeFault>) {
        let mut faults = Vec::new();
        let lines = [
            (&mut self.name, ProgrammeFault::Name as fn(TextError) -> ProgrammeFault),
            (&mut self.short, ProgrammeFault::Short),
            (&mut self.agency, ProgrammeFault::Agency),
        ];
        for (line, fault) in lines {
            match text::line(line, NAME_MAX) {
                Ok(tidy) => *line = tidy,
                Err(error) => faults.push(fault(error)),
            }
        }
        // Of signs alone no address can be made.
        if !self.name.is_empty() && self.slug().is_empty() {
            faults.push(ProgrammeFault::Name(TextError::Empty));
        }
        for (language, summary) in std::mem::take(&mut self.summary.0) {
            match text::optional(text::block(&summary, TEXT_MAX)) {
                Ok(summary) => self.summary.0.extend(summary.map(|summary| (language, summary))),
                Err(error) => faults.push(ProgrammeFault::Summary(language, error)),
            }
        }
        self.themes.sort_unstable();
        self.themes.dedup();
        let strange = |year: Option<u16>| year.is_some_and(|year| !YEARS.contains(&year));
        if strange(self.since) {
            faults.push(ProgrammeFault::Since);
        }
        if strange(self.until) {
            faults.push(ProgrammeFault::Until);
        } else if self.until.zip(self.since).is_some_and(|(until, since)| until < since) {
            faults.push(ProgrammeFault::Years);
        }
        (self, faults)
    }
}

/// What is wrong with one field of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProgrammeFault {
    #[error("the name: {0}")]
    Name(TextError),
    #[error("its country has another programme of this name")]
    NameTaken,
    #[error("the abbreviation: {0}")]
    Short(TextError),
    #[error("the agency: {0}")]
    Agency(TextError),
    #[error("the summary in the language `{0}`: {1}")]
    Summary(Language, TextError),
    #[error("a programme's first year must lie between {} and {}", YEARS.start(), YEARS.end())]
    Since,
    #[error("a programme's last year must lie between {} and {}", YEARS.start(), YEARS.end())]
    Until,
    #[error("a programme's last year lies before its first")]
    Years,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisations::{
        Organisation, OrganisationCommand, OrganisationError, OrganisationEvent, OrganisationKind,
    };
    use crate::rules::testing::given;
    use crate::{OrganisationId, Theme};

    fn brazil() -> OrganisationId {
        OrganisationId::derived(&["br"])
    }

    fn registered(kind: OrganisationKind) -> OrganisationEvent {
        OrganisationEvent::OrganisationRegistered {
            organisation: brazil(),
            kind,
            slug: "br".into(),
            country: (kind != OrganisationKind::Partner).then(|| "BR".parse().unwrap()),
            names: LocalText::one(Language::En, "Brazil"),
        }
    }

    fn state() -> OrganisationEvent {
        registered(OrganisationKind::MemberState)
    }

    fn bolsa_familia() -> Programme {
        Programme {
            id: ProgrammeId::derived(&["br", "bolsa-familia"]),
            name: "Bolsa Família".into(),
            short: "PBF".into(),
            since: Some(2003),
            until: None,
            agency: "MDS".into(),
            themes: vec![Theme::CASH_TRANSFERS, Theme::EDUCATION],
            language: Language::Pt,
            summary: LocalText::one(Language::Pt, "Transferência de renda."),
        }
    }

    fn ended() -> Programme {
        Programme { until: Some(2021), ..bolsa_familia() }
    }

    fn describe(revision: u32, programme: Programme) -> OrganisationCommand {
        OrganisationCommand::DescribeProgramme { revision, programme }
    }

    fn described(programme: Programme) -> OrganisationEvent {
        OrganisationEvent::ProgrammeDescribed { organisation: brazil(), programme }
    }

    #[test]
    fn a_programme_is_described_and_described_anew() {
        let shuffled = Programme {
            themes: vec![Theme::EDUCATION, Theme::CASH_TRANSFERS, Theme::EDUCATION],
            name: " Bolsa  Família ".into(),
            ..bolsa_familia()
        };
        given::<Organisation>([state()])
            .when(describe(0, shuffled.clone()))
            .then([described(bolsa_familia())]);
        let history = || [state(), described(bolsa_familia())];
        given::<Organisation>(history()).when(describe(0, shuffled)).then_nothing();
        given::<Organisation>(history()).when(describe(1, ended())).then([described(ended())]);
        given::<Organisation>([state(), described(bolsa_familia()), described(ended())])
            .when(describe(2, bolsa_familia()))
            .then([described(bolsa_familia())]);
    }

    #[test]
    fn who_saw_an_earlier_text_is_told() {
        let history = || [state(), described(bolsa_familia()), described(ended())];
        let other = || Programme { short: "BF".into(), ..bolsa_familia() };
        for revision in [0, 1, 3] {
            given::<Organisation>(history())
                .when(describe(revision, other()))
                .then_refused(OrganisationError::Stale);
        }
        given::<Organisation>(history()).when(describe(1, ended())).then_nothing();
        given::<Organisation>([state()]).when(describe(1, other())).then_refused(OrganisationError::Stale);
    }

    #[test]
    fn no_two_programmes_of_a_country_have_one_address() {
        let second = || Programme {
            id: ProgrammeId::derived(&["second"]),
            name: "Bolsa: familia!".into(),
            ..bolsa_familia()
        };
        given::<Organisation>([state(), described(bolsa_familia())])
            .when(describe(0, second()))
            .then_refused(OrganisationError::Programme(vec![ProgrammeFault::NameTaken]));
        let renamed = Programme { name: "Brasil Carinhoso".into(), ..bolsa_familia() };
        given::<Organisation>([state(), described(bolsa_familia()), described(renamed)])
            .when(describe(0, second()))
            .then([described(second())]);
    }

    #[test]
    fn everything_wrong_with_a_programme_is_said_at_once() {
        let wrong = Programme {
            name: "¡!".into(),
            short: " ".into(),
            agency: "x".repeat(NAME_MAX + 1),
            since: Some(203),
            until: Some(9999),
            summary: LocalText::one(Language::En, "x".repeat(TEXT_MAX + 1)),
            ..bolsa_familia()
        };
        given::<Organisation>([state()]).when(describe(0, wrong)).then_refused(OrganisationError::Programme(
            vec![
                ProgrammeFault::Short(TextError::Empty),
                ProgrammeFault::Agency(TextError::TooLong(NAME_MAX)),
                ProgrammeFault::Name(TextError::Empty),
                ProgrammeFault::Summary(Language::En, TextError::TooLong(TEXT_MAX)),
                ProgrammeFault::Since,
                ProgrammeFault::Until,
            ],
        ));
        given::<Organisation>([state()])
            .when(describe(0, Programme { until: Some(1999), ..bolsa_familia() }))
            .then_refused(OrganisationError::Programme(vec![ProgrammeFault::Years]));
    }

    #[test]
    fn programmes_belong_to_countries() {
        given::<Organisation>([registered(OrganisationKind::Partner)])
            .when(describe(0, bolsa_familia()))
            .then_refused(OrganisationError::NotACountry);
        given::<Organisation>([]).when(describe(0, bolsa_familia())).then_refused(OrganisationError::Absent);
    }

    #[test]
    fn agencies_that_share_a_programme_are_told_apart() {
        let shared = Programme { agency: "Ministerio de Desarrollo Social / BPS".into(), ..bolsa_familia() };
        assert_eq!(shared.agencies().collect::<Vec<_>>(), ["Ministerio de Desarrollo Social", "BPS"]);
        assert_eq!(institution_slug("UY".parse().unwrap(), "BPS"), "uy-bps");
    }
}
