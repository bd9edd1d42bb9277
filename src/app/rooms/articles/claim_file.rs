//! Claims from another tool's file: asked for, looked at, and taken in as one step.

use std::path::PathBuf;

use crate::{
    effect::{Job, OpenError, Pick},
    exchange::{self, Becomes, Tally},
    incoming::{Incoming, ReadIncoming},
    intent::ImportIntent,
    model::ArticleId,
    notice::{Dialog, NoticeKind},
    rooms::{Articles, Workbench},
};

impl Workbench<'_, Articles> {
    /// Reads a file of another tool to show what would come in.
    pub(crate) fn read_incoming(&mut self, path: PathBuf) {
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
            ImportIntent::AnotherFile => {
                self.close_import();
                self.around.pick(Pick::Claims);
            }
            ImportIntent::Accept => self.accept_incoming(),
        }
    }

    fn map_label(&mut self, row: usize, becomes: Becomes) {
        let row = self.around.incoming.as_mut().and_then(|incoming| incoming.mapping.rows.get_mut(row));
        if let Some(row) = row {
            row.becomes = becomes;
        }
    }

    pub(crate) fn close_import(&mut self) {
        self.around.incoming = None;
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
