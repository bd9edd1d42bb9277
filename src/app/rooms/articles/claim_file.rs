//! Claims from another tool's file: asked for, looked at, and taken in as one step.

use std::{collections::BTreeSet, path::PathBuf};

use crate::{
    Command,
    effect::{Job, OpenError, Pick},
    exchange::{self, Becomes, Tally},
    incoming::{Incoming, ReadIncoming},
    incoming_project::{IncomingProject, TakeInJob},
    intent::ImportIntent,
    model::{ArticleId, ClaimId, Edit},
    notice::{Dialog, NoticeKind},
    reach,
    rooms::{Articles, Workbench},
    taking_in::{TakeError, Tense},
};

impl Workbench<'_, Articles> {
    /// Reads a file of another tool to show what would come in.
    pub(crate) fn read_incoming(&mut self, path: PathBuf) {
        if reach::is_project_path(&path) {
            return self.look_at_project(path, BTreeSet::new(), None);
        }
        self.look_for_incoming(path, None, None);
    }

    fn look_for_incoming(&mut self, path: PathBuf, article: Option<ArticleId>, before: Option<Box<Incoming>>) {
        let document = &*self.document;
        let project = document.project().clone();
        let watch = self.around.begin_reading("Importing claims", path.display().to_string());
        self.around.run(Job::ReadIncoming(Box::new(ReadIncoming { path, project, article, before, watch })));
    }

    pub(crate) fn incoming_read(&mut self, path: &std::path::Path, read: Result<Box<Incoming>, OpenError>) {
        self.around.opening = None;
        match read {
            Ok(incoming) => {
                self.around.incoming = Some(*incoming);
                self.around.dialog = Some(Dialog::Import);
            }
            Err(error) => {
                // What the reviewer looks at would go without a word.
                let path_shown = Some(path.display().to_string());
                self.around.tell(NoticeKind::Error, error.sentence(), path_shown);
            }
        }
    }

    pub(crate) fn import_intent(&mut self, intent: ImportIntent) {
        match intent {
            ImportIntent::Into(article) => {
                if let Some(incoming) = self.around.incoming.clone() {
                    self.look_for_incoming(incoming.path.clone(), article, Some(Box::new(incoming)));
                }
            }
            ImportIntent::Map(row, becomes) => self.map_label(row, becomes),
            ImportIntent::Same(claim, is_same) => {
                let Some(incoming) = self.around.incoming_project.clone() else { return };
                let mut same = incoming.same.clone();
                let _ = if is_same { same.insert(claim) } else { same.remove(&claim) };
                self.look_at_project(incoming.path.clone(), same, Some(Box::new(incoming)));
            }
            ImportIntent::AnotherFile => {
                self.close_import();
                self.around.pick(Pick::Claims);
            }
            ImportIntent::Accept => match self.around.incoming_project.clone() {
                Some(incoming) => self.accept_project(incoming),
                None => self.accept_incoming(),
            },
        }
    }

    /// Works out what comes of taking another project in.
    fn look_at_project(&mut self, path: PathBuf, same: BTreeSet<ClaimId>, before: Option<Box<IncomingProject>>) {
        let document = &*self.document;
        let project = document.project().clone();
        let unseen = project.claims().len() - document.shown().claims().len();
        if unseen > 0 {
            let text = format!("{}.", TakeError::Hidden(unseen));
            return self.around.tell(NoticeKind::Warning, text, Some(path.display().to_string()));
        }
        let hidden = project.claims().iter().filter(|claim| document.is_hidden(&claim.id));
        let hidden = hidden.map(|claim| claim.id.clone()).collect();
        let state = document.state_id();
        let watch = self.around.begin_reading("Importing a project", path.display().to_string());
        let (at, ids) = (self.around.now.time, self.around.ids.split());
        let by = self.around.prefs.reviewer.as_ref().map(|reviewer| reviewer.id.clone());
        let by = by.filter(|id| project.reviewer(id).is_some());
        let job = TakeInJob { path, project, state, hidden, same, before, by, at, ids, watch };
        self.around.run(Job::TakeIn(Box::new(job)));
    }

    pub(crate) fn project_read(&mut self, path: &std::path::Path, read: Result<Box<IncomingProject>, String>) {
        self.around.opening = None;
        match read {
            Ok(incoming) => {
                self.around.incoming_project = Some(*incoming);
                self.around.dialog = Some(Dialog::ImportProject);
            }
            Err(why) => {
                let text = format!("{}.", why.trim_end_matches('.'));
                self.around.tell(NoticeKind::Error, text, Some(path.display().to_string()));
            }
        }
    }

    /// Takes the project in that is shown, as one step.
    fn accept_project(&mut self, incoming: IncomingProject) {
        if incoming.state != self.document.state_id() {
            let text = "The project has changed since the other was read. What comes in was worked out anew.";
            self.look_at_project(incoming.path.clone(), incoming.same.clone(), Some(Box::new(incoming)));
            return self.around.tell(NoticeKind::Warning, text, None);
        }
        let parts = Box::new(incoming.taken.project.parts().clone());
        if self.edit(&Edit::Replace { label: "import project".to_owned(), parts }) {
            self.document.originals.extend(incoming.originals.clone());
            self.close_import();
            let opened = match incoming.taken.opened {
                0 => String::new(),
                1 => " 1 difference is open.".to_owned(),
                opened => format!(" {opened} differences are open."),
            };
            let text = format!("{}{opened}", incoming.taken.sentence(Tense::Done));
            let next = match incoming.taken.opened {
                0 => ("Undo", Command::Undo.into()),
                _ => ("Settle them…", Command::ShowAdjudication.into()),
            };
            self.around.tell_with(NoticeKind::Done, text, Some(incoming.path.display().to_string()), Some(next));
        }
    }

    fn map_label(&mut self, row: usize, becomes: Becomes) {
        let row = self.around.incoming.as_mut().and_then(|incoming| incoming.mapping.rows.get_mut(row));
        if let Some(row) = row {
            row.becomes = becomes;
        }
    }

    pub(crate) fn close_import(&mut self) {
        (self.around.incoming, self.around.incoming_project) = (None, None);
        self.around.dialog = None;
    }

    fn accept_incoming(&mut self) {
        let Some(incoming) = self.around.incoming.clone() else { return };
        let document = &*self.document;
        let project = document.project();
        if !incoming.placing.fits(project) {
            let text = "The article has a new draft since the file was read. Its claims were looked for again.";
            self.look_for_incoming(incoming.path.clone(), incoming.article.clone(), Some(Box::new(incoming)));
            return self.around.tell(NoticeKind::Warning, text, None);
        }
        let (mut claims, mut sources, mut evidence) =
            (self.around.ids.split(), self.around.ids.split(), self.around.ids.split());
        let ids = exchange::Ids {
            claim: &mut |project| claims.claim(project),
            source: &mut |project| sources.source(project),
            evidence: &mut || evidence.evidence(),
        };
        let Some(edit) = exchange::plan(project, &incoming.notes, &incoming.placing, &incoming.mapping, ids) else {
            return;
        };
        if self.edit(&edit) {
            self.close_import();
            let Tally { moved, lost, .. } = incoming.tally;
            let rest = [(moved, "at another place than the file says"), (lost, "not found")];
            let rest =
                rest.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("; {count} {what}"));
            let coming = match incoming.tally.coming() {
                1 => "1 claim".to_owned(),
                count => format!("{count} claims"),
            };
            let text = format!("{coming} came in{}.", rest.collect::<String>());
            self.around.tell(NoticeKind::Done, text, Some(incoming.path.display().to_string()));
        }
    }
}
