//! A list without entries: says so kindly, with a drawing and a way on.

use maud::{Markup, PreEscaped, html};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// Nothing on the shelf yet.
    Shelf,
    /// Nobody here.
    People,
    /// Searched, not found.
    Search,
    /// Nothing marked.
    Ribbon,
    /// Nothing earned yet; a loom with its first threads.
    Loom,
    /// A ribbon torn in two.
    Broken,
}

impl Drawing {
    #[cfg(test)]
    pub(super) const ALL: [Self; 6] =
        [Self::Shelf, Self::People, Self::Search, Self::Ribbon, Self::Loom, Self::Broken];

    const fn paths(self) -> &'static str {
        match self {
            Self::Shelf => concat!(
                r#"<path d="M14 98h132M20 98v10M140 98v10"/><path class="anil" d="M30 46h15v52H30z"/>"#,
                r#"<path class="oro" d="M45 36h13v62H45z"/><path class="grana" d="m66 50 14-4 14 50-14 4z"/>"#,
                r#"<path d="M35 56h5M49 46h5M49 52h5M108 98V84h22v14M112 84c0-12 3-18 7-24 4 6 7 12 7 24"/>"#,
            ),
            Self::People => concat!(
                r#"<circle class="oro" cx="50" cy="46" r="14"/><path class="oro" d="M26 98c1-20 10-30 24-30s23 10 24 30z"/>"#,
                r#"<circle class="anil" cx="110" cy="46" r="14"/><path class="anil" d="M86 98c1-20 10-30 24-30s23 10 24 30z"/>"#,
                r#"<path stroke-dasharray="3 6" d="M68 40c8-8 16-8 24 0"/>"#,
            ),
            Self::Search => concat!(
                r#"<path d="M28 32h60v70H28z"/><path d="M38 46h40M38 58h40M38 70h22M38 82h16"/>"#,
                r#"<circle class="anil" cx="98" cy="70" r="23"/><path d="m115 87 20 20" stroke-width="6"/>"#,
                r#"<path class="anil" d="m90 62 16 16M106 62 90 78"/>"#,
            ),
            Self::Ribbon => concat!(
                r#"<path d="M36 24h88v84H36z"/><path d="M50 44h30M50 56h24M50 68h30M50 80h18"/>"#,
                r#"<path class="grana" d="M92 18h20v52l-10-9-10 9z"/>"#,
            ),
            Self::Loom => concat!(
                r#"<path d="M24 22h112M24 106h112M30 16v96M130 16v96"/>"#,
                r#"<path class="warp" d="M44 22v84M56 22v84M68 22v84M80 22v84M92 22v84M104 22v84M116 22v84"/>"#,
                r#"<path class="grana" d="M40 90h80v10H40z"/><path class="oro" d="M40 78h80v9H40z"/>"#,
                r#"<path class="palma" d="M40 66h46v9H40z"/>"#,
            ),
            Self::Broken => concat!(
                r#"<path class="anil" d="M8 54h48l8 5-6 4 7 4-6 5 4 4H8z"/>"#,
                r#"<path class="grana" d="M152 44h-46l-8 5 6 4-7 4 6 5-4 4h53z"/>"#,
                r#"<path d="M70 58l6-2M71 67l8 1M69 75l6 4M92 48l-6-3M91 57l-8-1M92 66l-6 3"/>"#,
                r#"<path class="oro" d="M24 54h8v22h-8zM128 44h8v22h-8z"/>"#,
            ),
        }
    }

    pub fn show(self) -> Markup {
        html! { svg .drawing viewBox="0 0 160 120" aria-hidden="true" { (PreEscaped(self.paths())) } }
    }
}

/// `way_on` is what one can do about it, such as a button to publish.
pub fn empty(drawing: Drawing, title: &str, text: &str, way_on: &Markup) -> Markup {
    html! {
        div .empty {
            (drawing.show())
            h2 { (title) }
            p { (text) }
            (way_on)
        }
    }
}
