//! The roles that a member can hold, and how they are written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::OrganisationId;

/// What a member may do beyond contributing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", content = "of", rename_all = "snake_case")]
pub enum Role {
    OrganisationEditor(OrganisationId),
    Moderator,
    Auditor,
    Admin,
}

/// `admin`, `organisation_editor:ID`
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrganisationEditor(organisation) => write!(f, "organisation_editor:{organisation}"),
            Self::Moderator => f.write_str("moderator"),
            Self::Auditor => f.write_str("auditor"),
            Self::Admin => f.write_str("admin"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role: say admin, auditor, moderator or organisation_editor:ID")]
pub struct UnknownRole(String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.strip_prefix("organisation_editor:").map(str::parse)) {
            ("admin", _) => Ok(Self::Admin),
            ("auditor", _) => Ok(Self::Auditor),
            ("moderator", _) => Ok(Self::Moderator),
            (_, Some(Ok(organisation))) => Ok(Self::OrganisationEditor(organisation)),
            _ => Err(UnknownRole(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_read_back_from_its_text() {
        for role in [
            Role::Admin,
            Role::Auditor,
            Role::Moderator,
            Role::OrganisationEditor(OrganisationId::derived(&["ministry"])),
        ] {
            assert_eq!(role.to_string().parse(), Ok(role));
        }
        for text in ["", "Admin", "editor", "organisation_editor:", "organisation_editor:x"] {
            assert!(text.parse::<Role>().is_err(), "{text}");
        }
    }
}
