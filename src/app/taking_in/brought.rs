//! What another project brings, under the names of ours: its claims with their passages, evidence, verdicts and people; and the same as its
//! people had it before them when they signed.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use crate::model::{
    ArticleId, Claim, ClaimId, Dismissal, EarlierCheck, Evidence, EvidenceId, LogField, Project, ProjectParts,
    Reviewer, ReviewerId, Scale, SettledDifference, Source, Standing, Status, Subject, VerdictId, VersionId,
};

use super::{
    placing::{self, Beside, Places},
    sources::{Sources, match_sources},
    values::{Missing, TakeError, Wanted},
};

/// What comes of one claim of theirs, as far as it is known before it is joined.
pub(super) struct Item<'a> {
    pub claim: &'a Arc<Claim>,
    pub beside: Option<Beside>,
    /// The claim of the result; nothing where it does not come in.
    pub into: Result<ClaimId, Missing>,
}

pub(super) struct Brought<'a> {
    ours: &'a Project,
    theirs: &'a Project,
    places: HashMap<ArticleId, ArticleId>,
    drafts: HashMap<VersionId, VersionId>,
    pub items: Vec<Item<'a>>,
    /// Their claims under the names of the result, with the passages that they have in ours.
    claims: HashMap<ClaimId, Arc<Claim>>,
    /// The same, as they were signed.
    signed: HashMap<ClaimId, Arc<Claim>>,
    /// Claims that both have, and whether their passages are not the same.
    tied: HashMap<ClaimId, bool>,
    sources: Sources,
    verdicts: HashMap<VerdictId, VerdictId>,
    /// Words for verdicts that no scale of ours has: they became tags.
    pub tagged: BTreeSet<String>,
    is_pass: bool,
}

impl<'a> Brought<'a> {
    pub fn new(wanted: &Wanted<'a>, is_pass: bool) -> Result<Self, TakeError> {
        let Wanted { ours, theirs, same, hidden, ids, .. } = wanted;
        let (ours, theirs, mut ids) = (*ours, *theirs, ids.clone());
        let Places { articles, drafts, coming } = placing::place(ours, theirs)?;
        let sources = match_sources(ours, theirs, &mut ids);
        let mut brought = Self {
            ours,
            theirs,
            places: articles,
            drafts,
            items: Vec::new(),
            claims: HashMap::new(),
            signed: HashMap::new(),
            tied: HashMap::new(),
            sources,
            verdicts: verdicts(ours, theirs),
            tagged: BTreeSet::new(),
            is_pass,
        };
        for coming in coming {
            let claim = coming.claim;
            let (article, marks) = match coming.found {
                Ok(found) => found,
                Err(missing) => {
                    brought.items.push(Item { claim, beside: None, into: Err(missing) });
                    continue;
                }
            };
            // One claim from before that both have kept is one, wherever its passages were put.
            let is_one =
                |beside: &Beside| beside.is_exact || is_pass || beside.claim == claim.id || same.holds(&claim.id);
            let tied = coming.beside.clone().filter(is_one);
            if tied.is_none() && is_no_claim(ours, &claim.id) {
                brought.items.push(Item { claim, beside: coming.beside, into: Err(Missing::Settled) });
                continue;
            }
            if tied.as_ref().is_some_and(|tied| hidden.contains(&tied.claim)) {
                brought.items.push(Item { claim, beside: coming.beside, into: Err(Missing::Hidden) });
                continue;
            }
            let is_used = |id: &ClaimId| ours.claim(id).is_some() || brought.claims.contains_key(id);
            let mut id = tied.as_ref().map_or_else(|| claim.id.clone(), |tied| tied.claim.clone());
            while tied.is_none() && is_used(&id) {
                id = ids.claim(ours);
            }
            if let Some(tied) = &tied {
                brought.tied.insert(id.clone(), !tied.is_exact);
            }
            brought.bring(claim, &id, article, marks);
            brought.items.push(Item { claim, beside: coming.beside, into: Ok(id) });
        }
        Ok(brought)
    }

