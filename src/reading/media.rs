//! What the bytes of a file are, by how they begin: pictures, recordings, and what else is never read as letters.

/// What bytes are that are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A picture, by its media type.
    Picture(&'static str),
    /// Sound, by its media type.
    Sound(&'static str),
    /// Film, by its media type.
    Film(&'static str),
    /// Something else, in words.
    Other(&'static str),
}

/// The media type of PDF. It is no [`Media`], since it is read as text; what has none is kept as it is.
pub const PDF: &str = "application/pdf";

const ARCHIVE: Media = Media::Other("an archive or an office document");
const PACKED: Media = Media::Other("a compressed file");
const PROGRAM: Media = Media::Other("a program");
const HEIC: Media = Media::Picture("image/heic");
const AVIF: Media = Media::Picture("image/avif");
const TIFF: Media = Media::Picture("image/tiff");
const MP3: Media = Media::Sound("audio/mpeg");

/// Well-known formats by how they begin (`at` so many bytes), surest signs first.
const SIGNS: &[(usize, &[u8], Media)] = &[
    (0, b"PK\x03\x04", ARCHIVE),
    (0, b"\x89PNG", Media::Picture("image/png")),
    (0, b"\xFF\xD8\xFF", Media::Picture("image/jpeg")),
    (0, b"GIF87a", Media::Picture("image/gif")),
    (0, b"GIF89a", Media::Picture("image/gif")),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (8, b"WEBP", Media::Picture("image/webp")),
    (4, b"ftyphei", HEIC),
    (4, b"ftyphev", HEIC),
    (4, b"ftypmif1", HEIC),
    (4, b"ftypavi", AVIF),
    (4, b"ftypM4A", Media::Sound("audio/mp4")),
    (4, b"ftypqt", Media::Film("video/quicktime")),
    (4, b"ftyp", Media::Film("video/mp4")),
    (0, b"\x1A\x45\xDF\xA3", Media::Film("video/webm")),
    (8, b"AVI ", Media::Film("video/x-msvideo")),
    (8, b"WAVE", Media::Sound("audio/wav")),
    (0, b"ID3\x02", MP3),
    (0, b"ID3\x03", MP3),
    (0, b"ID3\x04", MP3),
    (0, b"\xFF\xFB", MP3),
    (0, b"\xFF\xF3", MP3),
    (0, b"\xFF\xF2", MP3),
    (0, b"\xFF\xF1", Media::Sound("audio/aac")),
    (0, b"OggS", Media::Sound("audio/ogg")),
    (0, b"fLaC", Media::Sound("audio/flac")),
    (0, b"#!AMR", Media::Sound("audio/amr")),
    (0, b"SQLite format 3\0", Media::Other("a database")),
    (0, b"bplist00", Media::Other("a web archive or a list of Apple's")),
    (0, b"7z\xBC\xAF\x27\x1C", PACKED),
    (0, b"Rar!\x1A", PACKED),
    (0, b"\x1F\x8B", PACKED),
    (0, b"BZh", PACKED),
    (0, b"\xFD7zXZ\0", PACKED),
    (0, b"\x7FELF", PROGRAM),
    (0, b"MZ\x90", PROGRAM),
];

impl Media {
    /// What bytes are, where they are known to be no text.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let is_it = |(at, sign, _): &&(usize, &[u8], Self)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign));
        let known = SIGNS.iter().find(is_it).map(|(.., media)| *media);
        known.or_else(|| is_bitmap(bytes).then_some(Self::Picture("image/bmp")))
    }

    /// The media type of a picture or recording, which can be kept as the document of a source.
    pub fn kept_as(self) -> Option<&'static str> {
        match self {
            Self::Picture(name) | Self::Sound(name) | Self::Film(name) => Some(name),
            Self::Other(_) => None,
        }
    }

    /// What it is, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Picture(_) => "a picture",
            Self::Sound(_) => "sound",
            Self::Film(_) => "a film",
            Self::Other(words) => words,
        }
    }
}

/// Words may well begin with "BM", but have no such head behind it.
fn is_bitmap(bytes: &[u8]) -> bool {
    let head_len =
        bytes.get(14..18).is_some_and(|len| matches!(len[0], 12 | 40 | 52 | 56 | 64 | 108 | 124) && len[1..] == [0; 3]);
    bytes.starts_with(b"BM") && head_len
}

/// The name of a format for people, by its media type: "PNG".
pub fn format_name(media_type: &str) -> String {
    let (_, name) = media_type.split_once('/').unwrap_or(("", media_type));
    match name {
        "jpeg" => "JPEG".to_owned(),
        "webp" => "WebP".to_owned(),
        "webm" => "WebM".to_owned(),
        "quicktime" => "QuickTime".to_owned(),
        "x-msvideo" => "AVI".to_owned(),
        "mpeg" => "MP3".to_owned(),
        "mp4" if media_type.starts_with("audio/") => "M4A".to_owned(),
        "ogg" => "Ogg".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

/// How the name of a file of this media type ends, for the program that is to open it.
pub fn ending(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/tiff" => "tif",
        "image/webp" => "webp",
        "image/bmp" => "bmp",
        "image/heic" => "heic",
        "image/avif" => "avif",
        "audio/mp4" => "m4a",
        "audio/mpeg" => "mp3",
        "audio/aac" => "aac",
        "audio/wav" => "wav",
        "audio/ogg" => "ogg",
        "audio/flac" => "flac",
        "audio/amr" => "amr",
        "video/mp4" => "mp4",
        "video/webm" => "webm",
        "video/quicktime" => "mov",
        "video/x-msvideo" => "avi",
        PDF => "pdf",
        _ => return None,
    })
}

/// How the names of pictures and recordings end.
pub fn endings() -> impl Iterator<Item = &'static str> {
    let known = SIGNS.iter().filter_map(|(.., media)| ending(media.kept_as()?));
    known.chain(["bmp", "jpeg", "tiff", "heif"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_recordings_are_known_by_their_bytes_and_words_are_not_taken_for_them() {
        let of = |bytes: &[u8]| Media::of(bytes).and_then(Media::kept_as);
        for (bytes, expected) in [
            (&b"\x89PNG\r\n\x1A\n"[..], "image/png"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
            (b"RIFF\x10\0\0\0WAVEfmt ", "audio/wav"),
            (b"\0\0\0\x18ftypheic", "image/heic"),
            (b"\0\0\0\x18ftypavif", "image/avif"),
            (b"\0\0\0\x18ftypisom", "video/mp4"),
            (b"ID3\x03\0", "audio/mpeg"),
        ] {
            assert_eq!(of(bytes), Some(expected));
        }
        for words in [&b"BMW said on Monday that sales rose"[..], b"ID3 tags are", b"GIF8 is no year", b""] {
            assert_eq!(Media::of(words), None);
        }
        for name in SIGNS.iter().filter_map(|(.., media)| media.kept_as()) {
            assert!(ending(name).is_some(), "{name}");
        }
        assert_eq!(Media::of(b"7z\xBC\xAF\x27\x1C").and_then(Media::kept_as), None);
    }
}
