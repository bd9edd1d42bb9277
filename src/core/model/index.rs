//! A project with what is asked of it for each of its claims.

use std::sync::Arc;

use super::{Article, ArticleId, Project, Reviewer, ReviewerId, Scale, Source, SourceId, Verdict, VerdictId};

/// A project with its scale at hand, for whoever goes through all claims. Its other parts are found by the one index that the
/// project keeps itself.
#[derive(Debug)]
pub struct ProjectIndex<'a> {
    /// The project.
    pub project: &'a Project,
    scale: Arc<Scale>,
}

impl<'a> ProjectIndex<'a> {
    /// Looks up the scale once.
    pub fn new(project: &'a Project) -> Self {
        Self { project, scale: project.scale() }
    }

    /// The scale in use.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The article with this id.
    pub fn article(&self, article_id: &ArticleId) -> Option<&'a Article> {
        self.project.article(article_id).map(AsRef::as_ref)
    }

    /// The source with this id.
    pub fn source(&self, source_id: &SourceId) -> Option<&'a Source> {
        self.project.source(source_id).map(AsRef::as_ref)
    }

    /// The reviewer with this id, where one is meant.
    pub fn reviewer(&self, reviewer_id: Option<&ReviewerId>) -> Option<&'a Reviewer> {
        self.project.reviewer(reviewer_id?).map(AsRef::as_ref)
    }

    /// A verdict of the scale in use, else of any scale that the project carries.
    pub fn verdict(&self, verdict_id: &VerdictId) -> Option<&Verdict> {
        self.scale_of(verdict_id).and_then(|scale| scale.verdict(verdict_id))
    }

    /// The scale that a verdict is a value of: the one in use, else the first that the project carries.
    pub fn scale_of(&self, verdict_id: &VerdictId) -> Option<&Scale> {
        let knows = |scale: &&Scale| scale.verdict(verdict_id).is_some();
        let others = || self.project.scales().iter().map(AsRef::as_ref).find(knows);
        Some(self.scale()).filter(knows).or_else(others)
    }
}
