//! What a second reviewer is not to see yet: the blind second check, and the independent one.
//!
//! With a blind second check, all that was written about a claim since it was marked is taken out of what is shown to everybody but
//! who made its first check, until they have given their own; with an independent one, claims that another has marked are taken
//! out altogether. The window draws [`Document::shown`] and all that is counted, found, listed and exported comes out of it, so no part
//! can give anything away; what is saved is the project itself. Nor can what is hidden be changed
//! ([`Document::changes_hidden`]). This keeps a judgement independent, it is no secret: the file can be read by anyone.

use std::{
    collections::{HashMap, HashSet},
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use ref_cast::RefCast;

use crate::model::{
    Claim, ClaimColumn, ClaimId, ClaimKind, Claimant, Edit, LogField, Mark, Priority, Project, ProjectParts,
    ReviewerId, SecondCheckWay, Status, Subject,
};

use super::{command::Command, comparison::Side, document::Document, state_id::StateId, visible::Visible};

static SERIAL: AtomicU64 = AtomicU64::new(1);

/// What is worked out for the reviewer who sits here.
#[derive(Debug)]
pub(crate) struct Veil {
    /// The state, the reviewer and their wishes for which it holds.
    key: Key,
    /// Tells it from every other veil of this run.
    pub serial: u64,
    /// The project without what is hidden.
    project: Project,
    /// The claims of which something is hidden.
    claims: HashMap<ClaimId, Hidden>,
    /// Those of them that are shown without their first check.
    pub unjudged: Arc<HashSet<ClaimId>>,
}

/// A claim of which something is hidden.
#[derive(Debug, Clone)]
struct Hidden {
    /// As it is.
    real: Arc<Claim>,
    /// As it is shown; `None`: not at all.
    shown: Option<Arc<Claim>>,
}

/// The project as it is shown to whoever sits here: without what a blind second check hides from them. All that the window
/// draws comes out of it.
#[derive(Debug, PartialEq, RefCast)]
#[repr(transparent)]
pub struct Shown(Project);

impl Deref for Shown {
    type Target = Project;

    fn deref(&self) -> &Project {
        &self.0
    }
}

impl PartialEq<Project> for Shown {
    fn eq(&self, other: &Project) -> bool {
        self.0 == *other
    }
}

/// The project as it is, with what a blind second check hides. It is for what keeps, writes or compares a project. The window,
/// which draws for somebody who is not to know all of it, does not bring this into scope and so has no way to it.
pub trait Unveiled {
    /// The project.
    fn project(&self) -> &Project;

    /// The claim in the inspector.
    fn claim(&self) -> Option<&Arc<Claim>>;
}

impl Unveiled for Document {
    fn project(&self) -> &Project {
        Self::project(self)
    }

    fn claim(&self) -> Option<&Arc<Claim>> {
        Self::claim(self)
    }
}

type Key = (StateId, Option<ReviewerId>, HashSet<ClaimId>);

/// How much of a claim a reviewer is to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Whole,
    Unjudged,
    Nothing,
}

/// A project as one reviewer is to see it, for what has no window.
pub struct SeenBy {
    /// The project.
    pub project: Project,
    /// The claims that are shown without their first check.
    pub hidden: HashSet<ClaimId>,
    /// How many claims are not shown at all.
    pub unseen: usize,
}

impl SeenBy {
    /// The project with of which claims the first check is hidden.
    pub fn visible(&self) -> Visible<'_> {
        Visible::new(&self.project, Some(&self.hidden))
    }

    /// All of a project, as whoever settles it is to see it.
    pub fn whole(project: Project) -> Self {
        Self { project, hidden: HashSet::new(), unseen: 0 }
    }

    /// What `reader`, or somebody who has not said who they are, is to see of a project.
    pub fn new(project: &Project, reader: Option<&ReviewerId>) -> Self {
        let Some((shown, claims)) = Veil::drawn(project, reader, &HashSet::new(), &HashMap::new()) else {
            return Self::whole(project.clone());
        };
        let unseen = claims.values().filter(|hidden| hidden.shown.is_none()).count();
        Self { project: shown, hidden: unjudged(&claims), unseen }
    }

    /// The project as one of those that are compared, under this name.
    pub fn into_side(self, name: String) -> Side {
        let Self { project, hidden, unseen } = self;
        Side { name, project, hidden, unseen }
    }
}

