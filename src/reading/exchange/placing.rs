//! Where each note of a file stands: in which article, at which words, or why not.

use std::collections::{HashMap, HashSet};

use crate::{
    import::{Progress, Stage, Watch},
    model::{Article, ArticleId, Project, Span, VersionId},
};

use super::{FoundPassage, How, Missing, Note, SearchedText};

/// Where each note of a file stands in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// For each note.
    pub notes: Vec<Placed>,
}

/// Where a note stands, or why nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The article in which it was looked for.
    pub article: ArticleId,
    /// Its newest draft.
    pub version: VersionId,
    /// The places of all its passages, in text order.
    pub found: Result<Vec<FoundPassage>, Missing>,
    /// Whether the project has a claim on the same words already, or the file said the same before.
    pub is_known: bool,
}

/// How many notes stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of whose words stand where the file says.
    pub placed: usize,
    /// Whose positions were counted in another unit, or whose words stand in another place.
    pub moved: usize,
    /// Which the project has already.
    pub known: usize,
    /// Whose words were not found, or could be meant in several places.
    pub lost: usize,
}

/// What becomes of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It comes in where the file says.
    Placed,
    /// It comes in at another place.
    Moved,
    /// It is there already.
    Known,
    /// It does not come in.
    Lost,
}

impl Fate {
    /// Each, in the order in which people are told.
    pub const ALL: [Self; 4] = [Self::Placed, Self::Moved, Self::Known, Self::Lost];
}

impl Placed {
    /// What becomes of the note.
    pub fn fate(&self) -> Fate {
        match &self.found {
            Err(_) => Fate::Lost,
            Ok(_) if self.is_known => Fate::Known,
            Ok(found) if found.iter().all(|found| found.how == How::Placed) => Fate::Placed,
            Ok(_) => Fate::Moved,
        }
    }
}

impl Tally {
    /// How many come in.
    pub fn coming(self) -> usize {
        self.placed + self.moved
    }
}

/// How many notes decide in which of several articles a document's notes are looked for.
const ASKED: usize = 200;

impl Placing {
    /// Looks for notes in the article named, else in the one that the file's document is, or in which most of it is found.
    /// `None`: the project has no article, or not the one named.
    pub fn new(project: &Project, notes: &[Note], article: Option<&ArticleId>) -> Option<Self> {
        Self::watched(project, notes, article, &Watch::default())
    }

    /// The same, while it is told how far it has come. `None`, too, once it is not wanted any more.
    pub fn watched(project: &Project, notes: &[Note], article: Option<&ArticleId>, watch: &Watch) -> Option<Self> {
        let articles: Vec<&Article> = project.articles().iter().map(AsRef::as_ref).collect();
        let named: Vec<&Article> =
            articles.into_iter().filter(|other| article.is_none_or(|id| other.id == *id)).collect();
        named.first()?;
        let texts: Vec<_> = named.iter().map(|article| article.latest()).collect();
        let searched: Vec<SearchedText> = texts.iter().map(|version| SearchedText::new(version.text())).collect();
        let chosen = choose(&named, &searched, notes);
        let mut known = Known::of(project);
        let mut placed = Vec::with_capacity(notes.len());
        for (index, note) in notes.iter().enumerate() {
            if !watch.go_on(Progress { stage: Stage::Placing, done: index as u64, total: notes.len() as u64 }) {
                return None;
            }
            let first = chosen[note.document.as_str()];
            let (at, found) = match searched[first].note(note) {
                Ok(found) => (first, Ok(found)),
                // A file that does not say in which text its notes stand may speak of several.
                Err(Missing::Gone) if note.document.is_empty() => elsewhere(&searched, first, note),
                Err(missing) => (first, Err(missing)),
            };
            let (article, version) = (named[at].id.clone(), texts[at].id.clone());
            let is_known = found.as_ref().is_ok_and(|found| known.has(&version, found, &notes[..index], note));
            placed.push(Placed { article, version, found, is_known });
        }
        Some(Self { notes: placed })
    }

