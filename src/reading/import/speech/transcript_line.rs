//! How a turn begins in a transcript that people or programs wrote: `NAME [00:15]: …`, `[00:15] Name: …`, “Name (00:15)” or “SPEAKER 1 00:00:15”
//! on a line of its own, “Name: …”, “Q: …”. One line alone proves nothing: [`super::transcript`] judges by all.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::ms_of;

/// The beginning of a turn, as one line has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opening<'a> {
    /// Who speaks; empty where the line has only a time.
    pub speaker: &'a str,
    /// When, in milliseconds.
    pub ms: Option<u64>,
    /// What is said on the same line.
    pub words: &'a str,
}

const TIME: &str = r"(?<time>[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?)(?:\s*(?:-|–|—|-->|bis|to|à|a)\s*[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?)?";

/// The ways in which a line opens a turn with a time.
static TIMED: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let in_brackets = format!(r"[\[(<]\s*{TIME}\s*[\])>]");
    let name = r"(?<name>[^\s\[\]()<>:：][^\[\]<>:：\t]{0,59}?)";
    [
        // NAME [00:15]: words
        format!(r"^{name}\s*{in_brackets}\s*(?<colon>[:：])?\s*(?<words>.*)$"),
        // NAME: [00:15] words
        format!(r"^{name}\s*[:：]\s*{in_brackets}\s*(?<words>.*)$"),
        // [00:15] NAME: words
        format!(r"^{in_brackets}\s*[-–—]?\s*{name}\s*[:：]\s*(?<words>.*)$"),
        // 00:00:15 NAME: words
        format!(r"^{TIME}\s+[-–—]?\s*{name}\s*[:：]\s*(?<words>.*)$"),
        // NAME 00:00:15
        format!(r"^{name}[\s,–—-]\s*{TIME}\s*[:：]?(?<words>)$"),
        // [00:15] NAME
        format!(r"^{in_brackets}\s*[-–—]?\s*{name}(?<words>)$"),
        // 00:15 NAME
        format!(r"^{TIME}\s+[-–—]?\s*{name}(?<words>)$"),
    ]
    .iter()
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// A time in brackets alone in front of words.
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^[\[(<]\s*{TIME}\s*[\])>]\s*(?<words>.*)$")).ok());

/// Longer lines begin no turn with the name behind the time: only the front is looked at.
const MAX_NAME: usize = 60;

/// The turn that a line opens, with a time.
pub fn timed(line: &str) -> Option<Opening<'_>> {
    let line = plain(line);
    let may_be = line.get(..line.floor_char_boundary(200)).is_some_and(|front| front.contains(':'));
    if !may_be || !line.bytes().take(200).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let opening = TIMED.iter().find_map(|pattern| {
        let found = pattern.captures(line)?;
        let speaker = plain(found.name("name")?.as_str());
        let words = plain_start(found.name("words").map_or("", |words| words.as_str()));
        // “Anna Holm (12:30) was there.” is a sentence.
        let time = found.name("time")?;
        let is_sentence = line[..time.start()].trim_end().ends_with('(') && words.starts_with(char::is_lowercase);
        let is_opening = is_name(speaker) && (found.name("colon").is_some() || !is_sentence);
        is_opening.then(|| Opening { speaker, ms: ms(time.as_str()), words })
    });
    let opening = opening.or_else(|| {
        let found = BARE.as_ref()?.captures(line)?;
        let words = plain_start(found.name("words")?.as_str());
        Some(Opening { speaker: "", ms: ms(found.name("time")?.as_str()), words })
    });
    opening.filter(|opening| opening.ms.is_some())
}

/// The turn that a line opens with a name and a colon alone.
pub fn labelled(line: &str) -> Option<Opening<'_>> {
    let line = plain_start(line.trim());
    let front = line.get(..line.floor_char_boundary(MAX_NAME * 4))?;
    let at = front.find([':', '：'])?;
    let after = line[at..].chars().next().map_or(at, |colon| at + colon.len_utf8());
    let speaker = plain(&line[..at]);
    let words = &line[after..];
    // “10:30”, “http://”, “C:\” are no names; a colon is followed by a space or by nothing.
    let is_parted = words.is_empty()
        || words.starts_with(char::is_whitespace)
        || words.starts_with('*')
        || line[at..].starts_with('：');
    (is_parted && is_name(speaker)).then(|| Opening { speaker, ms: None, words: plain_start(words) })
}

/// Without white space and marks of bold type around.
fn plain(text: &str) -> &str {
    text.trim().trim_matches(['*', '_']).trim()
}

fn plain_start(text: &str) -> &str {
    text.trim().trim_start_matches("**").trim_start_matches("__").trim_start()
}