impl Veil {
    /// The project without what is hidden, and of which claims something is; `None` where nobody hides anything. Claims that are as
    /// they were in `known` are taken from there.
    fn drawn(
        project: &Project,
        reader: Option<&ReviewerId>,
        compared: &HashSet<ClaimId>,
        known: &HashMap<ClaimId, Hidden>,
    ) -> Option<(Project, HashMap<ClaimId, Hidden>)> {
        let way = project.settings().second_check_way();
        if way == SecondCheckWay::Open {
            return None;
        }
        let mut hidden = HashMap::new();
        let mut parts = project.parts().clone();
        parts.claims.retain_mut(|claim| {
            let shown = match sight(way, claim, reader, compared) {
                Sight::Whole => return true,
                Sight::Nothing => None,
                Sight::Unjudged => {
                    let same = known.get(&claim.id).filter(|known| Arc::ptr_eq(&known.real, claim));
                    Some(same.and_then(|known| known.shown.clone()).unwrap_or_else(|| Arc::new(veiled(claim))))
                }
            };
            let real = Arc::clone(claim);
            if let Some(shown) = &shown {
                *claim = Arc::clone(shown);
            }
            let is_shown = shown.is_some();
            hidden.insert(real.id.clone(), Hidden { real, shown });
            is_shown
        });
        // What the first reviewer lets pass of a claim says what they found.
        let is_told = |subject: &Subject| !matches!(subject, Subject::Claim(id) if hidden.contains_key(id));
        parts.waivers.retain(|waiver| is_told(&waiver.subject));
        parts.differences.retain(|open| is_told(&open.subject));
        first_passes(&mut parts, project, reader, |id| hidden.contains_key(id));
        if way == SecondCheckWay::Independent {
            let is_own = |by: Option<&ReviewerId>| by == reader;
            parts.dismissals.retain(|made| is_own(made.signed.as_ref().and_then(|signed| signed.by.as_ref())));
        }
        Some((Project::from_parts(parts), hidden))
    }

    /// Whether what is hidden is the same in another state of the project.
    fn is_kept_in(&self, after: &Project) -> bool {
        let now = |claim: &&Arc<Claim>| self.claims.get(&claim.id).is_some_and(|hidden| hidden.is_still(claim));
        after.claims().iter().filter(now).count() == self.claims.len()
    }
}

impl Hidden {
    /// Whether the claim is the same but for what the second reviewer may do to it.
    fn is_still(&self, now: &Arc<Claim>) -> bool {
        let bare = |claim: &Claim| {
            let status = if claim.status == Status::SecondChecked { Status::Checked } else { claim.status };
            // A passage that a new draft has moved may be agreed with.
            let marks = claim.marks.iter().map(|mark| Mark::new(mark.anchor.clone())).collect();
            Claim { second: None, assigned: None, log: Vec::new(), status, marks, ..claim.clone() }
        };
        Arc::ptr_eq(&self.real, now) || self.shown.is_some() && bare(&self.real) == bare(now) || self.real == *now
    }
}

impl Document {
    /// The project as the window shows it: without what a blind second check hides.
    pub fn shown(&self) -> &Shown {
        Shown::ref_cast(self.veil.as_ref().map_or(self.project(), |veil| &veil.project))
    }

    /// The claim in the inspector, as the window shows it.
    pub fn shown_claim(&self) -> Option<&Arc<Claim>> {
        self.shown().claim(self.focus().claim.as_ref()?)
    }

    /// Whether the first check of a claim is hidden.
    pub fn is_hidden(&self, claim_id: &ClaimId) -> bool {
        self.veil.as_ref().is_some_and(|veil| veil.unjudged.contains(claim_id))
    }

    /// Whether what a column says of a claim is hidden. It is not what the claim has: nobody is to read there that it has none.
    pub fn hides(&self, claim_id: &ClaimId, column: ClaimColumn) -> bool {
        self.visible().hides(claim_id, column)
    }

