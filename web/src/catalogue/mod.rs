//! What catalogues are told of a publication, whichever context it is of: citations, the head of its page, and
//! records for harvesters.

pub mod cite;
pub mod head;
pub mod oai;
pub mod record;

use domain::Language;
use projections::library::RecordKind;

use crate::i18n;

/// The kind's name.
fn kind(language: Language, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Resource(kind) => i18n::text(language, &format!("library-kind-{}", kind.slug())),
        RecordKind::Highlight(kind) => {
            i18n::text(language, &format!("highlights-kind-{}", kind.slug().replace('_', "-")))
        }
    }
}
