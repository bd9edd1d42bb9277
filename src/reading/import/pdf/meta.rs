//! What a PDF says of itself: the information dictionary, and the language of its catalog.
//!
//! Programs write their own things there. A file's name is no title, and a program is no author: such values are left out,
//! since "unknown" is an answer. The day on which a PDF was made is not the day on which its article was published.

use hayro_interpret::hayro_syntax::{
    Pdf,
    object::{Dict, String as PdfString},
};

use super::{
    super::{Draft, MetaField},
    thresholds as set,
};

/// Notes what the file says of itself.
pub fn read(pdf: &Pdf, draft: &mut Draft) {
    let info = pdf.metadata();
    let text = |value: &Option<Box<[u8]>>| value.as_deref().map(|bytes| tidy(&decoded(bytes))).unwrap_or_default();
    let title = text(&info.title);
    if is_title(&title) {
        draft.meta.title = title;
        draft.note(MetaField::Title, "PDF information: Title");
    }
    let authors = people(&text(&info.author));
    if !authors.is_empty() {
        draft.meta.authors = authors;
        draft.note(MetaField::Authors, "PDF information: Author");
    }
    if let Some(language) = language(pdf) {
        draft.meta.language = language;
        draft.note(MetaField::Language, "PDF catalog: Lang");
    }
}

fn language(pdf: &Pdf) -> Option<String> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let language = decoded(catalog.get::<PdfString<'_>>("Lang")?.as_bytes());
    let is_tag = set::LANGUAGE.contains(&language.len())
        && language.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
        && language.starts_with(|char: char| char.is_ascii_alphabetic());
    is_tag.then_some(language)
}

/// A text string: UTF-16 or UTF-8 with a mark, else PDFDocEncoding (ISO 32000-1, 7.9.2.2 and D.3).
pub fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // Many programs write UTF-8 without the mark.
        _ if bytes.is_ascii() => bytes.iter().map(|&byte| char::from(byte)).collect(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| pdf_doc_char(byte)).collect(),
        },
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

fn pdf_doc_char(byte: u8) -> char {
    const FROM_0X18: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const FROM_0X80: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł',
        'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    match byte {
        0x18..=0x1f => FROM_0X18[usize::from(byte - 0x18)],
        0x80..=0xa0 => FROM_0X80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn tidy(text: &str) -> String {
    let visible = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect::<String>();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a title is one that a person gave.
fn is_title(title: &str) -> bool {
    const ENDINGS: &[&str] = &[
        ".doc", ".docx", ".odt", ".rtf", ".pdf", ".indd", ".qxd", ".qxp", ".tex", ".dvi", ".ps", ".html", ".htm",
        ".txt", ".ppt", ".pptx", ".xls", ".xlsx", ".pub", ".md", ".tif", ".tiff", ".jpg", ".png",
    ];
    const STARTS: &[&str] = &[
        "microsoft word",
        "microsoft powerpoint",
        "untitled",
        "about:blank",
        "http://",
        "https://",
        "file:",
        "slide 1",
    ];
    const WHOLE: &[&str] =
        &["title", "document", "print", "dokument", "sans titre", "unbenannt", "unknown", "none", "pdf"];
    let lower = title.to_lowercase();
    let letters = title.chars().filter(|char| char.is_alphabetic()).count();
    letters >= set::TITLE_LETTERS
        && title.chars().count() <= set::TITLE_CHARS
        && !title.contains('\u{fffd}')
        && !ENDINGS.iter().any(|ending| lower.ends_with(ending))
        && !STARTS.iter().any(|start| lower.starts_with(start))
        && !WHOLE.contains(&lower.as_str())
}

/// The people in an author's field. A name of one word is most often somebody's login.
fn people(author: &str) -> Vec<String> {
    const NOBODY: &[&str] =
        &["unknown", "user", "admin", "administrator", "owner", "anonymous", "author", "root", "guest"];
    let is_name = |name: &str| {
        let lower = name.to_lowercase();
        let is_login = !name.contains(' ') && (name == lower || name.contains(|char: char| char.is_ascii_digit()));
        name.chars().filter(|char| char.is_alphabetic()).count() >= set::AUTHOR_LETTERS
            && name.chars().count() <= set::AUTHOR_CHARS
            && !is_login
            && !name.contains(['\u{fffd}', '@', '\\'])
            && !NOBODY.contains(&lower.as_str())
    };
    let names = author.split([';', '|']).flat_map(|part| part.split(" and ")).map(str::trim);
    names.filter(|name| is_name(name)).map(str::to_owned).take(set::AUTHORS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_text_in_each_of_its_encodings() {
        assert_eq!(decoded(b"\xfe\xff\0\xdc\x20\x19"), "Ü’");
        assert_eq!(decoded(b"\xff\xfe\xdc\0"), "Ü");
        assert_eq!(decoded(b"\xef\xbb\xbf\xc3\x9c"), "Ü");
        assert_eq!(decoded(b"caf\xe9 \x8dquoted\x8e \xa0"), "café “quoted” €");
    }

    #[test]
    fn a_file_name_is_no_title_and_a_login_no_author() {
        for title in ["Microsoft Word - x.doc", "annex_v3.pdf", "Untitled-1", "12", "", "https://example.org/a"] {
            assert!(!is_title(title), "{title}");
        }
        assert!(is_title("The mayor resigns"));
        assert_eq!(people("jdoe"), Vec::<String>::new());
        assert_eq!(people("Administrator"), Vec::<String>::new());
        assert_eq!(people("Ada Sample; Ben Example"), ["Ada Sample", "Ben Example"]);
    }
}
