//! A text as pieces of words, numbered as the model learned them: WordPiece (BERT) and Unigram (SentencePiece), out of `tokenizer.json`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer words are one unknown piece.
const WORD_MAX: usize = 100;
/// No piece is longer, in characters.
const PIECE_MAX: usize = 32;
/// What an unknown character costs beside the rarest piece.
const UNKNOWN: f32 = 10.0;
/// What stands for a space in Unigram's pieces.
const SPACE: char = '▁';

/// The pieces of words that a model knows.
#[derive(Debug)]
pub(crate) struct Tokens {
    numbers: FxHashMap<String, u32>,
    unknown: u32,
    start: u32,
    end: u32,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    WordPiece {
        is_lower: bool,
        strips_accents: bool,
    },
    /// What each piece is worth, and what one that is unknown is.
    Unigram {
        worth: Vec<f32>,
        unknown: f32,
    },
}

#[derive(Deserialize)]
struct File {
    model: Value,
    #[serde(default)]
    normalizer: Value,
    #[serde(default)]
    added_tokens: Vec<Added>,
}

#[derive(Deserialize)]
struct Added {
    id: u32,
    content: String,
}

#[derive(Deserialize)]
struct WordPiece {
    unk_token: String,
    vocab: FxHashMap<String, u32>,
}

#[derive(Deserialize)]
struct Unigram {
    unk_id: u32,
    vocab: Vec<(String, f32)>,
}

impl Tokens {
    pub(crate) fn read(file: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(file).map_err(|fault| fault.to_string())?;
        // Files of old do not name the kind.
        let kind =
            file.model["type"].as_str().unwrap_or(if file.model["vocab"].is_array() { "Unigram" } else { "WordPiece" });
        let (mut numbers, unknown, kind) = match kind {
            "WordPiece" => {
                let model: WordPiece = serde_json::from_value(file.model).map_err(|fault| fault.to_string())?;
                let unknown = *model.vocab.get(&model.unk_token).ok_or("it has no piece for what is unknown")?;
                let is_lower = file.normalizer["lowercase"].as_bool().unwrap_or(true);
                let strips_accents = file.normalizer["strip_accents"].as_bool().unwrap_or(is_lower);
                (model.vocab, unknown, Kind::WordPiece { is_lower, strips_accents })
            }
            "Unigram" => {
                let model: Unigram = serde_json::from_value(file.model).map_err(|fault| fault.to_string())?;
                let worth: Vec<f32> = model.vocab.iter().map(|(_, worth)| *worth).collect();
                let least = worth.iter().copied().fold(0.0, f32::min);
                let numbers = model.vocab.into_iter().enumerate().map(|(at, (piece, _))| (piece, at as u32));
                (numbers.collect(), model.unk_id, Kind::Unigram { worth, unknown: least - UNKNOWN })
            }
            other => return Err(format!("pieces of the make {other} are not known")),
        };
        for added in file.added_tokens {
            numbers.entry(added.content).or_insert(added.id);
        }
        let of = |names: [&str; 2]| names.iter().find_map(|name| numbers.get(*name).copied());
        let start = of(["[CLS]", "<s>"]).ok_or("it has no piece for the start of a text")?;
        let end = of(["[SEP]", "</s>"]).ok_or("it has no piece for the end of a text")?;
        Ok(Self { numbers, unknown, start, end, kind })
    }

    /// One more than the largest number of a piece.
    pub(crate) fn len(&self) -> usize {
        let known = self.numbers.values().copied().chain([self.unknown]).max();
        known.map_or(0, |most| most as usize + 1)
    }

    /// The numbers of a text's pieces between those of start and end, at most so many.
    pub(crate) fn of(&self, text: &str, longest: usize) -> Vec<u32> {
        let mut pieces = vec![self.start];
        let room = longest.saturating_sub(1);
        match &self.kind {
            Kind::WordPiece { is_lower, strips_accents } => {
                for word in words(text, *is_lower, *strips_accents) {
                    if pieces.len() >= room {
                        break;
                    }
                    self.word(&word, &mut pieces);
                }
            }
            Kind::Unigram { worth, unknown } => {
                let text: String = text.nfkc().collect();
                for word in text.split_whitespace() {
                    if pieces.len() >= room {
                        break;
                    }
                    self.likeliest(&format!("{SPACE}{word}"), worth, *unknown, &mut pieces);
                }
            }
        }
        pieces.truncate(room);
        pieces.push(self.end);
        pieces
    }