/// Whether words can be the name of who speaks: few, each with a capital letter, but for the small words of names and numbers.
pub fn is_name(name: &str) -> bool {
    const SMALL: &[&str] = &[
        "von", "van", "vom", "zu", "zur", "zum", "und", "der", "den", "de", "del", "della", "di", "da", "das", "do",
        "dos", "du", "des", "la", "le", "las", "los", "el", "al", "bin", "ibn", "ben", "y", "e", "i", "et", "and",
        "of", "the", "for", "für", "ter", "ten", "af", "av",
    ];
    let quotes = name.chars().filter(|char| matches!(char, '"' | '“' | '”' | '„' | '«' | '»')).count();
    if quotes % 2 == 1
        || name.is_empty()
        || name.chars().count() > MAX_NAME
        || name.ends_with(['.', '!', '?', ',']) && !is_short(name)
    {
        return false;
    }
    let mut words = 0;
    for word in name.split_whitespace() {
        let word = word.trim_matches(['(', ')', ',', '.', '#', '"', '“', '”', '-', '–', '/', '&']);
        let Some(first) = word.chars().next() else { continue };
        words += 1;
        let is_number = word.chars().all(|char| char.is_ascii_digit());
        let is_capital = first.is_alphabetic() && !first.is_lowercase();
        let is_apostrophe = ["d'", "d’", "l'", "l’", "al-", "el-"].iter().any(|start| word.starts_with(start));
        if !(is_capital || is_number && words > 1 || is_apostrophe || SMALL.contains(&word)) || words > 7 {
            return false;
        }
    }
    let begins = name.trim_start_matches(['(', '“', '"']).chars().next();
    words > 0 && begins.is_some_and(char::is_alphabetic)
}

/// Initials: “A. H.”.
fn is_short(name: &str) -> bool {
    name.ends_with('.') && name.chars().filter(|char| char.is_alphabetic()).count() <= 4
}

/// `MM:SS` or `HH:MM:SS` with a fraction, in milliseconds.
fn ms(time: &str) -> Option<u64> {
    let (whole, fraction) = time.split_once(['.', ',']).unwrap_or((time, "0"));
    let fields: Vec<&str> = whole.split(':').collect();
    let fraction = format!("{fraction:0<3}");
    let in_range = |field: &str| field.len() == 2 && field < "60";
    match fields[..] {
        [minutes, seconds] if in_range(seconds) => ms_of(["0", minutes, seconds, &fraction]),
        [hours, minutes, seconds] if in_range(minutes) && in_range(seconds) => {
            ms_of([hours, minutes, seconds, &fraction])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_opening_a_turn_is_read() {
        for (line, speaker, ms, words) in [
            ("ANNA HOLM [00:15]: We closed it.", "ANNA HOLM", 15_000, "We closed it."),
            ("[00:15] Anna Holm: We closed it.", "Anna Holm", 15_000, "We closed it."),
            ("Anna Holm (00:15)", "Anna Holm", 15_000, ""),
            ("Anna Holm (1:00:15):", "Anna Holm", 3_615_000, ""),
            ("SPEAKER 1 00:00:15", "SPEAKER 1", 15_000, ""),
            ("Anna Holm   0:15", "Anna Holm", 15_000, ""),
            ("**Anna Holm** [00:00:15.250] We closed it.", "Anna Holm", 15_250, "We closed it."),
            ("Anna Holm: [00:15] We: closed it.", "Anna Holm", 15_000, "We: closed it."),
            ("00:00:15 Anna: Yes.", "Anna", 15_000, "Yes."),
            ("[00:00:15 - 00:00:20] Anna: Yes.", "Anna", 15_000, "Yes."),
            ("00:00:15 - Speaker 2", "Speaker 2", 15_000, ""),
            ("[12:30] So it was.", "", 750_000, "So it was."),
            ("Jürgen von der Au [00:15]: Ja.", "Jürgen von der Au", 15_000, "Ja."),
            ("María de la O (Alcaldesa) [00:15]: Sí.", "María de la O (Alcaldesa)", 15_000, "Sí."),
            ("Jean d’Arc [00:15] : Oui.", "Jean d’Arc", 15_000, "Oui."),
        ] {
            assert_eq!(timed(line), Some(Opening { speaker, ms: Some(ms), words }), "{line}");
        }
    }

    #[test]
    fn prose_opens_no_turn() {
        for line in [
            "We met (12:30) at the station.",
            "The match began at 12:30: nobody was there.",
            "It is 12:30",
            "At 00:15 the bridge was closed.",
            "Note: see below.",
            "[00:75] Anna: no such time",
        ] {
            assert_eq!(timed(line).filter(|opening| !opening.speaker.is_empty()), None, "{line}");
        }
        for line in [
            "One thing is clear: we pay.",
            "10:30 is lunch",
            "https://example.org",
            "She said: no",
            "“Anna: no”, he said: yes",
        ] {
            assert_eq!(labelled(line), None, "{line}");
        }
        assert_eq!(labelled("Q: Why?"), Some(Opening { speaker: "Q", ms: None, words: "Why?" }));
        assert_eq!(labelled("**Anna:** Why?"), Some(Opening { speaker: "Anna", ms: None, words: "Why?" }));
        assert_eq!(labelled("Dr. Weiß：Warum?").map(|opening| opening.speaker), Some("Dr. Weiß"));
    }
}
