//! What a reviewer had before them when they were here last, kept in their own folder and never in the project, and what others have done
//! to it since.

use std::path::PathBuf;

use crate::{
    join::{self, Touches, Work},
    model::{ClaimId, Project, ReviewerId},
    store::{self, Files, StateDir},
};

use super::{
    since::{Since, VisitJob},
    veil::SeenBy,
};

/// Notes what a reviewer has before them. What cannot be noted is told once more next time.
pub(crate) fn keep(files: &dyn Files, job: &VisitJob) {
    let path = file(&job.state, &job.key, &job.reviewer);
    let text = format!("// {}\n{}", job.at, store::encode(&job.project));
    if path.parent().is_some_and(|folder| files.create_dir_all(folder).is_ok()) {
        let _ = store::save_private(files, &path, text.as_bytes());
    }
}

/// What others have done since the reviewer was here. `None`: they never were, or nothing was done.
pub(crate) fn look_back(files: &dyn Files, job: &VisitJob) -> Option<Since> {
    let bytes = files.read(&file(&job.state, &job.key, &job.reviewer), store::MAX_BYTES + 64).ok()?;
    let at = std::str::from_utf8(&bytes).ok()?.lines().next()?.strip_prefix("// ")?.parse().ok()?;
    let old = store::decode(&bytes).ok()?.project;
    let mut work = work_of_others(&old, &job.project, &job.reviewer);
    work.retain(|work| !work.changes.is_empty());
    (!work.is_empty()).then(|| Since { reviewer: job.reviewer.clone(), at, work })
}

fn file(state: &StateDir, key: &str, reviewer: &ReviewerId) -> PathBuf {
    state.0.join("visits").join(key).join(format!("{reviewer}.ron"))
}

/// What others did between two states, as far as this reviewer is to know it: of a claim of which either state hides anything, nothing.
pub fn work_of_others(old: &Project, new: &Project, reader: &ReviewerId) -> Vec<Work> {
    let mut work = work_seen(old, new, Some(reader));
    work.retain(|work| work.by.as_ref() != Some(reader));
    work
}

/// What was done between two states, as far as a reader is to know it.
pub fn work_seen(old: &Project, new: &Project, reader: Option<&ReviewerId>) -> Vec<Work> {
    let mut veiled = old.parts().clone();
    // What is to be hidden now was to be hidden then.
    veiled.settings = new.parts().settings.clone();
    let veiled = Project::from_parts(veiled);
    let (before, after) = (SeenBy::new(&veiled, reader), SeenBy::new(new, reader));
    let is_whole = |real: &Project, seen: &SeenBy, id: &ClaimId| {
        !seen.hidden.contains(id) && real.claim(id).is_some() == seen.project.claim(id).is_some()
    };
    let mut work = join::by_person(&before.project, &after.project);
    let hides = !before.hidden.is_empty() || !after.hidden.is_empty() || before.unseen > 0 || after.unseen > 0;
    for one in &mut work {
        one.changes.retain(|change| match &change.subject {
            Touches::Claim(id) => is_whole(&veiled, &before, id) && is_whole(new, &after, id),
            // What else was done could tell what was found.
            Touches::Source(_) => true,
            Touches::Other => !hides,
        });
    }
    work.retain(|work| !work.changes.is_empty());
    work
}
