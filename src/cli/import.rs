//! `claimdesk import`: claims from another tool's file, or a list of sources.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::builder::PossibleValuesParser;
use serde_json::json;

use crate::{
    app::{
        Ids,
        jobs::{self, MAX_INPUT},
    },
    exchange::{self, Becomes, Mapping, Missing, Note, Placing, READERS, Tally, sources::SOURCE_READERS},
    foreign::{self, Ask, Brought, List, Listed},
    import::Watch,
    io::{Disk, random},
    model::{ArticleId, Edit, Project},
    store::{self, Files},
};

use super::{Failure, import_project, import_sources, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project; claims are added to it and it is saved in place.
    project: PathBuf,
    /// What another tool wrote, or another project (.ron).
    file: PathBuf,
    /// The format; else as recognised.
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(formats()))]
    from: Option<String>,
    /// The article, by its id or its number from 1; else the one in which most is found.
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// What a label or tag becomes: LABEL=verdict:wrong, LABEL=tag:economy or LABEL=nothing. A label named like a verdict becomes it
    /// without being told, every other one a tag.
    #[arg(long = "map", value_name = "LABEL=WHAT")]
    map: Vec<String>,
    /// Of another project: claims on almost the same words are the same claim.
    #[arg(long)]
    same: bool,
    /// Only say what would come in.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    waiting: super::Waiting,
}

/// Every format: of claims, then of sources.
fn formats() -> impl Iterator<Item = &'static str> {
    READERS.iter().map(|reader| reader.id).chain(SOURCE_READERS.iter().map(|reader| reader.id))
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = match arguments.dry_run {
        true => super::open(&arguments.project)?,
        false => super::open_to_change(&arguments.project, "Could not import", arguments.waiting)?,
    };
    if arguments.from.is_none() && store::has_project_ending(&arguments.file) {
        let (project, file) = (arguments.project.clone(), arguments.file.clone());
        let how = import_project::How {
            project,
            file,
            is_dry: arguments.dry_run,
            json: arguments.json,
            same: arguments.same,
        };
        return import_project::run(&how, opened);
    }
    let path_shown = arguments.file.display();
    let bytes = Disk
        .read(&arguments.file, MAX_INPUT)
        .map_err(|error| anyhow::anyhow!("Could not import: {}\n{path_shown}", store::describe_io(&error)))?;
    let ask = Ask::Either(List { bytes: &bytes, format: arguments.from.as_deref() });
    let brought = foreign::read_guarded(super::reach().reader, &ask, &Watch::default())
        .map_err(|error| anyhow::anyhow!("{}.\n{path_shown}", error.to_string().trim_end_matches('.')))?;
    let Listed { format, items: notes } = match brought {
        Brought::Claims(notes) => notes,
        Brought::Sources(list) => {
            let how = import_sources::How { dry_run: arguments.dry_run, json: arguments.json };
            jobs::must_fit("Could not import the sources", &list.items)
                .map_err(|error| super::with_path(&error, &arguments.file))?;
            return import_sources::run(arguments.project.clone(), opened, &list, &how);
        }
        _ => bail!("Could not import: the file was not read.\n{path_shown}"),
    };
    jobs::must_fit("Could not import", &notes).map_err(|error| super::with_path(&error, &arguments.file))?;
    let format = exchange::reader(&format).map_or(format.as_str(), |reader| reader.name);
    let article = arguments.article.as_deref().map(|article| article_id(&opened.project, article)).transpose()?;
    let placing = Placing::new(&opened.project, &notes, article.as_ref())
        .context("Could not import: the project has no article.")?;
    let mut mapping = Mapping::new(&opened.project, &notes);
    for pair in &arguments.map {
        let (label, becomes) = becomes(&opened.project, pair)?;
        if !mapping.set(label, &becomes) {
            bail!("Could not import: the file has no label “{label}”.\n{path_shown}");
        }
    }
    let before = opened.project.clone();
    if !arguments.dry_run
        && let Some(edit) = edit(&opened.project, &notes, &placing, &mapping)
    {
        opened.project.apply(&edit)?;
        new::save(arguments.project.clone(), opened.project, Vec::new(), None, Some(opened.held))?;
    }
    tell(arguments, format, &before, &notes, &placing, &mapping)?;
    match placing.tally().lost {
        0 => Ok(()),
        lost => bail!("{lost} could not be placed and did not come in."),
    }
}

