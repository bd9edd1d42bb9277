//! Who sits here: a reviewer of the project or somebody else, chosen and never typed over. Renaming oneself is another act than signing as
//! another.

use crate::{
    model::{Project, Reviewer, SecondCheckWay},
    store::Holder,
};

use crate::{document::Document, intent::Intent, notice::Dialog, prefs::Prefs, rooms::Around};

/// Who sits here, as a project names them: the name that stands under what they sign.
pub(crate) fn person<'a>(prefs: &'a Prefs, project: Option<&'a Project>) -> Option<&'a Reviewer> {
    let own = prefs.reviewer.as_ref()?;
    Some(project.and_then(|project| project.reviewer(&own.id)).map_or(own, AsRef::as_ref))
}

impl Around {
    /// Who this is, as others are told: as they sign in the open project.
    pub(crate) fn holder_of(&self, project: Option<&Project>) -> Option<Holder> {
        self.state.as_ref()?;
        let words =
            |person: &Reviewer| [&person.name, &person.initials].into_iter().find(|words| !words.is_empty()).cloned();
        let name = person(&self.prefs, project).and_then(words).unwrap_or_default();
        Some(Holder { name, machine: self.machine.to_owned(), process: std::process::id(), since: self.now.time })
    }

    /// The reviewer that another name and initials mean: who is called like one of the project is that one.
    pub(crate) fn somebody(&mut self, project: Option<&Project>, name: &str, initials: &str) -> Option<Reviewer> {
        let (name, initials) = (name.trim().to_owned(), initials.trim().to_owned());
        if name.is_empty() && initials.is_empty() {
            return None;
        }
        let empty = Project::new("");
        let project = project.unwrap_or(&empty);
        let known = project.reviewers().iter().find(|known| known.name == name && known.initials == initials);
        Some(match known {
            Some(known) => known.as_ref().clone(),
            None => Reviewer { id: self.ids.reviewer(project), name, initials },
        })
    }

    /// Somebody sits here, with a name or without. Returns what waited for that.
    pub(crate) fn seat(&mut self, reviewer: Option<Reviewer>) -> Option<Intent> {
        self.change_prefs(|prefs| (prefs.reviewer, prefs.reviewer_asked) = (reviewer, true));
        match self.dialog.take() {
            Some(Dialog::Person(waiting)) => waiting.map(|waiting| *waiting),
            other => {
                self.dialog = other;
                None
            }
        }
    }

    /// Asks for the name that whoever sits here is to bear from now on; who they are, where they have none.
    pub(crate) fn ask_to_rename(&mut self) {
        let has_name = self.prefs.reviewer.is_some();
        self.dialog = Some(if has_name { Dialog::Rename } else { Dialog::Person(None) });
    }

    /// Whoever sits here bears another name. Returns whether they do.
    pub(crate) fn rename_myself(&mut self, name: &str, initials: &str) -> bool {
        let (name, initials) = (name.trim().to_owned(), initials.trim().to_owned());
        self.dialog = None;
        let own = self.prefs.reviewer.clone().filter(|_| !(name.is_empty() && initials.is_empty()));
        let renamed = own.map(|own| Reviewer { name, initials, ..own });
        let is_renamed = renamed.is_some();
        if is_renamed {
            self.change_prefs(|prefs| prefs.reviewer = renamed);
        }
        is_renamed
    }
}

impl Document {
    /// Whether its reviewers hide things from each other: then it is shown to nobody in particular until somebody has said who they are.
    pub(crate) fn hides_from_some(&self) -> bool {
        self.project().settings().second_check_way() != SecondCheckWay::Open
    }

    /// Whether somebody else than was here last may sit here now, and has not said so.
    pub(crate) fn asks_for_person(&self, prefs: &Prefs) -> bool {
        let is_asked = match &prefs.reviewer {
            Some(own) => self.project().reviewers().iter().any(|other| other.id != own.id),
            None => !prefs.reviewer_asked,
        };
        !self.view.person_is_known && is_asked && self.access.is_editable()
    }
}