    /// Notes a claim under its name in the result.
    fn bring(&mut self, claim: &Claim, id: &ClaimId, article: ArticleId, marks: Vec<crate::model::Mark>) {
        let newest = self.ours.article(&article).map(|article| article.latest().id.clone());
        let mut signed = claim.clone();
        (signed.id, signed.article) = (id.clone(), article.clone());
        for mark in &mut signed.marks {
            let name = self.drafts.get(&mark.anchor.version).or(newest.as_ref());
            if let Some(name) = name {
                mark.anchor.version = name.clone();
            }
            mark.earlier.clear();
        }
        signed.verdict = signed.verdict.take().map(|id| self.verdicts.get(&id).cloned().unwrap_or(id));
        if let Some(second) = &mut signed.second {
            self.rename_verdict(&mut second.verdict);
            if let Some(settled) = &mut second.settled {
                self.rename_verdict(&mut settled.first);
                self.rename_verdict(&mut settled.verdict);
            }
        }
        for check in &mut signed.earlier_checks {
            self.rename_check(check, newest.as_ref());
        }
        let names = self.evidence_names(id, claim);
        for evidence in &mut signed.evidence {
            if let Some(name) = names.get(&evidence.id) {
                evidence.id = name.clone();
            }
            if let Some(source) = self.sources.names.get(&evidence.source) {
                evidence.source = source.clone();
            }
            if let Some(mark) = &mut evidence.mark
                && let Some(version) = self.sources.version(&mark.anchor.version)
            {
                mark.anchor.version = version.clone();
            }
        }
        if let Some(known) = self.ours.claim(id).filter(|_| self.tied.contains_key(id)) {
            // What both have stands in our order, as a signature has it.
            let place = |evidence: &Evidence| known.evidence.iter().position(|it| it.id == evidence.id);
            signed.evidence.sort_by_key(|evidence| place(evidence).unwrap_or(usize::MAX));
        }
        let mut coming = Claim { marks, number: 0, aliases: Vec::new(), ..signed.clone() };
        let evidence = claim.evidence.iter().filter_map(|evidence| {
            let name = names.get(&evidence.id).cloned().unwrap_or_else(|| evidence.id.clone());
            Some(Evidence { id: name, ..self.sources.evidence(self.ours, evidence)? })
        });
        let evidence: Vec<Evidence> = evidence.collect();
        coming.evidence =
            signed.evidence.iter().filter_map(|it| evidence.iter().find(|e| e.id == it.id)).cloned().collect();
        let is_known = |id: &VerdictId| self.ours.verdict(id).is_some();
        if let Some(verdict) = coming.verdict.take_if(|id| !is_known(id)) {
            let word = self.theirs.verdict(&verdict).map_or_else(|| verdict.to_string(), |it| it.label);
            if !coming.tags.contains(&word) {
                coming.tags.push(word.clone());
            }
            self.tagged.insert(word);
        }
        coming.second.take_if(|second| !is_known(&second.verdict));
        self.claims.insert(id.clone(), Arc::new(coming));
        self.signed.insert(id.clone(), Arc::new(signed));
    }

    fn rename_verdict(&self, id: &mut VerdictId) {
        if let Some(name) = self.verdicts.get(id) {
            *id = name.clone();
        }
    }

    fn rename_check(&self, check: &mut EarlierCheck, newest: Option<&VersionId>) {
        if let Some(name) = self.drafts.get(&check.version).or(newest) {
            check.version = name.clone();
        }
        if let Some(second) = &mut check.second {
            self.rename_verdict(&mut second.verdict);
        }
        let Some(values) = check.values.as_deref_mut() else { return };
        values.verdict.iter_mut().for_each(|verdict| self.rename_verdict(verdict));
        let sources = values.evidence.iter_mut().map(|evidence| &mut evidence.source);
        for source in sources.chain(values.sources.iter_mut().map(|source| &mut source.id)) {
            if let Some(name) = self.sources.names.get(source) {
                *source = name.clone();
            }
        }
    }

