//! What was checked before and is like the claim in the inspector: it is looked for beside the window, and what is said of it is kept with
//! the claim. Sources are taken over when that is asked for; a verdict never is.

use std::sync::Arc;

use crate::model::{CheckedBefore, Claim, ClaimField, Edit, Evidence, Likeness, Source, SourceKind};

use crate::{
    command::Command,
    desk_library::RepeatsJob,
    document::Document,
    effect::Job,
    intent::BeforeIntent,
    library::{EntrySource, Like},
    links::{link_in, site_of},
    marks::several,
    notice::NoticeKind,
    rooms::{Earlier, Workbench},
    view::{Repeats, Screen},
};

/// What of an earlier claim is shown beside the claim in the inspector.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The earlier claim.
    pub like: &'a Like,
    /// What was said of it, if anything was.
    pub answer: Option<Likeness>,
}

/// By which name what was said of an earlier claim is kept.
pub fn name_of(like: &Like) -> &str {
    if like.entry.id.is_empty() { &like.entry.address } else { &like.entry.id }
}

/// From where an earlier claim is, in words: its project and number, or who published it.
pub fn from_where(like: &Like) -> String {
    match (&like.entry.publisher, like.entry.number) {
        (publisher, _) if !publisher.is_empty() => publisher.clone(),
        (_, 0) => like.shelf.title.clone(),
        (_, number) => format!("{}, claim {number}", like.shelf.title),
    }
}

impl Document {
    /// The claim whose earlier ones are looked for: the one in the inspector, where it is not hidden.
    fn claim_to_look_for(&self) -> Option<&Arc<Claim>> {
        let claim = self.claim().filter(|claim| self.view.screen == Screen::Article && !self.is_hidden(&claim.id))?;
        Some(claim)
    }

    /// What was found for the claim in the inspector.
    pub fn repeats(&self) -> Option<&Repeats> {
        let claim = self.claim_to_look_for()?;
        self.view.repeats.as_ref().filter(|repeats| repeats.claim == claim.id)
    }

    /// The earlier claims that are shown beside the claim in the inspector: unasked those that stand out, while nobody has signed it,
    /// and of which nobody said that they are something else; on demand all that are like it.
    pub fn checked_before(&self) -> Vec<Before<'_>> {
        let Some((repeats, claim)) = self.repeats().zip(self.claim_to_look_for()) else { return Vec::new() };
        let answered = |like: &Like| {
            let said = claim.checked_before.iter().rev().find(|said| said.id == name_of(like));
            said.map(|said| said.answer)
        };
        let all = repeats.found.iter().map(|like| Before { like, answer: answered(like) });
        let is_wanted = |before: &Before<'_>| match before.answer {
            _ if repeats.shows_all => true,
            Some(answer) => answer == Likeness::Same,
            None => before.like.is_shown && !claim.status.is_done(),
        };
        all.filter(is_wanted).collect()
    }
}

