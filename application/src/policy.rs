//! Who may give which command: one arm for each, so that the compiler lists what is missing.

use domain::bookmarks::{Bookmark, BookmarkCommand};
use domain::calendar::{Gathering, GatheringCommand};
use domain::highlights::{Highlight, HighlightCommand};
use domain::library::{
    Resource, ResourceCommand, TextPicture, TextPictureCommand, Vocabulary, VocabularyCommand,
};
use domain::membership::{Disclosure, DisclosureCommand, Member, MemberCommand, Role};
use domain::newsroom::{NewsItem, NewsItemCommand, Owner};
use domain::organisations::{FeaturedMonth, FeaturedMonthCommand, Organisation, OrganisationCommand};
use domain::points::{Dispute, DisputeCommand, Ledger, LedgerCommand, Rulebook, RulebookCommand};
use domain::{OrganisationId, Rules};

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
            // A person's own affair: no role decides over it.
            MemberCommand::AskErasure { .. } | MemberCommand::CancelErasure => {
                self.id().is_some_and(|id| actor.is(id))
            }
            MemberCommand::Erase { .. } => actor.is_trusted(),
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
            ResourceCommand::Edit { .. } | ResourceCommand::Replace { .. } => {
                self.author().is_none_or(|author| actor.is(author))
            }
            ResourceCommand::Withdraw { .. }
            | ResourceCommand::DeclareTranslation { .. }
            | ResourceCommand::WithdrawTranslation => {
                self.author().is_none_or(|author| actor.is(author) || actor.holds(Role::Moderator))
            }
        }
    }
}

impl Policy for TextPicture {
    fn permits(&self, actor: &Actor, command: &TextPictureCommand) -> bool {
        match command {
            TextPictureCommand::TakeDown { member, .. } => actor.is(*member) || actor.holds(Role::Moderator),
        }
    }
}

impl Policy for Vocabulary {
    fn permits(&self, actor: &Actor, command: &VocabularyCommand) -> bool {
        match command {
            VocabularyCommand::Found => actor.is_trusted(),
            VocabularyCommand::Add { .. }
            | VocabularyCommand::Reword { .. }
            | VocabularyCommand::Merge { .. } => actor.holds(Role::Admin),
        }
    }
}

impl Policy for NewsItem {
    fn permits(&self, actor: &Actor, command: &NewsItemCommand) -> bool {
        // On an absent item the rules answer that there is none.
        let keeps = self.owner().is_none_or(|owner| keeps(actor, owner));
        match command {
            NewsItemCommand::Write { author, story, .. } => {
                let begins = self.owner().is_some() || actor.is(*author) || actor.is_trusted();
                keeps && begins && story.seat.is_none_or(|seat| actor.edits(seat))
            }
            NewsItemCommand::Discard
            | NewsItemCommand::Schedule { .. }
            | NewsItemCommand::Unschedule
            | NewsItemCommand::Publish { .. }
            | NewsItemCommand::Correct { .. } => keeps,
            NewsItemCommand::Withdraw { .. } => keeps || actor.holds(Role::Moderator),
            // The portal's own work.
            NewsItemCommand::PublishDue { .. } | NewsItemCommand::ReadLink { .. } => actor.is_trusted(),
        }
    }
}

