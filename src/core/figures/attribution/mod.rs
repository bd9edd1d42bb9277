//! Who says it: words that attribute, quotations with their speakers, sources without a name, hedges and superlatives.
//!
//! [`attribution`] reads by rules and word lists in English, German, French and Spanish. A speaker is named only where the sentence of the
//! quotation, or the quotation before it, says who speaks; where that is not sure none is named. Nothing here says that somebody did say it.

mod cues;
mod marks;
mod people;
mod quotes;
mod speakers;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{lexicon::Lexicon, token::Tokens, tongue::Tongue};

/// What a text says of who says what. All positions are bytes, half open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attribution {
    /// Words that attribute ("said", "according to"), in their order.
    pub cues: Vec<Range<usize>>,
    /// Quotations, in their order; a paragraph of a longer one is one of its own.
    pub quotations: Vec<Quotation>,
    /// Words to look at, in their order, each with its reason.
    pub remarks: Vec<Remark>,
}

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// With its marks.
    pub span: Range<usize>,
    /// How many words it has.
    pub words: usize,
    /// Who says it, where the text tells.
    pub speaker: Option<Speaker>,
}

/// Who says a quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The words that name them; for a pronoun those of the person it stands for.
    pub span: Range<usize>,
    /// Name and role where the person is first named in full: "Finance Minister Ann Lee".
    pub introduced: Range<usize>,
    /// A name of its own, not a role or a group.
    pub is_named: bool,
    /// The sentence has a pronoun for them.
    pub is_pronoun: bool,
}

/// Words to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Where they stand.
    pub span: Range<usize>,
    /// Why they are worth a look.
    pub reason: Reason,
}

/// Why words are worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A source without a name.
    Anonymous,
    /// The statement is made unsure.
    Hedge,
    /// An extreme is claimed.
    Superlative,
}

impl Reason {
    /// Says it in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Anonymous => "The source has no name.",
            Self::Hedge => "The statement is made unsure by this word.",
            Self::Superlative => "An extreme is claimed: first, only, most, never.",
        }
    }
}

/// Reads who says what. `language` is a tag such as "de-AT"; when it is empty or of another language, the text's words tell.
#[must_use]
pub fn attribution(text: &str, language: &str) -> Attribution {
    let tongue = Tongue::of_tag(language).unwrap_or_else(|| Tongue::guess(text));
    let tokens = Tokens::of(text, Lexicon::of(tongue));
    let quotes = quotes::find(&tokens);
    let flags = marks::cue_flags(&tokens, &quotes);
    let people = people::find(&tokens, &quotes);
    let quotations = speakers::of(&tokens, &quotes, &flags, &people);
    Attribution { cues: marks::spans(&tokens, &flags), quotations, remarks: marks::remarks(&tokens) }
}
