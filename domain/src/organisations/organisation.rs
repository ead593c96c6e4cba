//! An organisation: a member state, a partner or an institution, with its presentation and programmes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::presentation::{Fault, Presentation};
use super::programme::{Programme, ProgrammeFault};
use crate::text::{self, TextError};
use crate::{Country, LocalText, OrganisationId, ProgrammeId, Rules, aggregate};

/// Longest name, in characters.
pub const NAME_MAX: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    MemberState,
    Partner,
    /// A ministry or agency of a member state.
    Institution,
}

impl OrganisationKind {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::MemberState => "member_state",
            Self::Partner => "partner",
            Self::Institution => "institution",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a kind of organisation")]
pub struct UnknownOrganisationKind(String);

impl std::str::FromStr for OrganisationKind {
    type Err = UnknownOrganisationKind;

    fn from_str(slug: &str) -> Result<Self, Self::Err> {
        [Self::MemberState, Self::Partner, Self::Institution]
            .into_iter()
            .find(|kind| kind.slug() == slug)
            .ok_or_else(|| UnknownOrganisationKind(slug.to_owned()))
    }
}

/// One organisation. Its aggregate id is its `OrganisationId`.
#[derive(Default, Serialize, Deserialize)]
pub struct Organisation {
    registered: Option<(OrganisationId, OrganisationKind)>,
    presentation: Presentation,
    /// Counts presentations, so that a stale edit is noticed.
    revision: u32,
    /// Every presentation there was, by its revision.
    earlier: BTreeMap<u32, Presentation>,
    programmes: BTreeMap<ProgrammeId, Described>,
}

/// A programme as it was described last, and how often it was: so a stale edit is noticed.
#[derive(Serialize, Deserialize)]
struct Described {
    revision: u32,
    programme: Programme,
}

impl Organisation {
    /// Set once it is registered.
    pub fn id(&self) -> Option<OrganisationId> {
        self.registered.map(|(id, _)| id)
    }

