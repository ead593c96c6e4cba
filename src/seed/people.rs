//! The members of a made-up history: who they are, and what they write in their profiles.

use domain::membership::{MemberCommand, ProfileDraft, Shown, Visibility};
use domain::{Country, Language, MemberId, OrganisationId, Theme, text};

use super::chance::{Chance, Stream};
use super::names::{Name, name};
use super::scene::Scene;
use super::voices::{Voice, fill};

/// How many members come from each country, in the order of [`Country::all`].
const WEIGHTS: [u32; 35] = [
    3, 9, 3, 5, 4, 6, 14, 6, 8, 10, 6, 3, 3, 7, 7, 6, 3, 7, 5, 6, 6, 7, 12, 4, 6, 6, 10, 2, 4, 3, 3, 6, 7, 7,
    4,
];

/// Everything that stays the same about a member; made again whenever it is needed.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: MemberId,
    pub name: Name,
    pub country: Country,
    pub language: Language,
    number: u32,
    seed: u64,
}

impl Person {
    pub fn id_of(seed: u64, number: u32) -> MemberId {
        MemberId::derived(&["seed", &seed.to_string(), "member", &number.to_string()])
    }

    pub fn of(seed: u64, number: u32) -> Self {
        let mut chance = Chance::of(seed, Stream::Member, number);
        let state = &Country::all()[chance.weighted(WEIGHTS.into_iter())];
        let spoken: Vec<Language> = state.languages.iter().filter_map(|code| code.parse().ok()).collect();
        let language = match spoken.as_slice() {
            [] => Language::En,
            [only] => *only,
            [first, ..] if chance.percent(70) => *first,
            [_, others @ ..] => chance.pick(others),
        };
        let name = name(state.country, language == Language::Fr, &mut chance);
        Self { id: Self::id_of(seed, number), name, country: state.country, language, number, seed }
    }

    /// On a domain that exists nowhere (RFC 2606); the number keeps it unique.
    pub fn email(&self) -> String {
        let part = |words: &str| text::folded(words).split(' ').next().unwrap_or("member").to_owned();
        format!(
            "{}.{}{}@social.{}.example",
            part(&self.name.given),
            part(&self.name.family),
            self.number + 1,
            self.country.code().to_lowercase()
        )
    }

    pub fn join(&self) -> MemberCommand {
        MemberCommand::Join {
            id: self.id,
            name: self.name.full(),
            email: self.email(),
            country: self.country,
            language: self.language,
        }
    }

    /// The profile as the member edits it for the `revision`th time, from 1.
    pub fn edit(&self, revision: u32, year: u16, scene: &Scene) -> MemberCommand {
        let mut chance = Chance::of(self.seed, Stream::Profile, self.number);
        let voice = Voice::of(self.language);
        let (woman, man) = chance.pick(voice.posts);
        let post = if self.name.woman { woman } else { man };
        let expertise = themes(&mut chance, 3);
        let mut interests = themes(&mut chance, 5);
        let biography = Self::biography(voice, year, &mut chance);
        let mut later = Chance::of(self.seed, Stream::Interests, self.number);
        for _ in 1..revision {
            interests = themes(&mut later, 6);
        }
        let profile = ProfileDraft {
            name: Shown::new(self.name.full(), Visibility::Everyone),
            post: Shown::new(post.to_owned(), shown(&mut chance, 60)),
            institution: Shown::new(self.institution(scene, &mut chance), Visibility::Everyone),
            country: Shown::new(self.country, Visibility::Everyone),
            languages: Shown::new(self.languages(&mut chance), Visibility::Members),
            interests: Shown::new(interests, shown(&mut chance, 50)),
            expertise: Shown::new(expertise, shown(&mut chance, 70)),
            biography: Shown::new(biography, shown(&mut chance, 50)),
            links: Shown::new(self.links(&mut chance), shown(&mut chance, 40)),
        };
        MemberCommand::EditProfile { revision, profile }
    }

    fn biography(voice: &Voice, year: u16, chance: &mut Chance) -> String {
        let since = year - u16::try_from(chance.between(2, 24)).unwrap_or(2);
        let (_, work) = chance.pick(voice.aspects);
        let (_, interest) = chance.pick(voice.aspects);
        let since = since.to_string();
        let story = fill(chance.pick(voice.biographies), &[('y', &since), ('a', work)]);
        let ending = fill(chance.pick(voice.biography_endings), &[('a', interest)]);
        format!("{story} {ending}")
    }

    fn institution(&self, scene: &Scene, chance: &mut Chance) -> Option<OrganisationId> {
        match scene.organisations(self.country) {
            [] => None,
            [state] => Some(*state),
            [_, institutions @ ..] => Some(chance.pick(institutions)),
        }
    }

    fn languages(&self, chance: &mut Chance) -> Vec<Language> {
        let percents = [(Language::En, 45), (Language::Es, 30), (Language::Pt, 12), (Language::Fr, 12)];
        let others = percents.into_iter().filter(|(language, percent)| {
            let spoken = chance.percent(*percent);
            spoken && *language != self.language
        });
        std::iter::once(self.language).chain(others.map(|(language, _)| language)).collect()
    }

    fn links(&self, chance: &mut Chance) -> Vec<String> {
        if !chance.percent(25) {
            return vec![];
        }
        vec![format!("https://profiles.example.org/{}-{}", text::slug(&self.name.full()), self.number + 1)]
    }
}

fn themes(chance: &mut Chance, most: i64) -> Vec<Theme> {
    (0..chance.between(1, most)).map(|_| chance.pick(Theme::FOUNDING)).collect()
}

/// To everyone in so many of a hundred cases, else mostly to members.
fn shown(chance: &mut Chance, everyone: usize) -> Visibility {
    match chance.below(100) {
        hit if hit < everyone => Visibility::Everyone,
        hit if hit < 94 => Visibility::Members,
        hit if hit < 98 => Visibility::Connections,
        _ => Visibility::OnlyMe,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;

    #[test]
    fn members_come_from_every_country_and_speak_its_language() {
        let people: Vec<Person> = (0..3_000).map(|number| Person::of(7, number)).collect();
        let countries: BTreeSet<Country> = people.iter().map(|person| person.country).collect();
        assert_eq!(countries.len(), 35);
        for person in &people {
            match person.country.code() {
                "BR" => assert_eq!(person.language, Language::Pt),
                "HT" => assert_eq!(person.language, Language::Fr),
                "MX" => assert_eq!(person.language, Language::Es),
                "JM" | "SR" => assert_eq!(person.language, Language::En),
                _ => {}
            }
        }
        let canadians = people.iter().filter(|person| person.country.code() == "CA");
        assert!(canadians.map(|person| person.language).collect::<HashSet<_>>().len() == 2);
    }

    #[test]
    fn addresses_are_unique_and_on_a_domain_that_does_not_exist() {
        let emails: HashSet<String> = (0..2_000).map(|number| Person::of(7, number).email()).collect();
        assert_eq!(emails.len(), 2_000);
        assert!(emails.iter().all(|email| email.ends_with(".example") && email.is_ascii()));
    }
}
