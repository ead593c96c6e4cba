//! What the demo's editor and administrator have done: the page of Brazil has a history, a month ahead its country, and
//! two themes that meant the same are one.

use application::{Actor, Order};
use chrono::Months;
use domain::library::{Synonyms, Vocabulary, VocabularyCommand, Wording};
use domain::membership::Role;
use domain::organisations::featured_month::key;
use domain::organisations::{
    FeaturedMonth, FeaturedMonthCommand, Organisation, OrganisationCommand, OrganisationEvent, Presentation,
};
use domain::{CommandId, Language, LocalText, OrganisationId, Theme};

use super::members::{DemoMember, MEMBERS};
use crate::import::organisation_id;
use crate::portal::Portal;

const REASON: &str =
    "The network meets in Santiago in that month: whoever travels there finds Chile’s programmes first.";

pub async fn make(portal: &Portal) -> anyhow::Result<()> {
    let [ana, rafael, _, helene, _] = &MEMBERS;
    let brazil = organisation_id("br");
    for (n, language, text) in [
        (1, Language::Pt, "Recebemos equipes de outros países no Cadastro Único uma vez por ano.".to_owned()),
        (
            2,
            Language::Pt,
            format!(
                "Recebemos equipes de outros países no Cadastro Único **duas vezes por ano**: em abril em Brasília, \
                 em setembro em Belém.\n\nCom o Uruguai preparamos uma oficina sobre cuidados; quem quiser participar \
                 escreva a @[](member:{}).",
                ana.id()
            ),
        ),
        (
            3,
            Language::Es,
            "Recibimos a equipos de otros países en el Cadastro Único **dos veces al año**: en abril en Brasilia, en \
             septiembre en Belém."
                .to_owned(),
        ),
        (
            4,
            Language::En,
            "Teams from other countries visit the Cadastro Único **twice a year**: in April in Brasília, in \
             September in Belém."
                .to_owned(),
        ),
        // French is not there: something waits for translation.
    ] {
        let (revision, mut presentation) = present(portal, brazil).await?;
        presentation.cooperation.0.insert(language, text);
        let order = order(rafael, Role::OrganisationEditor(brazil), &format!("demo presents {n}"));
        let command = OrganisationCommand::Present { revision, presentation };
        portal.desk.execute::<Organisation>(&order, &brazil.to_string(), command).await?;
    }
    let today = (portal.clock)().date_naive();
    let month = today + Months::new(2);
    let command =
        FeaturedMonthCommand::Overrule { month, country: "CL".parse()?, reason: REASON.to_owned(), today };
    let order = order(helene, Role::Admin, "demo features");
    portal.desk.execute::<FeaturedMonth>(&order, &key(month), command).await?;
    merge_themes(portal, helene).await
}

async fn merge_themes(portal: &Portal, admin: &DemoMember) -> anyhow::Result<()> {
    let theme: Theme = "cash-plus".parse()?;
    let names = [
        (Language::En, "Cash plus"),
        (Language::Es, "Transferencias con acompañamiento"),
        (Language::Pt, "Transferências com acompanhamento"),
        (Language::Fr, "Transferts avec accompagnement"),
    ];
    let names = LocalText(names.map(|(language, name)| (language, name.to_owned())).into());
    let wording = Wording { names, synonyms: Synonyms::default() };
    for (purpose, command) in [
        (
            "demo adds theme",
            VocabularyCommand::Add {
                theme,
                wording,
                reason: "Asked for at the meeting of facilitators.".to_owned(),
            },
        ),
        (
            "demo merges theme",
            VocabularyCommand::Merge {
                from: theme,
                into: "cash-transfers".parse()?,
                reason: "Readers looked under cash transfers and missed half of it.".to_owned(),
            },
        ),
    ] {
        let order = order(admin, Role::Admin, purpose);
        portal.desk.execute::<Vocabulary>(&order, Vocabulary::ID, command).await?;
    }
    Ok(())
}

/// The presentation as it stands, with its revision.
async fn present(portal: &Portal, id: OrganisationId) -> anyhow::Result<(u32, Presentation)> {
    let history = portal.desk.history::<Organisation>(&id.to_string()).await?;
    let last = history.into_iter().rev().find_map(|event| match event.payload {
        OrganisationEvent::OrganisationPresented { revision, presentation, .. }
        | OrganisationEvent::PresentationRestored { revision, presentation, .. } => {
            Some((revision, presentation))
        }
        _ => None,
    });
    Ok(last.unwrap_or((1, Presentation::default())))
}

fn order(member: &DemoMember, role: Role, purpose: &str) -> Order {
    Order::new(Actor::member(member.id(), vec![role]), CommandId::derived(&[purpose]))
}
