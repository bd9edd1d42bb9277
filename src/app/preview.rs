//! An article on its way into the project: how it is read, and what is shown of it before it comes in.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc, time::Duration};

use crate::{
    import::{Draft, LineMode, Watch},
    model::{Article, Origin, Project},
};

use super::{
    effect::{Clip, ImportFrom, ImportJob, Purpose, Remote, origin},
    ids::Ids,
};

/// Stands before HTML from the clipboard, which is often only a piece of a page, so that it is known for what it is.
const PASTED: &str = "<!doctype html><meta charset=\"utf-8\">";

/// Whether there is a letter or digit outside of tags.
fn has_words(html: &str) -> bool {
    html.split('<').any(|piece| piece.split_once('>').is_some_and(|(_, words)| words.contains(char::is_alphanumeric)))
}

/// An article that is being opened: what will come in, for the reviewer to look at and correct.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// What was read.
    pub draft: Draft,
    /// The file's name; empty for the clipboard.
    pub name: String,
    /// How it was read, to read it again in another way.
    pub job: ImportJob,
    /// The original bytes.
    pub bytes: Arc<[u8]>,
    /// Where on the web they came from, if they did.
    pub remote: Option<Remote>,
    /// Which of the blocks that are proposed to stay out are shown all the same.
    pub unfolded: BTreeSet<usize>,
}

/// A foreign file that is being fetched or read.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// What is being done.
    pub what: &'static str,
    /// Its file or address; empty for the clipboard.
    pub path: String,
    /// How far it has come.
    pub watch: Watch,
    /// When it began, on the session's clock.
    pub since: Duration,
}

impl Preview {
    /// Where the draft comes from, opened now.
    pub(crate) fn origin(&self, now: jiff::Timestamp) -> Origin {
        origin(&self.draft, &self.name, self.remote.as_ref(), &self.bytes, now)
    }

    /// The article that comes into a project, and its original with the hash under which that is kept.
    pub(crate) fn into_article(
        self,
        ids: &mut Ids,
        project: &Project,
        now: jiff::Timestamp,
    ) -> (Article, (String, Arc<[u8]>)) {
        let origin = self.origin(now);
        let original = (origin.sha256.clone(), self.bytes);
        let id = ids.article(project);
        let version = self.draft.to_version(ids.version(project), origin);
        (Article { id, meta: self.draft.meta, versions: vec![Arc::new(version)] }, original)
    }
}

/// How to read what is on the clipboard; `None`: there is no text on it.
pub(crate) fn clip_job(clip: Clip, purpose: Purpose) -> Option<ImportJob> {
    let html = clip.html.filter(|html| has_words(html)).map(|html| format!("{PASTED}{html}"));
    let text = html.or(clip.text).filter(|text| !text.trim().is_empty())?;
    let from = match ImportFrom::typed(PathBuf::from(&text)) {
        web @ ImportFrom::Web { .. } => return Some(import_job(web, purpose)),
        _ => ImportFrom::Bytes { name: String::new(), bytes: text.into_bytes().into() },
    };
    Some(ImportJob { encoding: "utf-8".into(), ..import_job(from, purpose) })
}

pub(crate) fn import_job(from: ImportFrom, purpose: Purpose) -> ImportJob {
    ImportJob {
        from,
        encoding: String::new(),
        lines: LineMode::Auto,
        page: None,
        recognise: None,
        purpose,
        watch: Watch::default(),
    }
}