    /// How many notes stand how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for placed in &self.notes {
            *match placed.fate() {
                Fate::Placed => &mut tally.placed,
                Fate::Moved => &mut tally.moved,
                Fate::Known => &mut tally.known,
                Fate::Lost => &mut tally.lost,
            } += 1;
        }
        tally
    }

    /// The articles into which notes come, the one with the most first; without any found, where they were looked for.
    pub fn articles(&self) -> Vec<ArticleId> {
        let mut counts: Vec<(ArticleId, usize)> = Vec::new();
        for placed in &self.notes {
            let more = usize::from(placed.found.is_ok());
            match counts.iter_mut().find(|(article, _)| *article == placed.article) {
                Some((_, count)) => *count += more,
                None => counts.push((placed.article.clone(), more)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let has_any = counts.first().is_some_and(|(_, count)| *count > 0);
        counts.into_iter().filter(|(_, count)| *count > 0 || !has_any).map(|(article, _)| article).collect()
    }

    /// Whether every draft in which notes were found is still the newest of its article.
    pub fn fits(&self, project: &Project) -> bool {
        let drafts: HashSet<_> = self.notes.iter().map(|placed| (&placed.article, &placed.version)).collect();
        drafts
            .into_iter()
            .all(|(article, version)| project.article(article).is_some_and(|article| article.latest().id == *version))
    }
}

/// For each document that the notes name, the index of its article.
fn choose<'n>(articles: &[&Article], searched: &[SearchedText], notes: &'n [Note]) -> HashMap<&'n str, usize> {
    let mut documents: HashMap<&str, Vec<&Note>> = HashMap::new();
    for note in notes {
        documents.entry(&note.document).or_default().push(note);
    }
    let article_of = |(document, notes): (&'n str, Vec<&Note>)| {
        let is_named = |article: &&Article| !document.is_empty() && is_called(article, document);
        let by_name = articles.iter().position(is_named);
        let step = notes.len().div_ceil(ASKED);
        let found = |text: &SearchedText| notes.iter().step_by(step).filter(|note| text.note(note).is_ok()).count();
        // Of several articles that hold equally much the first one is taken.
        let by_words =
            || (0..searched.len()).rev().max_by_key(|at| if searched.len() == 1 { 0 } else { found(&searched[*at]) });
        (document, by_name.or_else(by_words).unwrap_or_default())
    };
    documents.into_iter().map(article_of).collect()
}

fn is_called(article: &Article, document: &str) -> bool {
    let names = [&article.meta.url, article.id.as_str(), article.display_title()];
    let last = document.rsplit([':', '/']).next().unwrap_or_default();
    names.contains(&document) || last == article.id.as_str()
}

/// The one other article in which a note is found; where it is found in two, nothing tells which is meant.
fn elsewhere(searched: &[SearchedText], first: usize, note: &Note) -> (usize, Result<Vec<FoundPassage>, Missing>) {
    let others = searched.iter().enumerate().filter(|(at, _)| *at != first);
    let mut found = others.filter_map(|(at, text)| Some((at, text.note(note).ok()?)));
    match (found.next(), found.next()) {
        (Some((at, found)), None) => (at, Ok(found)),
        (Some(_), Some(_)) => (first, Err(Missing::Ambiguous)),
        (None, _) => (first, Err(Missing::Gone)),
    }
}

/// What need not come in twice.
struct Known {
    /// The places of the project's claims.
    claims: HashSet<(VersionId, Vec<Span>)>,
    /// Which notes of the file were found where.
    notes: HashMap<(VersionId, Vec<Span>), Vec<usize>>,
}

impl Known {
    fn of(project: &Project) -> Self {
        let versions: HashMap<_, _> =
            project.articles().iter().map(|article| (&article.id, &article.latest().id)).collect();
        let known = |claim: &crate::model::Claim| {
            let version = *versions.get(&claim.article)?;
            let spans: Vec<_> = claim.spans_in(version).map(|(_, span)| span).collect();
            (!spans.is_empty()).then(|| (version.clone(), spans))
        };
        Self { claims: project.claims().iter().filter_map(|claim| known(claim)).collect(), notes: HashMap::new() }
    }

