//! The members of the demo: whoever tries the portal signs in as one of them.

use application::membership::{Enrolment, Joining};
use application::{Actor, Order};
use domain::membership::{Member, MemberCommand, Role};
use domain::{CommandId, Country, Language, MemberId};
use url::Url;

use crate::entrance::entrance;
use crate::import::organisation_id;
use crate::portal::Portal;

/// For a portal on one's own machine, so it is no secret.
pub const PASSWORD: &str = "puente lluvia tambor";

pub struct DemoMember {
    pub email: &'static str,
    pub name: &'static str,
    pub country: &'static str,
    pub language: Language,
    pub role: Option<Role>,
    /// The organisation whose page the member looks after, by its part of the address.
    pub edits: Option<&'static str>,
}

impl DemoMember {
    pub fn id(&self) -> MemberId {
        MemberId::derived(&["demo", self.email])
    }
}

pub const MEMBERS: [DemoMember; 5] = [
    DemoMember {
        email: "ana@demo.example",
        name: "Ana Núñez",
        country: "UY",
        language: Language::Es,
        role: None,
        edits: None,
    },
    DemoMember {
        email: "rafael@demo.example",
        name: "Rafael Moura",
        country: "BR",
        language: Language::Pt,
        role: None,
        edits: Some("br"),
    },
    DemoMember {
        email: "grace@demo.example",
        name: "Grace Campbell",
        country: "JM",
        language: Language::En,
        role: Some(Role::Auditor),
        edits: None,
    },
    DemoMember {
        email: "helene@demo.example",
        name: "Hélène Pierre",
        country: "HT",
        language: Language::Fr,
        role: Some(Role::Admin),
        edits: None,
    },
    DemoMember {
        email: "marisol@demo.example",
        name: "Marisol Vega",
        country: "CR",
        language: Language::Es,
        role: Some(Role::Moderator),
        edits: None,
    },
];

/// Doing so again changes nothing.
pub async fn enrol(portal: &Portal, base_url: &Url) -> anyhow::Result<()> {
    let entrance = entrance(portal, base_url)?;
    let actor = || Actor::Operator("demo".to_owned());
    for member in &MEMBERS {
        let joining = Joining {
            name: member.name.to_owned(),
            email: member.email.parse()?,
            country: member.country.parse::<Country>()?,
            language: member.language,
            password: PASSWORD.to_owned(),
        };
        let id = entrance.enrol(Enrolment { member: member.id(), joining }, actor()).await?;
        let editor = member.edits.map(|slug| Role::OrganisationEditor(organisation_id(slug)));
        if let Some(role) = member.role.or(editor) {
            let order = Order::new(actor(), CommandId::derived(&["demo role", member.email]));
            portal.desk.execute::<Member>(&order, &id.to_string(), MemberCommand::GrantRole { role }).await?;
        }
    }
    Ok(())
}
