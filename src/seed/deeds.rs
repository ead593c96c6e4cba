//! What members of a made-up history do. Nothing of an aggregate is kept between two deeds: it is
//! made again from the same commands, which the seed repeats.

use domain::bookmarks::{Bookmark, BookmarkCommand, Item};
use domain::library::Resource;
use domain::membership::{Member, MemberCommand};

use application::Actor;

use super::chance::{Chance, Stream};
use super::history::{Enrolled, Errand, History, HistoryError, decide};
use super::people::Person;
use super::shelf::Shelved;
use super::voices::Voice;
use super::works::Work;

/// In minutes.
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// Joining and confirming come before the first edit of a profile.
const BEFORE_PROFILE: u32 = 2;
/// How many resources one looks at before publishing one's own instead.
const LOOKS: usize = 12;

/// Members.
impl History<'_> {
    pub(super) fn join(&mut self) -> Result<(), HistoryError> {
        let Ok(number) = u32::try_from(self.members.len()) else { return Ok(()) };
        let person = Person::of(self.plan.seed, number);
        self.act(person.id, &person.id.to_string(), 0, &mut Member::default(), person.join())?;
        self.members.push(Enrolled {
            id: person.id,
            language: person.language,
            year: self.year(),
            length: 1,
        });
        self.later(1..=40, Errand::ConfirmEmail(number));
        Ok(())
    }

    pub(super) fn confirm_email(&mut self, number: u32) -> Result<(), HistoryError> {
        self.change_member(number, |_, _| MemberCommand::ConfirmEmail)?;
        self.active.push(number);
        if self.chance.percent(92) {
            self.later(4..=36 * HOUR, Errand::EditProfile(number));
        }
        Ok(())
    }

    pub(super) fn edit_profile(&mut self, number: u32) -> Result<(), HistoryError> {
        self.change_member(number, |history, person| {
            let Enrolled { year, length, .. } = history.members[number as usize];
            person.edit(length + 1 - BEFORE_PROFILE, year, history.scene)
        })?;
        if self.chance.percent(25) {
            self.later(10 * DAY..=200 * DAY, Errand::EditProfile(number));
        }
        Ok(())
    }

    fn change_member(
        &mut self,
        number: u32,
        command: impl FnOnce(&Self, &Person) -> MemberCommand,
    ) -> Result<(), HistoryError> {
        let Enrolled { year, length, .. } = self.members[number as usize];
        let person = Person::of(self.plan.seed, number);
        let actor = Actor::member(person.id, vec![]);
        let mut member = Member::default();
        decide(&mut member, &actor, person.join())?;
        if length >= BEFORE_PROFILE {
            decide(&mut member, &actor, MemberCommand::ConfirmEmail)?;
        }
        for revision in 1..=length.saturating_sub(BEFORE_PROFILE) {
            decide(&mut member, &actor, person.edit(revision, year, self.scene))?;
        }
        let command = command(self, &person);
        self.members[number as usize].length =
            self.act(person.id, &person.id.to_string(), length, &mut member, command)?;
        Ok(())
    }
}

/// The library.
impl History<'_> {
    pub(super) fn publish(&mut self) -> Result<(), HistoryError> {
        // Whoever has published before is likelier to publish again.
        let author = match self.shelf.any_author(&mut self.chance) {
            Some(author) if self.chance.percent(55) => author,
            _ => self.chance.pick(&self.active),
        };
        let Ok(number) = u32::try_from(self.shelf.works.len()) else { return Ok(()) };
        let person = Person::of(self.plan.seed, author);
        let work = Work { seed: self.plan.seed, number, year: self.year() };
        self.shelf.works.push(Shelved {
            work,
            author,
            language: person.language,
            published: self.now.date_naive(),
            length: 1,
            withdrawn: false,
        });
        let command = work.publish(&person, self.scene);
        self.act(person.id, &work.id().to_string(), 0, &mut Resource::default(), command)?;
        if self.chance.percent(9) {
            self.later(HOUR..=25 * DAY, Errand::EditResource(number));
        }
        if self.chance.below(1000) < 6 {
            self.later(DAY..=60 * DAY, Errand::WithdrawResource(number));
        }
        Ok(())
    }

    pub(super) fn edit_resource(&mut self, number: u32) -> Result<(), HistoryError> {
        let Shelved { work, length, withdrawn, .. } = *self.shelf.work(number);
        if withdrawn {
            return Ok(());
        }
        let (author, mut resource) = self.resource(number)?;
        let command = work.edit(&author, self.scene, length, self.year());
        let id = work.id().to_string();
        self.shelf.works[number as usize].length =
            self.act(author.id, &id, length, &mut resource, command)?;
        if self.chance.percent(20) {
            self.later(DAY..=90 * DAY, Errand::EditResource(number));
        }
        Ok(())
    }

    pub(super) fn withdraw_resource(&mut self, number: u32) -> Result<(), HistoryError> {
        let awards = self.shelf.awards(number, |member| self.members[member as usize].id);
        // All that follows has to fit, and an award may not be left standing.
        if self.left() < 1 + awards.len() as u64 {
            return Ok(());
        }
        let Shelved { work, length, .. } = *self.shelf.work(number);
        let (author, mut resource) = self.resource(number)?;
        let id = work.id().to_string();
        let length = self.act(author.id, &id, length, &mut resource, work.withdraw(&author))?;
        let shelved = &mut self.shelf.works[number as usize];
        shelved.length = length;
        shelved.withdrawn = true;
        self.take_back(awards)
    }

    fn resource(&self, number: u32) -> Result<(Person, Resource), HistoryError> {
        let Shelved { work, author, length, .. } = *self.shelf.work(number);
        let author = Person::of(self.plan.seed, author);
        let actor = Actor::member(author.id, vec![]);
        let mut resource = Resource::default();
        decide(&mut resource, &actor, work.publish(&author, self.scene))?;
        for revision in 1..length {
            // The year only bounds what is accepted, and this was accepted then.
            decide(&mut resource, &actor, work.edit(&author, self.scene, revision, self.year()))?;
        }
        Ok((author, resource))
    }
}