    /// Whether a claim of the project stands there, or an equal note came before. Different notes on the same words all come in.
    fn has(&mut self, version: &VersionId, found: &[FoundPassage], before: &[Note], note: &Note) -> bool {
        let key = (version.clone(), found.iter().map(|found| found.span).collect::<Vec<_>>());
        if self.claims.contains(&key) {
            return true;
        }
        let there = self.notes.entry(key).or_default();
        let is_told = there.iter().any(|index| before[*index] == *note);
        there.push(before.len());
        is_told
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        exchange::Passage,
        model::{ArticleMeta, BlockKind, BlockText, Edit, Origin, Version},
    };

    fn project(texts: &[&str]) -> Project {
        let mut project = Project::new("p");
        for (number, text) in texts.iter().enumerate() {
            let blocks = [BlockText::new(BlockKind::Paragraph, *text)];
            let version_id = VersionId::new(&format!("v-{number}")).unwrap();
            let versions = vec![Arc::new(Version::new(version_id, Origin::default(), blocks))];
            let meta = ArticleMeta { url: format!("https://example.org/{number}"), ..ArticleMeta::default() };
            let article = Article { id: ArticleId::new(&format!("a-{number}")).unwrap(), meta, versions };
            project.apply(&Edit::AddArticle { article: Arc::new(article), at: number }).unwrap();
        }
        project
    }

    /// For each quote with its document the number of the article, or why not.
    fn check(texts: &[&str], notes: &[(&str, &str)], expected: &[Result<&str, Missing>]) {
        let note = |(document, quote): &(&str, &str)| Note {
            document: (*document).to_owned(),
            ..Note::on(Passage::words(*quote))
        };
        let notes: Vec<_> = notes.iter().map(note).collect();
        let placing = Placing::new(&project(texts), &notes, None).unwrap();
        let told: Vec<_> = placing
            .notes
            .iter()
            .map(|placed| placed.found.as_ref().map(|_| placed.article.as_str()).map_err(|missing| *missing))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn a_document_is_looked_for_as_a_whole() {
        let texts = ["the tax rose and fell", "the rent rose, the tax stayed"];
        check(
            &texts,
            &[("", "the rent"), ("", "the tax stayed"), ("", "and fell")],
            &[Ok("a-1"), Ok("a-1"), Ok("a-0")],
        );
        check(&texts, &[("d", "the rent"), ("d", "and fell")], &[Err(Missing::Gone), Ok("a-0")]);
        check(&texts, &[("https://example.org/1", "the tax"), ("urn:x:a-0", "the tax")], &[Ok("a-1"), Ok("a-0")]);
        check(&texts, &[("", "and fell"), ("", "rose"), ("", "the")], &[Ok("a-0"), Ok("a-0"), Ok("a-0")]);
    }

    #[test]
    fn words_in_two_other_articles_are_not_guessed_at() {
        let texts = ["one two three four", "the tax", "tax again"];
        let notes = [("", "one"), ("", "two"), ("", "three"), ("", "tax"), ("", "again")];
        check(&texts, &notes, &[Ok("a-0"), Ok("a-0"), Ok("a-0"), Err(Missing::Ambiguous), Ok("a-2")]);
    }

    #[test]
    fn equal_notes_come_once_and_different_ones_on_the_same_words_each() {
        let note = |label: &str| Note { labels: vec![label.to_owned()], ..Note::on(Passage::words("tax")) };
        let notes = [note("a"), note("b"), note("a")];
        let placing = Placing::new(&project(&["the tax"]), &notes, None).unwrap();
        assert_eq!(
            placing.notes.iter().map(Placed::fate).collect::<Vec<_>>(),
            [Fate::Placed, Fate::Placed, Fate::Known]
        );
        assert_eq!(placing.tally(), Tally { placed: 2, known: 1, ..Tally::default() });
        assert_eq!(Placing::new(&Project::new("p"), &notes, None), None);
    }
}
