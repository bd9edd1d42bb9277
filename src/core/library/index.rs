//! Many shelves as one library.

use std::{
    ops::Range,
    path::Path,
    sync::{Arc, OnceLock},
};

use crate::{
    model::{ArticleId, ClaimId},
    recall::{Earlier, EarlierClaim},
};

use super::{Entry, Place, Query, Shelf, search::search};

/// Projects and fact-checks of others, ready to be searched. Copying one is cheap.
#[derive(Debug, Clone, Default)]
pub struct Index {
    shelves: Vec<Arc<Shelf>>,
    /// Made when it is asked for first.
    earlier: Arc<OnceLock<Checked>>,
}

/// The claims of a library that were checked, ready to be asked for those that are like a new one.
#[derive(Debug)]
struct Checked {
    earlier: Earlier,
    /// On which shelf each is, and where there.
    at: Vec<(u32, u32)>,
}

/// How much of a library an answer may tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of it: for whoever sits at the desk.
    #[default]
    Desk,
    /// What may be told to others: no notes, and nothing of confidential sources but that there are some.
    Told,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The best, best first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// Whether nothing has all words, so that these have only some of them.
    pub is_partly: bool,
}

/// A claim or a passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The project or file in which it is.
    pub shelf: Arc<Shelf>,
    /// Which claim or passage of it.
    pub at: HitAt,
    /// The claim; `None` for a passage of an article.
    pub entry: Option<Entry>,
    /// The title of the article.
    pub article: String,
    /// How well it fits; only compared with other hits of one answer.
    pub score: f32,
    /// Where its words stand, the most telling place first. Empty where only filters were asked for.
    pub lit: Vec<Lit>,
}

/// Which claim or passage was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitAt {
    /// A claim of a project.
    Claim(ClaimId),
    /// A passage in the newest draft of an article.
    Passage(ArticleId, Range<usize>),
    /// A fact-check of others, by its place in the file.
    Check(usize),
}

/// Words that were found, with some of those around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lit {
    /// Where they stand.
    pub place: Place,
    /// The words, cut to what is around those that were found.
    pub text: String,
    /// Which of them were found: bytes of `text`, in order, without overlap.
    pub spans: Vec<Range<usize>>,
}

/// An earlier claim that is like a new one.
#[derive(Debug, Clone, PartialEq)]
pub struct Like {
    /// The project or file in which it is.
    pub shelf: Arc<Shelf>,
    /// The claim.
    pub entry: Entry,
    /// How much the two have in common; only compared with other answers to one question.
    pub score: f32,
    /// Whether it stands out so far that it is shown unasked.
    pub is_shown: bool,
    /// Its words that the new claim has too, the rarest first.
    pub shared: Vec<String>,
}

