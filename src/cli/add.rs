//! `claimdesk add`: more articles for a project, or the document of one of its sources, saved in place.

use std::{path::PathBuf, sync::Arc};

use anyhow::bail;

use crate::{
    app::{
        Ids,
        effect::GivenFile,
        is_same_text,
        jobs::Came,
        source_following::{FollowedEvidence, described, follow_evidence, new_document, with_file},
    },
    import::Watch,
    io::{clock, random},
    model::{Edit, Project, Source, SourceId},
};

use super::{
    Failure,
    left_out::{self, Little},
    new, output,
    text::Reading,
};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to add to.
    project: PathBuf,
    /// Articles, or the document of a source: files or web addresses.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    /// Keep the file as the document of this source, by its id or its number from 1 in `list --sources`; “new” makes a source of it.
    /// A second document is a new version of the first: evidence follows.
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    little: Little,
    #[command(flatten)]
    waiting: super::Waiting,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut opened = super::open_to_change(&arguments.project, "Could not add the article", arguments.waiting)?;
    let originals = match &arguments.source {
        Some(named) => add_documents(&mut opened.project, named, arguments)?,
        None => new::add_articles(&mut opened.project, &arguments.articles, &arguments.reading, arguments.little)?,
    };
    new::save(arguments.project.clone(), opened.project, originals, None, Some(opened.held))
}

/// Reads documents of a source, the oldest first.
fn add_documents(project: &mut Project, named: &str, arguments: &Arguments) -> Result<Vec<Arc<[u8]>>, Failure> {
    let mut ids = Ids::new(random::seed());
    let mut originals = Vec::new();
    let source_id = match named {
        "new" => {
            let source = Source::new(ids.source(project));
            let source_id = source.id.clone();
            project.apply(&Edit::PutSource(Arc::new(source)))?;
            source_id
        }
        named => source_id(project, named)?,
    };
    let today = clock::now().0.to_zoned_datetime(clock::zone()).date();
    for path in &arguments.articles {
        let Some(source) = project.source(&source_id).cloned() else { continue };
        let imported = match super::text::import_document(path, &arguments.reading, source_id.clone())? {
            Came::Text(imported) => *imported,
            Came::File(given) => {
                originals.extend(add_file(project, &source, given, path)?);
                continue;
            }
        };
        left_out::look(&imported, path, arguments.little)?;
        let origin = imported.origin(clock::now().0);
        let version = Arc::new(imported.draft.to_version(ids.version(project), origin));
        if source.latest().is_some_and(|newest| is_same_text(newest, &version)) {
            output::warn(&format!("The document is the same as the one that is kept.\n{}", path.display()));
            continue;
        }
        let claims = project.claims().to_vec();
        let followed = follow_evidence(&source, &claims, &version, &Watch::default()).unwrap_or_default();
        project.apply(&new_document(&source_id, &version, &followed))?;
        let described = described(&source, &imported.draft.meta, &version.origin, today);
        project.apply(&Edit::put_source(&described))?;
        followed.iter().try_for_each(|followed| tell(project, followed))?;
        originals.push(imported.bytes);
    }
    output::line(&format!("The document of source {source_id} is kept."))?;
    Ok(originals)
}

/// Keeps a picture, a recording or a scan as it is, sealed. Nothing where the source has it already.
fn add_file(
    project: &mut Project,
    source: &Source,
    given: GivenFile,
    path: &std::path::Path,
) -> Result<Option<Arc<[u8]>>, Failure> {
    if source.file.as_ref().is_some_and(|file| file.sha256 == given.file.sha256) {
        output::warn(&format!("The file is the same as the one that is kept.\n{}", path.display()));
        return Ok(None);
    }
    project.apply(&Edit::put_source(&with_file(source, &given, clock::now().0)))?;
    if given.file.is_pdf() {
        let text =
            "The pages hold only pictures of text: the PDF is kept as it is. With --recognise its text is recognised.";
        output::warn(&format!("{text}\n{}", path.display()));
    }
    if given.file.has_exif {
        output::warn(&format!("The picture says when, where or with what it was taken (EXIF).\n{}", path.display()));
    }
    Ok(Some(given.bytes))
}

fn tell(project: &Project, followed: &FollowedEvidence) -> Result<(), Failure> {
    let number = project.claim(&followed.claim).map_or(0, |claim| claim.number);
    let words = followed.before.anchor.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    output::line(&format!("{:<8} claim {number}, {}: {words}", followed.after.placement.label(), followed.evidence))?;
    Ok(())
}

/// A source by its id or its number from 1.
pub fn source_id(project: &Project, named: &str) -> Result<SourceId, Failure> {
    let by_number = named.parse::<usize>().ok().and_then(|number| project.sources().get(number.checked_sub(1)?));
    let by_id = project.sources().iter().find(|source| source.id.as_str() == named);
    match by_id.or(by_number) {
        Some(source) => Ok(source.id.clone()),
        None => bail!("Could not add the document: the project has no source {named}. See claimdesk list --sources."),
    }
}
