//! BibTeX and biblatex: entries with fields in braces, quotes or bare, joined by `#`. Commands of TeX become the letters that they
//! print, as far as names and titles use them; what is not known stays as its words.
//!
//! The crate `biblatex` was looked at instead: it gives up a whole list at the first slip in one entry, and follows abbreviations
//! without a bound, so that 2 kB become gigabytes; both would have to be mended around it.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::model::{Source, SourceKind};

use super::{ReadError, SourceReader, blank, doi_address, iso_date, tidy};

pub(super) const READER: SourceReader = SourceReader {
    id: "bibtex",
    name: "BibTeX",
    extensions: &["bib", "bibtex"],
    recognises: |text| {
        let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('%'));
        first.is_some_and(|line| {
            let name = line.strip_prefix('@').map(|rest| rest.split(['{', '(']).next().unwrap_or_default().trim());
            name.is_some_and(|name| {
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()) && line.len() > name.len() + 1
            })
        })
    },
    read,
};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// How much abbreviations may stand for in one file, in bytes. One of another can double at each step.
const MAX_EXPANDED: usize = 16 << 20;

fn read(text: &str) -> Result<Vec<Source>, ReadError> {
    let mut scanner = Scanner { text, at: 0, expanded: 0 };
    let mut strings: HashMap<String, String> =
        MONTHS.iter().zip(1..).map(|(name, number)| ((*name).to_owned(), number.to_string())).collect();
    let mut sources = Vec::new();
    while let Some(kind) = scanner.next_entry() {
        match kind.as_str() {
            "comment" | "preamble" => scanner.skip_group(),
            "string" => {
                for (name, value) in scanner.fields(&strings, false)? {
                    strings.insert(name, value);
                }
            }
            _ => sources.push(source(&kind, &scanner.fields(&strings, true)?.into_iter().collect())),
        }
    }
    Ok(sources)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// How many bytes abbreviations have stood for.
    expanded: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, char: char) -> bool {
        self.skip_space();
        let is_there = self.peek() == Some(char);
        self.at += if is_there { char.len_utf8() } else { 0 };
        is_there
    }

    fn word(&mut self) -> String {
        self.skip_space();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | '(' | ')' | '=' | ',' | '#' | '"'));
        let word = &rest[..end.unwrap_or(rest.len())];
        self.at += word.len();
        word.to_owned()
    }

    /// The kind of the next entry; everything between entries is a comment.
    fn next_entry(&mut self) -> Option<String> {
        loop {
            self.at += self.text[self.at..].find('@')? + 1;
            let kind = self.word().to_ascii_lowercase();
            if !kind.is_empty() && (self.take('{') || self.take('(')) {
                return Some(kind);
            }
        }
    }

    /// Goes behind the end of a group whose start was taken.
    fn skip_group(&mut self) {
        let _ = self.group('}');
    }

    /// The words up to the sign that ends them, braces inside balanced.
    fn group(&mut self, end: char) -> Result<String, ReadError> {
        let start = self.at;
        let (mut depth, mut is_escaped) = (0usize, false);
        for (offset, char) in self.text[start..].char_indices() {
            if is_escaped {
                is_escaped = false;
                continue;
            }
            match char {
                '\\' => is_escaped = true,
                char if char == end && depth == 0 => {
                    self.at = start + offset + char.len_utf8();
                    return Ok(self.text[start..start + offset].to_owned());
                }
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let line = self.text[..start].lines().count();
        self.at = self.text.len();
        Err(ReadError::Damaged(format!("what begins in line {line} of the BibTeX file does not end")))
    }

    /// What an abbreviation stands for.
    fn expand(&mut self, meant: &str) -> Result<String, ReadError> {
        self.expanded += meant.len();
        if self.expanded > MAX_EXPANDED {
            let most = MAX_EXPANDED >> 20;
            let why = format!("the abbreviations of the BibTeX file stand for more than {most} MB of words");
            return Err(ReadError::Damaged(why));
        }
        Ok(meant.to_owned())
    }

    /// The fields of an entry, names in lower case, up to its end.
    fn fields(&mut self, strings: &HashMap<String, String>, has_key: bool) -> Result<Vec<(String, String)>, ReadError> {
        if has_key {
            self.word();
            self.take(',');
        }
        let mut fields = Vec::new();
        loop {
            self.skip_space();
            if self.take('}') || self.take(')') || self.peek().is_none() {
                return Ok(fields);
            }
            let name = self.word().to_ascii_lowercase();
            if name.is_empty() || !self.take('=') {
                // A stray sign is passed over, so that one slip does not cost the list.
                self.at += self.peek().map_or(0, char::len_utf8);
                continue;
            }
            let mut value = String::new();
            loop {
                let part = if self.take('{') {
                    self.group('}')?
                } else if self.take('"') {
                    self.group('"')?
                } else {
                    let word = self.word();
                    match strings.get(&word.to_ascii_lowercase()) {
                        Some(meant) => self.expand(meant)?,
                        None => word,
                    }
                };
                value.push_str(&part);
                if !self.take('#') {
                    break;
                }
            }
            fields.push((name, value));
            self.take(',');
        }
    }
}

fn source(kind: &str, fields: &HashMap<String, String>) -> Source {
    let raw = |names: &[&str]| names.iter().find_map(|name| fields.get(*name)).map(String::as_str).unwrap_or_default();
    let text = |names: &[&str]| plain(raw(names));
    let mut source = blank();
    source.kind = match kind {
        "online" | "electronic" | "www" => SourceKind::WebPage,
        "article" if fields.contains_key("doi") || fields.contains_key("volume") => SourceKind::Paper,
        "article" => SourceKind::News,
        "techreport" | "report" | "manual" | "booklet" => SourceKind::Report,
        "dataset" => SourceKind::Dataset,
        "inproceedings" | "conference" | "proceedings" | "phdthesis" | "mastersthesis" | "thesis" => SourceKind::Paper,
        "book" | "inbook" | "incollection" | "collection" | "mvbook" => SourceKind::Book,
        "legislation" | "jurisdiction" | "legal" | "patent" => SourceKind::Record,
        "image" | "artwork" => SourceKind::Picture,
        "video" | "audio" | "movie" => SourceKind::Recording,
        "letter" => SourceKind::Person,
        "unpublished" => SourceKind::Unpublished,
        _ => SourceKind::Other,
    };
    source.title = text(&["title"]);
    source.creators = names(raw(&["author", "editor"]));
    source.publisher = text(&[
        "journal",
        "journaltitle",
        "booktitle",
        "organization",
        "institution",
        "publisher",
        "school",
        "howpublished",
    ]);
    source.published = match date(&text(&["date"])) {
        whole if whole.is_empty() => iso_date(&text(&["year"]), &month(&text(&["month"])), &text(&["day"])),
        whole => whole,
    };
    source.accessed = date(&text(&["urldate"]));
    source.url =
        Some(raw(&["url"]).trim().replace("\\_", "_").replace("\\%", "%").replace("\\&", "&").replace("\\#", "#"))
            .filter(|url| !url.is_empty())
            .unwrap_or_else(|| doi_address(&text(&["doi"])));
    source.notes = text(&["note", "annote", "annotation"]);
    source
}

fn date(text: &str) -> String {
    let day = text.split(['T', '/']).next().unwrap_or_default();
    let mut parts = day.split('-');
    let mut next = || parts.next().unwrap_or_default();
    iso_date(next(), next(), next())
}

/// A month by its number or the start of its name.
fn month(text: &str) -> String {
    let lower = text.to_lowercase();
    let index = MONTHS.iter().position(|name| lower.starts_with(name));
    index.map_or(lower, |index| (index + 1).to_string())
}

/// Names parted by `and`; braces keep a name whole.
fn names(text: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0usize;
    for word in text.split_inclusive(char::is_whitespace) {
        if depth == 0 && word.trim() == "and" {
            names.push(String::new());
        } else if let Some(last) = names.last_mut() {
            last.push_str(word);
        }
        depth = (depth + word.matches('{').count()).saturating_sub(word.matches('}').count());
    }
    names.iter().map(|name| plain(name)).filter(|name| !name.is_empty() && name != "others").collect()
}

/// Words without TeX: accents are put on their letters, escaped signs stay, braces go.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '{' | '}' | '$' => {}
            '~' => out.push('\u{a0}'),
            '-' if chars.peek() == Some(&'-') => {
                while chars.next_if_eq(&'-').is_some() {}
                out.push('–');
            }
            '\\' => command(&mut chars, &mut out),
            char => out.push(char),
        }
    }
    // What stood between words as a tie is a space to us.
    tidy(&out.replace('\u{a0}', " ").nfc().collect::<String>())
}

