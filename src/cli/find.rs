//! `claimdesk find`: what was checked before, over many projects and what others have published.
//!
//! Status 0: found; 1: nothing found; 2: it could not be looked for.

use std::{ops::Range, path::PathBuf};

use anyhow::bail;
use serde_json::{Value, json};

use crate::{
    app::{
        gather::gather,
        library_job::{Eyes, LibraryJob, Unread},
        read_prefs,
    },
    io::{Disk, clock, dirs, read_settings},
    library::{Found, Hit, HitAt, Lit, Query, Reach},
    store::StateDir,
};

use super::{Failure, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Words, "phrases" and filters: verdict:wrong person:lee tag:traffic date:2024 since:2024-05 before:2025.
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Look in these folders, and not in those of the settings and the projects opened last.
    #[arg(long, value_name = "FOLDER", num_args = 1..)]
    library: Vec<PathBuf>,
    /// Print so many at most.
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Looks, tells, and returns the status.
pub fn run(arguments: &Arguments) -> u8 {
    match find(arguments) {
        Ok(status) => status,
        Err(failure) => {
            output::error(&format!("{failure:#}"));
            2
        }
    }
}

fn find(arguments: &Arguments) -> Result<u8, Failure> {
    let query = Query::parse(&arguments.words.iter().map(|word| as_written(word)).collect::<Vec<_>>().join(" "));
    // Nothing more is written behind the last word.
    let query = Query { is_open: false, ..query };
    if query.is_empty() {
        bail!("Could not look for anything: there are no words, and no filter that has a value.");
    }
    let (folders, projects) = library(arguments)?;
    let job = LibraryJob {
        folders,
        projects,
        state: dirs::state_dir().map(StateDir),
        eyes: Eyes::Whole,
        tidies: arguments.library.is_empty(),
        at: clock::now().0,
        before: Default::default(),
        watch: Default::default(),
    };
    let gathered = gather(&super::reach(), &job);
    if !gathered.unread.is_empty() && gathered.index.shelves().is_empty() {
        let Unread { path, why } = &gathered.unread[0];
        bail!("Could not read the library: {}.\n{}", why.trim_end_matches('.'), path.display());
    }
    // What is printed is read by other programs: a confidential source goes by no name there, and notes stay at the desk.
    let found = gathered.index.search(&query, Reach::Told, arguments.limit);
    for Unread { path, why } in &gathered.unread {
        output::warn(&format!("Not looked into: {}.\n{}", why.trim_end_matches('.'), path.display()));
    }
    if arguments.json {
        output::pretty_json(&as_json(&found, &gathered.unread))?;
    } else {
        print(&found)?;
    }
    Ok(u8::from(found.hits.is_empty()))
}

/// A shell takes the quotation marks off a value with spaces.
fn as_written(word: &str) -> String {
    let filter = word.split_once(':').filter(|(name, value)| Query::is_filter(name) && value.contains(' '));
    match filter {
        Some((name, value)) if !value.starts_with('"') => format!("{name}:\"{value}\""),
        _ => word.to_owned(),
    }
}

/// Folders and projects in which to look.
fn library(arguments: &Arguments) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Failure> {
    if !arguments.library.is_empty() {
        return Ok((arguments.library.clone(), Vec::new()));
    }
    let path = dirs::config_dir().map(|folder| folder.join("settings.ron"));
    let bytes = path.and_then(|path| read_settings(&Disk, &path).ok().flatten());
    let prefs = bytes.map(|bytes| read_prefs(&bytes).prefs).unwrap_or_default();
    if prefs.library_folders.is_empty() && prefs.recent.is_empty() {
        bail!(
            "Could not look for anything: no folder is chosen for the library, and no project was opened yet. Name one with --library."
        );
    }
    Ok((prefs.library_folders, prefs.recent.into_iter().map(|recent| recent.path).collect()))
}

fn print(found: &Found) -> Result<(), Failure> {
    if found.is_partly {
        output::warn("Nothing has all of the words. This has most of them.");
    }
    for hit in &found.hits {
        output::line(&head(hit))?;
        let mut shown: Vec<&Lit> = hit.lit.iter().collect();
        // Filters alone light nothing.
        let statement = hit.entry.as_ref().filter(|_| shown.is_empty()).map(|entry| Lit {
            place: crate::library::Place::Statement,
            text: entry.statement.clone(),
            spans: Vec::new(),
        });
        shown.extend(&statement);
        for lit in shown {
            output::lit_line(&format!("      {}: ", lit.place.label()), &lit.text, &lit.spans)?;
        }
    }
    let more = found.total - found.hits.len();
    if more > 0 {
        output::tell_line(&format!("{more} more. Print them with --limit {}.", found.total));
    }
    Ok(())
}

/// Which claim, what was found, by whom and when, and where it is.
fn head(hit: &Hit) -> String {
    let path = hit.shelf.path.display().to_string();
    let Some(entry) = &hit.entry else { return format!("{path} · {} · article", hit.article) };
    let place = if entry.number > 0 { format!("{path}#{}", entry.number) } else { path };
    let by = if entry.publisher.is_empty() { &entry.decided_by } else { &entry.publisher };
    let parts = [&place, &entry.heading, by, &entry.date, &entry.address];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

fn as_json(found: &Found, unread: &[Unread]) -> Value {
    let unread: Vec<Value> =
        unread.iter().map(|unread| json!({ "path": unread.path.display().to_string(), "why": unread.why })).collect();
    json!({
        "total": found.total,
        "partly": found.is_partly,
        "hits": found.hits.iter().map(hit_json).collect::<Vec<_>>(),
        "unread": unread,
    })
}

fn hit_json(hit: &Hit) -> Value {
    let lit: Vec<Value> = hit
        .lit
        .iter()
        .map(|lit| {
            let spans: Vec<[usize; 2]> = lit.spans.iter().map(|span| chars(&lit.text, span)).collect();
            json!({ "place": lit.place.label(), "text": lit.text, "spans": spans })
        })
        .collect();
    let mut value = json!({
        "path": hit.shelf.path.display().to_string(),
        "project": hit.shelf.title,
        "article": hit.article,
        "lit": lit,
    });
    if let HitAt::Passage(article, _) = &hit.at {
        value["article_id"] = article.as_str().into();
    }
    let Some(entry) = &hit.entry else { return value };
    let sources: Vec<Value> =
        entry.sources.iter().map(|source| json!({ "title": source.title, "url": source.url })).collect();
    let fields = json!({
        "number": (entry.number > 0).then_some(entry.number),
        "id": entry.id,
        "statement": entry.statement,
        "quotes": entry.quotes,
        "verdict": entry.verdict,
        "heading": entry.heading,
        "checked": entry.is_checked,
        "confidence": entry.confidence,
        "by": entry.decided_by,
        "date": entry.date,
        "claimant": entry.claimant,
        "tags": entry.tags,
        "sources": sources,
        "publisher": entry.publisher,
        "address": entry.address,
    });
    if let (Value::Object(value), Value::Object(fields)) = (&mut value, fields) {
        value.extend(fields);
    }
    value
}

/// A span of bytes in characters.
fn chars(text: &str, span: &Range<usize>) -> [usize; 2] {
    let count = |end: usize| text[..end].chars().count();
    [count(span.start), count(span.end)]
}
