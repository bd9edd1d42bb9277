//! Who else is at the project: who has it open on another machine, and what others have done since whoever sits here was here.

use std::sync::Arc;

use crate::{
    command::Command,
    document::Document,
    effect::{Effect, Job, JobResult},
    journal_replay::count_of_changes,
    model::{ReviewerId, upper_first},
    notice::NoticeKind,
    rooms::{Around, Keeping, Workbench},
    since::VisitJob,
    store::{self, Holder},
};

impl Workbench<'_, Keeping> {
    /// What follows from who sits here, once that is known.
    pub(crate) fn look_around(&mut self) {
        self.guard_both_sides();
        let Some(reviewer) = reader(self.document, self.around) else { return };
        if self.document.view.looked_back.as_ref() == Some(&reviewer) {
            return;
        }
        (self.document.view.looked_back, self.document.view.since) = (Some(reviewer.clone()), None);
        if let Some(job) = visit(self.document, self.around, reviewer) {
            self.around.effects.push(Effect::Run(Job::LookBack(Box::new(job)).of_open(self.around.project)));
        }
    }

    /// Notes what whoever sits here has had before them.
    pub(crate) fn keep_visit(&mut self) {
        let Some(reviewer) =
            reader(self.document, self.around).filter(|it| self.document.view.looked_back.as_ref() == Some(it))
        else {
            return;
        };
        if let Some(job) = visit(self.document, self.around, reviewer) {
            self.around.effects.push(Effect::Run(Job::KeepVisit(Box::new(job))));
        }
    }

    /// Asks who has the project open on another machine.
    pub(super) fn look_for_holder(&mut self) {
        let canonical = self.document.canonical.clone().filter(|_| !self.around.machine.is_empty());
        if let Some(canonical) = canonical {
            let job = Job::LookForHolder(canonical, self.around.machine.clone());
            self.around.effects.push(Effect::Run(job.of_open(self.around.project)));
        }
    }

    /// What was found around the project.
    pub(crate) fn seen_around(&mut self, found: JobResult) {
        match found {
            JobResult::HolderSeen(holder) => self.also_open(holder),
            JobResult::LookedBack(reviewer, since) if reader(self.document, self.around) == Some(reviewer.clone()) => {
                let Some(since) = since else { return };
                let project = self.document.project();
                let people: Vec<String> = since
                    .work
                    .iter()
                    .map(|work| {
                        let who = work.by.as_ref().and_then(|id| project.reviewer(id));
                        let who = who.map_or("nobody’s name", |reviewer| reviewer.short());
                        format!("{} by {who}", count_of_changes(work.changes.len()))
                    })
                    .collect();
                let text = format!("Since you were here: {}.", people.join(", "));
                self.document.view.since = Some(Arc::new(*since));
                self.around.tell_with(
                    NoticeKind::Hint,
                    text,
                    None,
                    Some(("What changed", Command::ShowChanges.into())),
                );
            }
            _ => {}
        }
    }

    /// Notes who has the project open on another machine, and tells it once.
    pub(super) fn also_open(&mut self, holder: Option<Holder>) {
        let known = self.document.view.also_open.as_ref().map(|known| (known.who(), known.since));
        let now = holder.as_ref().map(|holder| (holder.who(), holder.since));
        if known != now
            && let Some(holder) = &holder
        {
            let since = holder.since.to_zoned_datetime(self.around.zone.clone());
            let text = format!(
                "{} has this project open since {}. Both of you can write it: you are asked once both have.",
                upper_first(&holder.who()),
                since.strftime("%-d %B, %H:%M")
            );
            self.around.tell(NoticeKind::Hint, text, None);
        }
        self.document.view.also_open = holder;
    }
}

/// Whoever sits here, where they have said so if that decides what they see.
fn reader(document: &Document, around: &Around) -> Option<ReviewerId> {
    let own = around.prefs.reviewer.as_ref()?;
    (document.reader.as_ref() == Some(&own.id)).then(|| own.id.clone())
}

fn visit(document: &Document, around: &Around, reviewer: ReviewerId) -> Option<VisitJob> {
    let (state, canonical) = around.state.clone().zip(document.canonical.as_ref())?;
    let project = document.on_disk.as_ref()?.project.clone();
    Some(VisitJob { state, key: store::project_key(canonical), reviewer, project, at: around.now.time })
}
