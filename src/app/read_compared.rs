//! The job that reads the projects with which the open one is compared, and compares them.

use std::path::{Path, PathBuf};

use crate::{
    comparison::{CompareError, CompareJob, ProjectComparison, Side, Uncompared, compare, names, names_beside},
    import::{Progress, Stage},
};

use super::{effect::JobResult, open_job::open_project, reach::Reach, taking_in::sides_of_passes, veil::SeenBy};

/// What comes of comparing.
pub(crate) fn run(reach: &Reach<'_>, job: CompareJob) -> JobResult {
    let found = read(reach, &job).map(Box::new);
    JobResult::ProjectsCompared(Box::new(job), found)
}

fn read(reach: &Reach<'_>, job: &CompareJob) -> Result<ProjectComparison, Uncompared> {
    if job.others.is_empty() {
        let sides = sides_of_passes(&job.own);
        if sides.len() < 2 {
            let text = "Two first passes have to be back before they can be compared.".to_owned();
            return Err(Uncompared { text, path: None });
        }
        return Ok(compare(&sides, &job.watch)?);
    }
    let others: Vec<&Path> = job.others.iter().map(PathBuf::as_path).collect();
    let names = match &job.path {
        Some(own) => names(&[&[own.as_path()], others.as_slice()].concat()),
        None => names_beside(&job.own.name, &others),
    };
    let mut names = names.into_iter();
    let mut sides = vec![Side { name: names.next().unwrap_or_default(), ..job.own.clone() }];
    for (at, (path, name)) in job.others.iter().zip(names).enumerate() {
        let come = Progress { stage: Stage::Reading, done: at as u64, total: job.others.len() as u64 };
        if !job.watch.go_on(come) {
            return Err(CompareError::Stopped.into());
        }
        let opened = open_project(reach.files, path).map_err(|error| Uncompared {
            text: format!("{}.", error.in_words("Could not compare").trim_end_matches('.')),
            path: Some(path.clone()),
        })?;
        // A second check that is hidden from whoever sits here is hidden in every file.
        sides.push(SeenBy::new(&opened.loaded.project, job.reader.as_ref()).into_side(name));
    }
    Ok(compare(&sides, &job.watch)?)
}