    /// Our names for their evidence: that of ours that says the same of the same source, else its own, else a free one.
    fn evidence_names(&self, id: &ClaimId, claim: &Claim) -> HashMap<EvidenceId, EvidenceId> {
        let Some(known) = self.ours.claim(id).filter(|_| self.tied.contains_key(id)) else { return HashMap::new() };
        let mut taken: HashSet<EvidenceId> = HashSet::new();
        let mut names = HashMap::new();
        for evidence in &claim.evidence {
            let Some(mapped) = self.sources.evidence(self.ours, evidence) else { continue };
            let is_same = |other: &&Evidence| {
                let says = |it: &Evidence| (it.source.clone(), it.stance, it.quote.clone(), it.locator.clone());
                says(other) == says(&mapped) && other.region == mapped.region && !taken.contains(&other.id)
            };
            let same = known.evidence.iter().find(is_same).map(|other| other.id.clone());
            let is_free = |name: &EvidenceId| known.evidence_by_id(name).is_none() && !taken.contains(name);
            let name = same.or_else(|| Some(evidence.id.clone()).filter(is_free)).unwrap_or_else(|| {
                let short = &evidence.id.as_str()[..evidence.id.as_str().len().min(50)];
                let mut free = (2u32..).filter_map(|n| EvidenceId::new(&format!("{short}-{n}")).ok());
                free.find(is_free).unwrap_or_else(|| evidence.id.clone())
            });
            taken.insert(name.clone());
            names.insert(evidence.id.clone(), name);
        }
        names
    }

    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(id).map(AsRef::as_ref)
    }

    /// The claims that both have, in a set order.
    pub fn tied(&self) -> impl Iterator<Item = (&ClaimId, &Claim)> {
        let mut tied: Vec<_> = self.tied.keys().filter_map(|id| Some((id, self.claim(id)?))).collect();
        tied.sort_by(|a, b| a.0.cmp(b.0));
        tied.into_iter()
    }

    pub fn is_tied(&self, id: &ClaimId) -> bool {
        self.tied.contains_key(id)
    }

    /// Whether both have a claim, on passages that are not the same.
    pub fn lies_otherwise(&self, id: &ClaimId) -> bool {
        self.tied.get(id).copied().unwrap_or_default()
    }

    /// A check that stands beside the claim does not come in with it once more.
    pub fn clear_check(&mut self, id: &ClaimId) {
        for claims in [&mut self.claims, &mut self.signed] {
            claims.get_mut(id).into_iter().for_each(|claim| without_check(Arc::make_mut(claim)));
        }
    }

    /// The word for the verdict of a claim of theirs, as they had it.
    pub fn label(&self, claim: &Claim) -> String {
        let verdict = claim.verdict.as_ref().and_then(|id| self.theirs.verdict(id));
        verdict.map(|verdict| verdict.label).unwrap_or_default()
    }

    /// Puts what only they have beside what is ours.
    pub fn add_to(&self, parts: &mut ProjectParts) {
        let mut new: Vec<_> = self.claims.iter().filter(|(id, _)| !self.is_tied(id)).map(|(_, claim)| claim).collect();
        new.sort_by(|a, b| a.id.cmp(&b.id));
        parts.claims.extend(new.into_iter().cloned());
        let cited: HashSet<_> =
            parts.claims.iter().flat_map(|claim| claim.evidence.iter().map(|it| it.source.clone())).collect();
        let order = self.theirs.sources().iter().filter_map(|source| self.sources.names.get(&source.id));
        let new = order.filter_map(|name| self.sources.new.get(name)).filter(|source| cited.contains(&source.id));
        parts.sources.extend(new.cloned());
        self.add_people(parts);
        if self.is_pass {
            let dismissals = self.dismissals(parts);
            parts.dismissals.extend(dismissals);
        }
    }

    fn add_people(&self, parts: &mut ProjectParts) {
        let mut named: HashSet<ReviewerId> = parts.claims.iter().flat_map(|claim| claim.people().cloned()).collect();
        named.extend(self.theirs.assignment().map(|assignment| assignment.reviewer.clone()));
        named.extend(self.theirs.parts().dismissals.iter().filter_map(|made| made.signed.as_ref()?.by.clone()));
        let new = self.theirs.reviewers().iter().filter(|person| named.contains(&person.id));
        let new: Vec<Arc<Reviewer>> =
            new.filter(|person| parts.reviewers.iter().all(|known| known.id != person.id)).cloned().collect();
        parts.reviewers.extend(new);
    }

    /// What they dismissed in drafts that are ours, and nobody of that name has here.
    fn dismissals(&self, parts: &ProjectParts) -> Vec<Arc<Dismissal>> {
        let by = |made: &Dismissal| made.signed.as_ref().and_then(|signed| signed.by.clone());
        let renamed = self.theirs.parts().dismissals.iter().filter_map(|made| {
            let mut made = made.as_ref().clone();
            made.article = self.places.get(&made.article)?.clone();
            made.anchor.version = self.drafts.get(&made.anchor.version)?.clone();
            Some(made)
        });
        let is_known = |made: &Dismissal| {
            let is_it = |known: &&Arc<Dismissal>| {
                (&known.anchor.version, known.anchor.span, by(known))
                    == (&made.anchor.version, made.anchor.span, by(made))
            };
            parts.dismissals.iter().any(|known| is_it(&known))
        };
        renamed.filter(|made| !is_known(made)).map(Arc::new).collect()
    }

    /// Their project as its people had it before them when they signed, under our names.
    pub fn as_signed(&self) -> Project {
        let mut parts = self.theirs.parts().clone();
        parts.claims = self.signed.values().cloned().collect();
        parts.articles = self.ours.articles().to_vec();
        parts.differences.clear();
        for scale in &mut parts.scales {
            let mut renamed = Scale::clone(scale);
            renamed.verdicts.iter_mut().for_each(|verdict| self.rename_verdict(&mut verdict.id));
            *scale = Arc::new(renamed);
        }
        for source in &mut parts.sources {
            let mut renamed = Source::clone(source);
            if let Some(name) = self.sources.names.get(&source.id) {
                renamed.id = name.clone();
            }
            for version in &mut renamed.versions {
                if let Some(name) = self.sources.version(&version.id) {
                    Arc::make_mut(version).id = name.clone();
                }
            }
            *source = Arc::new(renamed);
        }
        Project::from_parts(parts)
    }
}