    /// The project as the window shows it, with of which claims the first check is hidden.
    pub fn visible(&self) -> Visible<'_> {
        Visible::new(self.shown(), self.veil.as_ref().map(|veil| veil.unjudged.as_ref()))
    }

    /// Whether a command would change what is hidden of the claim before the reviewer, and so does nothing.
    pub fn withholds(&self, command: Command) -> bool {
        let changes_first = matches!(
            command,
            Command::SignChecked
                | Command::EditStatement
                | Command::AddEvidence
                | Command::AddPassage
                | Command::RemovePassage
                | Command::Reattach
                | Command::LetGo
                | Command::DeleteClaim
        );
        changes_first && self.claim_here().is_some_and(|claim| self.is_hidden(&claim.id))
    }

    /// Whether a claim is there for whoever sits here, its first check hidden or not.
    pub(crate) fn is_there(&self, claim_id: &ClaimId) -> bool {
        let hidden = self.veil.as_ref().and_then(|veil| veil.claims.get(claim_id));
        hidden.is_none_or(|hidden| hidden.shown.is_some())
    }

    /// Whether the first check of a claim, which is hidden, bears nobody's name.
    pub fn lacks_name(&self, claim_id: &ClaimId) -> bool {
        self.is_hidden(claim_id) && self.project().claim(claim_id).is_some_and(|claim| claim.first_checker().is_none())
    }

    /// How many claims are shown without their first check.
    pub fn hidden_checks(&self) -> usize {
        self.veil.as_ref().map_or(0, |veil| veil.unjudged.len())
    }

    /// Whether anything is hidden of the project.
    pub fn hides_anything(&self) -> bool {
        self.veil.as_ref().is_some_and(|veil| !veil.claims.is_empty())
    }

    /// Which state is shown, and to whom.
    pub fn shown_state(&self) -> StateId {
        let veil = self.veil.as_ref().map_or(0, |veil| veil.serial);
        StateId { veil, audience: self.audience, ..self.state_id() }
    }

    /// Shows the project to another reviewer.
    pub(crate) fn show_to(&mut self, reader: Option<&ReviewerId>) {
        if self.reader.as_ref() != reader {
            self.reader = reader.cloned();
            // What others have in their files was laid open to whoever sat here before.
            self.view.comparison = None;
            (self.view.since, self.view.looked_back) = (None, None);
        }
        self.draw_veil();
    }

    /// Works out anew what is hidden, where anything has changed.
    pub(crate) fn draw_veil(&mut self) {
        let way = self.project().settings().second_check_way();
        let audience = (way, self.reader.clone().filter(|_| way != SecondCheckWay::Open));
        if self.shown_to != audience {
            // Nothing that was worked out for somebody else is shown for a moment longer.
            self.audience = SERIAL.fetch_add(1, Ordering::Relaxed);
            self.view.comparison = None;
            self.shown_to = audience;
        }
        let key = (self.state_id(), self.reader.clone(), self.view.compared_checks.clone());
        if self.veil.as_ref().is_some_and(|veil| veil.key == key) {
            return;
        }
        let known = self.veil.take().map(|veil| veil.claims).unwrap_or_default();
        self.veil = Veil::drawn(self.project(), key.1.as_ref(), &key.2, &known).map(|(project, claims)| Veil {
            key,
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            project,
            unjudged: Arc::new(unjudged(&claims)),
            claims,
        });
        if self.shown_claim().is_none() {
            self.focus_mut().claim = None;
        }
    }

    /// Whether an edit changes what is hidden from whoever makes it. A new draft moves every claim, and a state that takes the place of
    /// all has been looked at as a whole.
    pub(crate) fn changes_hidden(&self, edit: &Edit) -> bool {
        fn moves_all(edit: &Edit) -> bool {
            match edit {
                Edit::Batch { edits, .. } => edits.iter().any(moves_all),
                Edit::Signed { edit, .. } => moves_all(edit),
                Edit::SetMarks(_) | Edit::Replace { .. } => true,
                _ => false,
            }
        }
        /// What the first reviewer lets pass of a claim is hidden with the rest, so that nobody puts another reason over it, and so is what
        /// others say differently of it.
        fn reaches_hidden(edit: &Edit, is_hidden: &impl Fn(&ClaimId) -> bool) -> bool {
            match edit {
                Edit::Batch { edits, .. } => edits.iter().any(|edit| reaches_hidden(edit, is_hidden)),
                Edit::Signed { edit, .. } => reaches_hidden(edit, is_hidden),
                // A verdict in other words opens the claims that have it, and so would tell which do.
                Edit::PutScale(_) => true,
                Edit::Waive(waiver) => matches!(&waiver.subject, Subject::Claim(id) if is_hidden(id)),
                Edit::Unwaive { subject, .. } | Edit::Settle { subject, .. } => {
                    matches!(subject, Subject::Claim(id) if is_hidden(id))
                }
                _ => false,
            }
        }
        let Some(veil) = self.veil.as_ref().filter(|veil| !veil.claims.is_empty() && !moves_all(edit)) else {
            return false;
        };
        if reaches_hidden(edit, &|id| veil.claims.contains_key(id)) {
            return true;
        }
        let mut after = self.project().clone();
        after.apply(edit).is_ok() && !veil.is_kept_in(&after)
    }

    /// Whether going back or forth to a state would change what is hidden from whoever does it.
    pub(crate) fn would_change_hidden(&self, after: &Project) -> bool {
        let drafts = |project: &Project| project.articles().iter().map(|article| article.versions.len()).sum::<usize>();
        let veil = self.veil.as_ref().filter(|veil| !veil.claims.is_empty());
        veil.is_some_and(|veil| drafts(after) == drafts(self.project()) && !veil.is_kept_in(after))
    }
}