impl Workbench<'_, Earlier> {
    /// Looks for earlier claims when another claim is in the inspector, its words changed, or the library did.
    pub(crate) fn look_for_repeats(&mut self) {
        let Some(claim) = self.document.claim_to_look_for() else { return };
        let own = self.document.canonical.as_ref().or(self.document.path.as_ref());
        let prefs = &self.around.prefs;
        let has_library = !prefs.library_folders.is_empty()
            || prefs
                .recent
                .iter()
                .any(|recent| Some(&recent.path) != own && Some(&recent.path) != self.document.path.as_ref());
        if !has_library {
            return;
        }
        let asked = (claim.id.clone(), claim.checked_statement());
        self.around.gather_library(false);
        let index = Arc::clone(&self.around.library.index);
        let kept = self.document.view.repeats.as_ref();
        let is_known =
            kept.is_some_and(|kept| kept.claim == asked.0 && kept.words == asked.1 && Arc::ptr_eq(&kept.index, &index));
        // One at a time: what is typed meanwhile is looked for next.
        if is_known || self.document.view.looking_for_repeats.is_some() || index.is_empty() {
            return;
        }
        self.document.view.looking_for_repeats = Some(asked.clone());
        let (claim, words) = asked;
        let except = self.document.canonical.clone().or(self.document.path.clone());
        self.around.run_unawaited(Job::LookForRepeats(RepeatsJob { index, except, claim, words }));
    }

    /// Earlier claims were looked for.
    pub(crate) fn repeats_found(&mut self, job: RepeatsJob, found: Vec<Like>) {
        self.document.view.looking_for_repeats = None;
        let RepeatsJob { index, claim, words, .. } = job;
        // What was found in a library that another has taken the place of may be of what this reviewer is not to see.
        if Arc::ptr_eq(&index, &self.around.library.index) {
            let before = self.document.view.repeats.take();
            let shows_all = before.is_some_and(|before| before.claim == claim && before.shows_all);
            self.document.view.repeats = Some(Repeats { claim, words, index, found, shows_all });
        }
        self.look_for_repeats();
    }

    /// Shows all earlier claims that are like the one in the inspector, or only those that stand out again.
    pub(crate) fn show_repeats(&mut self) {
        let Some(claim) = self.document.claim_to_look_for() else { return };
        let number = claim.number;
        let shows_all = self.document.repeats().is_some_and(|repeats| repeats.shows_all);
        if shows_all {
            return self.show_all(false);
        }
        let has_any = self.document.repeats().is_some_and(|repeats| !repeats.found.is_empty());
        if has_any {
            return self.show_all(true);
        }
        let text = if self.around.library.index.is_empty() {
            "There is nothing in the library to look through yet. Choose a folder of projects on its page.".to_owned()
        } else {
            format!("Nothing in the library is like claim {number}.")
        };
        self.around.tell_with(NoticeKind::Hint, text, None, Some(("Library", Command::ShowLibrary.into())));
    }

    fn show_all(&mut self, all: bool) {
        if let Some(repeats) = &mut self.document.view.repeats {
            repeats.shows_all = all;
        }
    }

    pub(crate) fn before_intent(&mut self, intent: BeforeIntent) {
        match intent {
            BeforeIntent::ShowAll(all) => self.show_all(all),
            BeforeIntent::Answer { claim: _, earlier, answer } => self.answer_before(&earlier, answer),
            BeforeIntent::TakeSources { claim: _, earlier } => self.take_sources_of(&earlier),
        }
    }

    fn like(&self, earlier: &str) -> Option<Like> {
        self.document.repeats()?.found.iter().find(|like| name_of(like) == earlier).cloned()
    }

    /// Keeps what was said of an earlier claim with the claim.
    fn answer_before(&mut self, earlier: &str, answer: Likeness) {
        let Some((claim, like)) = self.document.claim_to_look_for().cloned().zip(self.like(earlier)) else { return };
        let mut said = claim.checked_before.clone();
        said.retain(|other| other.id != earlier);
        let from = if like.entry.publisher.is_empty() { &like.shelf.title } else { &like.entry.publisher };
        said.push(CheckedBefore { id: earlier.to_owned(), from: from.clone(), number: like.entry.number, answer });
        let field = ClaimField::CheckedBefore(said);
        if self.edit(&Edit::SetClaim { claim: claim.id.clone(), field }) {
            let what = match answer {
                Likeness::Same => "is the same",
                Likeness::Related => "is related",
                Likeness::No => "is another claim",
            };
            let text = format!("Claim {}: noted that {} {what}.", claim.number, from_where(&like));
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }

    /// Makes the sources of an earlier claim that is the same evidence, with where they are from. Those that the claim has are left.
    fn take_sources_of(&mut self, earlier: &str) {
        let Some((claim, like)) = self.document.claim_to_look_for().cloned().zip(self.like(earlier)) else { return };
        let is_same = claim.checked_before.iter().any(|said| said.id == earlier && said.answer == Likeness::Same);
        if !is_same {
            return;
        }
        let from = from_where(&like);
        let mut edits = Vec::new();
        let mut with = (*claim).clone();
        let mut taken = 0;
        // Another desk's fact-check is a source itself.
        let own = Some(&like.entry).filter(|entry| !entry.address.is_empty()).map(|entry| EntrySource {
            title: entry.article.clone(),
            url: entry.address.clone(),
            ..EntrySource::default()
        });
        for wanted in own.iter().chain(&like.entry.sources) {
            let project = self.document.project();
            let is_it = |source: &Source| is_same_source(source, wanted);
            let known = project.sources().iter().find(|source| is_it(source)).map(|source| source.id.clone());
            let source_id = match known {
                Some(id) if with.evidence.iter().any(|evidence| evidence.source == id) => continue,
                Some(id) => id,
                None => {
                    let mut source = Source::new(self.around.ids.source(self.document.project()));
                    source.title.clone_from(&wanted.title);
                    source.url.clone_from(&wanted.url);
                    source.is_confidential = wanted.is_confidential;
                    source.publisher = site_of(&wanted.url).unwrap_or_default().to_owned();
                    if link_in(&wanted.url).is_none() {
                        source.kind = SourceKind::Other;
                    }
                    let id = source.id.clone();
                    edits.push(Edit::PutSource(Arc::new(source)));
                    id
                }
            };
            let mut evidence = Evidence::new(self.around.evidence_id_for(&with), source_id);
            evidence.note = format!("From {from}");
            with.evidence.push(evidence.clone());
            edits.push(Edit::AddEvidence { claim: claim.id.clone(), evidence });
            taken += 1;
        }
        if taken == 0 {
            let text = format!("Claim {} has every source of {from} already.", claim.number);
            return self.around.tell(NoticeKind::Hint, text, None);
        }
        edits.extend(self.started(&claim));
        if self.edit(&several("take over sources", edits)) {
            let are = if taken == 1 { "1 source is".to_owned() } else { format!("{taken} sources are") };
            let text =
                format!("Claim {}: {are} taken over from {from}. Look at each before you rely on it.", claim.number);
            self.around.tell_with(NoticeKind::Done, text, None, Some(("Undo", Command::Undo.into())));
        }
    }
}

fn is_same_source(source: &Source, wanted: &EntrySource) -> bool {
    if wanted.url.is_empty() {
        return source.url.is_empty() && source.title.trim().eq_ignore_ascii_case(wanted.title.trim());
    }
    source.url.trim_end_matches('/') == wanted.url.trim_end_matches('/')
}