    /// The programme as it is stored, or everything that is wrong with it. Its name is its part of the address.
    fn checked(&self, programme: Programme) -> Result<Programme, OrganisationError> {
        let slug = programme.slug();
        let others = self.programmes.iter().filter(|(id, _)| **id != programme.id);
        let taken = others.map(|(_, known)| known.programme.slug()).any(|other| other == slug);
        let (programme, mut faults) = programme.checked();
        if taken && !slug.is_empty() {
            faults.push(ProgrammeFault::NameTaken);
        }
        if faults.is_empty() { Ok(programme) } else { Err(OrganisationError::Programme(faults)) }
    }
}

#[derive(Clone, Debug)]
pub enum OrganisationCommand {
    /// The slug was reserved before. Member states and institutions belong to a country.
    Register {
        id: OrganisationId,
        kind: OrganisationKind,
        slug: String,
        /// None for partners that belong to no one country.
        country: Option<Country>,
        names: LocalText,
    },
    /// `revision` is the one that the editor saw.
    Present { revision: u32, presentation: Presentation },
    /// Brings an earlier presentation back as a new one. `revision` is the one that the editor saw.
    Restore { revision: u32, version: u32 },
    /// Adds the programme, or replaces it where its id is known. `revision` is the one that the editor saw, 0 for a
    /// programme that is new.
    DescribeProgramme { revision: u32, programme: Programme },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrganisationEvent {
    OrganisationRegistered {
        organisation: OrganisationId,
        kind: OrganisationKind,
        slug: String,
        country: Option<Country>,
        names: LocalText,
    },
    OrganisationPresented {
        organisation: OrganisationId,
        revision: u32,
        presentation: Presentation,
    },
    /// As `OrganisationPresented`, taken from the revision `version`.
    PresentationRestored {
        organisation: OrganisationId,
        revision: u32,
        version: u32,
        presentation: Presentation,
    },
    ProgrammeDescribed {
        organisation: OrganisationId,
        programme: Programme,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationError {
    #[error("the name: {0}")]
    Name(TextError),
    #[error("its address must be of lower-case letters, digits and single hyphens")]
    Slug,
    #[error("member states and institutions belong to a country, partners to none")]
    Country,
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Presentation(Vec<Fault>),
    /// All that is wrong, never empty.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Programme(Vec<ProgrammeFault>),
    #[error("only member states carry out programmes")]
    NotACountry,
    #[error("this page never had such a version")]
    NoSuchVersion,
    #[error("there is no such organisation")]
    Absent,
    #[error("someone else changed this page in the meantime")]
    Stale,
}

/// The event of a registration that keeps the rules.
fn registered(
    organisation: OrganisationId,
    kind: OrganisationKind,
    slug: String,
    country: Option<Country>,
    mut names: LocalText,
) -> Result<OrganisationEvent, OrganisationError> {
    if names.is_empty() {
        return Err(OrganisationError::Name(TextError::Empty));
    }
    for name in names.0.values_mut() {
        *name = text::line(name, NAME_MAX).map_err(OrganisationError::Name)?;
    }
    if slug.is_empty() || slug != text::slug(&slug) {
        return Err(OrganisationError::Slug);
    }
    if country.is_none() != (kind == OrganisationKind::Partner) {
        return Err(OrganisationError::Country);
    }
    Ok(OrganisationEvent::OrganisationRegistered { organisation, kind, slug, country, names })
}

impl Rules for Organisation {
    fn decide(&self, command: OrganisationCommand) -> Result<Vec<OrganisationEvent>, OrganisationError> {
        let Some((organisation, own_kind)) = self.registered else {
            return match command {
                OrganisationCommand::Register { id, kind, slug, country, names } => {
                    Ok(vec![registered(id, kind, slug, country, names)?])
                }
                _ => Err(OrganisationError::Absent),
            };
        };
        match command {
            OrganisationCommand::Register { .. } => Ok(vec![]),
            OrganisationCommand::Present { revision, presentation } => {
                let presentation = presentation.checked().map_err(OrganisationError::Presentation)?;
                if presentation == self.presentation {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(OrganisationError::Stale);
                }
                Ok(vec![OrganisationEvent::OrganisationPresented {
                    organisation,
                    revision: revision + 1,
                    presentation,
                }])
            }
            OrganisationCommand::Restore { revision, version } => {
                let presentation =
                    self.earlier.get(&version).ok_or(OrganisationError::NoSuchVersion)?.clone();
                if presentation == self.presentation {
                    return Ok(vec![]);
                }
                if revision != self.revision {
                    return Err(OrganisationError::Stale);
                }
                Ok(vec![OrganisationEvent::PresentationRestored {
                    organisation,
                    revision: revision + 1,
                    version,
                    presentation,
                }])
            }
            OrganisationCommand::DescribeProgramme { .. } if own_kind != OrganisationKind::MemberState => {
                Err(OrganisationError::NotACountry)
            }
            OrganisationCommand::DescribeProgramme { revision, programme } => {
                let programme = self.checked(programme)?;
                let known = self.programmes.get(&programme.id);
                if known.is_some_and(|known| known.programme == programme) {
                    return Ok(vec![]);
                }
                if revision != known.map_or(0, |known| known.revision) {
                    return Err(OrganisationError::Stale);
                }
                Ok(vec![OrganisationEvent::ProgrammeDescribed { organisation, programme }])
            }
        }
    }

    fn evolve(&mut self, event: &OrganisationEvent) {
        match event {
            OrganisationEvent::OrganisationRegistered { organisation, kind, .. } => {
                self.registered = Some((*organisation, *kind));
                self.revision = 1;
                self.earlier.insert(1, Presentation::default());
            }
            OrganisationEvent::OrganisationPresented { revision, presentation, .. }
            | OrganisationEvent::PresentationRestored { revision, presentation, .. } => {
                self.revision = *revision;
                self.presentation = presentation.clone();
                self.earlier.insert(*revision, presentation.clone());
            }
            OrganisationEvent::ProgrammeDescribed { programme, .. } => {
                let revision = self.programmes.get(&programme.id).map_or(0, |known| known.revision) + 1;
                self.programmes.insert(programme.id, Described { revision, programme: programme.clone() });
            }
        }
    }
}

aggregate!(
    "organisation",
    Organisation,
    OrganisationCommand,
    OrganisationError,
    OrganisationEvent {
        OrganisationRegistered: "1",
        OrganisationPresented: "1",
        PresentationRestored: "1",
        ProgrammeDescribed: "1",
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use crate::organisations::{Section, TEXT_MAX};
    use crate::rules::testing::given;

    fn brazil() -> OrganisationId {
        OrganisationId::derived(&["br"])
    }

    fn texts(pairs: &[(Language, &str)]) -> LocalText {
        LocalText(pairs.iter().map(|(language, text)| (*language, (*text).to_owned())).collect())
    }

    fn register(
        slug: &str,
        kind: OrganisationKind,
        country: Option<&str>,
        name: &str,
    ) -> OrganisationCommand {
        OrganisationCommand::Register {
            id: brazil(),
            kind,
            slug: slug.into(),
            country: country.map(|code| code.parse().unwrap()),
            names: texts(&[(Language::En, name)]),
        }
    }

    fn registered(kind: OrganisationKind) -> OrganisationEvent {
        OrganisationEvent::OrganisationRegistered {
            organisation: brazil(),
            kind,
            slug: "br".into(),
            country: (kind != OrganisationKind::Partner).then(|| "BR".parse().unwrap()),
            names: texts(&[(Language::En, "Brazil")]),
        }
    }

    fn state() -> OrganisationEvent {
        registered(OrganisationKind::MemberState)
    }

    fn policy(text: &str) -> Presentation {
        Presentation { policy: texts(&[(Language::Pt, text)]), ..Presentation::default() }
    }

    fn present(revision: u32, presentation: Presentation) -> OrganisationCommand {
        OrganisationCommand::Present { revision, presentation }
    }

    fn presented(revision: u32, text: &str) -> OrganisationEvent {
        OrganisationEvent::OrganisationPresented {
            organisation: brazil(),
            revision,
            presentation: policy(text),
        }
    }

    #[test]
    fn a_country_is_registered_once() {
        let command = || register("br", OrganisationKind::MemberState, Some("BR"), " Brazil ");
        given::<Organisation>([]).when(command()).then([state()]);
        given::<Organisation>([state()]).when(command()).then_nothing();
    }

    #[test]
    fn member_states_and_institutions_belong_to_a_country_and_partners_to_none() {
        for (kind, country) in [
            (OrganisationKind::MemberState, None),
            (OrganisationKind::Institution, None),
            (OrganisationKind::Partner, Some("BR")),
        ] {
            given::<Organisation>([])
                .when(register("br", kind, country, "Brazil"))
                .then_refused(OrganisationError::Country);
        }
        given::<Organisation>([])
            .when(register("br", OrganisationKind::Partner, None, "Brazil"))
            .then([registered(OrganisationKind::Partner)]);
    }

    #[test]
    fn a_name_is_needed_and_has_a_limit() {
        let named = |name: &str| register("br", OrganisationKind::MemberState, Some("BR"), name);
        given::<Organisation>([]).when(named(" ")).then_refused(OrganisationError::Name(TextError::Empty));
        given::<Organisation>([])
            .when(named(&"x".repeat(NAME_MAX + 1)))
            .then_refused(OrganisationError::Name(TextError::TooLong(NAME_MAX)));
        given::<Organisation>([])
            .when(OrganisationCommand::Register {
                id: brazil(),
                kind: OrganisationKind::Partner,
                slug: "oas".into(),
                country: None,
                names: LocalText(BTreeMap::new()),
            })
            .then_refused(OrganisationError::Name(TextError::Empty));
    }

    #[test]
    fn an_address_is_plain() {
        for slug in ["", "BR", "são-paulo", "a/b", "a--b", "../x"] {
            given::<Organisation>([])
                .when(register(slug, OrganisationKind::MemberState, Some("BR"), "Brazil"))
                .then_refused(OrganisationError::Slug);
        }
    }

    #[test]
    fn a_presentation_is_tidied_and_counted() {
        let typed = Presentation {
            policy: texts(&[(Language::Pt, " Uma rede.\r\n"), (Language::En, " \u{7} ")]),
            website: Some("  ".into()),
            ..Presentation::default()
        };
        given::<Organisation>([state()]).when(present(1, typed)).then([presented(2, "Uma rede.")]);
    }

    #[test]
    fn everything_wrong_with_a_presentation_is_said_at_once() {
        let long = "x".repeat(TEXT_MAX + 1);
        let typed = Presentation {
            policy: texts(&[(Language::En, &"word ".repeat(151)), (Language::Es, &"voz ".repeat(150))]),
            institutions: texts(&[(Language::Fr, &"mot ".repeat(81))]),
            contact: texts(&[(Language::En, &long), (Language::Es, &long)]),
            website: Some("javascript:alert(1)".into()),
            ..Presentation::default()
        };
        given::<Organisation>([state()]).when(present(1, typed)).then_refused(
            OrganisationError::Presentation(vec![
                Fault::TooManyWords {
                    section: Section::Policy,
                    language: Language::En,
                    words: 151,
                    limit: 150,
                },
                Fault::TooManyWords {
                    section: Section::Institutions,
                    language: Language::Fr,
                    words: 81,
                    limit: 80,
                },
                Fault::TooLong(Section::Contact, Language::En),
                Fault::TooLong(Section::Contact, Language::Es),
                Fault::Website,
            ]),
        );
    }

    #[test]
    fn an_edit_of_what_someone_else_changed_is_refused_unless_it_says_the_same() {
        let history = || [state(), presented(2, "Uma rede.")];
        given::<Organisation>(history())
            .when(present(1, policy("Outra.")))
            .then_refused(OrganisationError::Stale);
        given::<Organisation>(history()).when(present(1, policy("Uma rede."))).then_nothing();
        given::<Organisation>(history()).when(present(2, policy("Outra."))).then([presented(3, "Outra.")]);
    }

    #[test]
    fn an_earlier_version_is_restored_as_a_new_one() {
        let history = || [state(), presented(2, "Uma rede."), presented(3, "Outra.")];
        let restore = |revision, version| OrganisationCommand::Restore { revision, version };
        let restored = |version, presentation| OrganisationEvent::PresentationRestored {
            organisation: brazil(),
            revision: 4,
            version,
            presentation,
        };
        given::<Organisation>(history()).when(restore(3, 2)).then([restored(2, policy("Uma rede."))]);
        given::<Organisation>(history()).when(restore(3, 1)).then([restored(1, Presentation::default())]);
        given::<Organisation>(history()).when(restore(2, 3)).then_nothing();
        given::<Organisation>(history()).when(restore(2, 2)).then_refused(OrganisationError::Stale);
        given::<Organisation>(history()).when(restore(3, 4)).then_refused(OrganisationError::NoSuchVersion);
        let after = history().into_iter().chain([restored(2, policy("Uma rede."))]);
        given::<Organisation>(after.collect::<Vec<_>>())
            .when(present(4, policy("Outra.")))
            .then([presented(5, "Outra.")]);
    }

    #[test]
    fn nothing_is_said_of_an_organisation_that_is_not_there() {
        given::<Organisation>([]).when(present(1, policy("x"))).then_refused(OrganisationError::Absent);
    }
}