fn command(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) {
    let Some(first) = chars.next() else { return };
    if let Some(accent) = accent(first).filter(|_| !first.is_ascii_alphabetic()) {
        return accented(chars, accent, out);
    }
    if !first.is_ascii_alphabetic() {
        return out.push(first);
    }
    let mut name = String::from(first);
    while let Some(letter) = chars.next_if(char::is_ascii_alphabetic) {
        name.push(letter);
    }
    if let Some(accent) = accent(first).filter(|_| name.len() == 1) {
        return accented(chars, accent, out);
    }
    // A space or empty braces end the name of a command and are not printed.
    if chars.next_if_eq(&' ').is_none() && chars.peek() == Some(&'{') {
        let mut ahead = chars.clone();
        ahead.next();
        if ahead.peek() == Some(&'}') {
            chars.next();
            chars.next();
        }
    }
    out.push_str(match name.as_str() {
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "l" => "ł",
        "L" => "Ł",
        "aa" => "å",
        "AA" => "Å",
        "i" => "i",
        "j" => "j",
        "textbackslash" => "\\",
        "textbraceleft" => "{",
        "textbraceright" => "}",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textendash" => "–",
        "textemdash" => "—",
        _ => "",
    });
}

/// The combining sign of an accent command.
fn accent(name: char) -> Option<char> {
    Some(match name {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '=' => '\u{304}',
        'u' => '\u{306}',
        '.' => '\u{307}',
        '"' => '\u{308}',
        'r' => '\u{30a}',
        'H' => '\u{30b}',
        'v' => '\u{30c}',
        'd' => '\u{323}',
        'c' => '\u{327}',
        'k' => '\u{328}',
        _ => return None,
    })
}

