//! What can be read of a damaged project file: every entry for itself, so that one broken claim does not take the others
//! with it.
//!
//! It looks for the lists of a project by their names and takes each entry out by its brackets, minding strings. It is for
//! reading and repair alone; what opens for writing is read strictly.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::model::{
    Article, Assignment, Claim, ClaimView, Difference, Dismissal, FirstPass, Project, ProjectParts, Reviewer, Scale,
    Settings, SettledDifference, Source, Waiver,
};

use super::{MAX_BYTES, bounds::Tally, ron_file};

/// How the program begins an entry of a list of the project.
const ENTRY_START: &str = "\n      (\n";

/// What could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Salvaged {
    /// The project from it.
    pub project: Project,
    /// What could not, a sentence each.
    pub lost: Vec<String>,
}

impl Salvaged {
    /// What was found in words; `None`: nothing to speak of.
    pub fn found(&self) -> Option<String> {
        let parts = self.project.parts();
        let counts =
            [(parts.articles.len(), "article"), (parts.claims.len(), "claim"), (parts.sources.len(), "source")];
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| if *count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") })
            .collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// Reads every entry that is whole.
pub fn salvage(bytes: &[u8]) -> Salvaged {
    let mut lost = Vec::new();
    let bytes = &bytes[..bytes.len().min(MAX_BYTES as usize)];
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        lost.push("Some characters are not UTF-8 and stand as �.".to_owned());
    }
    let title = title(&text);
    let settings =
        field(&text, "settings").and_then(|at| entry(&text, at)).and_then(|words| parse::<Settings>(words).ok());
    let assignment = field(&text, "assignment")
        .and_then(|at| entry(&text, at))
        .and_then(|words| parse::<Arc<Assignment>>(words).ok());
    let mut reader = Lists { text: &text, tally: Tally::default(), lost };
    let mut parts = ProjectParts {
        title: title.unwrap_or_default(),
        settings: Arc::new(settings.unwrap_or_default()),
        reviewers: reader.list::<Reviewer>("reviewers", "reviewer"),
        scales: reader.list::<Scale>("scales", "scale"),
        articles: reader.list::<Article>("articles", "article"),
        sources: reader.list::<Source>("sources", "source"),
        retired_number: 0,
        claims: reader.list::<Claim>("claims", "claim"),
        dismissals: reader.list::<Dismissal>("dismissals", "dismissal"),
        waivers: reader.list::<Waiver>("waivers", "waiver"),
        views: reader.list::<ClaimView>("views", "view"),
        differences: reader.list::<Difference>("differences", "open difference"),
        settled: reader.list::<SettledDifference>("settled", "settled difference"),
        passes: reader.list::<FirstPass>("passes", "first pass"),
        assignment,
    };
    let mut lost = reader.lost;
    parts.articles.retain(|article| {
        let has_text = !article.versions.is_empty();
        if !has_text {
            lost.push(format!("Article {} has no text.", article.id));
        }
        has_text
    });
    if parts.scales.is_empty() {
        lost.push("No scale could be read; the desk scale stands in.".to_owned());
        parts.scales.push(Arc::new(Scale::desk()));
    }
    if !parts.scales.iter().any(|scale| scale.id == parts.settings.scale) {
        Arc::make_mut(&mut parts.settings).scale = parts.scales[0].id.clone();
    }
    Salvaged { project: Project::from_parts(parts), lost }
}

/// The title of the project whose file begins so.
pub(super) fn title(text: &str) -> Option<String> {
    field(text, "title").and_then(|at| entry(text, at)).and_then(|words| parse::<String>(words).ok())
}

/// Reads the lists of a project, as far as a project may go.
struct Lists<'a> {
    text: &'a str,
    tally: Tally,
    lost: Vec<String>,
}

impl Lists<'_> {
    /// The entries of the list of this name.
    fn list<T: DeserializeOwned>(&mut self, name: &str, noun: &str) -> Vec<Arc<T>> {
        let Self { text, tally, lost } = self;
        let mut found = Vec::new();
        let Some(at) = field(text, name) else { return found };
        let Some(open) = text[at..].find('[').map(|offset| at + offset + 1) else { return found };
        let (mut at, mut number) = (open, 0);
        let (mut line, mut counted) = (1, 0);
        while let Some(start) = next_entry(text, at) {
            number += 1;
            line += text[counted..start].matches('\n').count();
            counted = start;
            let Some(words) = entry(text, start) else {
                lost.push(format!("{} {number} (line {line}) has no end.", upper(noun)));
                let rest = &text[start..];
                let list_end = rest.find("\n    ]").unwrap_or(rest.len());
                match rest[..list_end].find(ENTRY_START) {
                    Some(offset) => at = start + offset,
                    None => break,
                }
                continue;
            };
            if let Err(excess) = tally.add_entry(words) {
                lost.push(format!(
                    "The file has {excess}; {noun} {number} (line {line}) and what follows is not read."
                ));
                break;
            }
            match parse::<T>(words) {
                Ok(value) => found.push(Arc::new(value)),
                Err(why) => lost.push(format!("{} {number} (line {line}) could not be read: {why}.", upper(noun))),
            }
            at = start + words.len();
        }
        found
    }
}

fn upper(noun: &str) -> String {
    let mut chars = noun.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(words: &str) -> Result<T, String> {
    let options = ron_file::options().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    ron_file::read(words, &options, &mut |_| {}).map_err(|error| ron_file::plain_words(&error.code))
}

/// Where the value of a field of the project begins: the field stands at the beginning of a line, one step in.
fn field(text: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        let is_it = words.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_it && indent <= 4 {
            return Some(at + line.find(':')? + 1);
        }
        at += line.len();
    }
    None
}

/// Where the next entry of a list begins. `None`: the list ends.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let rest = &text[from..];
    let offset = rest.find(['(', ']'])?;
    rest[offset..].starts_with('(').then_some(from + offset)
}

/// The value that begins at `from`: a string or what stands in brackets. `None`: it does not end.
fn entry(text: &str, from: usize) -> Option<&str> {
    let start = from + text[from..].find(|char: char| !char.is_whitespace())?;
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0usize);
    loop {
        match bytes.get(at)? {
            b'"' => at = string_end(bytes, at)?,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            // An entry that lost its end would swallow all that follow; they begin on lines of their own, four steps in.
            b'\n' if depth > 0 && at > start && text[at..].starts_with(ENTRY_START) => return None,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return text.get(start..at);
        }
    }
}

/// The place of the closing quote of the string that opens at `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            b'"' => return Some(at),
            // The program writes line ends escaped, so this quote was lost or is one too many.
            b'\n' => return None,
            _ => at += 1,
        }
    }
}