    /// The longest piece that fits, and again behind it.
    fn word(&self, word: &str, pieces: &mut Vec<u32>) {
        let before = pieces.len();
        let mut at = 0;
        if word.chars().count() > WORD_MAX {
            return pieces.push(self.unknown);
        }
        while at < word.len() {
            let ends = word[at..].char_indices().map(|(start, c)| at + start + c.len_utf8()).rev();
            let found = ends.into_iter().find_map(|end| {
                let piece = &word[at..end];
                let number = match at {
                    0 => self.numbers.get(piece),
                    _ => self.numbers.get(format!("##{piece}").as_str()),
                };
                number.map(|number| (*number, end))
            });
            let Some((number, end)) = found else {
                pieces.truncate(before);
                return pieces.push(self.unknown);
            };
            pieces.push(number);
            at = end;
        }
    }

    /// The pieces that are worth most together.
    fn likeliest(&self, word: &str, worth: &[f32], unknown: f32, pieces: &mut Vec<u32>) {
        let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).take(4 * WORD_MAX).collect();
        let last = bounds.len() - 1;
        let mut best: Vec<(f32, usize, u32)> = vec![(f32::NEG_INFINITY, 0, self.unknown); bounds.len()];
        best[0].0 = 0.0;
        for from in 0..last {
            for to in from + 1..=last.min(from + PIECE_MAX) {
                let known = self.numbers.get(&word[bounds[from]..bounds[to]]).copied();
                let known = known.and_then(|number| Some((*worth.get(number as usize)?, number)));
                let found = known.or_else(|| (to == from + 1).then_some((unknown, self.unknown)));
                if let Some((more, number)) = found
                    && best[from].0 + more > best[to].0
                {
                    best[to] = (best[from].0 + more, from, number);
                }
            }
        }
        let (mut found, mut at) = (Vec::new(), last);
        while at > 0 {
            let (_, from, number) = best[at];
            // What is unknown is one piece, however long.
            if number != self.unknown || found.last() != Some(&self.unknown) {
                found.push(number);
            }
            at = from;
        }
        pieces.extend(found.into_iter().rev());
    }
}

/// A text as BERT takes it apart: at white space, and around each sign and each character that is a word.
fn words(text: &str, is_lower: bool, strips_accents: bool) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut part = |c: char| {
        if c.is_whitespace() {
            words.push(String::new());
        } else if is_alone(c) {
            words.extend([c.to_string(), String::new()]);
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    };
    for c in text.chars().filter(|c| c.is_whitespace() || !c.is_control() && *c != '\u{fffd}' && *c != '\u{feff}') {
        let lower = c.to_lowercase().filter(|_| is_lower).chain([c].into_iter().filter(|_| !is_lower));
        match strips_accents {
            true => lower.nfd().filter(|c| !is_combining_mark(*c)).for_each(&mut part),
            false => lower.for_each(&mut part),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn is_alone(c: char) -> bool {
    let is_sign = c.is_ascii_punctuation()
        || matches!(c as u32, 0xA1 | 0xA7 | 0xAB | 0xB6 | 0xB7 | 0xBB | 0xBF | 0x2010..=0x2027 | 0x2030..=0x205E | 0x3001..=0x3003 | 0x3008..=0x3011 | 0x3014..=0x301F | 0x060C | 0x061B | 0x061F | 0xFF01..=0xFF0F);
    is_sign || matches!(c as u32, 0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0xF900..=0xFAFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_apart_into_the_longest_pieces() {
        let file = r###"{"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "un": 3,
            "##believ": 4, "##able": 5, "!": 6, "cafe": 7}}, "normalizer": {"lowercase": true}}"###;
        let tokens = Tokens::read(file).unwrap();
        let check = |text: &str, expected: &[u32]| assert_eq!(tokens.of(text, 8), expected, "{text}");
        check("Unbelievable!", &[1, 3, 4, 5, 6, 2]);
        check("CAFÉ  xyz", &[1, 7, 0, 2]);
        check("", &[1, 2]);
        check("un un un un un un un un un", &[1, 3, 3, 3, 3, 3, 3, 2]);
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        let file = r#"{"model": {"type": "Unigram", "unk_id": 3, "vocab": [["<s>", 0], ["<pad>", 0], ["</s>", 0], ["<unk>", 0],
            ["▁", -2], ["▁wa", -3], ["▁water", -4], ["ter", -3.5], ["s", -3]]}}"#;
        let tokens = Tokens::read(file).unwrap();
        let check = |text: &str, expected: &[u32]| assert_eq!(tokens.of(text, 20), expected, "{text}");
        check("waters", &[0, 6, 8, 2]);
        check("water ?? ｗａter", &[0, 6, 4, 3, 6, 2]);
    }

    #[test]
    fn a_damaged_list_is_told() {
        let check = |file: &str| assert!(Tokens::read(file).is_err(), "{file}");
        check("");
        check("{}");
        check(r#"{"model": {"type": "BPE", "vocab": {}}}"#);
        check(r#"{"model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab": {"a": 1}}}"#);
    }
}
