//! Who looks at members, and what visibility lets that viewer see.

use domain::MemberId;
use domain::membership::Visibility;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Nobody is signed in; also every feed and export.
    Visitor,
    Member(MemberId),
    /// Sees everything, as the form beside each visibility says.
    Admin(MemberId),
}

impl Audience {
    /// The visibilities that are open to this viewer on anybody's profile. There are no
    /// connections between members yet, so that `Connections` is open to nobody.
    pub(crate) const fn open(self) -> &'static [Visibility] {
        match self {
            Self::Visitor => &[Visibility::Everyone],
            Self::Member(_) => &[Visibility::Everyone, Visibility::Members],
            Self::Admin(_) => &Visibility::ALL,
        }
    }

    /// The same for a query, as `column = ANY(…) OR member = viewer`.
    pub(crate) fn for_query(self) -> (Vec<String>, Option<Uuid>) {
        (self.open().iter().map(ToString::to_string).collect(), self.viewer().map(MemberId::uuid))
    }

    pub const fn viewer(self) -> Option<MemberId> {
        match self {
            Self::Visitor => None,
            Self::Member(viewer) | Self::Admin(viewer) => Some(viewer),
        }
    }

    /// One's own profile is open as a whole.
    pub(crate) fn sees(self, to: &str, of: MemberId) -> bool {
        self.viewer() == Some(of) || self.open().iter().any(|visibility| visibility.slug() == to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_viewer_sees_what_is_open_and_all_of_oneself() {
        let (ana, eva) = (MemberId::derived(&["ana"]), MemberId::derived(&["eva"]));
        let seen =
            |audience: Audience, of| Visibility::ALL.map(|visibility| audience.sees(visibility.slug(), of));
        assert_eq!(seen(Audience::Visitor, ana), [true, false, false, false]);
        assert_eq!(seen(Audience::Member(eva), ana), [true, true, false, false]);
        assert_eq!(seen(Audience::Member(ana), ana), [true; 4]);
        assert_eq!(seen(Audience::Admin(eva), ana), [true; 4]);
    }

    #[test]
    fn an_unknown_visibility_is_closed() {
        assert!(!Audience::Visitor.sees("", MemberId::derived(&["ana"])));
    }
}
