//! `claimdesk diff`: what changed between two states of a project, in words; of one state, what it holds, a line for each field, for
//! git's textconv.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    export,
    io::Disk,
    model::{Article, Claim, Entry, FirstPass, Project, Source},
    store::{self, Files},
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The older state, or the only one.
    old: PathBuf,
    /// The newer state.
    new: Option<PathBuf>,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let old = told(&read(&arguments.old)?);
    let lines = match &arguments.new {
        None => whole(&old),
        Some(new) => changes(&old, &told(&read(new)?)),
    };
    if lines.is_empty() {
        output::line("No change.")?;
    }
    Ok(lines.iter().try_for_each(|line| output::line(line))?)
}

/// A project as it may be told to others. An empty file is none, as git has it for a file that was not there.
fn read(path: &Path) -> Result<Project, Failure> {
    let bytes = Disk
        .read(path, store::MAX_BYTES)
        .map_err(|error| anyhow::anyhow!("Could not compare: {}.\n{}", store::describe_io(&error), path.display()))?;
    if bytes.is_empty() {
        return Ok(Project::new(""));
    }
    let loaded = store::decode(&bytes).map_err(|error| anyhow::anyhow!("{error}\n{}", path.display()))?;
    Ok(export::discreet(&loaded.project))
}

/// A part of a project in words: what names it among the parts, what it is called, its fields.
struct Part {
    key: String,
    title: String,
    fields: Vec<(String, String)>,
}

/// Every part of a project, in its order.
fn told(project: &Project) -> Vec<Part> {
    let parts = project.parts();
    let fields = |entry: Vec<(&'static str, String)>| {
        entry.into_iter().map(|(word, value)| (word.to_owned(), value)).collect::<Vec<_>>()
    };
    let titled = vec![("title".to_owned(), parts.title.clone())];
    let settings = titled.into_iter().chain(fields(parts.settings.in_words())).collect();
    let mut all = vec![Part { key: "project".into(), title: "The project".into(), fields: settings }];
    for reviewer in &parts.reviewers {
        let title = format!("Reviewer {}", reviewer.short());
        all.push(Part { key: reviewer.id.to_string(), title, fields: fields(reviewer.in_words()) });
    }
    for scale in &parts.scales {
        let verdicts: Vec<_> = scale.verdicts.iter().map(|verdict| verdict.label.as_str()).collect();
        let fields = vec![("verdicts".to_owned(), verdicts.join(", "))];
        all.push(Part { key: format!("scale {}", scale.id), title: format!("Scale {}", scale.name), fields });
    }
    all.extend(parts.articles.iter().map(|article| article_part(article, fields(article.meta.in_words()))));
    all.extend(parts.sources.iter().map(|source| source_part(source, fields(source.in_words()))));
    all.extend(parts.claims.iter().map(|claim| claim_part(project, claim)));
    for made in &parts.dismissals {
        let key = format!("dismissed {} {:?} {:?}", made.article, made.anchor.span, made.signed);
        let fields = vec![("reason".to_owned(), made.reason.label().to_owned())];
        all.push(Part { key, title: format!("Dismissed “{}”", made.anchor.quote), fields });
    }
    for waiver in &parts.waivers {
        let key = format!("waived {} {:?}", waiver.rule, waiver.subject);
        let fields = vec![("reason".to_owned(), waiver.reason.clone())];
        all.push(Part { key, title: format!("Finding “{}” that may pass", waiver.rule), fields });
    }
    for view in &parts.views {
        let fields = vec![("shows".to_owned(), format!("{:?}", view.query))];
        all.push(Part { key: format!("view {}", view.name), title: format!("View “{}”", view.name), fields });
    }
    for open in project.differences() {
        let key = format!("open {:?} {}", open.subject, open.name());
        let words: Vec<String> = open.values.iter().map(|opinion| open.words(project, opinion)).collect();
        let fields = vec![("values".to_owned(), words.join(" / "))];
        all.push(Part { key, title: format!("Open difference in {}", open.title(project)), fields });
    }
    for settled in project.settled() {
        let key = format!("settled {:?} {} {:?}", settled.subject, settled.what, settled.signed);
        let fields =
            vec![("holds".to_owned(), settled.outcome(project)), ("reason".to_owned(), settled.reason.clone())];
        all.push(Part { key, title: format!("Settled: {}", settled.about), fields });
    }
    all.extend(project.passes().iter().map(|pass| pass_part(project, pass)));
    if let Some(assignment) = project.assignment() {
        let fields = vec![("of".to_owned(), assignment.of.clone())];
        all.push(Part { key: format!("assignment {}", assignment.id), title: "Assignment".into(), fields });
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
    Part { key: format!("pass {}", pass.id), title: format!("First pass of {who}"), fields }
}

fn article_part(article: &Article, mut fields: Vec<(String, String)>) -> Part {
    for (index, version) in article.versions.iter().enumerate() {
        let words = version.text().split_whitespace().count();
        fields.push((format!("draft {}", index + 1), format!("{words} words ({})", version.id)));
    }
    Part { key: article.id.to_string(), title: format!("Article “{}”", article.display_title()), fields }
}

fn source_part(source: &Source, mut fields: Vec<(String, String)>) -> Part {
    fields.retain(|(word, _)| word != "contact");
    for (index, version) in source.versions.iter().enumerate() {
        fields.push((format!("document {}", index + 1), version.id.to_string()));
    }
    for seal in &source.seals {
        fields.push((format!("copy of {}", seal.at), seal.sha256.clone()));
    }
    Part { key: source.id.to_string(), title: format!("Source “{}”", source.display_title()), fields }
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
    Part { key: claim.id.to_string(), title: format!("Claim {} “{}”", claim.number, claim.quote()), fields }
}

fn whole(parts: &[Part]) -> Vec<String> {
    let mut lines = Vec::new();
    for part in parts {
        lines.push(part.title.clone());
        lines.extend(part.fields.iter().map(|(word, value)| format!("  {word}: {value}")));
    }
    lines
}

fn changes(old: &[Part], new: &[Part]) -> Vec<String> {
    let before: BTreeMap<&str, &Part> = old.iter().map(|part| (part.key.as_str(), part)).collect();
    let after: BTreeSet<&str> = new.iter().map(|part| part.key.as_str()).collect();
    let mut lines = Vec::new();
    for part in new {
        match before.get(part.key.as_str()) {
            None => {
                lines.push(format!("Added: {}", part.title));
                lines.extend(part.fields.iter().map(|(word, value)| format!("  {word}: {value}")));
            }
            Some(old) => {
                let changed = changed_fields(&old.fields, &part.fields);
                if !changed.is_empty() {
                    lines.push(format!("Changed: {}", part.title));
                    lines.extend(changed);
                }
            }
        }
    }
    lines.extend(
        old.iter().filter(|part| !after.contains(part.key.as_str())).map(|part| format!("Removed: {}", part.title)),
    );
    lines
}

fn changed_fields(old: &[(String, String)], new: &[(String, String)]) -> Vec<String> {
    let get = |fields: &[(String, String)], word: &str| {
        fields.iter().find(|(known, _)| known == word).map_or("nothing".to_owned(), |(_, value)| value.clone())
    };
    let gone = old.iter().filter(|(word, _)| !new.iter().any(|(known, _)| known == word));
    let words = new.iter().chain(gone).map(|(word, _)| word.as_str());
    let changed = words.filter(|word| get(old, word) != get(new, word));
    changed.map(|word| format!("  {word}: {} → {}", get(old, word), get(new, word))).collect()
}
