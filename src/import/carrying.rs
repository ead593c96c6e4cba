//! Carries out the steps of a folder at the desk, and says what was new.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use application::organisations::{RegisterError, Registration, Slugs, register};
use application::{Actor, DeskError, Order};
use domain::library::Vocabulary;
use domain::organisations::{Organisation, OrganisationCommand, OrganisationError, OrganisationKind};
use domain::points::{Rulebook, RulebookCommand};
use domain::{CommandId, OrganisationId, Rules};
use infrastructure::PostgresSlugs;
use serde::Serialize;

use super::content::{Place, Row, Step, Wrong};
use crate::portal::Portal;

/// What became of the rows of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub new: usize,
    pub known: usize,
}

#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Nothing was written: what would be new.
    pub check: bool,
    pub counts: BTreeMap<&'static str, Counts>,
    /// Presentations and programmes that somebody wrote since stay as they are.
    pub kept: Vec<Place>,
    pub wrong: Vec<Wrong>,
}

impl Summary {
    pub fn new_rows(&self) -> usize {
        self.counts.values().map(|counts| counts.new).sum()
    }
}

enum Outcome {
    New,
    Known,
    Kept,
    Wrong(String),
}

pub struct Importer<'a> {
    portal: &'a Portal,
    slugs: PostgresSlugs,
    /// Programmes may name its themes alone.
    vocabulary: Vocabulary,
    check: bool,
    /// In a check: organisations as they would be, since nothing is registered.
    would_be: HashMap<OrganisationId, Organisation>,
}

impl Step {
    /// The kind of row, as the summary counts it.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Register(Registration { kind: OrganisationKind::MemberState, .. }) => "countries",
            Self::Register(Registration { kind: OrganisationKind::Partner, .. }) => "partners",
            Self::Register(Registration { kind: OrganisationKind::Institution, .. }) => "institutions",
            Self::Present { .. } => "presentations",
            Self::Describe { .. } => "programmes",
            Self::Adopt { .. } => "rules of points",
        }
    }
}

impl<'a> Importer<'a> {
    pub fn new(portal: &'a Portal, vocabulary: Vocabulary, check: bool) -> Self {
        let slugs = PostgresSlugs::new(portal.pool.clone());
        Self { portal, slugs, vocabulary, check, would_be: HashMap::new() }
    }

    /// Fails only where the database does: a second run goes on after the last row that was carried out.
    pub async fn carry_out(&mut self, row: &Row, summary: &mut Summary) -> anyhow::Result<()> {
        let kind = row.step.kind();
        let order = Order::new(
            Actor::Operator("import".to_owned()),
            CommandId::derived(&["import", kind, &row.text]),
        );
        let outcome = match row.step.clone() {
            Step::Register(registration) => self.register(&order, registration).await,
            Step::Present { organisation, presentation } => {
                // Revision 1 is that of an organisation that has not presented itself.
                let command = OrganisationCommand::Present { revision: 1, presentation };
                self.change(&order, organisation, command).await
            }
            Step::Describe { organisation, programme } => {
                if let Some(unknown) = programme.themes.iter().find(|theme| !self.vocabulary.has(**theme)) {
                    Ok(Outcome::Wrong(format!("`{unknown}` is not a theme of the vocabulary")))
                } else {
                    // Revision 0 is that of a programme that nobody has described.
                    let command = OrganisationCommand::DescribeProgramme { revision: 0, programme };
                    self.change(&order, organisation, command).await
                }
            }
            Step::Adopt { valid_from, rules, reason } => {
                let today = (self.portal.clock)().date_naive();
                self.adopt(&order, RulebookCommand::Adopt { valid_from, rules, reason, today }).await
            }
        };
        let outcome = outcome
            .with_context(|| format!("the import stopped at {}; run it again and it goes on", row.place))?;
        let counts = summary.counts.entry(kind).or_default();
        match outcome {
            Outcome::New => counts.new += 1,
            Outcome::Known => counts.known += 1,
            Outcome::Kept => summary.kept.push(row.place.clone()),
            Outcome::Wrong(reason) => summary.wrong.push(Wrong { place: row.place.clone(), reason }),
        }
        Ok(())
    }

    async fn register(&mut self, order: &Order, registration: Registration) -> anyhow::Result<Outcome> {
        let (id, slug) = (registration.id, registration.slug.clone());
        let outcome = self.judge(order, id, registration.clone().into()).await?;
        if !matches!(outcome, Outcome::New) {
            return Ok(outcome);
        }
        if self.check {
            let taken = self.slugs.holder(&slug).await?.is_some_and(|holder| holder != id);
            return Ok(if taken { taken_by_another(slug) } else { outcome });
        }
        match register(&self.portal.desk, &self.slugs, order, registration).await {
            Ok(()) => Ok(outcome),
            Err(RegisterError::SlugTaken(slug)) => Ok(taken_by_another(slug)),
            Err(error) => Err(error.into()),
        }
    }

    async fn change(
        &mut self,
        order: &Order,
        organisation: OrganisationId,
        command: OrganisationCommand,
    ) -> anyhow::Result<Outcome> {
        let outcome = self.judge(order, organisation, command.clone()).await?;
        if matches!(outcome, Outcome::New) && !self.check {
            self.portal.desk.execute::<Organisation>(order, &organisation.to_string(), command).await?;
        }
        Ok(outcome)
    }

    /// What the command would change, without doing it.
    async fn judge(
        &mut self,
        order: &Order,
        organisation: OrganisationId,
        command: OrganisationCommand,
    ) -> anyhow::Result<Outcome> {
        let registers = matches!(command, OrganisationCommand::Register { .. });
        let events = match self.would_be.get(&organisation) {
            Some(would_be) => would_be.decide(command).map_err(DeskError::Refused),
            None => {
                self.portal.desk.rehearse::<Organisation>(order, &organisation.to_string(), command).await
            }
        };
        match events {
            Ok(events) if events.is_empty() => Ok(Outcome::Known),
            Ok(events) => {
                if self.check && registers {
                    self.would_be.insert(organisation, Organisation::default());
                }
                if let Some(would_be) = self.would_be.get_mut(&organisation) {
                    for event in &events {
                        would_be.evolve(event);
                    }
                }
                Ok(Outcome::New)
            }
            Err(DeskError::Refused(OrganisationError::Stale)) => Ok(Outcome::Kept),
            Err(DeskError::Refused(error)) => Ok(Outcome::Wrong(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }

    async fn adopt(&self, order: &Order, command: RulebookCommand) -> anyhow::Result<Outcome> {
        let desk = &self.portal.desk;
        match desk.rehearse::<Rulebook>(order, Rulebook::ID, command.clone()).await {
            Ok(events) if events.is_empty() => Ok(Outcome::Known),
            Ok(_) if self.check => Ok(Outcome::New),
            Ok(_) => {
                desk.execute::<Rulebook>(order, Rulebook::ID, command).await?;
                Ok(Outcome::New)
            }
            Err(DeskError::Refused(error)) => Ok(Outcome::Wrong(error.to_string())),
            Err(error) => Err(error.into()),
        }
    }
}

fn taken_by_another(slug: String) -> Outcome {
    Outcome::Wrong(RegisterError::SlugTaken(slug).to_string())
}
