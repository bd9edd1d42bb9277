//! Where the parts of a project stand, by their ids, so that whoever asks for many of them is not made to search a list for each.
//!
//! It is built when it is asked for often enough to be worth it, and forgotten when the parts change: [`Parts`] sees to that.

use std::{
    fmt,
    hash::Hash,
    ops::{Deref, DerefMut},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use rustc_hash::FxHashMap;

use super::{ArticleId, ClaimId, ProjectParts, ReviewerId, SourceId};

/// The parts of a project with an index of them. Whoever takes them to change them gets an index that knows nothing.
#[derive(Clone)]
pub(super) struct Parts {
    parts: ProjectParts,
    index: Index,
}

impl Parts {
    pub fn new(parts: ProjectParts) -> Self {
        Self { parts, index: Index::default() }
    }

    pub fn article(&self, id: &ArticleId) -> Option<usize> {
        self.index.articles.find(&self.parts.articles, id, |article| &article.id)
    }

    pub fn source(&self, id: &SourceId) -> Option<usize> {
        self.index.sources.find(&self.parts.sources, id, |source| &source.id)
    }

    pub fn claim(&self, id: &ClaimId) -> Option<usize> {
        self.index.claims.find(&self.parts.claims, id, |claim| &claim.id)
    }

    pub fn reviewer(&self, id: &ReviewerId) -> Option<usize> {
        self.index.reviewers.find(&self.parts.reviewers, id, |reviewer| &reviewer.id)
    }
}

impl Deref for Parts {
    type Target = ProjectParts;

    fn deref(&self) -> &ProjectParts {
        &self.parts
    }
}

impl DerefMut for Parts {
    fn deref_mut(&mut self) -> &mut ProjectParts {
        self.index = Index::default();
        &mut self.parts
    }
}

impl PartialEq for Parts {
    fn eq(&self, other: &Self) -> bool {
        self.parts == other.parts
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

#[derive(Clone, Default)]
struct Index {
    articles: Positions<ArticleId>,
    sources: Positions<SourceId>,
    claims: Positions<ClaimId>,
    reviewers: Positions<ReviewerId>,
}

/// The place of each part of one kind; of two with one id the first.
struct Positions<I> {
    asked: AtomicU32,
    by_id: OnceLock<Arc<FxHashMap<I, usize>>>,
}

/// How often the list is searched before it is worth an index.
const SEARCHES: u32 = 32;

impl<I: Clone + Eq + Hash> Positions<I> {
    fn find<T>(&self, parts: &[Arc<T>], id: &I, id_of: impl Fn(&T) -> &I) -> Option<usize> {
        if let Some(by_id) = self.by_id.get() {
            return by_id.get(id).copied();
        }
        if self.asked.fetch_add(1, Ordering::Relaxed) < SEARCHES {
            return parts.iter().position(|part| id_of(part) == id);
        }
        let build = || {
            let mut by_id = FxHashMap::with_capacity_and_hasher(parts.len(), Default::default());
            for (index, part) in parts.iter().enumerate() {
                by_id.entry(id_of(part).clone()).or_insert(index);
            }
            Arc::new(by_id)
        };
        self.by_id.get_or_init(build).get(id).copied()
    }
}

impl<I> Default for Positions<I> {
    fn default() -> Self {
        Self { asked: AtomicU32::new(0), by_id: OnceLock::new() }
    }
}

impl<I> Clone for Positions<I> {
    fn clone(&self) -> Self {
        Self { asked: AtomicU32::new(self.asked.load(Ordering::Relaxed)), by_id: self.by_id.clone() }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! { static LOOKED_AT: Cell<usize> = const { Cell::new(0) }; }

    /// A part that is nothing but its id.
    struct Part(ClaimId);

    fn counted(part: &Part) -> &ClaimId {
        LOOKED_AT.set(LOOKED_AT.get() + 1);
        &part.0
    }

    fn parts(count: u32) -> Vec<Arc<Part>> {
        (0..count).map(|number| Arc::new(Part(ClaimId::from_random(number)))).collect()
    }

    #[test]
    fn asking_for_every_part_looks_at_each_a_few_times_however_many_there_are() {
        let looked_at = |count: u32| {
            LOOKED_AT.set(0);
            let (parts, positions) = (parts(count), Positions::default());
            for (index, part) in parts.iter().enumerate() {
                assert_eq!(positions.find(&parts, &part.0, counted), Some(index));
            }
            assert_eq!(positions.find(&parts, &ClaimId::from_random(count), counted), None);
            LOOKED_AT.get()
        };
        let [small, large] = [1_000, 10_000].map(looked_at);
        assert!(large <= 10 * small, "{small}, {large}");
    }

    #[test]
    fn of_two_with_one_id_the_first_is_found_with_and_without_an_index() {
        let twice: Vec<_> = parts(3).into_iter().chain(parts(3)).collect();
        let positions = Positions::default();
        for _ in 0..2 * SEARCHES {
            assert_eq!(positions.find(&twice, &twice[5].0, counted), Some(2));
        }
        assert!(positions.by_id.get().is_some());
    }

    #[test]
    fn whoever_changes_the_parts_gets_an_index_that_knows_nothing() {
        let mut parts = Parts::new(crate::model::Project::new("").parts().clone());
        let id = ReviewerId::from_random(1);
        assert!((0..2 * SEARCHES).all(|_| parts.reviewer(&id).is_none()));
        let reviewer = super::super::Reviewer { id: id.clone(), name: "Ann".into(), initials: "A".into() };
        parts.reviewers.push(Arc::new(reviewer));
        assert_eq!(parts.reviewer(&id), Some(0));
        let copy = parts.clone();
        assert!((0..2 * SEARCHES).all(|_| copy.reviewer(&id) == Some(0)) && copy == parts);
    }
}
