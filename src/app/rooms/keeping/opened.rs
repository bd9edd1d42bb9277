//! What there is to say of a project that was just opened.

use std::path::{Path, PathBuf};

use crate::{
    command::Command,
    effect::OpenedNews,
    intent::{Intent, KeptIntent},
    join,
    journal_replay::count_of_changes,
    left_work::name_of,
    notice::{NoticeKind, Told},
    reach,
    rooms::{Keeping, Workbench},
    store::{self, Access, journal::LeftBehind},
};

use super::saving::{lock_trouble, put_aside};

impl Workbench<'_, Keeping> {
    /// Says what there is to say of the project that was just opened. Returns the number of the claim to go to.
    pub(crate) fn tell_opened(&mut self, news: OpenedNews, older: Option<u32>) -> Option<u32> {
        self.remember_recent();
        let claim = news.claim;
        if let Some(holder) = &news.also_open {
            self.also_open(Some(holder.clone()));
        }
        let path = self.document.path.as_deref();
        let reading_only = reading_only(&self.document.access, path);
        self.around.notices.tell_all(news_of_opening(news, older, path).chain(reading_only));
        claim
    }
}

impl Workbench<'_, Keeping> {
    /// Passages that were left in an older draft, by joining two people's work or by an older program, are looked for in the newest: a
    /// change of its own, which is told and can be taken back.
    pub(crate) fn follow_left_behind(&mut self) {
        if !self.document.access.is_editable() {
            return;
        }
        let Some(followed) = join::left_behind(self.document.project()) else { return };
        if self.edit(&followed.edit) {
            let text = format!("{} Look at them, then save.", followed.sentence());
            self.around.tell_with(NoticeKind::Warning, text, None, Some(("Undo", Command::Undo.into())));
        }
    }
}

fn news_of_opening(news: OpenedNews, older: Option<u32>, path: Option<&Path>) -> impl Iterator<Item = Told> {
    let OpenedNews {
        lock_trouble: trouble,
        claim: _,
        no_journal,
        put_aside: aside,
        kept_aside,
        has_cut_short,
        elsewhere,
        unjoined: _,
        copies,
        copy_of,
        also_open: _,
    } = news;
    let warning = |text: String| Told::new(NoticeKind::Warning, text).at(path);
    let kept_aside = kept_aside.map(|changes| {
        warning(format!(
            "This project had {changes}, in no file, that could not be brought back before. “Earlier versions…” has it with them now."
        ))
        .with("Earlier versions…", Command::FileVersions)
    });
    let cut_short = has_cut_short.then(|| {
        let text = "A save of this project was cut short. “Earlier versions…” keeps what it had left beside the file.";
        warning(text.to_owned()).with("Earlier versions…", Command::FileVersions)
    });
    let no_journal = no_journal.map(|reason| {
        warning(format!(
            "Could not look for unsaved work of this project: its journal cannot be read ({reason}). It is kept as it is; a new one \
             begins with the next change."
        ))
    });
    let older = older.map(|format| {
        warning(format!(
            "The project is in an older format ({format}). When it is saved, it is kept as it is beside the new file."
        ))
    });
    let first = [trouble.map(lock_trouble), aside.as_deref().map(put_aside), kept_aside, cut_short, no_journal];
    let copies = copies.into_iter().map(copy_beside).chain(copy_of.map(original_beside));
    first.into_iter().flatten().chain(elsewhere.into_iter().map(work_from_elsewhere)).chain(copies).chain(older)
}

/// The unsaved work of another file that starts from what the opened one holds. It is never taken unasked: the opened one may be
/// a copy.
fn work_from_elsewhere(left: LeftBehind) -> Told {
    let text = format!(
        "There is unsaved work of “{}” that starts from what this file holds: {}. Perhaps the file was moved here.",
        name_of(&left),
        count_of_changes(left.changes)
    );
    Told::new(NoticeKind::Warning, text).at(left.path.as_deref()).with("Take it in", KeptIntent::TakeWork(left.name))
}

/// A copy that a program has made which keeps folders the same on several machines.
fn copy_beside(copy: PathBuf) -> Told {
    let what = store::conflicted_copy(&reach::file_name(&copy)).map(|copy| copy.what).unwrap_or_default();
    let text = format!(
        "A copy of this project lies beside it ({what}), with work that is not in it. Nothing is written until you save."
    );
    Told::new(NoticeKind::Warning, text).at(Some(&copy)).with("Join it", KeptIntent::JoinCopy(copy.clone()))
}

fn original_beside(original: PathBuf) -> Told {
    let text = "This is a conflicted copy of a project that lies beside it. Open that one to join both.";
    Told::new(NoticeKind::Warning, text).at(Some(&original)).with("Open it", Intent::OpenPath(original.clone()))
}

fn reading_only(access: &Access, path: Option<&Path>) -> Option<Told> {
    let told = Told::new(NoticeKind::Warning, format!("The project is open for reading only: {}", access.reason()?));
    let again = path.filter(|_| matches!(access, Access::InUse(_)));
    Some(match again {
        Some(again) => told.at(path).with("Try again", Intent::OpenPath(again.to_owned())),
        None => told.at(path),
    })
}
