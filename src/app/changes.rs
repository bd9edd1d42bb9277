//! What differs between two states of a project, in words.

use std::{collections::HashMap, hash::Hash, sync::Arc};

use crate::model::{Project, ProjectParts};

/// What was changed from `old` to `new`: "2 claims added, 1 changed; 1 source removed".
pub fn describe(old: &Project, new: &Project) -> String {
    let (a, b) = (old.parts(), new.parts());
    // Names every part, so that a new one cannot be forgotten here.
    let ProjectParts {
        title,
        settings,
        reviewers,
        scales,
        articles,
        sources,
        claims,
        retired_number: _,
        dismissals,
        waivers,
        views,
        differences,
        settled,
        passes,
        assignment: _,
    } = b;
    let lists = [
        count("claim", &a.claims, claims, |claim| claim.id.clone()),
        count("source", &a.sources, sources, |source| source.id.clone()),
        count("article", &a.articles, articles, |article| article.id.clone()),
        count("reviewer", &a.reviewers, reviewers, |reviewer| reviewer.id.clone()),
        count("scale", &a.scales, scales, |scale| scale.id.clone()),
        count("dismissal", &a.dismissals, dismissals, |made| (made.anchor.version.clone(), made.anchor.span)),
        count("waiver", &a.waivers, waivers, |waiver| (waiver.rule.clone(), waiver.subject.clone())),
        count("view", &a.views, views, |view| view.name.clone()),
        count("open difference", &a.differences, differences, |open| (open.subject.clone(), open.name())),
        count("settled difference", &a.settled, settled, |it| (it.about.clone(), it.signed.as_ref().map(|it| it.at))),
        count("first pass", &a.passes, passes, |pass| pass.id.clone()),
    ];
    let mut parts: Vec<String> = lists.into_iter().flatten().collect();
    if a.title != *title {
        parts.push(format!("renamed to “{title}”"));
    }
    if a.settings != *settings {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{
        Anchor, ArticleId, ClaimQuery, ClaimView, DismissReason, Dismissal, RuleId, Span, Subject, VersionId, Waiver,
    };

    #[test]
    fn every_part_has_words_of_its_own() {
        let old = Project::new("Bridge");
        let with = |change: fn(&mut ProjectParts)| {
            let mut parts = old.parts().clone();
            change(&mut parts);
            describe(&old, &Project::from_parts(parts))
        };
        let dismissed = with(|parts| {
            let version = VersionId::new("v-1").unwrap();
            let (span, quote) = (Span::in_text("So.", 0, 3).unwrap(), "So.".to_owned());
            let anchor = Anchor { version, span, quote, prefix: String::new(), suffix: String::new() };
            let (article, reason) = (ArticleId::new("a-1").unwrap(), DismissReason::Transition);
            parts.dismissals.push(Arc::new(Dismissal { article, anchor, reason, signed: None }));
        });
        assert_eq!(dismissed, "1 dismissal added");
        let waived = with(|parts| {
            let (rule, subject) = (RuleId::fixed("no-copy"), Subject::Project);
            parts.waivers.push(Arc::new(Waiver { rule, subject, reason: "seen".into(), signed: None }));
        });
        assert_eq!(waived, "1 waiver added");
        let viewed = with(|parts| {
            parts.views.push(Arc::new(ClaimView { name: "Mine".into(), query: ClaimQuery::default() }));
        });
        assert_eq!(viewed, "1 view added");
        assert_eq!(with(|parts| parts.title = "Ferry".into()), "renamed to “Ferry”");
        assert_eq!(with(|parts| parts.scales.clear()), "1 scale removed");
    }
}
