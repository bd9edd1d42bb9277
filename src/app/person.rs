//! Who sits here: a reviewer of the project or somebody else, chosen and never typed over. Renaming oneself is another act than signing as
//! another.
#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of a room is tied to one lifetime, the closure is not"
)]

use std::sync::Arc;

use crate::model::{ClaimField, Edit, Project, Reviewer, ReviewerId, SecondCheckWay};

use super::{
    command::{Command, DIGITS},
    document::Document,
    effect::{Effect, Job},
    intent::{ClaimIntent, FindingIntent, Intent},
    notice::{Dialog, NoticeKind},
    prefs::Prefs,
    session::Session,
    table::Change,
    view::DigitStage,
    workbench::{Around, Claims},
};
use crate::store::Holder;

/// Who sits here, as a project names them: the name that stands under what they sign.
fn person<'a>(prefs: &'a Prefs, project: Option<&'a Project>) -> Option<&'a Reviewer> {
    let own = prefs.reviewer.as_ref()?;
    Some(project.and_then(|project| project.reviewer(&own.id)).map_or(own, AsRef::as_ref))
}

impl Around<'_> {
    /// Who this is, as others are told: as they sign in the open project.
    pub(super) fn holder(&self, project: Option<&Project>) -> Option<Holder> {
        self.state?;
        let words =
            |person: &Reviewer| [&person.name, &person.initials].into_iter().find(|words| !words.is_empty()).cloned();
        let name = person(self.prefs, project).and_then(words).unwrap_or_default();
        Some(Holder { name, machine: self.machine.to_owned(), process: std::process::id(), since: self.now.time })
    }
}

impl Session {
    /// Who sits here, as the open project names them: the name that stands under what they sign.
    pub fn person(&self) -> Option<&Reviewer> {
        person(&self.prefs, self.document.as_ref().map(Document::project))
    }

    /// Who this is, as others are told.
    pub(super) fn holder(&mut self) -> Option<Holder> {
        let project = self.document.as_ref().map(|document| document.project().clone());
        self.around().holder(project.as_ref())
    }

    /// To whom the project is shown. Where that decides what is hidden, it is nobody until they have said who they are.
    pub(super) fn reader(&self) -> Option<ReviewerId> {
        let own = self.prefs.reviewer.as_ref().filter(|_| !self.hides_until_known());
        own.map(|reviewer| reviewer.id.clone())
    }

    fn hides_until_known(&self) -> bool {
        let way = self.document.as_ref().map(|document| document.project().settings().second_check_way());
        way.is_some_and(|way| way != SecondCheckWay::Open) && self.is_to_be_asked()
    }

    /// Whether somebody else than was here last may sit here now, and has not said so. A tour asks nothing.
    fn is_to_be_asked(&self) -> bool {
        let Some(document) = self.document.as_ref().filter(|document| !document.view.person_is_known) else {
            return false;
        };
        let is_asked = match &self.prefs.reviewer {
            Some(own) => document.project().reviewers().iter().any(|other| other.id != own.id),
            None => !self.prefs.reviewer_asked,
        };
        is_asked && document.access.is_editable() && self.tour.is_none()
    }

    /// Asks who sits here before the first act that signs. The act waits for the answer. Says whether it asks.
    pub(super) fn asks_first(&mut self, intent: &Intent) -> bool {
        let asks = self.signs(intent) && self.is_to_be_asked();
        if asks {
            self.dialog = Some(Dialog::Person(Some(Box::new(intent.clone()))));
        }
        asks
    }

    /// Whether an intent rates or signs: whoever has no name yet is asked before that alone, and beside the article at their first mark.
    fn signs(&self, intent: &Intent) -> bool {
        let has_name = self.prefs.reviewer.is_some();
        match intent {
            Intent::Command(Command::SignChecked) => self.can(Command::SignChecked),
            Intent::Command(command @ (Command::MarkClaim | Command::DismissSentence)) => {
                has_name && self.can(*command)
            }
            Intent::Digit { .. } => self.fits(&DIGITS),
            Intent::Verdict(_) => true,
            Intent::Claim(intent) => matches!(
                intent,
                ClaimIntent::Status(..)
                    | ClaimIntent::Second(..)
                    | ClaimIntent::SecondConfidence(..)
                    | ClaimIntent::Settle { .. }
                    | ClaimIntent::SignAgain(_)
                    | ClaimIntent::OwnCheck(_)
                    | ClaimIntent::Change(_, Change::Verdict(_) | Change::Confidence(_) | Change::Status(_))
            ),
            Intent::Edit(Edit::SetClaim { field: ClaimField::Verdict(_) | ClaimField::Confidence(_), .. }) => true,
            Intent::DismissFor(_) | Intent::Finding(FindingIntent::Waive { .. }) => has_name,
            _ => false,
        }
    }

