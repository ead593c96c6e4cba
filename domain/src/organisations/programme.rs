//! A social programme, as the country that carries it out describes it.

use serde::{Deserialize, Serialize};

use super::organisation::{NAME_MAX, OrganisationError};
use super::presentation::TEXT_MAX;
use crate::text;
use crate::{Country, Language, LocalText, ProgrammeId, Theme};

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

    pub(super) fn checked(mut self) -> Result<Self, OrganisationError> {
        self.name = text::line(&self.name, NAME_MAX).map_err(OrganisationError::Name)?;
        self.short = text::line(&self.short, NAME_MAX).map_err(OrganisationError::Name)?;
        self.agency = text::line(&self.agency, NAME_MAX).map_err(OrganisationError::Name)?;
        for (language, summary) in std::mem::take(&mut self.summary.0) {
            let summary =
                text::optional(text::block(&summary, TEXT_MAX)).map_err(OrganisationError::Summary)?;
            self.summary.0.extend(summary.map(|summary| (language, summary)));
        }
        self.themes.sort_unstable();
        self.themes.dedup();
        match (self.since, self.until) {
            (Some(since), Some(until)) if until < since => Err(OrganisationError::Years),
            _ => Ok(self),
        }
    }
}
