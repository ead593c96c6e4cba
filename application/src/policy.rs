//! Who may give which command: one arm for each, so that the compiler lists what is missing.

use domain::Rules;
use domain::bookmarks::{Bookmark, BookmarkCommand};
use domain::library::{Resource, ResourceCommand};
use domain::membership::{Disclosure, DisclosureCommand, Member, MemberCommand, Role};
use domain::organisations::{Organisation, OrganisationCommand};
use domain::points::{Dispute, DisputeCommand, Ledger, LedgerCommand, Rulebook, RulebookCommand};

use crate::actor::Actor;

/// Decides on the aggregate as it stands before the command.
pub trait Policy: Rules {
    fn permits(&self, actor: &Actor, command: &Self::Command) -> bool;
}

impl Policy for Member {
    fn permits(&self, actor: &Actor, command: &MemberCommand) -> bool {
        match command {
            // Joining and confirming happen before there is a session; the web proves the address.
            MemberCommand::Join { id, .. } => actor.is(*id) || actor.is_trusted(),
            MemberCommand::ConfirmEmail | MemberCommand::EditProfile { .. } => {
                self.id().is_some_and(|id| actor.is(id)) || actor.is_trusted()
            }
            MemberCommand::GrantRole { .. } | MemberCommand::RevokeRole { .. } => actor.holds(Role::Admin),
        }
    }
}

impl Policy for Organisation {
    fn permits(&self, actor: &Actor, command: &OrganisationCommand) -> bool {
        match command {
            OrganisationCommand::Register { .. } => actor.holds(Role::Admin),
            OrganisationCommand::Present { .. } | OrganisationCommand::DescribeProgramme { .. } => {
                self.id().map_or_else(|| actor.is_trusted(), |id| actor.edits(id))
            }
        }
    }
}

impl Policy for Resource {
    fn permits(&self, actor: &Actor, command: &ResourceCommand) -> bool {
        match command {
            ResourceCommand::Publish { author, .. } => actor.is(*author) || actor.is_trusted(),
            // On an absent resource the rules answer that there is none.
            ResourceCommand::Edit { .. } => self.author().is_none_or(|author| actor.is(author)),
            ResourceCommand::Withdraw { .. } => {
                self.author().is_none_or(|author| actor.is(author) || actor.holds(Role::Moderator))
            }
        }
    }
}

impl Policy for Bookmark {
    fn permits(&self, actor: &Actor, command: &BookmarkCommand) -> bool {
        match command {
            BookmarkCommand::Save { member, .. } | BookmarkCommand::Remove { member, .. } => {
                actor.is(*member) || actor.is_trusted()
            }
        }
    }
}

impl Policy for Rulebook {
    fn permits(&self, actor: &Actor, command: &RulebookCommand) -> bool {
        match command {
            RulebookCommand::Draft { .. }
            | RulebookCommand::Discard { .. }
            | RulebookCommand::AdoptDraft { .. }
            | RulebookCommand::Adopt { .. } => actor.holds(Role::Admin),
        }
    }
}

impl Policy for Dispute {
    fn permits(&self, actor: &Actor, command: &DisputeCommand) -> bool {
        match command {
            DisputeCommand::Open { member, .. } => actor.is(*member),
            // Nobody judges a case of their own.
            DisputeCommand::Answer { .. } => {
                actor.holds(Role::Admin) && !self.member().is_some_and(|member| actor.is(member))
            }
        }
    }
}

impl Policy for Ledger {
    fn permits(&self, actor: &Actor, command: &LedgerCommand) -> bool {
        match command {
            // Points come from the reactor alone: nobody hands them out.
            LedgerCommand::Award { .. } | LedgerCommand::Withdraw { .. } => actor.is_trusted(),
        }
    }
}

impl Policy for Disclosure {
    fn permits(&self, actor: &Actor, command: &DisclosureCommand) -> bool {
        match command {
            // A person each time, and never in the name of another: the command line sees nothing sealed.
            DisclosureCommand::Ask { by, .. }
            | DisclosureCommand::Decide { by, .. }
            | DisclosureCommand::View { by, .. } => actor.is(*by) && actor.holds(Role::Auditor),
        }
    }
}
