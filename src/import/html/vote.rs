//! What two extractors take for the article, asked line by line.

use std::collections::HashSet;

use dom_smoothie::Readability;
use rustc_hash::FxHashSet;
use scraper::Html;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options};

use super::pieces;

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

/// The text rules' choice.
pub fn rules(page: &str) -> Lines {
    let options = Options::default()
        .with_fallback(true)
        .with_focus(ExtractionFocus::FavorPrecision)
        .with_exclude_comments(true)
        // The page's details are read elsewhere.
        .with_html_date_mode(HtmlDateMode::Disabled);
    trafilatura::extract(page, &options).map(|found| Lines::of(&found.content_html)).unwrap_or_default()
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
        all > 0 && found * 10 >= all * 8
    }
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|char: char| !char.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

fn runs(words: &[String]) -> impl Iterator<Item = u64> {
    use std::hash::{Hash as _, Hasher as _};
    words.windows(4).map(|run| {
        let mut hasher = rustc_hash::FxHasher::default();
        run.hash(&mut hasher);
        hasher.finish()
    })
}
