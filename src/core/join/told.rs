//! What changed between two states of a project, in words for people: part by part, or by who did it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::model::{Article, Claim, ClaimId, Entry, FirstPass, LogEntry, Project, ReviewerId, Source, SourceId};

/// A part of a project in words: what names it among the parts, what it is called, its fields.
struct Part {
    key: String,
    title: String,
    fields: Vec<(String, String)>,
    what: Touches,
    /// Who made it, where that is noted.
    by: Option<ReviewerId>,
}

/// What a part is, as far as one can go there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Touches {
    /// A claim.
    Claim(ClaimId),
    /// A source.
    Source(SourceId),
    /// Anything else.
    #[default]
    Other,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Added,
    /// It is another.
    Changed,
    /// It is gone.
    Removed,
}

impl Became {
    /// The word before its title.
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Removed => "Removed",
        }
    }
}

/// A part that is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What became of it.
    pub became: Became,
    /// What it is called: "Claim 12 “…”".
    pub title: String,
    /// What it is.
    pub subject: Touches,
    /// What changed, a field a line: "verdict: nothing → Confirmed".
    pub lines: Vec<String>,
    by: Option<ReviewerId>,
}

/// What one person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Who; missing where nobody noted it.
    pub by: Option<ReviewerId>,
    /// When they last did something, where that is noted.
    pub last: Option<Timestamp>,
    /// What they changed, in the order of the project.
    pub changes: Vec<Changed>,
}

/// What a project holds: the title of each part, and a line for each of its fields.
pub fn whole(project: &Project) -> Vec<String> {
    let mut lines = Vec::new();
    for part in parts(project) {
        lines.push(part.title);
        lines.extend(part.fields.iter().map(|(word, value)| format!("  {word}: {value}")));
    }
    lines
}

/// What changed between two states, part by part.
pub fn changes(old: &Project, new: &Project) -> Vec<Changed> {
    let (old, new) = (parts(old), parts(new));
    let before: BTreeMap<&str, &Part> = old.iter().map(|part| (part.key.as_str(), part)).collect();
    let after: BTreeSet<&str> = new.iter().map(|part| part.key.as_str()).collect();
    let mut changed = Vec::new();
    let one = |became, part: &Part, lines| Changed {
        became,
        title: part.title.clone(),
        subject: part.what.clone(),
        lines,
        by: part.by.clone(),
    };
    for part in &new {
        match before.get(part.key.as_str()) {
            None => {
                let lines = part.fields.iter().map(|(word, value)| format!("{word}: {value}")).collect();
                changed.push(one(Became::Added, part, lines));
            }
            Some(old) => {
                let lines = changed_fields(&old.fields, &part.fields);
                if !lines.is_empty() {
                    changed.push(one(Became::Changed, part, lines));
                }
            }
        }
    }
    let gone = old.iter().filter(|part| !after.contains(part.key.as_str()));
    changed.extend(gone.map(|part| one(Became::Removed, part, Vec::new())));
    changed
}

/// What changed between two states, by who did it: of claims as their logs tell, of the rest by who made it, where that is noted. Those who
/// did something last come first, what nobody put a name to comes at the end.
pub fn by_person(old: &Project, new: &Project) -> Vec<Work> {
    let mut all: Vec<Work> = Vec::new();
    for change in changes(old, new) {
        let claim = match &change.subject {
            Touches::Claim(id) => new.claim(id),
            _ => None,
        };
        let Some(claim) = claim else {
            let by = change.by.clone();
            put(&mut all, by, None, change);
            continue;
        };
        let known = old.claim(&claim.id).map(|old| old.log.as_slice()).unwrap_or_default();
        let mut people: Vec<(Option<ReviewerId>, Option<Timestamp>, Vec<String>)> = Vec::new();
        if let Some(created) = claim.created.as_ref().filter(|_| change.became == Became::Added) {
            people.push((created.by.clone(), Some(created.at), vec!["marked".to_owned()]));
        }
        for entry in claim.log.iter().filter(|entry| !known.contains(entry)) {
            let line = logged(entry);
            match people.iter_mut().find(|(by, _, _)| *by == entry.by) {
                Some((_, at, lines)) => {
                    *at = (*at).max(Some(entry.at));
                    lines.push(line);
                }
                None => people.push((entry.by.clone(), Some(entry.at), vec![line])),
            }
        }
        if people.is_empty() {
            put(&mut all, None, None, change);
            continue;
        }
        for (by, at, lines) in people {
            let one = Changed { lines, ..change.clone() };
            put(&mut all, by, at, one);
        }
    }
    all.sort_by_key(|work| (work.by.is_none(), std::cmp::Reverse(work.last)));
    all
}