    /// A project whose reviewers hide things from each other is shown to nobody in particular until somebody has said who they are.
    pub(super) fn ask_before_showing(&mut self) {
        if self.hides_until_known() {
            self.dialog = Some(Dialog::Person(None));
        }
    }

    /// A reviewer of the project sits here, or who was here last.
    pub(super) fn sits_here(&mut self, reviewer_id: &ReviewerId) {
        let known = self.document.as_ref().and_then(|document| document.project().reviewer(reviewer_id));
        let own = self.prefs.reviewer.as_ref().filter(|own| own.id == *reviewer_id);
        if let Some(reviewer) = known.map(AsRef::as_ref).or(own).cloned() {
            self.takes_the_seat(Some(reviewer));
        }
    }

    /// Somebody sits here whom the project need not know. Who is called like one of its reviewers is that one.
    pub(super) fn somebody_else_sits_here(&mut self, name: &str, initials: &str) {
        let (name, initials) = (name.trim().to_owned(), initials.trim().to_owned());
        if name.is_empty() && initials.is_empty() {
            return self.takes_the_seat(None);
        }
        let empty = Project::new("");
        let project = self.document.as_ref().map_or(&empty, |document| document.project());
        let known = project.reviewers().iter().find(|known| known.name == name && known.initials == initials);
        let reviewer = match known {
            Some(known) => known.as_ref().clone(),
            None => Reviewer { id: self.ids.reviewer(project), name, initials },
        };
        self.takes_the_seat(Some(reviewer));
    }

    /// Somebody sits here, with a name or without. What waited for that is done.
    pub(super) fn takes_the_seat(&mut self, reviewer: Option<Reviewer>) {
        let id = |reviewer: &Option<Reviewer>| reviewer.as_ref().map(|reviewer| reviewer.id.clone());
        let (before, now) = (id(&self.prefs.reviewer), id(&reviewer));
        let waiting = match self.dialog.take() {
            Some(Dialog::Person(waiting)) => waiting,
            other => {
                self.dialog = other;
                None
            }
        };
        self.change_prefs(|prefs| (prefs.reviewer, prefs.reviewer_asked) = (reviewer, true));
        self.with_document(|document| document.view.person_is_known = true);
        // What was marked before anybody said who they are is theirs.
        if std::mem::take(&mut self.asks_reviewer) && now.is_some() {
            self.at(Claims, |it| it.sign_first_claims());
        }
        if before != now {
            self.clear_the_desk(before.is_some());
        }
        self.draw_veil();
        if let Some(intent) = waiting {
            let effects = self.handle(*intent, self.now);
            self.effects.extend(effects);
        }
    }

    /// Another person finds nothing on the screen that the one before had begun.
    fn clear_the_desk(&mut self, is_told: bool) {
        self.notices.retain(|notice| notice.kind != NoticeKind::Done);
        self.with_document(|document| {
            document.leave_field();
            let view = &mut document.view;
            view.table.selected.clear();
            view.table.editing = None;
            view.compared_checks.clear();
            (view.asked_to_sign, view.pane, view.stage) = (None, None, DigitStage::Verdict);
        });
        self.name_holder();
        if is_told && self.document.is_some() {
            let text = match self.person() {
                Some(person) => format!("{} signs from now on.", person.whole()),
                None => "What is signed from now on bears no name.".to_owned(),
            };
            self.tell(NoticeKind::Done, text, None);
        }
    }

    /// Whoever cannot write the project is told who has it open: the same person who signs.
    fn name_holder(&mut self) {
        let canonical = self.document.as_ref().filter(|it| it.lock.is_some()).and_then(|it| it.canonical.clone());
        if let Some((canonical, holder)) = canonical.zip(self.holder()) {
            self.effects.push(Effect::Run(Job::NameHolder(canonical, self.state.clone(), holder)));
        }
    }

    /// Asks for the name that whoever sits here is to bear from now on; who they are, where they have none.
    pub(super) fn ask_to_rename(&mut self) {
        let has_name = self.prefs.reviewer.is_some();
        self.dialog = Some(if has_name { Dialog::Rename } else { Dialog::Person(None) });
    }

    /// Whoever sits here bears another name, in this project too.
    pub(super) fn rename_myself(&mut self, name: &str, initials: &str) {
        let (name, initials) = (name.trim().to_owned(), initials.trim().to_owned());
        self.dialog = None;
        let Some(own) = self.prefs.reviewer.clone().filter(|_| !(name.is_empty() && initials.is_empty())) else {
            return;
        };
        let renamed = Reviewer { name, initials, ..own };
        self.change_prefs(|prefs| prefs.reviewer = Some(renamed.clone()));
        let is_known = self.document.as_ref().is_some_and(|it| it.project().reviewer(&renamed.id).is_some());
        if is_known {
            self.edit(&Edit::PutReviewer(Arc::new(renamed)));
        }
        self.name_holder();
    }
}