/// Takes out what others found at first of claims that are hidden, and how that was settled. Of what is gone it is told by nobody whom
/// an independent check keeps apart.
fn first_passes(
    parts: &mut ProjectParts,
    project: &Project,
    reader: Option<&ReviewerId>,
    is_hidden: impl Fn(&ClaimId) -> bool,
) {
    let is_apart = project.settings().second_check_way() == SecondCheckWay::Independent;
    let is_told = |id: &ClaimId| !is_hidden(id) && (!is_apart || project.claim(id).is_some());
    let is_shown = |id: &ClaimId| !is_apart && is_told(id);
    for pass in parts.passes.iter_mut().filter(|pass| Some(&pass.reviewer) != reader) {
        if !pass.opinions.iter().all(|opinion| is_shown(&opinion.claim)) {
            Arc::make_mut(pass).opinions.retain(|opinion| is_shown(&opinion.claim));
        }
    }
    parts.settled.retain(|settled| !matches!(&settled.subject, Subject::Claim(id) if !is_told(id)));
}

fn unjudged(claims: &HashMap<ClaimId, Hidden>) -> HashSet<ClaimId> {
    claims.iter().filter(|(_, hidden)| hidden.shown.is_some()).map(|(id, _)| id.clone()).collect()
}

fn sight(way: SecondCheckWay, claim: &Claim, reader: Option<&ReviewerId>, compared: &HashSet<ClaimId>) -> Sight {
    let marked_by = claim.created.as_ref().and_then(|created| created.by.as_ref());
    match way {
        SecondCheckWay::Independent if marked_by != reader => Sight::Nothing,
        SecondCheckWay::Blind | SecondCheckWay::Independent if is_hidden(claim, reader, compared) => Sight::Unjudged,
        _ => Sight::Whole,
    }
}

/// Whether a reviewer is still to give the second check of what another has decided.
fn is_hidden(claim: &Claim, reader: Option<&ReviewerId>, compared: &HashSet<ClaimId>) -> bool {
    if !claim.has_first_check() || claim.first_checker() == reader || claim.status == Status::Closed {
        return false;
    }
    match &claim.second {
        None => claim.status != Status::SecondChecked,
        // Who has given a verdict gives a confidence too before they see the other's, or says that they will not.
        Some(second) => {
            let is_theirs = reader.is_some() && second.signed.by.as_ref() == reader;
            is_theirs && second.confidence.is_none() && second.settled.is_none() && !compared.contains(&claim.id)
        }
    }
}

/// The claim as somebody sees it who is not to know the first check: as it was marked. What the log says to have been written since
/// is taken back, and what is no part of marking is left out.
fn veiled(claim: &Claim) -> Claim {
    let before = |field| claim.log.iter().find(|entry| entry.what == field).map(|entry| entry.from.as_str());
    let statement = |words: &str| Some(words.to_owned()).filter(|words| !words.is_empty());
    Claim {
        number: claim.number,
        aliases: claim.aliases.clone(),
        statement: before(LogField::Statement).map_or_else(|| claim.statement.clone(), statement),
        kind: before(LogField::Kind).map_or(claim.kind, ClaimKind::from_label),
        claimant: before(LogField::Claimant).map_or_else(|| claim.claimant.clone(), |_| Claimant::default()),
        priority: before(LogField::Priority)
            .map_or(claim.priority, |word| Priority::from_label(word).unwrap_or_default()),
        assigned: claim.assigned.clone(),
        second: claim.second.clone(),
        created: claim.created.clone(),
        ..Claim::new(claim.id.clone(), claim.article.clone(), claim.marks.clone())
    }
}