fn put(all: &mut Vec<Work>, by: Option<ReviewerId>, at: Option<Timestamp>, change: Changed) {
    match all.iter_mut().find(|work| work.by == by) {
        Some(work) => {
            work.last = work.last.max(at);
            work.changes.push(change);
        }
        None => all.push(Work { by, last: at, changes: vec![change] }),
    }
}

/// An entry of a log in words: "verdict: nothing → Confirmed".
fn logged(entry: &LogEntry) -> String {
    let word = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
    format!("{}: {} → {}", entry.what.label().to_lowercase(), word(&entry.from), word(&entry.to))
}

/// Every part of a project, in its order.
fn parts(project: &Project) -> Vec<Part> {
    let parts = project.parts();
    let fields = |entry: Vec<(&'static str, String)>| {
        entry.into_iter().map(|(word, value)| (word.to_owned(), value)).collect::<Vec<_>>()
    };
    let other = |key: String, title: String, fields| Part { key, title, fields, what: Touches::Other, by: None };
    let titled = vec![("title".to_owned(), parts.title.clone())];
    let settings = titled.into_iter().chain(fields(parts.settings.in_words())).collect();
    let mut all = vec![other("project".into(), "The project".into(), settings)];
    for reviewer in &parts.reviewers {
        let title = format!("Reviewer {}", reviewer.short());
        all.push(other(reviewer.id.to_string(), title, fields(reviewer.in_words())));
    }
    for scale in &parts.scales {
        let verdicts: Vec<_> = scale.verdicts.iter().map(|verdict| verdict.label.as_str()).collect();
        let fields = vec![("verdicts".to_owned(), verdicts.join(", "))];
        all.push(other(format!("scale {}", scale.id), format!("Scale {}", scale.name), fields));
    }
    all.extend(parts.articles.iter().map(|article| article_part(article, fields(article.meta.in_words()))));
    all.extend(parts.sources.iter().map(|source| source_part(source, fields(source.in_words()))));
    all.extend(parts.claims.iter().map(|claim| claim_part(project, claim)));
    for made in &parts.dismissals {
        let key = format!("dismissed {} {:?} {:?}", made.article, made.anchor.span, made.signed);
        let fields = vec![("reason".to_owned(), made.reason.label().to_owned())];
        let by = made.signed.as_ref().and_then(|signed| signed.by.clone());
        all.push(Part { by, ..other(key, format!("Dismissed “{}”", made.anchor.quote), fields) });
    }
    for waiver in &parts.waivers {
        let key = format!("waived {} {:?}", waiver.rule, waiver.subject);
        let fields = vec![("reason".to_owned(), waiver.reason.clone())];
        let by = waiver.signed.as_ref().and_then(|signed| signed.by.clone());
        all.push(Part { by, ..other(key, format!("Finding “{}” that may pass", waiver.rule), fields) });
    }
    for view in &parts.views {
        let fields = vec![("shows".to_owned(), format!("{:?}", view.query))];
        all.push(other(format!("view {}", view.name), format!("View “{}”", view.name), fields));
    }
    for open in project.differences() {
        let key = format!("open {:?} {}", open.subject, open.name());
        let words: Vec<String> = open.values.iter().map(|opinion| open.words(project, opinion)).collect();
        let fields = vec![("values".to_owned(), words.join(" / "))];
        all.push(other(key, format!("Open difference in {}", open.title(project)), fields));
    }
    for settled in project.settled() {
        let key = format!("settled {:?} {} {:?}", settled.subject, settled.what, settled.signed);
        let fields =
            vec![("holds".to_owned(), settled.outcome(project)), ("reason".to_owned(), settled.reason.clone())];
        all.push(other(key, format!("Settled: {}", settled.about), fields));
    }
    all.extend(project.passes().iter().map(|pass| pass_part(project, pass)));
    if let Some(assignment) = project.assignment() {
        let fields = vec![("of".to_owned(), assignment.of.clone())];
        all.push(other(format!("assignment {}", assignment.id), "Assignment".into(), fields));
    }
    all
}

