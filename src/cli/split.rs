//! `claimdesk split`: independent first passes given out, a file for each reviewer.

use std::{path::PathBuf, sync::Arc};

use anyhow::bail;

use crate::{
    app::{Ids, taking_in},
    io::{Disk, clock, random},
    model::{Edit, FirstPass, Project, Reviewer, Signature},
    store::Files,
};

use super::{Failure, new, output};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The project. That it was given out is kept in it; it is saved in place.
    project: PathBuf,
    /// For whom: initials, name or id of a reviewer of the project, or the name of somebody new.
    #[arg(long = "for", value_name = "PERSON", required = true)]
    people: Vec<String>,
    /// The folder for the files; else that of the project.
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    #[command(flatten)]
    waiting: super::Waiting,
}

pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    const WHAT: &str = "Could not give out a first pass";
    let mut opened = super::open_to_change(&arguments.project, WHAT, arguments.waiting)?;
    if opened.project.articles().is_empty() {
        bail!("{WHAT}: the project has no article.\n{}", arguments.project.display());
    }
    let known = opened.project.passes().to_vec();
    let mut ids = Ids::new(random::seed());
    let beside = arguments.project.parent().map(PathBuf::from).unwrap_or_default();
    let folder = arguments.output.clone().unwrap_or(beside);
    let given = Signature { by: None, at: clock::now().0 };
    let mut files: Vec<(PathBuf, Project, Reviewer, FirstPass)> = Vec::new();
    for person in &arguments.people {
        let reviewer = reviewer(&mut opened.project, person, &mut ids)?;
        let (pass, project) = taking_in::give_out(&opened.project, &reviewer, given.clone(), &mut ids);
        let path = folder.join(taking_in::file_name(&arguments.project, &reviewer));
        if Disk.metadata(&path).is_ok() || files.iter().any(|(known, ..)| *known == path) {
            bail!("{WHAT}: a file of that name exists already.\n{}", path.display());
        }
        files.push((path, project, reviewer, pass));
    }
    let mut trouble = Ok(());
    for (path, project, reviewer, pass) in files {
        trouble = new::save(path.clone(), project, Vec::new(), Some(arguments.project.clone()), None);
        if trouble.is_err() {
            break;
        }
        opened.project.apply(&Edit::PutPass(Arc::new(pass)))?;
        output::line(&format!("For {}: {}", reviewer.whole(), path.display()))?;
    }
    // What was written is told of, also where another could not be.
    if opened.project.passes() != known {
        new::save(arguments.project.clone(), opened.project, Vec::new(), None, Some(opened.held))?;
    }
    trouble
}

/// The reviewer of this name; somebody new joins the project.
fn reviewer(project: &mut Project, person: &str, ids: &mut Ids) -> Result<Reviewer, Failure> {
    let known = taking_in::person(project, person, ids);
    let Some(reviewer) = known else { bail!("Could not give out a first pass: --for wants a name.") };
    if project.reviewer(&reviewer.id).is_none() {
        output::line(&format!("{} is new to the project.", reviewer.whole()))?;
        project.apply(&Edit::PutReviewer(Arc::new(reviewer.clone())))?;
    }
    Ok(reviewer)
}
