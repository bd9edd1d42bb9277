//! Claims from another tool's file: read away from the window, shown with what becomes of each, and taken in as one step.

use std::{path::PathBuf, sync::Arc};

use crate::{
    exchange::{self, Becomes, Mapping, Note, Placing, ReadError, Tally},
    foreign::{self, List, Listed},
    import::Watch,
    model::{ArticleId, Project},
};

use super::{
    effect::{Job, JobResult, OpenError, Pick},
    intent::ImportIntent,
    jobs::Reach,
    notice::{Dialog, NoticeKind},
    workbench::{ClaimFile, Workbench},
};

/// A file of another tool, shown before its claims come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// The file.
    pub path: PathBuf,
    /// The name of its format.
    pub format: &'static str,
    /// What it says.
    pub notes: Arc<[Note]>,
    /// The article that the reviewer chose; `None`: as the file says, or where most is found.
    pub article: Option<ArticleId>,
    /// Where each note stands.
    pub placing: Arc<Placing>,
    /// What each label becomes.
    pub mapping: Mapping,
    /// How many notes stand how.
    pub tally: Tally,
}

/// Reading a file of another tool, or looking for its notes in another article.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadIncoming {
    /// The file.
    pub path: PathBuf,
    /// The project.
    pub project: Project,
    /// The article that the reviewer chose.
    pub article: Option<ArticleId>,
    /// What was read before, with the mapping as the reviewer left it.
    pub before: Option<Box<Incoming>>,
    /// How far it has come.
    pub watch: Watch,
}

/// Does the job.
///
/// # Errors
/// [`OpenError::Io`], [`OpenError::Import`], [`OpenError::Exchange`] and [`OpenError::TooMuch`].
fn read(reach: &Reach<'_>, job: ReadIncoming) -> Result<Incoming, OpenError> {
    let ReadIncoming { path, project, article, before, watch } = job;
    let (format, notes, mapping) = match before {
        Some(before) => (before.format, before.notes, before.mapping),
        None => {
            let bytes = super::jobs::read(reach.files, &path, "Could not import")?;
            let list = List { bytes: &bytes, ..List::default() };
            let Listed { format, items } = foreign::read_claims(reach.reader, list, &watch)?;
            let reader = exchange::reader(&format).ok_or(ReadError::NoReader(format))?;
            super::jobs::must_fit("Could not import", &items)?;
            let mapping = Mapping::new(&project, &items);
            (reader.name, items.into(), mapping)
        }
    };
    let placing = Placing::watched(&project, &notes, article.as_ref(), &watch);
    let placing = placing.ok_or_else(|| ReadError::Damaged("the project has no article".to_owned()))?;
    let tally = placing.tally();
    Ok(Incoming { path, format, notes, article, placing: placing.into(), mapping, tally })
}

impl Workbench<'_, ClaimFile> {
    /// Reads a file of another tool to show what would come in.
    pub(super) fn read_incoming(&mut self, path: PathBuf) {
        self.look_for_incoming(path, None, None);
    }

    fn look_for_incoming(&mut self, path: PathBuf, article: Option<ArticleId>, before: Option<Box<Incoming>>) {
        let document = &*self.document;
        let project = document.project().clone();
        let watch = self.around.begin_reading("Importing claims", path.display().to_string());
        self.run(Job::ReadIncoming(Box::new(ReadIncoming { path, project, article, before, watch })));
    }

    pub(super) fn incoming_read(&mut self, path: &std::path::Path, read: Result<Box<Incoming>, OpenError>) {
        *self.around.opening = None;
        match read {
            Ok(incoming) => {
                *self.around.incoming = Some(*incoming);
                *self.around.dialog = Some(Dialog::Import);
            }
            Err(error) => {
                // What the reviewer looks at would go without a word.
                let place = Some(path.display().to_string());
                self.tell(NoticeKind::Error, error.sentence(), place);
            }
        }
    }

    pub(super) fn import_intent(&mut self, intent: ImportIntent) {
        match intent {
            ImportIntent::Into(article) => {
                if let Some(incoming) = self.around.incoming.clone() {
                    self.look_for_incoming(incoming.path.clone(), article, Some(Box::new(incoming)));
                }
            }
            ImportIntent::Map(row, becomes) => self.map_label(row, becomes),
            ImportIntent::AnotherFile => {
                self.close_import();
                self.pick(Pick::Claims);
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

    pub(super) fn close_import(&mut self) {
        *self.around.incoming = None;
        *self.around.dialog = None;
    }

    fn accept_incoming(&mut self) {
        let Some(incoming) = self.around.incoming.clone() else { return };
        let document = &*self.document;
        let project = document.project();
        if !incoming.placing.fits(project) {
            let text = "The article has a new draft since the file was read. Its claims were looked for again.";
            self.look_for_incoming(incoming.path.clone(), incoming.article.clone(), Some(Box::new(incoming)));
            return self.tell(NoticeKind::Warning, text, None);
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
            self.tell(NoticeKind::Done, text, Some(incoming.path.display().to_string()));
        }
    }
}

/// What reading the file brought.
pub(super) fn result(reach: &Reach<'_>, job: ReadIncoming) -> JobResult {
    let (path, watch) = (job.path.clone(), job.watch.clone());
    JobResult::IncomingRead(path, watch, read(reach, job).map(Box::new))
}
