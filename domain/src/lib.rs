//! The rules of the portal: what members may do and what happens when they do it.
//! Synchronous and free of I/O; one file per aggregate, with its tests beside it.

pub mod bookmarks;
pub mod calendar;
pub mod event;
pub mod highlights;
pub mod ids;
pub mod library;
pub mod line;
pub mod log;
pub mod membership;
pub mod newsroom;
pub mod organisations;
pub mod personal;
pub mod places;
pub mod points;
pub mod rules;
pub mod text;
pub mod themes;
pub mod upcasting;

pub use event::Event;
pub use ids::{
    AwardId, CommandId, DisclosureId, DisputeId, DraftId, FileId, GatheringId, HighlightId, MemberId,
    NewsItemId, OrganisationId, PictureId, ProgrammeId, ResourceId,
};
pub use log::{EventLog, EventRef, Lag, LogError, Metadata, Position, Recorded, StoredEvent};
pub use personal::Personal;
pub use places::{Country, Language, LocalText};
pub use rules::Rules;
pub use themes::Theme;
