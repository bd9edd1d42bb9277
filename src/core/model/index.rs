//! The parts of a project by their ids.

use std::{collections::HashMap, sync::Arc};

use super::{Article, ArticleId, Project, Reviewer, ReviewerId, Scale, Source, SourceId, Verdict, VerdictId};

/// A project with its parts at hand: made once where many are asked for, so that no list is searched for each claim. Of two parts with
/// one id it gives the first, as [`Project`] does.
#[derive(Debug)]
pub struct ProjectIndex<'a> {
    /// The project.
    pub project: &'a Project,
    scale: Arc<Scale>,
    articles: HashMap<&'a ArticleId, &'a Article>,
    sources: HashMap<&'a SourceId, &'a Source>,
    reviewers: HashMap<&'a ReviewerId, &'a Reviewer>,
}

impl<'a> ProjectIndex<'a> {
    /// Goes through the parts once.
    pub fn new(project: &'a Project) -> Self {
        Self {
            project,
            scale: project.scale(),
            articles: project.articles().iter().rev().map(|article| (&article.id, article.as_ref())).collect(),
            sources: project.sources().iter().rev().map(|source| (&source.id, source.as_ref())).collect(),
            reviewers: project.reviewers().iter().rev().map(|reviewer| (&reviewer.id, reviewer.as_ref())).collect(),
        }
    }

    /// The scale in use.
    pub fn scale(&self) -> &Scale {
        &self.scale
    }

    /// The article with this id.
    pub fn article(&self, article_id: &ArticleId) -> Option<&'a Article> {
        self.articles.get(article_id).copied()
    }

    /// The source with this id.
    pub fn source(&self, source_id: &SourceId) -> Option<&'a Source> {
        self.sources.get(source_id).copied()
    }

    /// The reviewer with this id, where one is meant.
    pub fn reviewer(&self, reviewer_id: Option<&ReviewerId>) -> Option<&'a Reviewer> {
        self.reviewers.get(reviewer_id?).copied()
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