/// Whether a claim of this name was here, and it was settled that it is none.
fn is_no_claim(ours: &Project, id: &ClaimId) -> bool {
    let is_it =
        |settled: &Arc<SettledDifference>| settled.what == "existence" && settled.subject == Subject::Claim(id.clone());
    ours.claim(id).is_none() && ours.settled().iter().any(is_it)
}

/// Our names for their verdicts: the same word, or the same verdict of the same scale under another word.
fn verdicts(ours: &Project, theirs: &Project) -> HashMap<VerdictId, VerdictId> {
    let in_use = ours.scale();
    let all = || in_use.verdicts.iter().chain(ours.scales().iter().flat_map(|scale| &scale.verdicts));
    let mut names = HashMap::new();
    for scale in theirs.scales().iter().rev().chain([&theirs.scale()]) {
        for verdict in &scale.verdicts {
            let is_word = |label: &str| label.trim().to_lowercase() == verdict.label.trim().to_lowercase();
            let same = ours.verdict(&verdict.id).filter(|known| is_word(&known.label)).map(|known| known.id);
            let same = same.or_else(|| all().find(|known| is_word(&known.label)).map(|known| known.id.clone()));
            let of_scale = || ours.scales().iter().find(|known| known.id == scale.id)?.verdict(&verdict.id);
            let same = same.or_else(|| of_scale().map(|known| known.id.clone()));
            match same {
                Some(same) => drop(names.insert(verdict.id.clone(), same)),
                // One of another meaning that bears the id of one of ours is none of ours.
                None if ours.verdict(&verdict.id).is_some() => {
                    let other = VerdictId::new(&format!("{}-other", verdict.id)).ok();
                    names.extend(other.map(|other| (verdict.id.clone(), other)));
                }
                None => {}
            }
        }
    }
    names
}

/// A claim of ours with what theirs has beside it. What both may have found differently is theirs.
pub(super) fn merged(ours: &Claim, theirs: &Claim) -> Claim {
    let mut claim = theirs.clone();
    (claim.number, claim.aliases, claim.marks) = (ours.number, ours.aliases.clone(), ours.marks.clone());
    (claim.priority, claim.assigned, claim.created) = (ours.priority, ours.assigned.clone(), ours.created.clone());
    if ours.verdict.is_some() {
        // Whose verdict stands there is told by the log: theirs is told by what is open, by their check and by their first pass.
        let is_check = |what: &LogField| {
            matches!(
                what,
                LogField::Verdict | LogField::Confidence | LogField::Status | LogField::Second | LogField::Settled
            )
        };
        claim.log.retain(|entry| !is_check(&entry.what));
    }
    claim.tags = ours.tags.clone();
    claim.tags.extend(theirs.tags.iter().filter(|tag| !ours.tags.contains(tag)).cloned());
    claim.notes = beside(&ours.notes, &theirs.notes);
    claim.corrections = ours.corrections.clone();
    claim.corrections.extend(theirs.corrections.iter().filter(|it| !ours.corrections.contains(it)).cloned());
    claim.queries = ours.queries.clone();
    for query in &theirs.queries {
        match claim.queries.iter_mut().find(|known| known.id == query.id) {
            Some(known) if known == query => {}
            // An answer that came in the meantime.
            Some(known) if known.question == query.question && known.answer.is_empty() => known.clone_from(query),
            Some(_) => {}
            None => claim.queries.push(query.clone()),
        }
    }
    claim.evidence = ours.evidence.clone();
    for evidence in &theirs.evidence {
        match claim.evidence.iter_mut().find(|known| known.id == evidence.id) {
            Some(known) => {
                known.note = beside(&known.note, &evidence.note);
                known.credibility = known.credibility.or(evidence.credibility);
            }
            None => claim.evidence.push(evidence.clone()),
        }
    }
    claim
}

/// Two notes, each once.
fn beside(ours: &str, theirs: &str) -> String {
    match (ours.trim(), theirs.trim()) {
        (_, "") => ours.to_owned(),
        ("", _) => theirs.to_owned(),
        (known, new) if known.contains(new) => ours.to_owned(),
        (known, new) => format!("{known}\n{new}"),
    }
}

/// A claim without the check that was made of it.
fn without_check(claim: &mut Claim) {
    (claim.verdict, claim.confidence, claim.second) = (None, None, None);
    (claim.status, claim.signed) = Standing { status: Status::default(), signed: None }.into();
}
