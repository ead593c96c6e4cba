//! Who may give which command: one arm for each, so that the compiler lists what is missing.

use domain::Rules;
use domain::bookmarks::{Bookmark, BookmarkCommand};
use domain::library::{Resource, ResourceCommand};
use domain::membership::{Disclosure, DisclosureCommand, Member, MemberCommand, Role};
use domain::organisations::{FeaturedMonth, FeaturedMonthCommand, Organisation, OrganisationCommand};
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
            OrganisationCommand::Present { .. }
            | OrganisationCommand::Restore { .. }
            | OrganisationCommand::DescribeProgramme { .. } => {
                self.id().map_or_else(|| actor.is_trusted(), |id| actor.edits(id))
            }
        }
    }
}

impl Policy for FeaturedMonth {
    fn permits(&self, actor: &Actor, command: &FeaturedMonthCommand) -> bool {
        match command {
            FeaturedMonthCommand::Overrule { .. } | FeaturedMonthCommand::FollowRule { .. } => {
                actor.holds(Role::Admin)
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

#[cfg(test)]
mod tests {
    use domain::points::{DisputeEvent, LineKind, Outcome};
    use domain::{AwardId, DraftId, MemberId, Personal};

    use super::*;

    fn member(name: &str, roles: &[Role]) -> Actor {
        Actor::member(MemberId::derived(&[name]), roles.to_vec())
    }

    #[test]
    fn rules_of_points_are_for_administrators() {
        let today = Rulebook::FOUNDED;
        let draft = DraftId::derived(&["plan"]);
        for command in [
            RulebookCommand::Draft { draft, edition: 0, valid_from: today, rules: vec![], today },
            RulebookCommand::Discard { draft },
            RulebookCommand::AdoptDraft { draft, edition: 1, reason: String::new(), today },
            RulebookCommand::Adopt { valid_from: today, rules: vec![], reason: String::new(), today },
        ] {
            let permitted = |actor: Actor| Rulebook::default().permits(&actor, &command);
            assert!(permitted(member("eva", &[Role::Admin])) && permitted(Actor::Operator("points".into())));
            assert!(!permitted(member("ana", &[Role::Moderator, Role::Auditor])), "{command:?}");
        }
    }

    #[test]
    fn the_country_of_a_month_is_for_administrators_to_overrule() {
        let today = Rulebook::FOUNDED;
        let country = "CL".parse().unwrap();
        for command in [
            FeaturedMonthCommand::Overrule { month: today, country, reason: String::new(), today },
            FeaturedMonthCommand::FollowRule { month: today, reason: String::new(), today },
        ] {
            let permitted = |actor: Actor| FeaturedMonth::default().permits(&actor, &command);
            assert!(permitted(member("eva", &[Role::Admin])) && permitted(Actor::Operator("x".into())));
            assert!(!permitted(member("ana", &[Role::Moderator, Role::Auditor])), "{command:?}");
        }
    }

    #[test]
    fn a_dispute_is_opened_by_its_member_and_answered_by_another_administrator() {
        let (ana, award) = (MemberId::derived(&["ana"]), AwardId::derived(&["guide"]));
        let line = LineKind::Awarded;
        let open = DisputeCommand::Open { award, line, member: ana, objection: String::new() };
        let nobodys = Dispute::default();
        assert!(nobodys.permits(&member("ana", &[]), &open));
        for other in [member("eva", &[Role::Admin]), Actor::System("points"), Actor::Operator("x".into())] {
            assert!(!nobodys.permits(&other, &open), "{other}");
        }

        let mut anas = Dispute::default();
        anas.evolve(&DisputeEvent::DisputeOpened {
            dispute: line.dispute(award),
            award,
            line,
            member: ana,
            objection: Personal::erased(ana),
        });
        let answer = DisputeCommand::Answer { outcome: Outcome::Upheld, answer: String::new() };
        assert!(anas.permits(&member("eva", &[Role::Admin]), &answer));
        for other in [member("ana", &[Role::Admin]), member("luis", &[Role::Moderator])] {
            assert!(!anas.permits(&other, &answer), "{other}");
        }
    }
}
