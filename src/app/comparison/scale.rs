//! Which verdicts of several projects are the same, and which of them have an order.

use std::collections::HashMap;

use crate::model::{Claim, Project, ScaleId, Tone, Verdict, VerdictId};

use super::values::Category;

/// The verdicts that the projects may give, and which is which in each of them.
pub(super) struct Categories<'a> {
    /// The verdicts, those of the first project's scale first.
    pub all: Vec<Category>,
    by_word: HashMap<String, usize>,
    /// Those of each scale by id: one that was given another word on one side is still the same.
    by_id: HashMap<(&'a ScaleId, &'a VerdictId), usize>,
    of_project: Vec<HashMap<&'a VerdictId, usize>>,
}

impl<'a> Categories<'a> {
    /// The verdicts of the scales in use and of the others that a claim of a project names. The same word (whatever its capitals) is the
    /// same verdict; so is the same id in the same scale.
    pub fn of(projects: &[&'a Project]) -> Self {
        let (all, by_word, by_id) = (Vec::new(), HashMap::new(), HashMap::new());
        let mut categories = Self { all, by_word, by_id, of_project: Vec::new() };
        for (at, project) in projects.iter().enumerate() {
            let used: std::collections::HashSet<&VerdictId> =
                project.claims().iter().filter_map(|claim| claim.verdict.as_ref()).collect();
            let mut own = HashMap::new();
            let in_use = project.scale().id.clone();
            // The scale in use first: it has the last word on what an id means.
            let (current, others): (Vec<_>, Vec<_>) = project.scales().iter().partition(|scale| scale.id == in_use);
            for scale in current.iter().chain(&others) {
                for verdict in &scale.verdicts {
                    let is_wanted = scale.id == in_use || used.contains(&verdict.id);
                    if is_wanted && !own.contains_key(&verdict.id) {
                        let category = categories.find(&scale.id, verdict, at == 0 && scale.id == in_use);
                        own.insert(&verdict.id, category);
                    }
                }
            }
            categories.of_project.push(own);
        }
        categories
    }

    fn find(&mut self, scale_id: &'a ScaleId, verdict: &'a Verdict, is_of_first: bool) -> usize {
        let word = verdict.label.trim().to_lowercase();
        let known = self.by_word.get(&word).or_else(|| self.by_id.get(&(scale_id, &verdict.id))).copied();
        let category = known.unwrap_or_else(|| {
            let says_how_far = !matches!(verdict.tone, Tone::Unverifiable | Tone::Opinion);
            let before = self.all.iter().filter(|category| category.rank.is_some()).count();
            let rank = (is_of_first && says_how_far).then_some(before + 1);
            self.all.push(Category { label: verdict.label.trim().to_owned(), rank });
            self.all.len() - 1
        });
        self.by_word.entry(word).or_insert(category);
        self.by_id.entry((scale_id, &verdict.id)).or_insert(category);
        category
    }

    /// The verdict of a project's claim.
    pub fn verdict(&self, project: usize, claim: &Claim) -> Option<usize> {
        self.of_project[project].get(claim.verdict.as_ref()?).copied()
    }
}
