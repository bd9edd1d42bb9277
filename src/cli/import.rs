//! `claimdesk import`: claims from another tool's file.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::builder::PossibleValuesParser;
use serde_json::json;

use crate::{
    app::{Ids, jobs::MAX_INPUT},
    exchange::{self, READERS},
    io::{Disk, random},
    model::{ArticleId, Project, VerdictId},
    store::{self, Files},
};

use super::{Failure, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project; claims are added to it and it is saved in place.
    project: PathBuf,
    /// What another tool wrote.
    file: PathBuf,
    /// The format; else as recognised.
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(READERS.iter().map(|reader| reader.id)))]
    from: Option<String>,
    /// The article, by its id or its number from 1; else the one in which most is found.
    #[arg(long, value_name = "ID")]
    article: Option<String>,
    /// Which label becomes which verdict, such as FALSE=wrong. Labels named like a verdict need none; others become tags.
    #[arg(long = "map", value_name = "LABEL=VERDICT")]
    map: Vec<String>,
    /// Only say what would come in.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = super::open(&arguments.project)?;
    if !arguments.dry_run {
        opened.lock("Could not import", &arguments.project)?;
    }
    let place = arguments.file.display();
    let bytes = Disk
        .read(&arguments.file, MAX_INPUT)
        .map_err(|error| anyhow::anyhow!("Could not import: {}\n{place}", store::describe_io(&error)))?;
    let (reader, notes) =
        exchange::read(&bytes, arguments.from.as_deref()).map_err(|error| anyhow::anyhow!("{error}.\n{place}"))?;
    let settings = exchange::Settings {
        article: arguments.article.as_deref().map(|article| article_id(&opened.project, article)).transpose()?,
        verdicts: arguments.map.iter().map(|pair| verdict(&opened.project, pair)).collect::<Result<_, _>>()?,
    };
    let (mut claims, mut sources, mut evidence) =
        (Ids::new(random::seed()), Ids::new(random::seed()), Ids::new(random::seed()));
    let ids = exchange::Ids {
        claim: &mut |project| claims.claim(project),
        source: &mut |project| sources.source(project),
        evidence: &mut || evidence.evidence(),
    };
    let plan = exchange::plan(&opened.project, &notes, &settings, ids)
        .context("Could not import: the project has no article.")?;
    tell(arguments, reader.name, &opened.project, &plan)?;
    if let Some(edit) = plan.edit.as_ref().filter(|_| !arguments.dry_run) {
        opened.project.apply(edit)?;
        new::save(arguments.project.clone(), opened.project, Vec::new(), Some(opened.held))?;
    }
    if plan.lost.is_empty() { Ok(()) } else { bail!("{} could not be placed and did not come in.", plan.lost.len()) }
}

fn tell(arguments: &Arguments, format: &str, project: &Project, plan: &exchange::Plan) -> Result<(), Failure> {
    let exchange::Plan { article, placed, moved, known, lost, tagged, edit: _ } = plan;
    if arguments.json {
        output::json(&json!({
            "format": format, "article": article.as_str(), "placed": placed, "moved": moved, "known": known,
            "lost": lost, "tagged": tagged,
        }))?;
        return Ok(());
    }
    let title = project.article(article).map(|article| article.display_title().to_owned()).unwrap_or_default();
    output::line(&format!(
        "{format}, into “{title}”: {placed} placed, {moved} moved, {known} known already, {} lost",
        lost.len()
    ))?;
    for label in tagged {
        output::line(&format!("Label “{label}” is no verdict of the scale and became a tag; --map gives it one."))?;
    }
    for words in lost {
        output::line(&format!("Not found, or in several places: {words}"))?;
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

fn verdict(project: &Project, pair: &str) -> Result<(String, VerdictId), Failure> {
    let (label, named) = pair.rsplit_once('=').with_context(|| format!("--map wants LABEL=VERDICT, not {pair}"))?;
    let scale = project.scale();
    let is_named = |name: &str| name.eq_ignore_ascii_case(named);
    let found = scale.verdicts.iter().find(|verdict| is_named(verdict.id.as_str()) || is_named(&verdict.label));
    let found = found.with_context(|| format!("Could not import: the scale has no verdict “{named}”."))?;
    Ok((label.to_owned(), found.id.clone()))
}
