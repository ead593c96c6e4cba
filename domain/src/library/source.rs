//! Where a resource itself is: an address elsewhere, or a document that was uploaded.

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::{FileId, MemberId, Personal, text};

/// Longest address, in characters.
pub const LINK_MAX: usize = 2_000;
/// Largest uploaded document or picture, in bytes.
pub const DOCUMENT_MAX: u64 = 50_000_000;
/// Largest uploaded video or sound, in bytes.
pub const MEDIA_MAX: u64 = 2_000_000_000;
/// Longest name of a document with its extension, in characters.
pub const FILE_NAME_MAX: usize = 120;

/// Where the resource itself is. A document's name is a text as it was given, unless `N` says how else it
/// stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub enum Source<N = String> {
    /// An `http` or `https` address elsewhere.
    Link { url: String },
    /// In the object store; `sha256` in lower-case hexadecimal, `size` in bytes.
    Document { file: FileId, name: N, media_type: String, size: u64, sha256: String },
}

/// A document's name as events hold it: people name files after themselves.
pub type FileName = Personal<String>;

impl<N> Source<N> {
    /// Where it is a document.
    pub const fn file(&self) -> Option<FileId> {
        match self {
            Self::Link { .. } => None,
            Self::Document { file, .. } => Some(*file),
        }
    }

    /// The same with the document's name in another form.
    pub fn with_name<M>(self, change: impl FnOnce(N) -> M) -> Source<M> {
        match self {
            Self::Link { url } => Source::Link { url },
            Self::Document { file, name, media_type, size, sha256 } => {
                Source::Document { file, name: change(name), media_type, size, sha256 }
            }
        }
    }
}

impl Source {
    /// As an event about the member's resource holds it.
    pub fn published_by(self, member: MemberId) -> Source<FileName> {
        self.with_name(|name| Personal::new(member, name))
    }

    /// Tidied, or what is wrong.
    pub(super) fn checked(self) -> Result<Self, Fault> {
        match self {
            Self::Link { url } => {
                let url = url.trim().to_owned();
                if text::is_web_address(&url, LINK_MAX) { Ok(Self::Link { url }) } else { Err(Fault::Link) }
            }
            Self::Document { file, name, media_type, size, sha256 } => {
                let name = file_name(&name).ok_or(Fault::Format)?;
                let largest = Format::of_name(&name).ok_or(Fault::Format)?.largest();
                if size == 0 || size > largest {
                    return Err(Fault::Size(largest));
                }
                let hash =
                    sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                let agrees = Format::of_name(&name).is_some_and(|format| format.media_type() == media_type);
                if hash && agrees {
                    Ok(Self::Document { file, name, media_type, size, sha256 })
                } else {
                    Err(Fault::Format)
                }
            }
        }
    }
}

macro_rules! formats {
    ($($variant:ident = $media_type:literal [$($extension:literal),+]),+ $(,)?) => {
        /// A format in which documents are taken. None of them runs as a program in a browser.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format {
            $($variant,)+
        }

        impl Format {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            pub const fn media_type(self) -> &'static str {
                match self {
                    $(Self::$variant => $media_type,)+
                }
            }

            /// In lower case, the usual one first.
            pub const fn extensions(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($extension),+],)+
                }
            }
        }
    };
}

formats! {
    Pdf = "application/pdf" ["pdf"],
    Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" ["docx"],
    Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ["xlsx"],
    Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation" ["pptx"],
    Doc = "application/msword" ["doc"],
    Xls = "application/vnd.ms-excel" ["xls"],
    Ppt = "application/vnd.ms-powerpoint" ["ppt"],
    Odt = "application/vnd.oasis.opendocument.text" ["odt"],
    Ods = "application/vnd.oasis.opendocument.spreadsheet" ["ods"],
    Odp = "application/vnd.oasis.opendocument.presentation" ["odp"],
    Epub = "application/epub+zip" ["epub"],
    Csv = "text/csv" ["csv"],
    Txt = "text/plain" ["txt"],
    Png = "image/png" ["png"],
    Jpeg = "image/jpeg" ["jpg", "jpeg"],
    Webp = "image/webp" ["webp"],
    Gif = "image/gif" ["gif"],
    Mp4 = "video/mp4" ["mp4", "m4v"],
    Webm = "video/webm" ["webm"],
    Mov = "video/quicktime" ["mov"],
    Mp3 = "audio/mpeg" ["mp3"],
    M4a = "audio/mp4" ["m4a"],
    Ogg = "audio/ogg" ["ogg", "oga", "opus"],
    Wav = "audio/wav" ["wav"],
}

/// What one does with a document: read it, look at it, watch it, listen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    Text,
    Picture,
    Video,
    Audio,
}

impl Medium {
    pub const ALL: [Self; 4] = [Self::Text, Self::Picture, Self::Video, Self::Audio];

    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Format::of_media_type(media_type).map(Format::medium)
    }

    /// Most bytes of one such document.
    pub const fn largest(self) -> u64 {
        match self {
            Self::Text | Self::Picture => DOCUMENT_MAX,
            Self::Video | Self::Audio => MEDIA_MAX,
        }
    }
}

