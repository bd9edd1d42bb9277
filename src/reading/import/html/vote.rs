//! What two extractors take for the article, asked line by line.

use std::collections::HashSet;

use dom_smoothie::Readability;
use rustc_hash::FxHashSet;
use scraper::Html;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options, dom::Document};

use super::{pieces, thresholds as set};

/// Who takes a piece for the article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vote {
    /// The readability score (dom_smoothie).
    pub readability: bool,
    /// The text rules (trafilatura).
    pub rules: bool,
}

/// The lines that one extractor gave.
#[derive(Debug, Default)]
pub struct Lines {
    whole: HashSet<String>,
    runs: FxHashSet<u64>,
}

/// The readability score's choice.
pub fn readability(page: &str) -> Lines {
    let article = Readability::new(page, None, None).and_then(|mut readability| readability.parse());
    article.map(|article| Lines::of(&article.content)).unwrap_or_default()
}

/// The text rules' choice. Their own comparison with other extractors takes as long as the rules themselves, and changes something
/// only where they and the readability score are far apart.
pub fn rules(page: &str, readability: &Lines) -> Lines {
    let page = Document::parse(page);
    let quick = extract(page.clone_document(), false);
    if quick.overlap(readability) >= set::CLOSE { quick } else { extract(page, true) }
}

fn extract(page: Document, with_fallback: bool) -> Lines {
    let options = Options::default()
        .with_fallback(with_fallback)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        // The page's details are read elsewhere.
        .with_html_date_mode(HtmlDateMode::Disabled);
    trafilatura::extract_document(page, &options).map(|found| Lines::of(&found.content_html)).unwrap_or_default()
}

impl Lines {
    fn of(content: &str) -> Self {
        let mut lines = Self::default();
        for piece in pieces::pieces(&Html::parse_fragment(content)) {
            let words = words(&piece.draft.block.text);
            lines.runs.extend(runs(&words));
            lines.whole.insert(words.join(" "));
        }
        lines
    }

    /// The share of the runs of four words that both choices have.
    fn overlap(&self, other: &Self) -> f32 {
        let all = self.runs.len().max(other.runs.len());
        self.runs.intersection(&other.runs).count() as f32 / all.max(1) as f32
    }

    /// Whether a text is among the lines: as a whole, or nearly every run of four words of it.
    pub fn has(&self, text: &str) -> bool {
        let words = words(text);
        if self.whole.contains(&words.join(" ")) {
            return true;
        }
        let (mut found, mut all) = (0, 0);
        for run in runs(&words) {
            found += usize::from(self.runs.contains(&run));
            all += 1;
        }
        all > 0 && found * 100 >= all * set::LINE_RUNS
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|char: char| !char.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn runs(words: &[String]) -> impl Iterator<Item = u64> {
    use std::hash::{Hash as _, Hasher as _};
    words.windows(set::RUN).map(|run| {
        let mut hasher = rustc_hash::FxHasher::default();
        run.hash(&mut hasher);
        hasher.finish()
    })
}
