//! What the log holds before anything is made up: countries, their institutions and programmes,
//! and the rules of points.

use std::collections::BTreeMap;

use domain::organisations::{OrganisationEvent, OrganisationKind, Programme, institution_slug};
use domain::points::{Rulebook, RulebookEvent};
use domain::{Country, Event, OrganisationId, Rules};

/// A programme with the country that carries it out.
pub struct Offered {
    pub country: Country,
    /// Its agency where that has a page, else the country.
    pub institution: OrganisationId,
    pub programme: Programme,
}

#[derive(Default)]
pub struct Scene {
    pub rulebook: Rulebook,
    pub programmes: Vec<Offered>,
    countries: BTreeMap<Country, Vec<OrganisationId>>,
}

/// Why nothing can be made up yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SceneError {
    #[error("the log holds no programmes; run `iaspn import` first")]
    NoProgrammes,
    #[error("the log holds no rules of points; run `iaspn import` first")]
    NoRules,
}

impl Scene {
    /// From the log's events of organisations and of the rulebook, in the order of each stream.
    pub fn of(events: impl IntoIterator<Item = Event>) -> Result<Self, SceneError> {
        let mut scene = Self::default();
        let mut slugs = BTreeMap::new();
        let mut homes = BTreeMap::new();
        let mut described = Vec::new();
        let mut adopted = false;
        for event in events {
            match event {
                Event::Rulebook(event @ RulebookEvent::RulesAdopted { .. }) => {
                    scene.rulebook.evolve(&event);
                    adopted = true;
                }
                Event::Organisation(OrganisationEvent::OrganisationRegistered {
                    organisation,
                    kind,
                    slug,
                    country: Some(country),
                    ..
                }) => {
                    slugs.insert(slug, organisation);
                    homes.insert(organisation, country);
                    let places = scene.countries.entry(country).or_default();
                    match kind {
                        OrganisationKind::MemberState => places.insert(0, organisation),
                        OrganisationKind::Institution | OrganisationKind::Partner => {
                            places.push(organisation);
                        }
                    }
                }
                Event::Organisation(OrganisationEvent::ProgrammeDescribed { organisation, programme }) => {
                    described.retain(|(_, known): &(_, Programme)| known.id != programme.id);
                    described.push((organisation, programme));
                }
                _ => {}
            }
        }
        if !adopted {
            return Err(SceneError::NoRules);
        }
        // The order of streams in the store says nothing; a seed shall mean the same everywhere.
        described.sort_by_key(|(_, programme)| programme.id);
        for (organisation, programme) in described {
            let Some(country) = homes.get(&organisation).copied() else { continue };
            let institution = programme
                .agencies()
                .find_map(|agency| slugs.get(&institution_slug(country, agency)).copied())
                .unwrap_or(organisation);
            scene.programmes.push(Offered { country, institution, programme });
        }
        for places in scene.countries.values_mut() {
            places.get_mut(1..).unwrap_or_default().sort_unstable();
        }
        if scene.programmes.is_empty() { Err(SceneError::NoProgrammes) } else { Ok(scene) }
    }

    /// The member state and its institutions; empty where the country has no page.
    pub fn organisations(&self, country: Country) -> &[OrganisationId] {
        self.countries.get(&country).map_or(&[], Vec::as_slice)
    }

    /// The programmes of a country.
    pub fn of_country(&self, country: Country) -> impl Iterator<Item = usize> + '_ {
        (0..self.programmes.len()).filter(move |number| self.programmes[*number].country == country)
    }
}
