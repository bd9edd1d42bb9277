//! What was read out of pictures by a program that may err, and how that is said wherever the words are.

use serde::{Deserialize, Serialize};

use super::{Span, Version, is_default};

/// How a text came from pictures of its letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Recognised {
    /// The program, with its version.
    #[serde(skip_serializing_if = "is_default")]
    pub by: String,
    /// The languages that it was told, by the names of the program, joined by "+".
    #[serde(skip_serializing_if = "is_default")]
    pub languages: String,
    /// The pages that were recognised, ascending, where others hold letters of their own; empty: all.
    #[serde(skip_serializing_if = "is_default")]
    pub pages: Vec<u32>,
    /// How many words were recognised.
    #[serde(skip_serializing_if = "is_default")]
    pub words: u32,
    /// How many of these the program itself was unsure of.
    #[serde(skip_serializing_if = "is_default")]
    pub unsure: u32,
}

impl Recognised {
    /// What a reader of these words has to know.
    pub fn warning(&self) -> String {
        let Self { by, languages, words, unsure, .. } = self;
        let unsure = match (unsure, words) {
            (0, _) => String::new(),
            (1, words) => format!(" 1 of {words} words is unsure."),
            (unsure, words) => format!(" {unsure} of {words} words are unsure."),
        };
        format!(
            "Recognised from a picture by {by} ({languages}): letters and figures may be wrong.{unsure} Compare with the page."
        )
    }

    /// The same in as few words as a head line has room for.
    pub fn in_short(&self) -> String {
        let pages = self.pages.len();
        let what = match pages {
            0 => "recognised from a picture".to_owned(),
            1 => "1 page recognised from a picture".to_owned(),
            pages => format!("{pages} pages recognised from pictures"),
        };
        format!("{what} by {}: letters and figures may be wrong", self.by)
    }

    /// Whether what begins on this page was recognised.
    pub fn holds(&self, page: Option<u32>) -> bool {
        self.pages.is_empty() || page.is_some_and(|page| self.pages.binary_search(&page).is_ok())
    }
}

impl Version {
    /// How words were recognised from a picture, where any of them were.
    pub fn recognised_at(&self, span: Span) -> Option<&Recognised> {
        let recognised = self.origin.recognised.as_ref()?;
        let first = self.block_at(span.start()).unwrap_or(0);
        let mut blocks = self.blocks().iter().skip(first).take_while(|block| block.span.start() < span.end());
        blocks.any(|block| recognised.holds(block.page)).then_some(recognised)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockKind, BlockText, Origin, VersionId};

    #[test]
    fn words_of_a_recognised_page_are_known_as_such_and_others_not() {
        let recognised =
            Recognised { by: "tesseract 5.3.0".into(), languages: "eng".into(), pages: vec![2], words: 9, unsure: 1 };
        let blocks = [1, 2, 3].map(|page| BlockText {
            page: Some(page),
            ..BlockText::new(BlockKind::Paragraph, format!("Words of page {page}."))
        });
        let origin = Origin { recognised: Some(recognised.clone()), ..Origin::default() };
        let version = Version::new(VersionId::new("v-1").unwrap(), origin, blocks);
        let at = |words: &str| {
            let start = version.text().find(words).unwrap();
            version.recognised_at(Span::new(start, start + words.len()).unwrap())
        };
        assert_eq!(at("page 1"), None);
        assert_eq!(at("page 2"), Some(&recognised));
        assert_eq!(at("page 1.\n\nWords"), Some(&recognised));
        assert_eq!(at("page 3"), None);
        assert_eq!(
            recognised.warning(),
            "Recognised from a picture by tesseract 5.3.0 (eng): letters and figures may be wrong. 1 of 9 words is unsure. \
             Compare with the page."
        );
    }
}
