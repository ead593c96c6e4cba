//! The icons: our own line drawings on a field of 24 by 24. They only accompany words, and are
//! hidden from screen readers.

use maud::{Markup, PreEscaped, html};

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Icon {
            $($(#[$doc])* $name,)+
        }

        impl Icon {
            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),+];

            const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)+
                }
            }
        }
    };
}

icons! {
    ArrowRight = "M4 12h15M13 6l6 6-6 6",
    Bookmark = "M6.5 3.5h11v17L12 16.5l-5.5 4z",
    Check = "M4.5 12.5l5 5L19.5 7",
    ChevronDown = "M6 9l6 6 6-6",
    Close = "M6 6l12 12M18 6L6 18",
    Download = "M12 3.5v12M7 11l5 5 5-5M4.5 20h15",
    Edit = "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5",
    /// An address outside the portal.
    External = "M10 5H5v14h14v-5M13.5 4H20v6.5M20 4l-9 9",
    Filter = "M4 6h16M7 12h10M10 18h4",
    Gauge = "M4 18a9 9 0 1 1 16 0M12 14l4-5M12 13.5v.01",
    Info = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 11v5.5M12 7.5h.01",
    Link = "M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7L12 17.7",
    Lock = "M5.5 10.5h13V20h-13zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14v2.5",
    Menu = "M4 6.5h16M4 12h16M4 17.5h16",
    Person = "M12 12a4 4 0 1 0 0-8a4 4 0 1 0 0 8M4.5 20.5c.5-4.5 3.5-6.5 7.5-6.5s7 2 7.5 6.5",
    Picture = "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
    Points = "M12 3.5l2.6 5.3 5.9.9-4.3 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.3-4.1 5.9-.9z",
    Search = "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M15.2 15.2L20.5 20.5",
    SignOut = "M10 4H5v16h5M14 7.5l4.5 4.5-4.5 4.5M9 12h9.5",
    Warning = "M12 4L2.5 20h19zM12 10v5M12 17.5h.01",
}

impl Icon {
    pub fn show(self) -> Markup {
        self.classed("icon")
    }

    /// Its area filled: a bookmark that is set.
    pub fn filled(self) -> Markup {
        self.classed("icon filled")
    }

    fn classed(self, class: &str) -> Markup {
        html! {
            svg class=(class) viewBox="0 0 24 24" aria-hidden="true" { path d=(PreEscaped(self.path())) {} }
        }
    }
}
