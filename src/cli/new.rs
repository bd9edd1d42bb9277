//! `claimdesk new`: a project from articles, or from a complete export.

use std::{path::PathBuf, sync::Arc};

use anyhow::bail;

use crate::{
    app::{Ids, effect::SaveJob, jobs},
    io::{self, Disk, clock, random},
    model::{Article, Edit, Project},
    store::{self, Files},
};

use super::{
    Failure,
    left_out::{self, Little},
    output,
    text::Reading,
};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project to write. It must not exist yet.
    project: PathBuf,
    /// Articles (files or web addresses), or one complete JSON export of a project.
    #[arg(required = true)]
    articles: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    little: Little,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    if Disk.metadata(&arguments.project).is_ok() {
        bail!("Could not start the project: the file exists already.\n{}", arguments.project.display());
    }
    if let [only] = arguments.articles.as_slice()
        && let Ok(opened) = jobs::open_project(&Disk, only)
    {
        return save(arguments.project.clone(), opened.loaded.project, Vec::new(), None, None);
    }
    let mut project = Project::new("");
    let originals = add_articles(&mut project, &arguments.articles, &arguments.reading, arguments.little)?;
    let title = project.articles().first().map(|article| article.display_title().to_owned()).unwrap_or_default();
    project.apply(&Edit::SetTitle(title))?;
    save(arguments.project.clone(), project, originals, None, None)
}

/// Opens articles with what the importer proposes and adds them to a project. Returns their original bytes.
///
/// # Errors
/// When a file cannot be opened, or nearly nothing of it came in and that was not accepted.
pub fn add_articles(
    project: &mut Project,
    paths: &[PathBuf],
    reading: &Reading,
    little: Little,
) -> Result<Vec<Arc<[u8]>>, Failure> {
    let mut ids = Ids::new(random::seed());
    let mut originals = Vec::new();
    for path in paths {
        let imported = super::text::import(path, reading)?;
        left_out::look(&imported, path, little)?;
        let draft = &imported.draft;
        let version = draft.to_version(ids.version(project), imported.origin(clock::now().0));
        let article = Article { id: ids.article(project), meta: draft.meta.clone(), versions: vec![Arc::new(version)] };
        project.apply(&Edit::AddArticle { article: Arc::new(article), at: usize::MAX })?;
        originals.push(imported.bytes);
    }
    Ok(originals)
}

/// Writes a project with the originals that belong to it, over what was read or as a new file. `originals_from` is the project
/// beside which others lie.
pub(super) fn save(
    path: PathBuf,
    project: Project,
    originals: Vec<Arc<[u8]>>,
    originals_from: Option<PathBuf>,
    held: Option<super::Held>,
) -> Result<(), Failure> {
    let path_shown = path.display().to_string();
    let at = clock::now().0;
    let is_new_place = held.is_none();
    let (expected, lock) = held.map(|held| (held.fingerprint, held.lock)).unzip();
    let is_locked = lock.as_ref().is_some_and(Option::is_some);
    let job = SaveJob {
        path,
        project,
        revision: 0,
        expected,
        is_new_place,
        open_file: None,
        originals,
        originals_from,
        is_anew: false,
        state: io::dirs::state_dir().map(store::StateDir),
        at,
        before: None,
        what: Some("changed on the command line".to_owned()),
        holder: (!is_locked).then(|| io::holder(String::new(), at)),
        replaces_journal: false,
    };
    let saved = jobs::save(&Disk, &job).map_err(|error| anyhow::anyhow!("{error}\n{path_shown}"))?;
    saved.lock_trouble.iter().for_each(|trouble| output::warn(trouble));
    saved.unkept.iter().for_each(|unkept| output::warn(unkept.sentence()));
    Ok(())
}
