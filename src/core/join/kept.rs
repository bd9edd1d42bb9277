//! What two people's work has in common for certain, where nobody kept the state that both began with: a state from before that one of
//! them knows, without all of it that could be later work of one side alone.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::Arc,
};

use crate::model::{Article, Claim, Project};

use super::nothing;

/// Makes a base of a state that one side kept. A claim of it counts where its log is the beginning of both sides' logs, an article with the
/// drafts that both have; everything else only where both sides agree. Nothing that one side has done since can pass for what both
/// began with. Returned with how many of the claims in which the sides differ it tells the beginning of; `None`: of none.
pub fn base_of_kept(kept: &Project, ours: &Project, theirs: &Project) -> Option<(Project, usize)> {
    let [kept, ours, theirs] = [kept, ours, theirs].map(Project::parts);
    let mut base = nothing();
    if ours.title == theirs.title {
        base.title.clone_from(&ours.title);
    }
    if ours.settings == theirs.settings {
        base.settings = Arc::clone(&ours.settings);
    }
    base.scales = agreed(&ours.scales, &theirs.scales, |it| it.id.clone());
    base.reviewers = agreed(&ours.reviewers, &theirs.reviewers, |it| it.id.clone());
    base.sources = agreed(&ours.sources, &theirs.sources, |it| it.id.clone());
    base.views = agreed(&ours.views, &theirs.views, |it| it.name.clone());
    base.waivers = ours.waivers.iter().filter(|it| theirs.waivers.contains(it)).cloned().collect();
    base.dismissals = ours.dismissals.iter().filter(|it| theirs.dismissals.contains(it)).cloned().collect();
    base.articles = articles([&kept.articles, &ours.articles, &theirs.articles]);
    let has_article: HashSet<_> = base.articles.iter().map(|article| &article.id).collect();
    let by_id = [&ours.claims, &theirs.claims]
        .map(|claims| claims.iter().map(|claim| (&claim.id, claim)).collect::<HashMap<_, _>>());
    let mut explained = 0;
    for claim in kept.claims.iter().filter(|claim| has_article.contains(&claim.article)) {
        let [Some(ours), Some(theirs)] = [0, 1].map(|side| by_id[side].get(&claim.id).copied()) else { continue };
        if ours == theirs {
            base.claims.push(Arc::clone(ours));
        } else if is_before(claim, ours) && is_before(claim, theirs) {
            base.claims.push(Arc::clone(claim));
            explained += 1;
        }
    }
    (explained > 0).then(|| (Project::from_parts(base), explained))
}

/// Whether a claim may have become another: all that its log tells has happened there too, and where nothing more has it is the same.
fn is_before(before: &Claim, after: &Claim) -> bool {
    let has_all = before.log.iter().all(|entry| after.log.contains(entry));
    has_all && (before.log.len() < after.log.len() || before == after)
}

/// The entries that both sides have alike.
fn agreed<T: PartialEq, K: Eq + Hash>(ours: &[Arc<T>], theirs: &[Arc<T>], key: impl Fn(&T) -> K) -> Vec<Arc<T>> {
    let of_theirs: HashMap<K, &Arc<T>> = theirs.iter().map(|entry| (key(entry), entry)).collect();
    ours.iter().filter(|entry| of_theirs.get(&key(entry)) == Some(entry)).cloned().collect()
}

/// The articles of all three, with the kept drafts that both sides have. What is known of one counts where both know the same.
fn articles([kept, ours, theirs]: [&[Arc<Article>]; 3]) -> Vec<Arc<Article>> {
    let of = |list: &[Arc<Article>], id| list.iter().find(|article: &&Arc<Article>| article.id == id).cloned();
    let in_both = kept.iter().filter_map(|article| {
        let (ours, theirs) = (of(ours, article.id.clone())?, of(theirs, article.id.clone())?);
        let both_have = |version: &&Arc<_>| ours.versions.contains(version) && theirs.versions.contains(version);
        let versions: Vec<_> = article.versions.iter().filter(both_have).cloned().collect();
        let meta = if ours.meta == theirs.meta { ours.meta.clone() } else { crate::model::ArticleMeta::default() };
        (!versions.is_empty()).then(|| Arc::new(Article { id: article.id.clone(), meta, versions }))
    });
    in_both.collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::{join::join, store};

    fn project(name: &str) -> Project {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/merges");
        store::decode(&std::fs::read(folder.join(name)).unwrap()).unwrap().project
    }

    const DIFFERENT_CLAIMS: &str = "01-different-claims-far-apart-verdict-confidence-sign";

    fn has_all_verdicts(joined: &Project, sides: [&Project; 2]) {
        assert_eq!(joined.differences(), []);
        let claims = sides.into_iter().flat_map(Project::claims);
        for claim in claims.filter(|claim| claim.verdict.is_some()) {
            assert_eq!(joined.claim(&claim.id).unwrap().verdict, claim.verdict, "{}", claim.id);
        }
    }

    #[test]
    fn the_state_that_both_began_with_is_one() {
        let base = project("base.ron");
        let [ours, theirs] = ["ours", "theirs"].map(|side| project(&format!("{DIFFERENT_CLAIMS}/{side}.ron")));
        let (kept, explained) = base_of_kept(&base, &ours, &theirs).unwrap();
        assert!(explained > 0);
        has_all_verdicts(&join(Some(&kept), &ours, &theirs).project, [&ours, &theirs]);
    }

    /// Else what one side has done would pass for what both began with, and the other for who took it back.
    #[test]
    fn later_work_of_one_side_is_no_beginning() {
        let [ours, theirs] = ["ours", "theirs"].map(|side| project(&format!("{DIFFERENT_CLAIMS}/{side}.ron")));
        for kept in [&ours, &theirs] {
            let base = base_of_kept(kept, &ours, &theirs).map(|(base, _)| base);
            has_all_verdicts(&join(base.as_ref(), &ours, &theirs).project, [&ours, &theirs]);
        }
    }
}
