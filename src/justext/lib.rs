//! Stands in for the crate justext, which trafilatura asks when its own rules find little: its stop words of a hundred languages
//! are 2.4 MB of the program. This one keeps no words and finds nothing, so that trafilatura's own answer stands.

use std::{collections::HashSet, convert::Infallible, sync::LazyLock};

/// The thresholds that trafilatura sets. None is asked here.
#[derive(Debug, Clone, Default)]
pub struct Config;

impl Config {
    /// Asked of nothing.
    pub fn with_length_low(self, _: usize) -> Self {
        self
    }

    /// Asked of nothing.
    pub fn with_length_high(self, _: usize) -> Self {
        self
    }

    /// Asked of nothing.
    pub fn with_stopwords_low(self, _: f64) -> Self {
        self
    }

    /// Asked of nothing.
    pub fn with_stopwords_high(self, _: f64) -> Self {
        self
    }

    /// Asked of nothing.
    pub fn with_max_link_density(self, _: f64) -> Self {
        self
    }

    /// Asked of nothing.
    pub fn with_max_heading_distance(self, _: usize) -> Self {
        self
    }
}

/// A paragraph of a page. None is ever found.
#[derive(Debug)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    none: Infallible,
}

impl Paragraph {
    /// Whether it is none of the article.
    pub fn is_boilerplate(&self) -> bool {
        match self.none {}
    }
}

/// No paragraphs.
pub fn justext(_page: &str, _stop_words: &HashSet<String>, _config: &Config) -> Vec<Paragraph> {
    Vec::new()
}

/// No words are kept for any language.
///
/// # Errors
/// Always.
pub fn get_stoplist(_language: &str) -> Result<HashSet<String>, NoWords> {
    Err(NoWords)
}

/// No words.
pub fn get_all_stoplists() -> &'static HashSet<String> {
    static NONE: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);
    &NONE
}

/// No stop words are kept.
#[derive(Debug)]
pub struct NoWords;
