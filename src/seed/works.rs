//! The resources of a made-up history. A resource is made again whenever it is needed, from its
//! number and its author: nothing of its texts is kept.

use domain::library::{Details, Facets, Kind, Licence, ResourceCommand, Source, THEMES_MAX};
use domain::{Country, ResourceId, Theme, text};

use super::chance::{Chance, Stream};
use super::people::Person;
use super::scene::{Offered, Scene};
use super::voices::{Voice, fill};

/// How many of each kind, in the order of [`Kind::ALL`].
const KINDS: [u32; 8] = [16, 8, 14, 18, 6, 12, 18, 8];
const LICENCES: [(u32, Licence); 5] = [
    (46, Licence::CcBy),
    (18, Licence::CcBySa),
    (16, Licence::CcByNc),
    (12, Licence::PublicDomain),
    (8, Licence::AllRightsReserved),
];

/// What is needed to make one resource again.
#[derive(Clone, Copy)]
pub struct Work {
    pub seed: u64,
    pub number: u32,
    /// Of its publication here.
    pub year: u16,
}

impl Work {
    pub fn id(&self) -> ResourceId {
        ResourceId::derived(&["seed", &self.seed.to_string(), "resource", &self.number.to_string()])
    }

    pub fn publish(&self, author: &Person, scene: &Scene) -> ResourceCommand {
        let (details, url) = self.described(author, scene);
        ResourceCommand::Publish {
            resource: self.id(),
            author: author.id,
            details,
            source: Source::Link { url },
            this_year: self.year,
        }
    }

    /// Changes what revision `revision` says; `this_year` is that of the change.
    pub fn edit(&self, author: &Person, scene: &Scene, revision: u32, this_year: u16) -> ResourceCommand {
        let (mut details, _) = self.described(author, scene);
        let additions = Voice::of(details.facets.language).additions;
        // Each further edit says something further.
        for addition in additions.iter().cycle().skip(self.number as usize).take(revision as usize) {
            details.summary.push_str("\n\n");
            details.summary.push_str(addition);
        }
        let theme = Chance::of(self.seed, Stream::Edit, self.number).pick(Theme::FOUNDING);
        if details.facets.themes.len() < THEMES_MAX && !details.facets.themes.contains(&theme) {
            details.facets.themes.push(theme);
        }
        ResourceCommand::Edit { revision, details, this_year }
    }

    pub fn withdraw(&self, author: &Person) -> ResourceCommand {
        let mut chance = Chance::of(self.seed, Stream::Edit, self.number);
        ResourceCommand::Withdraw { reason: chance.pick(Voice::of(author.language).reasons).to_owned() }
    }

    /// What describes it, and its address elsewhere.
    fn described(&self, author: &Person, scene: &Scene) -> (Details, String) {
        let mut chance = Chance::of(self.seed, Stream::Resource, self.number);
        let offered = subject(author.country, scene, &mut chance);
        let Offered { country, programme, .. } = offered;
        let voice = Voice::of(author.language);
        let kind = Kind::ALL[chance.weighted(KINDS.into_iter())];
        let abroad = *country != author.country && chance.percent(60);
        let (theme, aspect) = chance.pick(voice.aspects);
        let year = self.year_of(offered, &mut chance);
        let year_text = year.to_string();
        let here = country.name(author.language);
        let home = author.country.name(author.language);
        let values = [
            ('p', programme.name.as_str()),
            ('s', programme.short.as_str()),
            ('c', here),
            ('h', home),
            ('g', programme.agency.as_str()),
            ('y', year_text.as_str()),
            ('a', aspect),
        ];
        let texts = voice.kind(kind);
        let (titles, openings) =
            if abroad { (voice.abroad, voice.abroad_openings) } else { (texts.titles, texts.openings) };
        let title = fill(chance.pick(titles), &values);
        let mut summary = fill(chance.pick(openings), &values);
        if let Some(told) = programme.summary.0.get(&author.language).filter(|_| chance.percent(55)) {
            summary = format!("{summary}\n\n> {told}");
        }
        for (number, middle) in pair(voice.middles, &mut chance).into_iter().enumerate() {
            let gap = if number == 0 { "\n\n" } else { " " };
            summary = format!("{summary}{gap}{}", fill(middle, &values));
        }
        if chance.percent(60) {
            summary = format!("{summary}\n\n{}", fill(chance.pick(voice.closings), &values));
        }
        let mut themes: Vec<Theme> = programme.themes.iter().copied().take(THEMES_MAX - 2).collect();
        if !themes.contains(&theme) {
            themes.push(theme);
        }
        let url = format!(
            "https://documents.{}.example.org/{}-{}",
            country.code().to_lowercase(),
            text::slug(&title),
            self.number + 1
        );
        let details = Details {
            title,
            summary,
            authors: if chance.percent(60) { author.name.cited() } else { programme.agency.clone() },
            institution: (!abroad).then_some(offered.institution),
            year: chance.percent(92).then_some(year),
            licence: LICENCES[chance.weighted(LICENCES.iter().map(|(weight, _)| *weight))].1,
            facets: Facets { country: Some(*country), language: author.language, kind, themes },
        };
        (details, url)
    }

    /// While the programme ran, mostly of late.
    fn year_of(&self, offered: &Offered, chance: &mut Chance) -> u16 {
        let first = offered.programme.since.unwrap_or(2009).max(1995);
        let last = offered.programme.until.map_or(self.year, |until| until + 2).min(self.year);
        let ago = u16::try_from(chance.below(13).min(chance.below(13))).unwrap_or(0);
        last.saturating_sub(ago).max(first.min(last))
    }
}

/// Members write mostly of the programmes of their own country.
fn subject<'a>(home: Country, scene: &'a Scene, chance: &mut Chance) -> &'a Offered {
    let own: Vec<usize> = scene.of_country(home).collect();
    if !own.is_empty() && chance.percent(70) {
        return &scene.programmes[chance.pick(&own)];
    }
    &scene.programmes[chance.below(scene.programmes.len())]
}

/// Two different ones.
fn pair<'a>(among: &[&'a str], chance: &mut Chance) -> [&'a str; 2] {
    let first = chance.below(among.len());
    let second = (first + 1 + chance.below(among.len() - 1)) % among.len();
    [among[first], among[second]]
}
