//! The project's sources as a library: one more, one less, those that are the same made one, and lists of other programs taken in.

use std::{path::Path, sync::Arc};

use crate::{
    Command,
    effect::OpenError,
    marks::several,
    model::{Edit, Project, Source, SourceId},
    notice::{Dialog, NoticeKind},
    rooms::{Sources, Workbench},
    source_library::{SourcesPlan, plan_sources},
    view::Screen,
};

impl Workbench<'_, Sources> {
    pub(super) fn add_source(&mut self) {
        let document = &*self.document;
        let source = Source::new(self.around.ids.source(document.project()));
        let source_id = source.id.clone();
        if self.edit(&several("add source", vec![Edit::PutSource(Arc::new(source))])) {
            self.document.go_to_source(source_id);
        }
    }

    /// Removes the source that the page of sources shows.
    pub(crate) fn remove_shown_source(&mut self) {
        let shown = self.document.shown_source().map(|source| source.id.clone());
        if let Some(source_id) = shown {
            self.ask_to_remove_source(source_id);
        }
    }

    /// Removes a source; where claims use it, they lose evidence that is not on the screen, so that is asked first.
    pub(super) fn ask_to_remove_source(&mut self, source_id: SourceId) {
        let document = &*self.document;
        let uses = |project: &Project| project.claims_using(&source_id).count();
        let (all, seen) = (uses(document.project()), uses(document.shown()));
        if all != seen {
            return self.tell_hidden();
        }
        let is_used = all > 0;
        if is_used && document.access.is_editable() {
            self.around.dialog = Some(Dialog::RemoveSource(source_id));
        } else {
            self.remove_source(&source_id);
        }
    }

    /// Removes a source and, in the same step, every evidence that uses it.
    pub(crate) fn remove_source(&mut self, source_id: &SourceId) {
        let document = &*self.document;
        let mut edits = Vec::new();
        for (_, claim) in document.project().claims_using(source_id) {
            let uses = claim.evidence.iter().filter(|evidence| evidence.source == *source_id);
            edits.extend(
                uses.map(|evidence| Edit::RemoveEvidence { claim: claim.id.clone(), evidence: evidence.id.clone() }),
            );
        }
        edits.push(Edit::RemoveSource(source_id.clone()));
        if self.edit(&Edit::Batch { label: "remove source".into(), edits }) {
            self.document.view.source = None;
        }
    }

    /// Takes in a list of sources that was read.
    pub(crate) fn sources_read(&mut self, path: &Path, read: Result<Vec<Source>, OpenError>) {
        self.around.opening = None;
        let path_shown = Some(path.display().to_string());
        let list = match read {
            Ok(list) => list,
            Err(error) => return self.around.tell(NoticeKind::Error, error.sentence(), path_shown),
        };
        self.import_sources(&list);
    }

    /// Takes in a list of sources in one step.
    pub fn import_sources(&mut self, list: &[Source]) {
        let document = &*self.document;
        let SourcesPlan { added, known, edit } = plan_sources(document.project(), list, &mut self.around.ids);
        let had = match known {
            0 => String::new(),
            1 => " 1 is in the project already.".to_owned(),
            known => format!(" {known} are in the project already."),
        };
        let Some(edit) = edit else {
            return self.around.tell(NoticeKind::Hint, format!("Nothing new is in the list.{had}"), None);
        };
        if self.edit(&edit) {
            self.show(Screen::Sources);
            let words = if added == 1 { "1 source came in.".to_owned() } else { format!("{added} sources came in.") };
            let undo = Some(("Undo", Command::Undo.into()));
            self.around.tell_with(NoticeKind::Done, words + &had, None, undo);
        }
    }

    /// Makes one source of several.
    pub(super) fn merge_sources(&mut self, into: SourceId, from: Vec<SourceId>) {
        let count = from.len() + 1;
        if self.edit(&Edit::MergeSources { into: into.clone(), from: from.clone() }) {
            let document = &mut *self.document;
            document.view.source = Some(into.clone());
            if let Some(pane) = document.view.pane.as_mut().filter(|pane| from.contains(&pane.source)) {
                pane.source = into;
            }

            let undo = Some(("Undo", Command::Undo.into()));
            self.around.tell_with(NoticeKind::Done, format!("{count} sources are one now."), None, undo);
        }
    }
}