impl PartialEq for Index {
    /// Whether both are made of the very same shelves.
    fn eq(&self, other: &Self) -> bool {
        self.shelves.len() == other.shelves.len()
            && self.shelves.iter().zip(&other.shelves).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl Index {
    /// A library of these.
    pub fn new(shelves: impl IntoIterator<Item = Arc<Shelf>>) -> Self {
        let mut shelves: Vec<_> = shelves.into_iter().collect();
        shelves.sort_by(|a, b| a.path.cmp(&b.path));
        shelves.dedup_by(|a, b| a.path == b.path);
        Self { shelves, earlier: Arc::default() }
    }

    /// What it is made of, in order of their paths.
    pub fn shelves(&self) -> &[Arc<Shelf>] {
        &self.shelves
    }

    /// The shelf of this project or file.
    pub fn shelf(&self, path: &Path) -> Option<&Arc<Shelf>> {
        let at = self.shelves.binary_search_by(|other| other.path.as_path().cmp(path)).ok()?;
        self.shelves.get(at)
    }

    /// Adds a shelf, in place of one of the same path.
    pub fn put(&mut self, shelf: Arc<Shelf>) {
        match self.shelves.binary_search_by(|other| other.path.cmp(&shelf.path)) {
            Ok(at) => self.shelves[at] = shelf,
            Err(at) => self.shelves.insert(at, shelf),
        }
        self.earlier = Arc::default();
    }

    /// Takes a project or file out.
    pub fn remove(&mut self, path: &Path) {
        if let Ok(at) = self.shelves.binary_search_by(|other| other.path.as_path().cmp(path)) {
            self.shelves.remove(at);
            self.earlier = Arc::default();
        }
    }

    /// How many claims it has.
    pub fn len(&self) -> usize {
        self.shelves.iter().map(|shelf| shelf.len()).sum()
    }

    /// Whether it has no claims.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is looked for, at most `limit` of it.
    pub fn search(&self, query: &Query, reach: Reach, limit: usize) -> Found {
        search(&self.shelves, query, reach, limit)
    }

    /// Makes ready what [`Self::like`] asks, where that is not done: it takes a second for a hundred thousand claims.
    pub fn prepare(&self) {
        self.checked();
    }

    /// The earlier checks that are most like a statement, the best first; at most `count`. Those of the project `except` are left out: it is
    /// the one in which the new claim stands. Claims without a verdict, or whose first check is hidden, are not asked.
    pub fn like(&self, statement: &str, except: Option<&Path>, count: usize) -> Vec<Like> {
        let checked = self.checked();
        let own = except.and_then(|path| self.shelves.iter().position(|shelf| shelf.path == path));
        let is_other = |at: usize| own.is_none_or(|own| checked.at[at].0 as usize != own);
        let recalled = checked.earlier.recall_among(statement, count, is_other);
        let like = recalled.into_iter().filter_map(|recalled| {
            let (shelf, at) = checked.at[recalled.at];
            let shelf = Arc::clone(&self.shelves[shelf as usize]);
            let entry = shelf.entry(at as usize)?;
            let (score, is_shown, shared) = (recalled.score, recalled.is_shown, recalled.shared);
            Some(Like { shelf, entry, score, is_shown, shared })
        });
        like.collect()
    }

    fn checked(&self) -> &Checked {
        self.earlier.get_or_init(|| Checked::of(&self.shelves))
    }
}

impl Checked {
    fn of(shelves: &[Arc<Shelf>]) -> Self {
        let (mut at, mut texts) = (Vec::new(), Vec::new());
        for (number, shelf) in (0_u32..).zip(shelves) {
            for (place, entry) in (0_u32..).zip(shelf.entries()) {
                if entry.verdict.is_empty() || entry.is_hidden || entry.statement.is_empty() {
                    continue;
                }
                // The headline of a fact-check is about its claim; that of an article is about much more.
                let title = if entry.is_neighbours() { entry.article } else { entry.quotes.join("\n") };
                at.push((number, place));
                texts.push((entry.statement, title, entry.date));
            }
        }
        let claims = texts.iter().map(|(statement, title, date)| EarlierClaim { statement, title, date });
        Self { earlier: Earlier::new(claims), at }
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, path::PathBuf};

    use super::*;
    use crate::{
        library::{EntrySource, Stamp},
        model::{
            Anchor, Article, ArticleMeta, BlockKind, BlockText, Claim, Mark, Origin, Project, Source, SourceId, Span,
            Version, VersionId,
        },
    };

    /// A project with an article of these blocks, and a claim on each passage that stands in one.
    fn project(title: &str, blocks: &[&str], claims: &[&str]) -> Project {
        let mut parts = Project::new(title).parts().clone();
        let blocks = blocks.iter().map(|text| BlockText::new(BlockKind::Paragraph, *text));
        let version = Version::new(VersionId::new("v-1").unwrap(), Origin::default(), blocks);
        let text = version.text().to_string();
        let meta = ArticleMeta { title: format!("{title} article"), ..ArticleMeta::default() };
        let article = Article { id: ArticleId::new("a-1").unwrap(), meta, versions: vec![Arc::new(version)] };
        parts.articles.push(Arc::new(article));
        for (number, quote) in claims.iter().enumerate() {
            let start = text.find(quote).unwrap();
            let anchor = Anchor {
                version: VersionId::new("v-1").unwrap(),
                span: Span::new(start, start + quote.len()).unwrap(),
                quote: (*quote).to_owned(),
                prefix: String::new(),
                suffix: String::new(),
            };
            let id = ClaimId::new(&format!("c-{number}")).unwrap();
            let mut claim = Claim::new(id, ArticleId::new("a-1").unwrap(), vec![Mark::new(anchor)]);
            claim.verdict = Some(parts.scales[0].verdicts[2].id.clone());
            claim.tags = vec!["Verkehr".into()];
            claim.notes = format!("Rang the mayor about {number}.");
            parts.claims.push(Arc::new(claim));
        }
        Project::from_parts(parts)
    }

    fn shelf(path: &str, project: &Project) -> Arc<Shelf> {
        Arc::new(Shelf::of_project(Path::new(path), project, &HashSet::new(), Stamp::default()))
    }

    fn library() -> Index {
        let town = project(
            "Town",
            &[
                "The old bridge cost 12,500 euros, the mayor said. The ferry carries 480 cars.",
                "Nobody knows what the tower of the church will cost.",
            ],
            &["The old bridge cost 12,500 euros", "The ferry carries 480 cars"],
        );
        let stadt = project(
            "Stadt",
            &["Die Brücken der Altstadt sind gesperrt, und das Café am Markt hat geschlossen. Das sagt die Stadt."],
            &["Die Brücken der Altstadt sind gesperrt"],
        );
        let check = Entry {
            statement: "A shark swam on the flooded motorway".into(),
            verdict: "Pants on Fire!".into(),
            heading: "Pants on Fire!".into(),
            publisher: "Sample Facts".into(),
            address: "https://example.org/shark".into(),
            date: "2017-08-28".into(),
            ..Entry::default()
        };
        let neighbours = Shelf::of_neighbours(Path::new("/l/feed.json"), "feed.json", &[check], Stamp::default());
        Index::new([shelf("/l/town.ron", &town), shelf("/l/stadt.ron", &stadt), Arc::new(neighbours)])
    }

    /// The finds as one line each: `place: words before [found] words`.
    fn found(text: &str, reach: Reach) -> Vec<String> {
        let told = |lit: &Lit| {
            let mut text = lit.text.clone();
            for span in lit.spans.iter().rev() {
                text.insert(span.end, ']');
                text.insert(span.start, '[');
            }
            format!("{}: {text}", lit.place.label())
        };
        let found = library().search(&Query::parse(text), reach, 10);
        found.hits.iter().map(|hit| hit.lit.first().map_or_else(|| "–".to_owned(), told)).collect()
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(found(text, Reach::Desk), expected, "{text}");
    }

    #[test]
    fn words_are_found_whatever_their_case_accents_and_endings() {
        check(
            "BRIDGES",
            &[
                "Claim: The old [bridge] cost 12,500 euros",
                "Article: The old [bridge] cost 12,500 euros, the mayor said. The ferry carries 480 cars.",
            ],
        );
        check(
            "altstadt brucke",
            &[
                "Claim: Die [Brücken] der [Altstadt] sind gesperrt",
                "Article: Die [Brücken] der [Altstadt] sind gesperrt, und das Café am Markt hat geschlossen. Das sagt die Stadt.",
            ],
        );
        check(
            "cafe",
            &[
                "Article: Die Brücken der Altstadt sind gesperrt, und das [Café] am Markt hat geschlossen. Das sagt die Stadt.",
            ],
        );
        check(
            "12.500",
            &[
                "Claim: The old bridge cost [12,500] euros",
                "Article: The old bridge cost [12,500] euros, the mayor said. The ferry carries 480 cars.",
            ],
        );
    }

    #[test]
    fn all_words_are_wanted_where_something_has_them_all() {
        check("tower cost", &["Article: Nobody knows what the [tower] of the church will [cost]."]);
        let found = library().search(&Query::parse("tower zebra"), Reach::Desk, 10);
        assert!(found.is_partly && found.total == 1);
        assert_eq!(library().search(&Query::parse("zebra"), Reach::Desk, 10), Found::default());
    }

    #[test]
    fn the_word_that_is_being_written_is_found_by_its_beginning() {
        check("motorw", &["Claim: A shark swam on the flooded [motorway]"]);
        check("motorw ", &[]);
    }

    #[test]
    fn a_phrase_stands_as_it_is_said() {
        check(
            "\"ferry carries\"",
            &[
                "Claim: The [ferry carries] 480 cars",
                "Article: The old bridge cost 12,500 euros, the mayor said. The [ferry carries] 480 cars.",
            ],
        );
        check("\"carries ferry\"", &[]);
        check("\"on the\"", &["Claim: A shark swam [on the] flooded motorway"]);
    }

    #[test]
    fn filters_let_claims_through_alone() {
        check("ferry verdict:wrong", &["Claim: The [ferry] carries 480 cars"]);
        check("ferry verdict:confirmed", &[]);
        check("verdict:pants", &["–"]);
        check("shark person:\"sample facts\" date:2017", &["Claim: A [shark] swam on the flooded motorway"]);
        check("shark since:2018", &[]);
        check("shark before:2017-08-28", &[]);
        check("altstadt tag:verkehr", &["Claim: Die Brücken der [Altstadt] sind gesperrt"]);
        check("shark tag:verkehr", &[]);
    }

    #[test]
    fn notes_and_confidential_sources_stay_at_the_desk() {
        assert_eq!(found("rang", Reach::Desk).len(), 3);
        assert_eq!(found("rang", Reach::Told), Vec::<String>::new());
        let project = project("Town", &["The ferry carries 480 cars."], &["The ferry"]);
        let source =
            Source { title: "Deep Throat".into(), is_confidential: true, ..Source::new(SourceId::new("s-1").unwrap()) };
        let mut parts = project.parts().clone();
        parts.sources.push(Arc::new(source));
        let mut claim = project.claims()[0].as_ref().clone();
        let evidence_id = crate::model::EvidenceId::new("e-1").unwrap();
        claim.evidence = vec![crate::model::Evidence::new(evidence_id, SourceId::new("s-1").unwrap())];
        parts.claims = vec![Arc::new(claim)];
        let project = Project::from_parts(parts);
        let index = Index::new([shelf("/a.ron", &project)]);
        let search = |reach| index.search(&Query::parse("throat"), reach, 5).total;
        assert_eq!((search(Reach::Desk), search(Reach::Told)), (1, 0));
        let told = index.search(&Query::parse("ferry verdict:wrong"), Reach::Told, 5);
        let entry = told.hits[0].entry.clone().unwrap();
        let known = EntrySource {
            title: crate::model::KNOWN_TO_THE_DESK.to_owned(),
            url: String::new(),
            is_confidential: true,
        };
        assert_eq!((entry.sources, entry.notes), (vec![known], String::new()));
    }

    #[test]
    fn a_passage_says_where_in_the_draft_it_stands() {
        let found = library().search(&Query::parse("tower"), Reach::Desk, 10);
        let HitAt::Passage(article, span) = &found.hits[0].at else { panic!("{found:?}") };
        assert_eq!(article.as_str(), "a-1");
        assert_eq!((span.start, span.len()), (79, found.hits[0].lit[0].text.len()));
    }

    #[test]
    fn a_project_is_put_replaced_and_taken_out_alone() {
        let mut index = library();
        let other = project("Town", &["The harbour is empty."], &["The harbour is empty"]);
        index.put(shelf("/l/town.ron", &other));
        let total = |index: &Index, text: &str| index.search(&Query::parse(text), Reach::Desk, 9).total;
        assert_eq!((total(&index, "ferry"), total(&index, "harbour"), total(&index, "altstadt")), (0, 2, 2));
        index.remove(Path::new("/l/town.ron"));
        assert_eq!((total(&index, "harbour"), index.shelves().len()), (0, 2));
        assert_eq!(index.shelf(Path::new("/l/stadt.ron")).map(|shelf| shelf.len()), Some(1));
        assert_eq!(library().search(&Query::default(), Reach::Desk, 9), Found::default());
    }

    #[test]
    fn claims_like_a_new_one_are_those_that_were_checked() {
        let index = library();
        let like = index.like("A SHARK on the flooded motorway in Houston", None, 5);
        assert_eq!(like[0].entry.publisher, "Sample Facts");
        assert!(like[0].is_shown && like[0].shared.len() >= 3, "{like:?}");
        let own = PathBuf::from("/l/feed.json");
        assert!(
            index
                .like("A SHARK on the flooded motorway in Houston", Some(&own), 5)
                .iter()
                .all(|like| like.shelf.path != own)
        );
    }
}
