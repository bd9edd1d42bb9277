//! What the styles of an OpenDocument text say: what their paragraphs are, and whether their words are shown.

use std::collections::HashMap;

use crate::import::{
    run::{Look, Shift},
    word_processing::{Role, role_of_style},
    xml::{Piece, Xml},
};

use super::NAMESPACES;

/// A style's ancestors are followed so far.
const MAX_ANCESTORS: usize = 20;

/// The paragraph and text styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    /// The language of the text, where a style does not say otherwise.
    pub language: String,
}

#[derive(Debug, Default)]
struct Style {
    parent: String,
    is_hidden: bool,
    shift: Shift,
    is_struck: bool,
}

impl Styles {
    /// Reads the styles of a part, up to its text.
    pub fn read(&mut self, text: &str) {
        let mut xml = Xml::new(text, NAMESPACES);
        let (mut name, mut style) = (String::new(), Style::default());
        let mut is_default = false;
        while let Some(piece) = xml.next() {
            match piece {
                Piece::Start(tag) => match tag.name.as_str() {
                    "office:body" => return,
                    "style:default-style" => is_default = tag.attr("style:family") == Some("paragraph"),
                    "style:style" => {
                        name = tag.attr("style:name").unwrap_or_default().to_owned();
                        let parent = tag.attr("style:parent-style-name").unwrap_or_default().to_owned();
                        style = Style { parent, ..Style::default() };
                    }
                    "style:text-properties" => {
                        style.shift = tag.attr("style:text-position").map_or(style.shift, shift);
                        let lines =
                            [tag.attr("style:text-line-through-style"), tag.attr("style:text-line-through-type")];
                        style.is_struck |= lines.into_iter().flatten().any(|line| line != "none");
                        style.is_hidden |= tag.attr("text:display") == Some("none");
                        if is_default && let Some(language) = tag.attr("fo:language") {
                            let country = tag.attr("fo:country").filter(|country| *country != "none");
                            self.language =
                                country.map_or(language.to_owned(), |country| format!("{language}-{country}"));
                        }
                    }
                    "style:drawing-page-properties" => {
                        style.is_hidden |= tag.attr("presentation:visibility") == Some("hidden");
                    }
                    _ => {}
                },
                Piece::End(end) if end == "style:style" => {
                    self.styles.insert(std::mem::take(&mut name), std::mem::take(&mut style));
                }
                Piece::End(end) if end == "style:default-style" => is_default = false,
                _ => {}
            }
        }
    }

    /// What a style's paragraphs are, as its name or those of its ancestors say.
    pub fn role(&self, name: &str) -> Option<Role> {
        let mut name = name;
        for _ in 0..MAX_ANCESTORS {
            if let Some(role) = role_of_style(name) {
                return Some(role);
            }
            name = self.styles.get(name).map(|style| style.parent.as_str()).filter(|parent| !parent.is_empty())?;
        }
        None
    }

    /// How the letters in a style stand.
    pub fn look(&self, name: &str) -> Look {
        let first = self.styles.get(name);
        let chain = std::iter::successors(first, |style| self.styles.get(&style.parent)).take(MAX_ANCESTORS);
        chain.fold(Look::default(), |look, style| look.within(Look { shift: style.shift, is_struck: style.is_struck }))
    }

    /// Whether what has a style is not shown: words, or a slide.
    pub fn is_hidden(&self, name: &str) -> bool {
        self.styles.get(name).is_some_and(|style| style.is_hidden)
    }
}

/// “super 58%”, “-33% 58%”.
fn shift(position: &str) -> Shift {
    match position.split_whitespace().next() {
        Some("super") => Shift::Up,
        Some("sub") => Shift::Down,
        by => Shift::by(by.and_then(|by| by.trim_end_matches('%').parse::<f32>().ok()).unwrap_or(0.0) as i32),
    }
}