impl Format {
    pub const fn medium(self) -> Medium {
        match self {
            Self::Png | Self::Jpeg | Self::Webp | Self::Gif => Medium::Picture,
            Self::Mp4 | Self::Webm | Self::Mov => Medium::Video,
            Self::Mp3 | Self::M4a | Self::Ogg | Self::Wav => Medium::Audio,
            _ => Medium::Text,
        }
    }

    /// Most bytes of a document in it.
    pub const fn largest(self) -> u64 {
        self.medium().largest()
    }

    /// Whether it is a zip archive of parts.
    pub const fn is_archive(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Pptx | Self::Odt | Self::Ods | Self::Odp | Self::Epub)
    }

    /// Whether it is a compound file, as office documents were until 2007.
    pub const fn is_compound(self) -> bool {
        matches!(self, Self::Doc | Self::Xls | Self::Ppt)
    }

    /// The format that has the media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.media_type() == media_type)
    }

    /// The format that the name's extension promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension)))
    }
}

/// The name of a document as members may keep it on any system: no folder, no character that a file
/// system or a reader takes for something else, within [`FILE_NAME_MAX`] with its extension whole.
/// `None` where nothing is left.
pub fn file_name(given: &str) -> Option<String> {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = base
        .chars()
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '-' } else { c })
        .collect();
    let line = text::line(&plain, usize::MAX).ok()?;
    let name = line.trim_matches([' ', '.']);
    let (stem, extension) = name.rsplit_once('.').map_or((name, None), |(stem, ext)| (stem, Some(ext)));
    let room = FILE_NAME_MAX.saturating_sub(extension.map_or(0, |ext| ext.chars().count() + 1));
    let stem: String = stem.trim_end_matches([' ', '.']).chars().take(room).collect();
    match extension {
        _ if stem.is_empty() => None,
        Some(extension) => {
            Some(format!("{stem}.{extension}")).filter(|name| name.chars().count() <= FILE_NAME_MAX)
        }
        None => Some(stem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_folder_and_what_would_disguise_it() {
        for (given, kept) in [
            ("../../x.pdf", "x.pdf"),
            ("C:\\Users\\ana\\x.pdf", "x.pdf"),
            ("/etc/passwd\u{0}.pdf", "passwd.pdf"),
            ("C:x.pdf", "C-x.pdf"),
            ("informe\u{202e}fdp.exe.pdf", "informefdp.exe.pdf"),
            ("  guía  de\r\nregistro .pdf ", "guía de registro.pdf"),
            ("..pdf..", "pdf"),
            ("a?b*c.csv", "a-b-c.csv"),
        ] {
            assert_eq!(file_name(given).as_deref(), Some(kept), "{given:?}");
        }
        for nothing in ["", "/", "..", "a/..", "\u{202e}", " . ", &format!("x.{}", "e".repeat(200))] {
            assert_eq!(file_name(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let name = file_name(&format!("{}.docx", "ñ".repeat(300))).unwrap();
        assert_eq!(name.chars().count(), FILE_NAME_MAX);
        assert!(name.ends_with("ñ.docx"));
    }

    /// Every string of five of these is tried: whatever comes out is plain, and stays as it is.
    #[test]
    fn every_name_that_comes_out_is_plain_for_good() {
        const PIECES: [&str; 9] = ["a", ".", "/", "\\", " ", "\u{202e}", "\u{0}", ":", "é"];
        for n in 0..PIECES.len().pow(5) {
            let given: String = (0..5).map(|i| PIECES[n / PIECES.len().pow(i) % PIECES.len()]).collect();
            if let Some(name) = file_name(&given) {
                assert!(
                    !name.is_empty() && !name.starts_with(['.', ' ']) && !name.ends_with(['.', ' ']),
                    "{given:?}"
                );
                assert!(name.chars().all(|c| matches!(c, 'a' | 'é' | '.' | ' ' | '-')), "{given:?}");
                assert_eq!(file_name(&name).as_ref(), Some(&name), "{given:?}");
            }
        }
    }

    #[test]
    fn each_format_has_a_media_type_of_its_own() {
        for format in Format::ALL {
            assert_eq!(Format::of_media_type(format.media_type()), Some(*format));
        }
        assert_eq!(Format::of_media_type("text/html"), None);
    }

    #[test]
    fn only_what_is_watched_or_heard_may_be_large() {
        for format in Format::ALL {
            let plays =
                format.media_type().starts_with("video/") || format.media_type().starts_with("audio/");
            assert_eq!(format.largest(), if plays { MEDIA_MAX } else { DOCUMENT_MAX }, "{format:?}");
            assert_eq!(format.medium() == Medium::Picture, format.media_type().starts_with("image/"));
        }
    }

    #[test]
    fn a_format_is_known_by_its_extension() {
        assert_eq!(Format::of_name("Guía.PDF"), Some(Format::Pdf));
        assert_eq!(Format::of_name("a.pdf.jpeg"), Some(Format::Jpeg));
        for refused in ["page.html", "run.exe", "drawing.svg", "macro.docm", "pdf", "x."] {
            assert_eq!(Format::of_name(refused), None, "{refused}");
        }
    }
}
