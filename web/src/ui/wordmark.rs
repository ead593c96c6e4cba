//! The portal's sign: threads of many colours woven into one piece of cloth.

use maud::{Markup, PreEscaped, html};

use crate::visit::Visit;

/// Warps and wefts on a field of 48 by 48, turned by an eighth; gaps are where one passes below.
const SIGN: &str = concat!(
    r#"<svg viewBox="0 0 48 48" aria-hidden="true"><g transform="rotate(45 24 24)">"#,
    r#"<path class="warp" d="M9 5h8v13.5H9zM9 29.5h8V43H9zM20 5h8v2.5h-8zM20 18.5h8v11h-8z"#,
    r#"M20 40.5h8V43h-8zM31 5h8v13.5h-8zM31 29.5h8V43h-8z"/>"#,
    r#"<path class="grana" d="M5 9h2.5v8H5zM18.5 9h11v8h-11zM40.5 9H43v8h-2.5z"/>"#,
    r#"<path class="oro" d="M5 20h13.5v8H5zM29.5 20H43v8H29.5z"/>"#,
    r#"<path class="palma" d="M5 31h2.5v8H5zM18.5 31h11v8h-11zM40.5 31H43v8h-2.5z"/>"#,
    "</g></svg>",
);

/// A band of stepped lozenges, as on the hems of weavings from the Andes to Mesoamerica.
const BAND: &str = concat!(
    r#"<svg class="weave" aria-hidden="true" shape-rendering="crispEdges"><defs>"#,
    r#"<pattern id="weave" width="32" height="8" patternUnits="userSpaceOnUse">"#,
    r#"<path class="ground" d="M0 0h32v8H0z"/>"#,
    r#"<path class="oro" d="M7 0h2v1h2v1h2v1h2v2h-2v1h-2v1H9v1H7V7H5V6H3V5H1V3h2V2h2V1h2z"/>"#,
    r#"<path class="ground" d="M7 2h2v1h2v2H9v1H7V5H5V3h2z"/>"#,
    r#"<path class="grana" d="M23 0h2v1h2v1h2v1h2v2h-2v1h-2v1h-2v1h-2V7h-2V6h-2V5h-2V3h2V2h2V1h2z"/>"#,
    r#"<path class="palma" d="M23 2h2v1h2v2h-2v1h-2V5h-2V3h2z"/>"#,
    r#"</pattern></defs><path fill="url(#weave)" d="M0 0h9999v8H0z"/></svg>"#,
);

/// Sign and name, leading home.
pub(super) fn wordmark(visit: &Visit) -> Markup {
    html! {
        a .wordmark href=(visit.link("/")) {
            (PreEscaped(SIGN))
            span {
                b { (visit.text("ui-network-short")) }
                " "
                span { (visit.text("ui-portal")) }
            }
        }
    }
}

/// The woven band; once a page, because its pattern has an id.
pub(super) fn band() -> Markup {
    PreEscaped(BAND.to_owned())
}
