//! The jobs that read another project to take it in, and that write the files of first passes.

use std::{collections::HashMap, sync::Arc};

use crate::{
    model::Project,
    store::{self, Files, Originals},
};

use super::{
    effect::{JobResult, OpenError, SaveJob},
    incoming_project::{GiveOutJob, IncomingProject, TakeInJob},
    open_job::open_project,
    reach::Reach,
    save_job,
    taking_in::{Same, Wanted, take_in},
};

/// What comes of taking a project in.
pub(crate) fn run(reach: &Reach<'_>, job: TakeInJob) -> JobResult {
    let (path, watch) = (job.path.clone(), job.watch.clone());
    JobResult::ProjectRead(path, watch, read(reach, job).map(Box::new))
}

fn read(reach: &Reach<'_>, job: TakeInJob) -> Result<IncomingProject, String> {
    let TakeInJob { path, project, state, hidden, same, before, by, at, ids, watch: _ } = job;
    let theirs = match before {
        Some(before) => before.theirs,
        None => {
            let told = |error: OpenError| error.in_words("Could not import");
            Arc::new(open_project(reach.files, &path).map_err(told)?.loaded.project)
        }
    };
    let (same_ones, from) = (Same::These(same.clone()), super::reach::file_name(&path));
    let wanted = Wanted { ours: &project, theirs: &theirs, same: same_ones, hidden: &hidden, by, from, at, ids };
    let taken = take_in(wanted).map_err(|error| error.to_string())?;
    let originals = originals(reach.files, &path, &taken.project, &project);
    let is_something = !taken.is_nothing(&project);
    Ok(IncomingProject { path, theirs, same, taken: Arc::new(taken), originals, is_something, state })
}

/// The files of what came in, as far as they lie beside the other project.
fn originals(files: &dyn Files, path: &std::path::Path, now: &Project, before: &Project) -> HashMap<String, Arc<[u8]>> {
    let beside = Originals::beside(files, path);
    let known: std::collections::HashSet<&str> = store::original_names(before).collect();
    let new = store::original_names(now).filter(|name| !known.contains(name));
    new.filter_map(|name| Some((name.to_owned(), Arc::from(beside.get(files, name).ok()?)))).collect()
}

/// Writes the files of first passes, each as a new one. What is written stays in the job, so that the project tells of it.
pub(crate) fn give_out(reach: &Reach<'_>, mut job: GiveOutJob) -> JobResult {
    let taken = job.files.iter().find(|(path, ..)| reach.files.metadata(path).is_ok());
    if let Some((path, ..)) = taken {
        let why = "Could not give out the first pass: a file of that name exists already".to_owned();
        let trouble = Some((why, path.clone()));
        job.files.clear();
        return JobResult::GivenOut(Box::new(job), trouble);
    }
    let fails = |(path, project, ..): &(std::path::PathBuf, Project, _, _)| {
        let save = SaveJob {
            path: path.clone(),
            project: project.clone(),
            revision: 0,
            expected: None,
            is_new_place: true,
            open_file: None,
            originals: Vec::new(),
            originals_from: Some(job.project.clone()),
            is_anew: false,
            state: None,
            at: job.at,
            before: None,
            what: None,
            holder: None,
            replaces_journal: false,
        };
        save_job::save(reach.files, &save).err().map(|error| (error.to_string(), path.clone()))
    };
    let failed = job.files.iter().enumerate().find_map(|(at, file)| Some((at, fails(file)?)));
    let trouble = failed.map(|(at, trouble)| {
        job.files.truncate(at);
        trouble
    });
    JobResult::GivenOut(Box::new(job), trouble)
}
