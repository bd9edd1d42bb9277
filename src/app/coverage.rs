//! How far the sentences of a project are decided, worked out once for each of its states.
//!
//! Where sentences end depends on the draft alone, so it is looked for once for each draft: in ten megabytes that takes a
//! moment, and deciding about a claim must not.

use std::{collections::HashMap, sync::Arc};

use crate::{
    check::{self, Finding},
    model::{Article, ArticleId, Claim, Coverage, Project, Span, VersionId, sentence},
};

/// The coverage of every article.
pub type Coverages = HashMap<ArticleId, Coverage>;

/// How far the sentences of a project are decided.
pub fn coverage(project: &Project) -> Coverages {
    Sentences::default().coverage(project)
}

/// What was worked out last.
#[derive(Debug, Default)]
pub(super) struct Covered {
    sentences: Sentences,
    last: Option<(u64, Arc<Coverages>)>,
    found: Option<(u64, Arc<Vec<Finding>>)>,
}

impl Covered {
    /// The coverage of a project in the state that `revision` names.
    pub fn of(&mut self, project: &Project, revision: u64) -> Arc<Coverages> {
        match &self.last {
            Some((known, coverages)) if *known == revision => Arc::clone(coverages),
            _ => {
                let coverages = Arc::new(self.sentences.coverage(project));
                self.last = Some((revision, Arc::clone(&coverages)));
                coverages
            }
        }
    }
}

impl Covered {
    /// What the readiness check finds in a project in the state that `revision` names.
    pub fn findings(&mut self, project: &Project, revision: u64) -> Arc<Vec<Finding>> {
        match &self.found {
            Some((known, findings)) if *known == revision => Arc::clone(findings),
            _ => {
                let coverages = self.of(project, revision);
                let findings = Arc::new(check::findings(project, &coverages));
                self.found = Some((revision, Arc::clone(&findings)));
                findings
            }
        }
    }
}

/// The sentences of drafts, by draft, with the language in which they were looked for.
#[derive(Debug, Default)]
struct Sentences(HashMap<VersionId, (String, Arc<[Span]>)>);

impl Sentences {
    fn coverage(&mut self, project: &Project) -> Coverages {
        let mut claims: HashMap<&ArticleId, Vec<&Arc<Claim>>> = HashMap::new();
        for claim in project.claims() {
            claims.entry(&claim.article).or_default().push(claim);
        }
        let of_article = |article: &Arc<Article>| {
            let own = claims.get(&article.id).into_iter().flatten().copied();
            (article.id.clone(), Coverage::new(project, article, self.of(article), own))
        };
        project.articles().iter().map(of_article).collect()
    }

    /// The sentences of the newest draft. What holds neither letter nor figure is none.
    fn of(&mut self, article: &Article) -> Arc<[Span]> {
        let (version, language) = (article.latest(), &article.meta.language);
        match self.0.get(&version.id) {
            Some((known, sentences)) if known == language => Arc::clone(sentences),
            _ => {
                let says_something = |span: &Span| span.of(version.text()).contains(char::is_alphanumeric);
                let found: Arc<[Span]> =
                    sentence::sentences(version, language).into_iter().filter(says_something).collect();
                self.0.insert(version.id.clone(), (language.clone(), Arc::clone(&found)));
                found
            }
        }
    }
}