fn edit(project: &Project, notes: &[Note], placing: &Placing, mapping: &Mapping) -> Option<Edit> {
    let (mut claims, mut sources, mut evidence) =
        (Ids::new(random::seed()), Ids::new(random::seed()), Ids::new(random::seed()));
    let ids = exchange::Ids {
        claim: &mut |project| claims.claim(project),
        source: &mut |project| sources.source(project),
        evidence: &mut || evidence.evidence(),
    };
    exchange::plan(project, notes, placing, mapping, ids)
}

fn tell(
    arguments: &Arguments,
    format: &str,
    project: &Project,
    notes: &[Note],
    placing: &Placing,
    mapping: &Mapping,
) -> Result<(), Failure> {
    let Tally { placed, moved, known, lost } = placing.tally();
    let articles = placing.articles();
    let words = |note: &Note| {
        [note.quote(), note.comment.clone()].into_iter().find(|words| !words.is_empty()).unwrap_or_default()
    };
    let losses: Vec<_> = notes
        .iter()
        .zip(&placing.notes)
        .filter_map(|(note, placed)| Some((words(note), *placed.found.as_ref().err()?)))
        .collect();
    if arguments.json {
        let quotes: Vec<_> = losses.iter().map(|(words, _)| words).collect();
        let ids: Vec<_> = articles.iter().map(ArticleId::as_str).collect();
        output::json(&json!({
            "format": format, "article": ids.first(), "articles": ids, "placed": placed, "moved": moved, "known": known,
            "lost": quotes, "tagged": mapping.tagged().collect::<Vec<_>>(),
        }))?;
        return Ok(());
    }
    let title = |id: &ArticleId| project.article(id).map(|article| format!("“{}”", article.display_title()));
    let titles = articles.iter().filter_map(title).collect::<Vec<_>>().join(", ");
    output::line(&format!(
        "{format}, into {titles}: {placed} placed, {moved} moved, {known} known already, {lost} lost"
    ))?;
    for label in mapping.tagged() {
        output::line(&format!("Label “{label}” is no verdict of the scale and became a tag; --map gives it one."))?;
    }
    for (words, why) in losses {
        let why = match why {
            Missing::Gone => "Not found",
            Missing::Ambiguous => "In several places",
        };
        output::line(&format!("{why}: {words}"))?;
    }
    Ok(())
}

/// An article by its id or its number from 1.
fn article_id(project: &Project, named: &str) -> Result<ArticleId, Failure> {
    let by_number = named.parse::<usize>().ok().and_then(|number| project.articles().get(number.checked_sub(1)?));
    let by_id = project.articles().iter().find(|article| article.id.as_str() == named);
    let found =
        by_id.or(by_number).with_context(|| format!("Could not import: the project has no article {named}."))?;
    Ok(found.id.clone())
}

/// "FALSE=verdict:wrong", "Money=tag:economy", "Claim=nothing". Without a kind a verdict is meant.
fn becomes<'a>(project: &Project, pair: &'a str) -> Result<(&'a str, Becomes), Failure> {
    let (label, what) = pair.rsplit_once('=').with_context(|| format!("--map wants LABEL=WHAT, not {pair}"))?;
    if let Some(tag) = what.strip_prefix("tag:").filter(|tag| !tag.trim().is_empty()) {
        return Ok((label, Becomes::Tag(tag.trim().to_owned())));
    }
    if what == "nothing" {
        return Ok((label, Becomes::Nothing));
    }
    let named = what.strip_prefix("verdict:").unwrap_or(what);
    let scale = project.scale();
    let is_named = |name: &str| name.eq_ignore_ascii_case(named);
    let found = scale.verdicts.iter().find(|verdict| is_named(verdict.id.as_str()) || is_named(&verdict.label));
    let found = found.with_context(|| format!("Could not import: the scale has no verdict “{named}”."))?;
    Ok((label, Becomes::Verdict(found.id.clone())))
}
