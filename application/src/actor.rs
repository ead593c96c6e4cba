//! Who gives a command, and the order that carries it to the desk.

use std::fmt;

use domain::membership::Role;
use domain::{CommandId, EventRef, MemberId, OrganisationId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in member with the roles held now.
    Member { id: MemberId, roles: Vec<Role> },
    /// A reactor.
    System(&'static str),
    /// Somebody at the command line.
    Operator(String),
}

impl Actor {
    pub fn member(id: MemberId, roles: Vec<Role>) -> Self {
        Self::Member { id, roles }
    }

    pub fn is(&self, member: MemberId) -> bool {
        matches!(self, Self::Member { id, .. } if *id == member)
    }

    /// Holds the role, or stands above roles: the program itself and its operator.
    pub fn holds(&self, role: Role) -> bool {
        match self {
            Self::Member { roles, .. } => roles.contains(&role) || roles.contains(&Role::Admin),
            Self::System(_) | Self::Operator(_) => true,
        }
    }

    pub fn edits(&self, organisation: OrganisationId) -> bool {
        self.holds(Role::OrganisationEditor(organisation))
    }

    /// The program itself or its operator, not a member.
    pub fn is_trusted(&self) -> bool {
        matches!(self, Self::System(_) | Self::Operator(_))
    }
}

/// As the metadata names it: `member:ID`, `system:NAME`, `operator:NAME`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member { id, .. } => write!(f, "member:{id}"),
            Self::System(name) => write!(f, "system:{name}"),
            Self::Operator(name) => write!(f, "operator:{name}"),
        }
    }
}

/// One intention: who has it, and the id by which its repetition is known.
#[derive(Clone, Debug)]
pub struct Order {
    pub actor: Actor,
    pub command_id: CommandId,
    /// The event that a reactor answers.
    pub caused_by: Option<EventRef>,
}

impl Order {
    pub fn new(actor: Actor, command_id: CommandId) -> Self {
        Self { actor, command_id, caused_by: None }
    }
}
