//! Parts of two people that bear one id and are not the same thing: one of them gets another id, and what refers to it follows.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::model::{Article, ArticleId, Claim, ClaimId, ProjectParts, Source, SourceId, Subject};

use super::{Found, claim::are_two, removed::merged_away};

/// Parts new ids out where they are needed.
pub(super) fn part(base: &ProjectParts, ours: &mut ProjectParts, theirs: &mut ProjectParts, found: &mut Found) {
    let known: HashMap<&ClaimId, &Arc<Claim>> = base.claims.iter().map(|claim| (&claim.id, claim)).collect();
    let claims = twice(
        &ours.claims,
        &theirs.claims,
        |it| &it.id,
        |one, other| one.article != other.article || !known.contains_key(&one.id) && are_two(one, other),
    );
    for (id, is_ours) in claims {
        // Of a claim from before the one that is still in its article keeps the id.
        let article = known.get(&id).map(|claim| &claim.article);
        let is_kept = |parts: &ProjectParts| parts.claims.iter().any(|it| it.id == id && Some(&it.article) == article);
        let is_ours = if is_kept(theirs) { true } else { is_ours && !is_kept(ours) };
        let new = free(
            id.as_str(),
            |name| ClaimId::new(name).ok(),
            |id| ours.claims.iter().chain(&theirs.claims).any(|claim| claim.id == *id),
        );
        found.say(format!("Two claims had the id {id}: one of them has {new} now."));
        rename_claim(if is_ours { ours } else { theirs }, &id, &new);
    }
    let known: HashSet<&SourceId> = base.sources.iter().map(|source| &source.id).collect();
    let sources = twice(
        &ours.sources,
        &theirs.sources,
        |it| &it.id,
        |one, other| !known.contains(&one.id) && are_other_sources(one, other),
    );
    for (id, is_ours) in sources {
        let new = free(
            id.as_str(),
            |name| SourceId::new(name).ok(),
            |id| ours.sources.iter().chain(&theirs.sources).any(|source| source.id == *id),
        );
        found.say(format!("Two sources had the id {id}: one of them has {new} now."));
        rename_source(if is_ours { ours } else { theirs }, &id, &new);
    }
    let known: HashSet<&ArticleId> = base.articles.iter().map(|article| &article.id).collect();
    let articles = twice(
        &ours.articles,
        &theirs.articles,
        |it| &it.id,
        |one, other| !known.contains(&one.id) && are_other_articles(one, other),
    );
    for (id, is_ours) in articles {
        let new = free(
            id.as_str(),
            |name| ArticleId::new(name).ok(),
            |id| ours.articles.iter().chain(&theirs.articles).any(|article| article.id == *id),
        );
        found.say(format!("Two articles had the id {id}: one of them has {new} now."));
        rename_article(if is_ours { ours } else { theirs }, &id, &new);
    }
    merged_both_ways(base, ours, theirs);
}

/// Where both made one source of two, and each called it by the other one: it has the same name in both.
fn merged_both_ways(base: &ProjectParts, ours: &mut ProjectParts, theirs: &mut ProjectParts) {
    let [ours_merged, theirs_merged] = [&*ours, &*theirs].map(|side| merged_away(base, side));
    for (gone, left) in ours_merged.iter().filter(|(gone, left)| theirs_merged.get(*left) == Some(*gone)) {
        match gone < left {
            true => rename_source(ours, left, gone),
            false => rename_source(theirs, gone, left),
        }
    }
}

/// The ids that two different parts bear, and whether ours is the one that gets another: the same whoever joins.
fn twice<T: std::fmt::Debug, I: Clone + std::hash::Hash + Eq>(
    ours: &[Arc<T>],
    theirs: &[Arc<T>],
    id: impl Fn(&T) -> &I,
    are_two: impl Fn(&T, &T) -> bool,
) -> Vec<(I, bool)> {
    let others: HashMap<&I, &Arc<T>> = theirs.iter().map(|it| (id(it), it)).collect();
    let pairs = ours.iter().filter_map(|one| Some((one, *others.get(id(one))?)));
    let clashes = pairs.filter(|(one, other)| are_two(one, other));
    clashes.map(|(one, other)| (id(one).clone(), format!("{one:?}") > format!("{other:?}"))).collect()
}

