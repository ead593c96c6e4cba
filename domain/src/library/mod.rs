//! The context `library`.

mod details;
mod earlier;
mod rendition;
mod resource;
mod source;
mod text_picture;
mod translation;
mod vocabulary;
mod wording;

pub use details::*;
pub use earlier::*;
pub use rendition::Rendition;
pub use resource::*;
pub use source::*;
pub use text_picture::{TextPicture, TextPictureCommand, TextPictureError, TextPictureEvent};
pub use translation::TranslationFault;
pub use vocabulary::{Vocabulary, VocabularyCommand, VocabularyError, VocabularyEvent};
pub use wording::{FoundingTheme, SYNONYMS_MAX, Synonyms, WORD_MAX, Wording, WordingFault, founding_themes};
