//! Takes the place of the crate `justext` behind trafilatura, and never finds an article.
//!
//! That crate tells text from furniture by the stop words of 100 languages, 2.4 MB in the program. Trafilatura asks it only where its
//! own rules find little, and falls back on them when it gives nothing; `docs/import.md` says what its vote is worth.

use std::{collections::HashSet, convert::Infallible, sync::LazyLock};

/// Thresholds, which nothing here reads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Config;

macro_rules! settings {
    ($($name:ident: $type:ty),*) => {
        impl Config {
            $(
                /// Changes nothing.
                #[must_use]
                pub fn $name(self, _: $type) -> Self {
                    self
                }
            )*
        }
    };
}

settings!(
    with_length_low: usize,
    with_length_high: usize,
    with_stopwords_low: f64,
    with_stopwords_high: f64,
    with_max_link_density: f64,
    with_max_heading_distance: usize
);

/// A paragraph, of which there is none.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    none: Infallible,
}

impl Paragraph {
    /// Whether it is furniture.
    pub fn is_boilerplate(&self) -> bool {
        match self.none {}
    }
}

/// No paragraphs.
pub fn justext(_: &str, _: &HashSet<String>, _: &Config) -> Vec<Paragraph> {
    Vec::new()
}

/// No stop words, for no language.
///
/// # Errors
/// Never.
pub fn get_stoplist(_: &str) -> Result<HashSet<String>, Infallible> {
    Ok(HashSet::new())
}

/// No stop words.
pub fn get_all_stoplists() -> &'static HashSet<String> {
    static NONE: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);
    &NONE
}
