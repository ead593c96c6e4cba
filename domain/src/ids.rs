//! Typed identifiers: no bare UUID crosses a boundary.
//! Random ids are made where the clock and randomness live and passed in; derived ids are `UUIDv5`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The same id for the same parts, on every machine (`UUIDv5`).
            pub fn derived(parts: &[&str]) -> Self {
                Self(Uuid::new_v5(&NAMESPACE, parts.join("\u{1f}").as_bytes()))
            }

            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

/// Namespace of every derived id of this portal.
const NAMESPACE: Uuid = Uuid::from_u128(0x5a6b_0c52_6f1e_4b5c_9d3e_2009_0419_0001);

id!(/// A person who joined the portal.
    MemberId);
id!(/// A picture that stands in a text.
    PictureId);
id!(/// A member state, partner or institution.
    OrganisationId);
id!(/// A social programme of a country.
    ProgrammeId);
id!(/// A document or link in the library.
    ResourceId);
id!(/// A piece of news, press release, blog post or link of the newsroom.
    NewsItemId);
id!(/// A best practice, lesson learned or innovation that a partner tells of.
    HighlightId);
id!(/// An uploaded file in the object store.
    FileId);
id!(/// What readers know as an event: people meet at a place, online, or both.
    GatheringId);
id!(/// One award of points; derived from what earned it, so that it cannot be given twice.
    AwardId);
id!(/// A revision of the points rules that is being prepared.
    DraftId);
id!(/// A member's objection to one line of a statement; derived from the line.
    DisputeId);
id!(/// A request to see personal data of one event.
    DisclosureId);
id!(/// One intention of an actor; repeating a command with the same id changes nothing.
    CommandId);

macro_rules! short {
    ($($name:ident),+) => {
        $(impl $name {
            /// Ten Crockford base-32 characters (50 bits) for the permanent short address.
            pub fn short(self) -> String {
                const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
                let bits = self.0.as_u128();
                (0..10).map(|i| char::from(ALPHABET[(bits >> (i * 5)) as usize & 31])).collect()
            }
        })+
    };
}

short!(ResourceId, NewsItemId, GatheringId, HighlightId);
