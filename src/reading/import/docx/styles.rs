//! What the styles of a Word document say: what their paragraphs are, by the names of Word's own styles, which are the same in
//! every language.

use std::collections::HashMap;

use crate::import::{
    run::{Look, Shift},
    word_processing::{Role, role_of_style},
    xml::{Piece, Tag, Xml},
};
use crate::model::BlockKind;

use super::NAMESPACES;

/// A style's ancestors are followed so far.
const MAX_ANCESTORS: usize = 20;

/// The paragraph styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    /// The language of the text, where a style does not say otherwise.
    pub language: String,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: String,
    outline: Option<u8>,
    /// The level of the list, counted from 1; 0 for none.
    list: Option<u8>,
    shift: Option<Shift>,
    is_struck: Option<bool>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub fn read(text: &str) -> Self {
        let mut styles = Self::default();
        let mut xml = Xml::new(text, NAMESPACES);
        let (mut id, mut style) = (String::new(), Style::default());
        while let Some(piece) = xml.next() {
            match piece {
                Piece::Start(tag) => match tag.name.as_str() {
                    "w:style" => {
                        id = tag.attr("w:styleId").unwrap_or_default().to_owned();
                        style = Style::default();
                    }
                    "w:name" => style.name = tag.attr("w:val").unwrap_or_default().to_owned(),
                    "w:basedOn" => style.based_on = tag.attr("w:val").unwrap_or_default().to_owned(),
                    "w:outlineLvl" => style.outline = tag.attr("w:val").and_then(|level| level.parse().ok()),
                    "w:numId" => {
                        style.list = Some(if tag.attr("w:val") == Some("0") { 0 } else { style.list.unwrap_or(1) });
                    }
                    "w:ilvl" => {
                        style.list = tag.attr("w:val").and_then(|level| level.parse::<u8>().ok()?.checked_add(1));
                    }
                    "w:vertAlign" => style.shift = Some(shift(&tag)),
                    "w:strike" | "w:dstrike" => {
                        style.is_struck = Some(is_on(&tag) || tag.name == "w:dstrike" && style.is_struck == Some(true));
                    }
                    "w:lang" if id.is_empty() => styles.language = tag.attr("w:val").unwrap_or_default().to_owned(),
                    _ => {}
                },
                Piece::End(name) if name == "w:style" => {
                    styles.styles.insert(std::mem::take(&mut id), std::mem::take(&mut style));
                }
                _ => {}
            }
        }
        styles
    }

    /// What a style's paragraphs are, as its name, its outline level or those of its ancestors say.
    pub fn role(&self, id: &str) -> Option<Role> {
        self.ancestors(id).find_map(|(id, style)| {
            let by_name = role_of_style(if style.name.is_empty() { id } else { &style.name });
            let by_outline = style.outline.filter(|level| *level < 9).map(heading);
            by_name.or(by_outline)
        })
    }

    /// The level of the list whose items a style's paragraphs are; 0 for none.
    pub fn list(&self, id: &str) -> u8 {
        self.ancestors(id).find_map(|(_, style)| style.list).unwrap_or(0)
    }

    /// How the letters in a style stand.
    pub fn look(&self, id: &str) -> Look {
        let shift = self.ancestors(id).find_map(|(_, style)| style.shift).unwrap_or_default();
        Look { shift, is_struck: self.ancestors(id).find_map(|(_, style)| style.is_struck).unwrap_or(false) }
    }

    /// Whether a style is that of the signs of notes.
    pub fn is_note_sign(&self, id: &str) -> bool {
        self.ancestors(id).any(|(id, style)| {
            let name = if style.name.is_empty() { id } else { &style.name };
            let name: String = name.to_lowercase().split_whitespace().collect();
            matches!(name.as_str(), "footnotereference" | "endnotereference")
        })
    }

    fn ancestors<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = self.styles.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        let next = |(_, style): &(&'a str, &'a Style)| {
            self.styles.get_key_value(&style.based_on).map(|(id, style)| (id.as_str(), style))
        };
        std::iter::successors(first, next).take(MAX_ANCESTORS)
    }
}

/// Where a property of a run says that its letters stand.
pub fn shift(tag: &Tag<'_>) -> Shift {
    match tag.attr("w:val") {
        Some("superscript") => Shift::Up,
        Some("subscript") => Shift::Down,
        _ => Shift::None,
    }
}

/// Whether a property is on.
pub fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.attr("w:val"), Some("0" | "false" | "off" | "none"))
}

/// A heading of an outline level counted from 0.
pub fn heading(level: u8) -> Role {
    Role::Kind(BlockKind::Heading, level.saturating_add(1).clamp(1, 6))
}
