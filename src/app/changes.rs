//! What differs between two states of a project, in words.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use crate::model::Project;

/// What was changed from `old` to `new`: "2 claims added, 1 changed; 1 source removed".
pub fn describe(old: &Project, new: &Project) -> String {
    let (a, b) = (old.parts(), new.parts());
    let lists = [
        count("claim", &a.claims, &b.claims, |claim| claim.id.clone()),
        count("source", &a.sources, &b.sources, |source| source.id.clone()),
        count("article", &a.articles, &b.articles, |article| article.id.clone()),
        count("reviewer", &a.reviewers, &b.reviewers, |reviewer| reviewer.id.clone()),
        count("scale", &a.scales, &b.scales, |scale| scale.id.clone()),
    ];
    let mut parts: Vec<String> = lists.into_iter().flatten().collect();
    if a.title != b.title {
        parts.push(format!("renamed to “{}”", b.title));
    }
    if a.settings != b.settings {
        parts.push("settings changed".to_owned());
    }
    if parts.is_empty() && a != b {
        parts.push("order changed".to_owned());
    }
    if parts.is_empty() { "no change".to_owned() } else { parts.join("; ") }
}

fn count<T: PartialEq, I: Eq + Hash>(
    what: &str,
    old: &[Arc<T>],
    new: &[Arc<T>],
    id: impl Fn(&T) -> I,
) -> Option<String> {
    let before: HashMap<I, &Arc<T>> = old.iter().map(|entry| (id(entry), entry)).collect();
    let (mut added, mut changed, mut kept) = (0, 0, 0);
    for entry in new {
        match before.get(&id(entry)) {
            None => added += 1,
            Some(old) => {
                kept += 1;
                // Shared entries are the same without being compared.
                changed += usize::from(!Arc::ptr_eq(old, entry) && old != &entry);
            }
        }
    }
    let removed = before.len().saturating_sub(kept);
    let verbs = [(added, "added"), (changed, "changed"), (removed, "removed")];
    let mut words = Vec::new();
    for (count, verb) in verbs.into_iter().filter(|(count, _)| *count > 0) {
        let plural = if count == 1 { "" } else { "s" };
        let noun = if words.is_empty() { format!(" {what}{plural}") } else { String::new() };
        words.push(format!("{count}{noun} {verb}"));
    }
    (!words.is_empty()).then(|| words.join(", "))
}
