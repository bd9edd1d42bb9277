//! The comparison itself: text by text, claim by claim, and what comes of it.

use std::collections::HashSet;

use crate::{
    agreement::Ratings,
    import::{Progress, Stage, Watch},
    model::{Project, Span},
};

use super::{
    figures, pairing,
    scale::Categories,
    texts::{self, Common, Placed},
    values::{
        CompareError, ComparedProject, ComparedText, LeftOut, PassageMatches, ProjectComparison, Side, Unit, UnitClaim,
        UnitKind, WhyLeftOut,
    },
};

/// Compares at least two projects.
///
/// # Errors
/// Each of [`CompareError`].
pub fn compare(sides: &[Side], watch: &Watch) -> Result<ProjectComparison, CompareError> {
    if let Some(side) = sides.iter().find(|side| side.unseen > 0) {
        return Err(CompareError::Hidden(side.name.clone(), side.unseen));
    }
    let projects: Vec<&Project> = sides.iter().map(|side| &side.project).collect();
    let commons = texts::in_common(&projects);
    let has_part = |at: usize| commons.iter().any(|common| common.articles[at].is_some());
    if let Some(at) = (0..sides.len()).rev().find(|at| !has_part(*at)) {
        return Err(CompareError::NothingInCommon(sides[at].name.clone()));
    }
    let categories = Categories::of(&projects);
    let mut found = ProjectComparison {
        projects: sides.iter().map(project).collect(),
        texts: Vec::new(),
        categories: categories.all.clone(),
        units: Vec::new(),
        pairs: Vec::new(),
        verdicts: figures::Verdicts::new(sides.len(), &categories.all, [].iter()).figures(),
        words: Ratings::new(sides.len(), Vec::new()).raw(),
    };
    let pairs: Vec<[usize; 2]> = (0..sides.len()).flat_map(|a| (a + 1..sides.len()).map(move |b| [a, b])).collect();
    let mut passages = vec![PassageMatches::default(); pairs.len()];
    let mut words = Ratings::new(sides.len(), vec![0.0, 1.0]);
    for (at, common) in commons.iter().enumerate() {
        let come = Progress { stage: Stage::Following, done: at as u64, total: commons.len() as u64 };
        if !watch.go_on(come) {
            return Err(CompareError::Stopped);
        }
        let claims = claims_of(common, &projects, watch).ok_or(CompareError::Stopped)?;
        let claims = without_lost(claims, &mut found.projects);
        for (pair, matches) in
            pairs.iter().zip(&mut passages).filter(|(pair, _)| pair.iter().all(|of| common.articles[*of].is_some()))
        {
            add(matches, pairing::passage_matches(&claims[pair[0]], &claims[pair[1]]));
        }
        found.units.extend(units_of(common, at, &claims, &categories, sides));
        found.texts.push(text_of(common, &claims, &mut words));
    }
    leave_out_what_only_one_has(&commons, &projects, &mut found.projects);
    found.pairs = (pairs.iter().zip(passages))
        .map(|(pair, passages)| figures::pair(*pair, &categories.all, &found.texts, &found.units, passages))
        .collect();
    found.verdicts = figures::Verdicts::new(sides.len(), &categories.all, found.units.iter()).figures();
    found.words = words.alpha(crate::agreement::Level::Nominal);
    Ok(found)
}

fn project(side: &Side) -> ComparedProject {
    let Side { name, project, hidden, unseen: _ } = side;
    ComparedProject {
        name: name.clone(),
        title: project.title().to_owned(),
        claims: project.claims().len(),
        hidden: hidden.len(),
        left_out: Vec::new(),
    }
}

