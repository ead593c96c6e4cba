//! What was published and who keeps it, in a few bytes each, and how one comes upon it: by what
//! others keep, by what is new, and by browsing.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::bookmarks::Item;
use domain::points::{Contribution, Given, award_id};
use domain::{Language, MemberId};

use super::chance::Chance;
use super::works::Work;

/// How many of the newest resources are in sight.
const NEW: usize = 400;

/// A resource on the shelf.
#[derive(Clone, Copy)]
pub struct Shelved {
    pub work: Work,
    /// The author's number.
    pub author: u32,
    pub language: Language,
    pub published: NaiveDate,
    /// Events of its stream so far, and so its revision while it is published.
    pub length: u32,
    pub withdrawn: bool,
}

/// A bookmark that was set at some time.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The numbers of the member and of the resource.
    pub member: u32,
    pub work: u32,
    pub day: NaiveDate,
    /// Events of its stream so far.
    pub length: u32,
}

#[derive(Default)]
pub struct Shelf {
    pub works: Vec<Shelved>,
    pub kept: Vec<Kept>,
    pairs: HashSet<(u32, u32)>,
}

impl Shelf {
    pub fn work(&self, number: u32) -> &Shelved {
        &self.works[number as usize]
    }

    /// The author of any resource: the more one published, the likelier.
    pub fn any_author(&self, chance: &mut Chance) -> Option<u32> {
        (!self.works.is_empty()).then(|| chance.pick(&self.works).author)
    }

    /// A member who keeps something: the more, the likelier.
    pub fn any_reader(&self, chance: &mut Chance) -> Option<u32> {
        (!self.kept.is_empty()).then(|| chance.pick(&self.kept).member)
    }

    /// A resource that a member comes upon. What many keep is come upon often, so that a few
    /// become known to all and most stay with a few.
    pub fn any_work(&self, chance: &mut Chance) -> Option<u32> {
        let count = self.works.len();
        if count == 0 {
            return None;
        }
        let number = match chance.below(100) {
            0..50 if !self.kept.is_empty() => return Some(chance.pick(&self.kept).work),
            50..85 => {
                let new = chance.below(NEW.min(count)) + 1;
                count - 1 - chance.below(new)
            }
            _ => chance.below(count),
        };
        u32::try_from(number).ok()
    }

    /// Notes that the member keeps it; none where that was so at some time already.
    pub fn keep(&mut self, member: u32, work: u32, day: NaiveDate) -> Option<u32> {
        let number = u32::try_from(self.kept.len()).ok()?;
        self.pairs.insert((member, work)).then(|| {
            self.kept.push(Kept { member, work, day, length: 0 });
            number
        })
    }

    /// Everything that may have been awarded for a resource, its publication first.
    pub fn awards(&self, number: u32, id_of: impl Fn(u32) -> MemberId) -> Vec<Given> {
        let work = self.work(number);
        let item = Item::Resource(work.work.id());
        let author = id_of(work.author);
        let publication = Given {
            award: award_id(Contribution::ResourcePublished, item, author),
            member: author,
            day: work.published,
        };
        let applause = self.kept.iter().filter(|kept| kept.work == number).map(|kept| Given {
            award: award_id(Contribution::ResourceBookmarked, item, id_of(kept.member)),
            member: author,
            day: kept.day,
        });
        std::iter::once(publication).chain(applause).collect()
    }
}