/// Bookmarks.
impl History<'_> {
    pub(super) fn save(&mut self) -> Result<(), HistoryError> {
        let member = match self.shelf.any_reader(&mut self.chance) {
            Some(member) if self.chance.percent(50) => member,
            _ => self.chance.pick(&self.active),
        };
        let Some(number) = (0..LOOKS).find_map(|_| self.find_for(member)) else { return self.publish() };
        self.change_bookmark(number, &mut Bookmark::default(), 1)?;
        if self.chance.percent(2) {
            self.later(DAY..=30 * DAY, Errand::NoteBookmark(number));
        }
        if self.chance.percent(2) {
            self.later(31 * DAY..=90 * DAY, Errand::RemoveBookmark(number));
        }
        Ok(())
    }

    /// Somebody else's resource that the member likes, mostly in a language the member reads best.
    fn find_for(&mut self, member: u32) -> Option<u32> {
        let work = self.shelf.any_work(&mut self.chance)?;
        let shelved = self.shelf.work(work);
        let read = shelved.language == self.members[member as usize].language || self.chance.percent(30);
        if shelved.withdrawn || shelved.author == member || !read {
            return None;
        }
        self.shelf.keep(member, work, self.now.date_naive())
    }

    /// Adds a note, or another one.
    pub(super) fn note_bookmark(&mut self, number: u32) -> Result<(), HistoryError> {
        let mut bookmark = self.bookmark(number)?;
        self.change_bookmark(number, &mut bookmark, 2)
    }

    pub(super) fn remove_bookmark(&mut self, number: u32) -> Result<(), HistoryError> {
        let mut bookmark = self.bookmark(number)?;
        let kept = &self.shelf.kept[number as usize];
        let item = Item::Resource(self.shelf.work(kept.work).work.id());
        let member = self.members[kept.member as usize].id;
        let id = Bookmark::id(member, item);
        self.act(member, &id, kept.length, &mut bookmark, BookmarkCommand::Remove { member, item })?;
        Ok(())
    }

    fn change_bookmark(
        &mut self,
        number: u32,
        bookmark: &mut Bookmark,
        time: u32,
    ) -> Result<(), HistoryError> {
        let (id, command) = self.keeping(number, time);
        let BookmarkCommand::Save { member, .. } = command else { return Ok(()) };
        let length = self.shelf.kept[number as usize].length;
        self.shelf.kept[number as usize].length = self.act(member, &id, length, bookmark, command)?;
        Ok(())
    }

    fn bookmark(&self, number: u32) -> Result<Bookmark, HistoryError> {
        let mut bookmark = Bookmark::default();
        for time in 1..=self.shelf.kept[number as usize].length {
            let (_, command) = self.keeping(number, time);
            let BookmarkCommand::Save { member, .. } = command else { continue };
            decide(&mut bookmark, &Actor::member(member, vec![]), command)?;
        }
        Ok(bookmark)
    }

    /// The bookmark's id and how it was saved the first or second time: a few have a note at once.
    fn keeping(&self, number: u32, time: u32) -> (String, BookmarkCommand) {
        let kept = &self.shelf.kept[number as usize];
        let work = self.shelf.work(kept.work);
        let member = &self.members[kept.member as usize];
        let item = Item::Resource(work.work.id());
        let mut chance = Chance::of(self.plan.seed, Stream::Bookmark, number);
        let notes = Voice::of(member.language).notes;
        let first = chance.below(notes.len());
        let note = match time {
            1 if chance.percent(8) => notes[first],
            1 => "",
            _ => notes[(first + 1) % notes.len()],
        };
        let owner = self.members[work.author as usize].id;
        let save = BookmarkCommand::Save { member: member.id, item, owner, note: note.to_owned() };
        (Bookmark::id(member.id, item), save)
    }
}