/// The claims of every project in a text. `None` when it was stopped.
fn claims_of<'a>(common: &Common<'a>, projects: &[&'a Project], watch: &Watch) -> Option<Vec<Vec<Placed<'a>>>> {
    projects.iter().enumerate().map(|(at, project)| common.place(at, project, watch)).collect()
}

/// Those that have a place in the text; the others are told of.
fn without_lost<'a>(claims: Vec<Vec<Placed<'a>>>, projects: &mut [ComparedProject]) -> Vec<Vec<Placed<'a>>> {
    let stay = |(own, project): (Vec<Placed<'a>>, &mut ComparedProject)| {
        let (stay, lost): (Vec<_>, Vec<_>) = own.into_iter().partition(|placed| !placed.spans.is_empty());
        project.left_out.extend(lost.iter().map(|placed| left_out(placed.claim, WhyLeftOut::NotInDraft)));
        stay
    };
    claims.into_iter().zip(projects).map(stay).collect()
}

fn left_out(claim: &crate::model::Claim, why: WhyLeftOut) -> LeftOut {
    LeftOut { id: claim.id.clone(), number: claim.number, quote: claim.quote(), why }
}

fn leave_out_what_only_one_has(commons: &[Common<'_>], projects: &[&Project], told: &mut [ComparedProject]) {
    for (at, (project, told)) in projects.iter().zip(told).enumerate() {
        let shared: HashSet<_> = commons.iter().filter_map(|common| Some(&common.articles[at]?.id)).collect();
        let alone = project.claims().iter().filter(|claim| !shared.contains(&claim.article));
        told.left_out.extend(alone.map(|claim| left_out(claim, WhyLeftOut::OnlyHere)));
    }
}

fn add(to: &mut PassageMatches, more: PassageMatches) {
    let PassageMatches { counts, exact, half } = more;
    to.counts = [to.counts[0] + counts[0], to.counts[1] + counts[1]];
    to.exact += exact;
    to.half += half;
}

fn units_of(
    common: &Common<'_>,
    text: usize,
    claims: &[Vec<Placed<'_>>],
    categories: &Categories<'_>,
    sides: &[Side],
) -> Vec<Unit> {
    let claim = |project: usize, at: Option<usize>| {
        let Placed { claim, spans } = &claims[project][at?];
        let quotes: Vec<&str> = spans.iter().map(|span| span.of(common.version.text())).collect();
        Some(UnitClaim {
            id: claim.id.clone(),
            number: claim.number,
            spans: spans.clone(),
            quote: quotes.join(" … "),
            verdict: categories.verdict(project, claim),
            is_hidden: sides[project].hidden.contains(&claim.id),
        })
    };
    let unit = |ats: Vec<Option<usize>>| {
        let claims: Vec<_> = ats.into_iter().enumerate().map(|(project, at)| claim(project, at)).collect();
        Unit { text, kind: kind(&claims), claims }
    };
    pairing::units(claims).into_iter().map(unit).collect()
}

fn kind(claims: &[Option<UnitClaim>]) -> UnitKind {
    let mut all = claims.iter().enumerate().filter_map(|(project, claim)| Some((project, claim.as_ref()?)));
    let Some((project, first)) = all.next() else { return UnitKind::Overlapping };
    let others: Vec<_> = all.collect();
    match others.iter().all(|(_, other)| other.spans == first.spans) {
        _ if others.is_empty() => UnitKind::Only(project),
        true => UnitKind::Same,
        false => UnitKind::Overlapping,
    }
}

fn text_of(common: &Common<'_>, claims: &[Vec<Placed<'_>>], words: &mut Ratings) -> ComparedText {
    let covered = |(article, claims): (&Option<&crate::model::Article>, &Vec<Placed<'_>>)| -> Option<Vec<Span>> {
        let spans = claims.iter().flat_map(|placed| placed.spans.iter().copied()).collect();
        article.map(|_| texts::joined(spans))
    };
    let covered: Vec<_> = common.articles.iter().zip(claims).map(covered).collect();
    let title = common.articles.iter().flatten().next().map(|article| article.display_title().to_owned());
    ComparedText {
        title: title.unwrap_or_default(),
        version: common.version.clone(),
        is_in: common.articles.iter().map(Option::is_some).collect(),
        words: figures::rate_words(common.version.text(), &covered, words),
    }
}