/// What somebody found at first, a field for each claim.
fn pass_part(project: &Project, pass: &FirstPass) -> Part {
    let who = project.reviewer(&pass.reviewer).map_or("?", |reviewer| reviewer.short());
    let mut fields: Vec<(String, String)> = Vec::new();
    fields.extend(pass.returned.map(|at| ("came back".to_owned(), at.to_string())));
    fields.extend(pass.opinions.iter().map(|opinion| {
        let words: Vec<&str> = opinion.passages.iter().map(|anchor| anchor.quote.as_str()).collect();
        let verdict = if opinion.label.is_empty() { "no verdict" } else { &opinion.label };
        (format!("“{}”", words.join(" … ")), verdict.to_owned())
    }));
    let (key, title) = (format!("pass {}", pass.id), format!("First pass of {who}"));
    Part { key, title, fields, what: Touches::Other, by: Some(pass.reviewer.clone()) }
}

fn article_part(article: &Article, mut fields: Vec<(String, String)>) -> Part {
    for (index, version) in article.versions.iter().enumerate() {
        let words = version.text().split_whitespace().count();
        fields.push((format!("draft {}", index + 1), format!("{words} words ({})", version.id)));
    }
    let (key, title) = (article.id.to_string(), format!("Article “{}”", article.display_title()));
    Part { key, title, fields, what: Touches::Other, by: None }
}

fn source_part(source: &Source, mut fields: Vec<(String, String)>) -> Part {
    fields.retain(|(word, _)| word != "contact");
    for (index, version) in source.versions.iter().enumerate() {
        fields.push((format!("document {}", index + 1), version.id.to_string()));
    }
    for seal in &source.seals {
        fields.push((format!("copy of {}", seal.at), seal.sha256.clone()));
    }
    let (key, title) = (source.id.to_string(), format!("Source “{}”", source.display_title()));
    Part { key, title, fields, what: Touches::Source(source.id.clone()), by: None }
}

fn claim_part(project: &Project, claim: &Claim) -> Part {
    let told = claim.told(project).into_iter().map(|(field, words)| (field.label().to_lowercase(), words));
    let mut fields: Vec<(String, String)> = told.filter(|(_, words)| !words.is_empty()).collect();
    if let Some(signed) = claim.signed.as_ref().filter(|_| claim.status.is_done()) {
        let who = signed.by.as_ref().and_then(|id| project.reviewer(id)).map_or("?", |reviewer| reviewer.short());
        fields.push(("signed".to_owned(), format!("{who}, {}", signed.at)));
    }
    for (index, mark) in claim.marks.iter().enumerate() {
        let place =
            format!("{}, {} in draft {}", mark.anchor.span.start(), mark.placement.label(), mark.anchor.version);
        fields.push((format!("place {}", index + 1), place));
    }
    let title = format!("Claim {} “{}”", claim.number, claim.quote());
    Part { key: claim.id.to_string(), title, fields, what: Touches::Claim(claim.id.clone()), by: None }
}

fn changed_fields(old: &[(String, String)], new: &[(String, String)]) -> Vec<String> {
    let get = |fields: &[(String, String)], word: &str| {
        fields.iter().find(|(known, _)| known == word).map_or("nothing".to_owned(), |(_, value)| value.clone())
    };
    let gone = old.iter().filter(|(word, _)| !new.iter().any(|(known, _)| known == word));
    let words = new.iter().chain(gone).map(|(word, _)| word.as_str());
    let changed = words.filter(|word| get(old, word) != get(new, word));
    changed.map(|word| format!("{word}: {} → {}", get(old, word), get(new, word))).collect()
}
