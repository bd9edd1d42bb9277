//! How far the sentences of a project are decided and what keeps it from going out, worked out once for each of its states.
//!
//! Where sentences end depends on the draft alone, so it is looked for once for each draft: in ten megabytes that takes a
//! moment, and deciding about a claim must not.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    check::{self, Finding},
    model::{Article, ArticleId, Claim, ClaimId, Coverage, Project, Span, VersionId, sentence},
};

use super::{cached::Cached, state_id::StateId};

/// The coverage of every article.
pub type Coverages = HashMap<ArticleId, Coverage>;

/// How far the sentences of a project are decided.
pub fn coverage(project: &Project) -> Coverages {
    Sentences::default().coverage(project)
}

/// What was worked out of a project: how far its sentences are decided, and what the readiness check finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The state of which it holds; in a large project that may be the one of a moment ago.
    pub state: StateId,
    /// How far the sentences of every article are decided.
    pub coverage: Arc<Coverages>,
    /// What the readiness check finds.
    pub findings: Arc<Vec<Finding>>,
}

/// A project as it is shown to somebody.
pub(crate) struct ToExamine<'a> {
    /// The project.
    pub project: &'a Project,
    /// The claims whose first check is hidden, if any is.
    pub hidden: Option<&'a Arc<HashSet<ClaimId>>>,
    /// Which state it is, and shown to whom.
    pub state: StateId,
}

impl ToExamine<'_> {
    fn job(&self, sentences: Sentences) -> ExamineJob {
        let hidden = self.hidden.cloned().unwrap_or_default();
        ExamineJob { state: self.state, project: self.project.clone(), hidden, sentences }
    }
}

/// Working it out away from the window.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamineJob {
    state: StateId,
    project: Project,
    hidden: Arc<HashSet<ClaimId>>,
    sentences: Sentences,
}

impl ExamineJob {
    /// Works it out.
    pub fn run(mut self) -> ExaminedJob {
        let coverage = Arc::new(self.sentences.coverage(&self.project));
        let findings = check::findings(&self.project, &coverage);
        let findings = Arc::new(check::without_hidden(findings, &self.project, &self.hidden));
        ExaminedJob { sentences: self.sentences, examined: Examined { state: self.state, coverage, findings } }
    }
}

/// What was worked out away from the window.
#[derive(Debug)]
pub struct ExaminedJob {
    sentences: Sentences,
    examined: Examined,
}

impl ExaminedJob {
    /// Whether it is of the same project.
    pub fn is_of(&self, state: StateId) -> bool {
        self.examined.state.project == state.project
    }
}

/// What was worked out last. Of a small project that is done within the frame that shows it. In a large one it would cost
/// a frame at every key, so it is worked out in the background, and until then what was last known is shown, to those to whom it
/// was shown before.
#[derive(Debug, Default)]
pub(crate) struct Examination {
    sentences: Sentences,
    last: Option<Examined>,
    exact: Cached<StateId, Arc<Coverages>>,
    is_under_way: bool,
}

impl Examination {
    /// Claims up to which a project is small.
    const CLAIMS: usize = 200;
    /// Bytes of its articles' newest drafts up to which a project is small.
    const BYTES: usize = 300_000;

    /// What is known of a project in this state; `None`: nothing yet.
    pub fn of(&mut self, wanted: &ToExamine<'_>) -> Option<Examined> {
        let last = self.last.as_ref().filter(|last| last.state.audience == wanted.state.audience);
        let is_known = last.is_some_and(|last| last.state == wanted.state);
        if is_known || is_large(wanted.project) {
            return last.cloned();
        }
        let job = wanted.job(std::mem::take(&mut self.sentences));
        self.take(job.run());
        self.last.clone()
    }

    /// How far the sentences of a project in this state are decided, however long it takes.
    pub fn coverage(&mut self, wanted: &ToExamine<'_>) -> Arc<Coverages> {
        match self.last.as_ref().filter(|examined| examined.state == wanted.state) {
            Some(examined) => Arc::clone(&examined.coverage),
            None => Arc::clone(self.exact.of(wanted.state, || Arc::new(self.sentences.coverage(wanted.project)))),
        }
    }

    /// What has to be worked out in the background, unless that is known or under way.
    pub fn ask(&mut self, wanted: &ToExamine<'_>) -> Option<ExamineJob> {
        let is_known = self.last.as_ref().is_some_and(|examined| examined.state == wanted.state);
        if is_known || self.is_under_way || !is_large(wanted.project) {
            return None;
        }
        self.is_under_way = true;
        Some(wanted.job(self.sentences.clone()))
    }

    /// Takes what was worked out.
    pub fn take(&mut self, done: ExaminedJob) {
        (self.sentences, self.is_under_way) = (done.sentences, false);
        self.last = Some(done.examined);
    }

    /// The work in the background has failed; the next change asks again.
    pub fn failed(&mut self) {
        self.is_under_way = false;
    }
}

fn is_large(project: &Project) -> bool {
    let bytes = || project.articles().iter().map(|article| article.latest().text().len()).sum::<usize>();
    project.claims().len() > Examination::CLAIMS || bytes() > Examination::BYTES
}

/// The sentences of drafts, by draft, with the language in which they were looked for.
#[derive(Debug, Clone, Default, PartialEq)]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Document,
        model::{Edit, Project, ProjectParts},
        store,
    };

    /// The sample, its last claim repeated until the project is large.
    fn large() -> Document {
        let sample = store::decode(super::super::SAMPLE.as_bytes()).unwrap().project;
        let mut claims = sample.claims().to_vec();
        let last = claims.last().cloned().unwrap();
        claims.extend((0..=Examination::CLAIMS as u32).map(|number| {
            let id = ClaimId::from_random(number);
            Arc::new(Claim { id, ..last.as_ref().clone() })
        }));
        Document::unsaved(Project::from_parts(ProjectParts { claims, ..sample.parts().clone() }))
    }

    #[test]
    fn a_large_project_is_examined_once_in_the_background_and_shows_what_was_known() {
        let mut document = large();
        assert_eq!(document.examined(), None, "what is not known is not counted");
        let job = document.ask_examination().unwrap();
        assert!(document.ask_examination().is_none(), "it is under way");
        document.take_examined(Some(job.run()));
        let known = document.findings();
        assert_eq!(*known, check::findings(document.project(), &coverage(document.project())));
        assert!(document.ask_examination().is_none(), "it is known");

        let claim = document.project().claims()[0].id.clone();
        document.apply(&Edit::RemoveClaim(claim), std::time::Duration::ZERO).unwrap();
        assert!(Arc::ptr_eq(&known, &document.findings()), "what was known is shown on");
        let job = document.ask_examination().unwrap();
        document.take_examined(Some(job.run()));
        assert_eq!(*document.findings(), check::findings(document.project(), &coverage(document.project())));
    }

    #[test]
    fn what_is_acted_on_is_never_that_of_a_moment_ago() {
        let document = large();
        assert_eq!(*document.coverage_now(), coverage(document.project()));
    }

    #[test]
    fn work_in_the_background_that_fails_is_asked_for_again() {
        let document = large();
        assert!(document.ask_examination().is_some());
        document.take_examined(None);
        assert!(document.ask_examination().is_some());
    }
}