/// The letter that an accent stands on: the next one, in braces or not, or a dotless i.
fn accented(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, accent: char, out: &mut String) {
    while chars.next_if(|c| matches!(c, ' ' | '{')).is_some() {}
    let letter = match chars.next() {
        Some('\\') => chars.next(),
        letter => letter,
    };
    if let Some(letter) = letter.filter(|letter| *letter != '}') {
        out.push(letter);
        out.push(accent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_in_every_dress_are_read() {
        let text = r#"
            Words between entries are a comment.
            @string{cour = "The " # {Courier}}
            @comment{ not @this{one} }
            @article{a1, title = {A {Count} of Cars}, author = "Lee, Ann and {City of Bridge and Water}", journal = cour,
              year = 2025, month = feb, url = {https://example.org/a\_b}, }
            @ONLINE(o1, title = "M{\"u}ller \& Sons: {\'E}tude -- \v{C}apek", date = {2025-02-03}, urldate={2025-02-05}, note = {Ask.})
            @inproceedings{p1, title={Piers}, booktitle={Bridges}, year={2019}, doi={10.1000/182}}
        "#;
        let sources = read(text).unwrap();
        let told: Vec<_> =
            sources.iter().map(|s| (s.kind, s.title.as_str(), s.published.as_str(), s.publisher.as_str())).collect();
        assert_eq!(
            told,
            [
                (SourceKind::News, "A Count of Cars", "2025-02", "The Courier"),
                (SourceKind::WebPage, "Müller & Sons: Étude – Čapek", "2025-02-03", ""),
                (SourceKind::Paper, "Piers", "2019", "Bridges"),
            ]
        );
        assert_eq!(sources[0].creators, ["Lee, Ann", "City of Bridge and Water"]);
        let addresses: Vec<_> = sources.iter().map(|s| s.url.as_str()).collect();
        assert_eq!(addresses, ["https://example.org/a_b", "", "https://doi.org/10.1000/182"]);
        assert_eq!((sources[1].accessed.as_str(), sources[1].notes.as_str()), ("2025-02-05", "Ask."));
    }

    #[test]
    fn abbreviations_that_double_at_each_step_end_in_words() {
        let mut text = "@string{a0 = \"ha ha ha \"}\n".to_owned();
        for number in 1..60 {
            text += &format!("@string{{a{number} = a{0} # a{0}}}\n", number - 1);
        }
        text += "@book{b, title = a59}";
        assert!(text.len() < 2000);
        let Err(ReadError::Damaged(why)) = read(&text) else { panic!("it is refused") };
        assert_eq!(why, "the abbreviations of the BibTeX file stand for more than 16 MB of words");
        let often = format!("@string{{c = \"{}\"}}{}", "ha ".repeat(100_000), "@book{b, title = c}".repeat(100));
        assert!(read(&often).is_err());
    }

    #[test]
    fn a_broken_entry_says_where_and_an_odd_one_costs_only_itself() {
        let Err(ReadError::Damaged(why)) = read("@book{a,\n title = {No end") else { panic!("it is damaged") };
        assert_eq!(why, "what begins in line 2 of the BibTeX file does not end");
        let sources = read("@book{a, , title = {One}, = {x}}\n@misc{b, title = {Two}}").unwrap();
        assert_eq!(sources.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), ["One", "Two"]);
        for odd in ["@", "@x", "@x{", "@x{a", "@x{a, b", "@x{a, b =", "\\", "@x{a, t = {\\\"}}"] {
            let _ = read(odd);
        }
    }
}
