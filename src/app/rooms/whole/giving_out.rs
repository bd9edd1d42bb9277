//! Independent first passes given out: a file for each reviewer beside the project.

use std::{path::PathBuf, sync::Arc};

use crate::{
    command::Command,
    effect::Job,
    incoming_project::GiveOutJob,
    model::{Edit, Signature},
    notice::NoticeKind,
    rooms::{Whole, Workbench},
    taking_in,
};

impl Workbench<'_, Whole> {
    /// Writes a file for each of these people.
    pub(crate) fn give_out(&mut self, people: &[String]) {
        let Some(path) = self.document.path.clone() else {
            let text = "Save the project first: the files for the reviewers go beside it.";
            return self.around.tell_with(NoticeKind::Warning, text, None, Some(("Save", Command::Save.into())));
        };
        let at = self.around.now.time;
        let given = Signature { by: self.around.prefs.reviewer.as_ref().map(|reviewer| reviewer.id.clone()), at };
        let by = given.by.clone().filter(|id| self.document.project().reviewer(id).is_some());
        let given = Signature { by, at };
        let mut project = self.document.project().clone();
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        let mut files = Vec::new();
        for person in people {
            let Some(reviewer) = taking_in::person(&project, person, &mut self.around.ids) else { continue };
            if files.iter().any(|(_, _, known, _): &(_, _, crate::model::Reviewer, _)| known.id == reviewer.id) {
                continue;
            }
            let (pass, out) = taking_in::give_out(&project, &reviewer, given.clone(), &mut self.around.ids);
            let edits = [Edit::PutReviewer(Arc::new(reviewer.clone())), Edit::PutPass(Arc::new(pass.clone()))];
            edits.iter().for_each(|edit| drop(project.apply(edit)));
            let file = folder.join(taking_in::file_name(&path, &reviewer));
            files.push((file, out, reviewer, pass));
        }
        if files.is_empty() {
            let text = "Name at least one reviewer to give a first pass to.";
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        self.around.run(Job::GiveOut(Box::new(GiveOutJob { project: path, files, at })));
    }

    /// The files were written, or not all of them. That those were is kept in the project.
    pub(crate) fn given_out(&mut self, job: GiveOutJob, trouble: Option<(String, PathBuf)>) {
        if let Some((why, path)) = trouble {
            let text = format!("{}.", why.trim_end_matches('.'));
            self.around.tell(NoticeKind::Error, text, Some(path.display().to_string()));
        }
        if job.files.is_empty() {
            return;
        }
        let mut edits = Vec::new();
        let mut told = Vec::new();
        for (path, _, reviewer, pass) in job.files {
            if self.document.project().reviewer(&reviewer.id).is_none() {
                edits.push(Edit::PutReviewer(Arc::new(reviewer.clone())));
            }
            edits.push(Edit::PutPass(Arc::new(pass)));
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            told.push(format!("{name} for {}", reviewer.whole()));
        }
        if self.edit(&Edit::Batch { label: "give out first passes".to_owned(), edits }) {
            let text = format!("Given out: {}. Import each file when it comes back.", told.join(", "));
            let folder = job.project.parent().map(|folder| folder.display().to_string());
            self.around.tell(NoticeKind::Done, text, folder);
        }
    }
}