fn free<I>(id: &str, make: impl Fn(&str) -> Option<I>, is_used: impl Fn(&I) -> bool) -> I {
    let short = &id[..id.len().min(50)];
    let mut names = (2u32..).filter_map(|number| make(&format!("{short}-{number}")));
    names.find(|id| !is_used(id)).expect("there are more numbers than parts")
}

/// Sources that share neither address nor title.
fn are_other_sources(one: &Source, other: &Source) -> bool {
    let differ = |a: &str, b: &str| a.trim() != b.trim();
    let is_named = |source: &Source| !source.title.trim().is_empty() || !source.url.trim().is_empty();
    is_named(one) && is_named(other) && differ(&one.title, &other.title) && differ(&one.url, &other.url)
}

fn are_other_articles(one: &Article, other: &Article) -> bool {
    !one.versions.iter().any(|version| other.version(&version.id).is_some())
}

fn rename_subjects(parts: &mut ProjectParts, old: &Subject, new: &Subject) {
    for waiver in parts.waivers.iter_mut().filter(|waiver| waiver.subject == *old) {
        Arc::make_mut(waiver).subject = new.clone();
    }
    for open in parts.differences.iter_mut().filter(|open| open.subject == *old) {
        Arc::make_mut(open).subject = new.clone();
    }
    for settled in parts.settled.iter_mut().filter(|settled| settled.subject == *old) {
        Arc::make_mut(settled).subject = new.clone();
    }
}

fn rename_claim(parts: &mut ProjectParts, old: &ClaimId, new: &ClaimId) {
    for claim in parts.claims.iter_mut().filter(|claim| claim.id == *old) {
        Arc::make_mut(claim).id = new.clone();
    }
    for pass in parts.passes.iter_mut().filter(|pass| pass.opinion_of(old).is_some()) {
        let opinions = Arc::make_mut(pass).opinions.iter_mut();
        opinions.filter(|opinion| opinion.claim == *old).for_each(|opinion| opinion.claim = new.clone());
    }
    rename_subjects(parts, &Subject::Claim(old.clone()), &Subject::Claim(new.clone()));
}

fn rename_source(parts: &mut ProjectParts, old: &SourceId, new: &SourceId) {
    for source in parts.sources.iter_mut().filter(|source| source.id == *old) {
        Arc::make_mut(source).id = new.clone();
    }
    let put = |id: &mut SourceId| {
        if id == old {
            *id = new.clone();
        }
    };
    for claim in &mut parts.claims {
        let values = claim.earlier_checks.iter().filter_map(|check| check.values.as_deref());
        let is_named = claim.evidence.iter().any(|evidence| evidence.source == *old)
            || values.flat_map(|values| &values.evidence).any(|evidence| evidence.source == *old);
        if is_named {
            let claim = Arc::make_mut(claim);
            claim.evidence.iter_mut().for_each(|evidence| put(&mut evidence.source));
            for values in claim.earlier_checks.iter_mut().filter_map(|check| check.values.as_deref_mut()) {
                values.evidence.iter_mut().for_each(|evidence| put(&mut evidence.source));
                values.sources.iter_mut().for_each(|source| put(&mut source.id));
            }
        }
    }
    rename_subjects(parts, &Subject::Source(old.clone()), &Subject::Source(new.clone()));
}

fn rename_article(parts: &mut ProjectParts, old: &ArticleId, new: &ArticleId) {
    for article in parts.articles.iter_mut().filter(|article| article.id == *old) {
        Arc::make_mut(article).id = new.clone();
    }
    for claim in parts.claims.iter_mut().filter(|claim| claim.article == *old) {
        Arc::make_mut(claim).article = new.clone();
    }
    for made in parts.dismissals.iter_mut().filter(|made| made.article == *old) {
        Arc::make_mut(made).article = new.clone();
    }
    for pass in &mut parts.passes {
        let pass = Arc::make_mut(pass);
        let articles = pass.opinions.iter_mut().map(|opinion| &mut opinion.article).chain(&mut pass.articles);
        articles.filter(|article| *article == old).for_each(|article| *article = new.clone());
    }
    rename_subjects(parts, &Subject::Article(old.clone()), &Subject::Article(new.clone()));
}
