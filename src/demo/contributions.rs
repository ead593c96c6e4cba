//! What the demo's members have done: each has published a resource, and keeps another member's.

use application::{Actor, Order};
use chrono::Datelike;
use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::library::{Details, Facets, Kind, Licence, Resource, ResourceCommand, Source};
use domain::{CommandId, MemberId, ResourceId, Theme};

use super::members::{DemoMember, MEMBERS};
use crate::portal::Portal;

struct Work {
    title: &'static str,
    summary: &'static str,
    link: &'static str,
    kind: Kind,
    themes: [Theme; 2],
    /// The author's note on the work that the author keeps: the one after this.
    note: &'static str,
}

/// One for each of the first [`MEMBERS`], in their languages.
const WORKS: [Work; 4] = [
    Work {
        title: "Abrir un centro de cuidados en una localidad pequeña: guía para equipos municipales",
        summary: "Qué acordar con la intendencia, cómo formar a las cuidadoras y qué horarios sirven a las \
                  familias que trabajan.\n\nIncluye:\n\n- un calendario de los primeros seis meses,\n- un \
                  modelo de convenio,\n- las preguntas que las familias hacen siempre.",
        link: "https://documentos.example.org/cuidados/guia-localidades-pequenas.pdf",
        kind: Kind::Guide,
        themes: [Theme::CARE_SYSTEMS, Theme::EARLY_CHILDHOOD],
        note: "Para comparar con nuestras visitas domiciliarias",
    },
    Work {
        title: "Busca ativa de famílias fora do Cadastro Único: roteiro para as equipes dos CRAS",
        summary: "Como planejar a busca ativa por território, com quem falar primeiro e como registrar cada \
                  visita.\n\nO roteiro foi escrito com equipes de municípios ribeirinhos e traz um formulário \
                  pronto para imprimir.",
        link: "https://documentos.example.org/busca-ativa/roteiro-cras.pdf",
        kind: Kind::Tool,
        themes: [Theme::SOCIAL_REGISTRY, Theme::RURAL],
        note: "Ver o capítulo sobre quem não tem telefone",
    },
    Work {
        title: "Paying PATH benefits through mobile wallets: questions to settle before the first payday",
        summary: "Notes from the preparation of a pilot: agents in remote parishes, identity documents, fees, \
                  lost telephones and complaints.\n\nEach question comes with the options that were weighed \
                  and what beneficiaries said about them.",
        link: "https://documents.example.org/path/mobile-wallets.pdf",
        kind: Kind::Report,
        themes: [Theme::MOBILE_PAYMENTS, Theme::CASH_TRANSFERS],
        note: "Useful for the training of our interviewers",
    },
    Work {
        title: "Enquêter pour le registre social\u{a0}: aide-mémoire de l’enquêtrice et de l’enquêteur",
        summary: "Se présenter, expliquer à quoi servent les réponses, relire avec la famille avant de \
                  partir.\n\nL’aide-mémoire tient sur quatre pages et se plie dans la poche.",
        link: "https://documents.example.org/registre-social/aide-memoire.pdf",
        kind: Kind::Guide,
        themes: [Theme::SOCIAL_REGISTRY, Theme::TRAINING],
        note: "À traduire en créole avec l’équipe",
    },
];

pub async fn make(portal: &Portal) -> anyhow::Result<()> {
    let this_year = u16::try_from((portal.clock)().year())?;
    let resource = |member: &DemoMember| ResourceId::derived(&["demo", member.email]);
    for (member, work) in MEMBERS.iter().zip(&WORKS) {
        let publish = ResourceCommand::Publish {
            resource: resource(member),
            author: member.id(),
            details: Details {
                title: work.title.to_owned(),
                summary: work.summary.to_owned(),
                authors: member.name.to_owned(),
                institution: None,
                year: Some(this_year),
                licence: Licence::CcBy,
                facets: Facets {
                    country: Some(member.country.parse()?),
                    language: member.language,
                    kind: work.kind,
                    themes: work.themes.to_vec(),
                },
            },
            source: Source::Link { url: work.link.to_owned() },
            this_year,
        };
        let order = order(member.id(), &["demo publishes", member.email]);
        portal.desk.execute::<Resource>(&order, &resource(member).to_string(), publish).await?;
    }
    let others = MEMBERS.iter().cycle().skip(1);
    for ((member, work), other) in MEMBERS.iter().zip(&WORKS).zip(others) {
        let item = Item::Resource(resource(other));
        let save = BookmarkCommand::Save {
            member: member.id(),
            item,
            owner: other.id(),
            note: work.note.to_owned(),
        };
        let order = order(member.id(), &["demo keeps", member.email]);
        portal.desk.execute::<Bookmark>(&order, &Bookmark::id(member.id(), item), save).await?;
    }
    Ok(())
}

fn order(member: MemberId, purpose: &[&str]) -> Order {
    Order::new(Actor::member(member, vec![]), CommandId::derived(purpose))
}