/// What is written in an organisation's name belongs to its editors, so that a successor carries on.
pub fn keeps(actor: &Actor, owner: Owner) -> bool {
    match owner.seat {
        Some(seat) => actor.edits(seat),
        None => actor.is(owner.author) || actor.is_trusted(),
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

impl Policy for Gathering {
    fn permits(&self, actor: &Actor, command: &GatheringCommand) -> bool {
        let organises = || {
            let invites = self.organisation().is_some_and(|organisation| actor.edits(organisation));
            // On an absent gathering the rules answer that there is none.
            self.organiser().is_none_or(|organiser| actor.is(organiser)) || invites
        };
        // In the name of an organisation only its editors invite.
        let may_name = |named: Option<OrganisationId>| {
            named == self.organisation() || named.is_none_or(|named| actor.edits(named))
        };
        match command {
            GatheringCommand::Publish { organiser, details, .. } => {
                (actor.is(*organiser) || actor.is_trusted()) && may_name(details.organisation)
            }
            GatheringCommand::Change { details, .. } => organises() && may_name(details.organisation),
            GatheringCommand::NoteAttendance { .. } => organises(),
            // Where nobody is left who organises it, those who registered have to hear of it all the same.
            GatheringCommand::Cancel { .. } => organises() || actor.holds(Role::Moderator),
            GatheringCommand::Remove { .. } => actor.holds(Role::Moderator),
            GatheringCommand::Register { member, .. } | GatheringCommand::Unregister { member, .. } => {
                actor.is(*member) || actor.is_trusted()
            }
        }
    }
}

impl Policy for Highlight {
    fn permits(&self, actor: &Actor, command: &HighlightCommand) -> bool {
        // On an absent highlight the rules answer that there is none.
        let wrote = || self.author().is_none_or(|author| actor.is(author) || actor.is_trusted());
        match command {
            HighlightCommand::Write { author, .. } => wrote() && (actor.is(*author) || actor.is_trusted()),
            HighlightCommand::Discard | HighlightCommand::Submit { .. } | HighlightCommand::TakeBack => {
                wrote()
            }
            // A person each time. That nobody judges an own highlight is a rule, which says so.
            HighlightCommand::AskChanges { reviewer, .. }
            | HighlightCommand::Publish { reviewer, .. }
            | HighlightCommand::Decline { reviewer, .. } => {
                actor.is(*reviewer) && actor.holds(Role::Moderator)
            }
            HighlightCommand::Correct { .. } | HighlightCommand::Withdraw { .. } => {
                wrote() || actor.holds(Role::Moderator)
            }
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
    use domain::highlights::HighlightEvent;
    use domain::library::Wording;
    use domain::membership::{Ground, MemberEvent};
    use domain::newsroom::{Kind, NewsItemEvent, Story};
    use domain::points::{DisputeEvent, LineKind, Outcome};
    use domain::{
        AwardId, DraftId, GatheringId, HighlightId, Language, MemberId, NewsItemId, Personal, Theme,
    };

    use super::*;

    fn member(name: &str, roles: &[Role]) -> Actor {
        Actor::member(MemberId::derived(&[name]), roles.to_vec())
    }

    #[test]
    fn a_draft_is_its_authors_and_an_organisations_its_editors() {
        let (ana, seat) = (MemberId::derived(&["ana"]), OrganisationId::derived(&["mides"]));
        let story = |seat| Story {
            kind: Kind::News,
            title: String::new(),
            summary: String::new(),
            body: String::new(),
            link: String::new(),
            language: Language::Es,
            countries: vec![],
            institution: None,
            themes: vec![],
            seat,
            picture: domain::newsroom::LinkPicture::Absent,
        };
        let item = NewsItemId::derived(&["news"]);
        let write = |seat| NewsItemCommand::Write { item, author: ana, revision: 1, story: story(seat) };
        let of = |seat: Option<OrganisationId>| {
            let mut draft = NewsItem::default();
            let story = Personal::new(ana, story(seat));
            draft.evolve(&NewsItemEvent::NewsDrafted { item, author: ana, seat, revision: 1, story });
            draft
        };
        let editor = member("luis", &[Role::OrganisationEditor(seat)]);
        let (author, moderator) = (member("ana", &[]), member("eva", &[Role::Moderator]));
        assert!(NewsItem::default().permits(&author, &write(None)));
        assert!(!NewsItem::default().permits(&editor, &write(None)), "in the name of another member");
        assert!(!NewsItem::default().permits(&author, &write(Some(seat))), "of an organisation not hers");
        let publish = NewsItemCommand::Publish { revision: 1 };
        assert!(of(None).permits(&author, &publish) && !of(None).permits(&editor, &publish));
        assert!(of(Some(seat)).permits(&editor, &publish), "a successor carries on");
        assert!(!of(Some(seat)).permits(&author, &publish), "she left the organisation");
        assert!(!of(None).permits(&moderator, &publish));
        let withdraw = NewsItemCommand::Withdraw { reason: String::new() };
        assert!(of(None).permits(&moderator, &withdraw) && !of(None).permits(&editor, &withdraw));
        let now = chrono::DateTime::UNIX_EPOCH;
        let due = NewsItemCommand::PublishDue { at: now, now };
        assert!(of(None).permits(&Actor::System("newsroom"), &due) && !of(None).permits(&author, &due));
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
    fn members_ask_for_their_own_erasure_and_the_portal_carries_it_out() {
        let mut anas = Member::default();
        anas.evolve(&MemberEvent::MemberJoined {
            member: MemberId::derived(&["ana"]),
            name: Personal::erased(MemberId::derived(&["ana"])),
            email: Personal::erased(MemberId::derived(&["ana"])),
            country: "AR".parse().unwrap(),
            language: Language::Es,
        });
        let now = chrono::DateTime::UNIX_EPOCH;
        let others = [member("eva", &[Role::Admin]), Actor::System("x"), Actor::Operator("x".into())];
        for command in [MemberCommand::AskErasure { now, another_admin: true }, MemberCommand::CancelErasure]
        {
            assert!(anas.permits(&member("ana", &[]), &command));
            assert!(!others.iter().any(|other| anas.permits(other, &command)));
        }
        let erase = MemberCommand::Erase { ground: Ground::Asked { now }, another_admin: true };
        assert_eq!(others.map(|other| anas.permits(&other, &erase)), [false, true, true]);
        assert!(!anas.permits(&member("ana", &[Role::Admin]), &erase));
    }

    #[test]
    fn a_gathering_is_its_organisers_and_who_registers_acts_alone() {
        let (id, ana) = (GatheringId::derived(&["one"]), MemberId::derived(&["ana"]));
        let ministry = OrganisationId::derived(&["ministry"]);
        let anas = crate::testing::gathering(id, ana);
        let now = chrono::DateTime::UNIX_EPOCH;
        let cancel = GatheringCommand::Cancel { reason: String::new(), now };
        assert!(anas.permits(&member("ana", &[]), &cancel));
        assert!(anas.permits(&member("luis", &[Role::Moderator]), &cancel));
        assert!(!anas.permits(&member("luis", &[Role::Auditor]), &cancel));
        let remove = GatheringCommand::Remove { reason: String::new() };
        assert!(anas.permits(&member("luis", &[Role::Moderator]), &remove));
        assert!(!anas.permits(&member("ana", &[]), &remove));
        let register = GatheringCommand::Register { member: ana, now };
        assert!(anas.permits(&member("ana", &[]), &register));
        assert!(!anas.permits(&member("luis", &[Role::Admin]), &register));

        let mut details = anas.published().unwrap().details.clone();
        details.organisation = Some(ministry);
        let publish =
            |organiser| GatheringCommand::Publish { gathering: id, organiser, details: details.clone() };
        let editor = member("ana", &[Role::OrganisationEditor(ministry)]);
        assert!(Gathering::default().permits(&editor, &publish(ana)));
        assert!(!Gathering::default().permits(&member("ana", &[]), &publish(ana)));
        assert!(!Gathering::default().permits(&editor, &publish(MemberId::derived(&["luis"]))));
    }

    #[test]
    fn a_highlight_is_its_authors_and_judged_by_moderators_in_their_own_name() {
        let (highlight, ana) = (HighlightId::derived(&["one"]), MemberId::derived(&["ana"]));
        let eva = MemberId::derived(&["eva"]);
        let mut anas = Highlight::default();
        let sheet = Personal::erased(ana);
        anas.evolve(&HighlightEvent::HighlightDrafted { highlight, author: ana, revision: 1, sheet });
        let (author, moderator) = (member("ana", &[]), member("eva", &[Role::Moderator]));
        let submit = HighlightCommand::Submit { revision: 1, answer: String::new(), source: None };
        assert!(anas.permits(&author, &submit) && !anas.permits(&moderator, &submit));
        let publish = |reviewer| HighlightCommand::Publish { revision: 1, reviewer, source: None };
        assert!(anas.permits(&moderator, &publish(eva)) && !anas.permits(&moderator, &publish(ana)));
        assert!(!anas.permits(&author, &publish(ana)) && !anas.permits(&Actor::System("x"), &publish(eva)));
        let (sheet, note) = (Box::new(crate::testing::sheet("A")), String::new());
        let correct = HighlightCommand::Correct { revision: 1, sheet, note };
        for command in [correct, HighlightCommand::Withdraw { reason: String::new() }] {
            assert!(anas.permits(&author, &command) && anas.permits(&moderator, &command));
            assert!(!anas.permits(&member("luis", &[]), &command));
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
    fn a_picture_is_taken_down_by_who_sent_it_or_a_moderator() {
        let (picture, ana) = (domain::PictureId::derived(&["fair"]), MemberId::derived(&["ana"]));
        let command = TextPictureCommand::TakeDown { picture, member: ana, reason: String::new() };
        let permitted = |actor: Actor| TextPicture::default().permits(&actor, &command);
        assert!(permitted(member("ana", &[])) && permitted(member("eva", &[Role::Moderator])));
        assert!(!permitted(member("luis", &[Role::Auditor])));
    }

    #[test]
    fn the_vocabulary_is_kept_by_administrators() {
        let (theme, reason) = (Theme::CARE_SYSTEMS, String::new());
        for command in [
            VocabularyCommand::Add { theme, wording: Wording::default(), reason: reason.clone() },
            VocabularyCommand::Reword {
                theme,
                revision: 1,
                wording: Wording::default(),
                reason: reason.clone(),
            },
            VocabularyCommand::Merge { from: theme, into: theme, reason },
        ] {
            let permitted = |actor: Actor| Vocabulary::default().permits(&actor, &command);
            assert!(permitted(member("eva", &[Role::Admin])) && permitted(Actor::Operator("themes".into())));
            assert!(!permitted(member("ana", &[Role::Moderator, Role::Auditor])), "{command:?}");
        }
        let found = |actor| Vocabulary::default().permits(&actor, &VocabularyCommand::Found);
        assert!(found(Actor::System("library")) && !found(member("eva", &[Role::Admin])));
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
