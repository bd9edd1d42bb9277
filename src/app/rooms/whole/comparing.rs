//! The open project beside those of others: asked for, read, compared, and what is said of it taken along.

use std::{path::PathBuf, sync::Arc};

use crate::{
    comparison::{self, CompareJob, Comparing, ProjectComparison, Side, Uncompared},
    effect::{Effect, Job, Pick},
    intent::CompareIntent,
    notice::NoticeKind,
    rooms::{Whole, Workbench},
    view::Screen,
};

impl Workbench<'_, Whole> {
    pub(crate) fn compare_intent(&mut self, intent: CompareIntent) {
        let others = || self.document.view.comparison.as_ref().map(|shown| shown.others.clone()).unwrap_or_default();
        match intent {
            CompareIntent::Add => self.around.pick(Pick::Compared),
            CompareIntent::With(path) => {
                let mut others = others();
                if !others.contains(&path) {
                    others.push(path);
                }
                self.compare(others);
            }
            CompareIntent::Without(at) => {
                let mut others = others();
                if at < others.len() {
                    others.remove(at);
                }
                if others.is_empty() {
                    self.document.view.comparison = None;
                } else {
                    self.compare(others);
                }
            }
            CompareIntent::Again => {
                if let Some(shown) = &self.document.view.comparison {
                    let others = shown.others.clone();
                    self.compare(others);
                }
            }
            CompareIntent::CopyMethods => {
                if let Some(shown) = &self.document.view.comparison {
                    self.around.effects.push(Effect::Copy(comparison::methods(&shown.found)));
                    self.around.tell(NoticeKind::Done, "The paragraph is on the clipboard.", None);
                }
            }
        }
    }

    /// Reads the others and compares them with the open project, as it is shown to whoever sits here; without others, the first passes that
    /// it holds with each other.
    pub(super) fn compare(&mut self, others: Vec<PathBuf>) {
        let document = &*self.document;
        let shown = document.shown();
        let hidden = shown.claims().iter().filter(|claim| document.is_hidden(&claim.id)).map(|claim| claim.id.clone());
        let own = Side {
            // What it goes by where it is in no file; the job names all of them beside each other.
            name: document.name(),
            project: (**shown).clone(),
            hidden: hidden.collect(),
            unseen: document.project().claims().len().saturating_sub(shown.claims().len()),
        };
        let path = document.path.clone();
        let state = document.shown_state();
        let reader = self.around.prefs.reviewer.as_ref().map(|reviewer| reviewer.id.clone());
        let told = others.last().map(|path| path.display().to_string()).unwrap_or_default();
        let watch = self.around.begin_reading("Comparing projects", told);
        let job = CompareJob { own, path, state, others, reader, watch };
        self.around.run(Job::CompareProjects(Box::new(job)));
    }

    pub(crate) fn projects_compared(&mut self, job: CompareJob, found: Result<Box<ProjectComparison>, Uncompared>) {
        self.around.opening = None;
        // It was to be seen by whoever sat here then.
        if job.reader.as_ref() != self.around.prefs.reviewer.as_ref().map(|reviewer| &reviewer.id) {
            return;
        }
        match found {
            Ok(found) => {
                let CompareJob { others, state, .. } = job;
                self.document.view.comparison = Some(Comparing { others, found: Arc::new(*found), state });
                self.show(Screen::Compare);
            }
            Err(Uncompared { text, path }) => {
                self.around.tell(NoticeKind::Error, text, path.map(|path| path.display().to_string()));
            }
        }
    }
}
