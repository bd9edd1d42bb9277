//! Lines become one text: what stands between the end of a line and the start of the next.
//!
//! A hyphen at a line's end is either the typesetter's, and goes, or the writer's, and stays. The rest of the document tells:
//! which of the two forms stands elsewhere, and whether the typesetter uses a character of its own.

use std::collections::HashSet;

use super::thresholds as set;

/// The words of a document, and how it breaks them.
#[derive(Debug, Clone, Default)]
pub struct Words {
    whole: HashSet<String>,
    hyphenated: HashSet<String>,
    /// Whether words are broken with a character that nobody types.
    has_own_sign: bool,
    /// Whether U+2010 also stands inside lines, as the writer's hyphen.
    has_inner_u2010: bool,
    /// Whether words are broken at all.
    is_hyphenated: bool,
}

const SOFT: char = '\u{ad}';
const HYPHEN: char = '\u{2010}';

impl Words {
    /// Learns from the lines of a document, each a part of one printed line.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = Self::default();
        let (mut own, mut typed, mut total) = (0, 0, 0);
        let mut is_broken = false;
        for line in lines {
            total += 1;
            own += usize::from(line.ends_with([SOFT, HYPHEN]));
            typed += usize::from(line.ends_with('-'));
            let inner = line.strip_suffix(HYPHEN).unwrap_or(line);
            words.has_inner_u2010 |= inner.contains(HYPHEN);
            words.learn(line, is_broken);
            is_broken = line.ends_with(['-', SOFT, HYPHEN]);
        }
        // One such sign among typed ones is a slip.
        words.has_own_sign = own >= 1 && own >= typed;
        words.is_hyphenated = typed * set::BROKEN_LINES > total;
        words
    }

    /// Learns the words that stand whole in a line. After a broken word, the first is its second half.
    fn learn(&mut self, line: &str, is_after_broken: bool) {
        let mut tokens: Vec<&str> = line.split_whitespace().skip(usize::from(is_after_broken)).collect();
        if line.ends_with(['-', SOFT, HYPHEN]) {
            tokens.pop();
        }
        for token in tokens {
            let token = bare(token).to_lowercase().replace(HYPHEN, "-");
            if token.contains('-') {
                self.whole.extend(token.split('-').filter(|part| part.len() > set::PART).map(str::to_owned));
                self.hyphenated.insert(token);
            } else if !token.is_empty() {
                self.whole.insert(token);
            }
        }
    }

    /// Adds a line to a text.
    pub fn join(&self, text: &mut String, line: &str) {
        let line = line.trim();
        let Some(next) = line.chars().next() else { return };
        match text.chars().next_back() {
            None => {}
            Some(SOFT) => {
                text.pop();
            }
            Some(hyphen @ ('-' | HYPHEN)) => {
                let sign = hyphen.len_utf8();
                let left = text[..text.len() - sign].split_whitespace().next_back().unwrap_or_default();
                let is_glued = text[..text.len() - sign].ends_with(|char: char| !char.is_whitespace());
                if !is_glued {
                    text.push(' ');
                } else if self.is_typesetters(left, line, hyphen) {
                    text.truncate(text.len() - sign);
                } else if hyphen == HYPHEN && !self.has_inner_u2010 {
                    text.truncate(text.len() - sign);
                    text.push('-');
                }
            }
            // A dash or stroke that touches its word touches the next as well.
            Some(last @ ('—' | '–' | '/' | '\u{2011}')) => {
                let is_loose = text[..text.len() - last.len_utf8()].ends_with(char::is_whitespace);
                if is_loose || last == '–' && !next.is_numeric() {
                    text.push(' ');
                }
            }
            Some(last) if is_unspaced(last) && is_unspaced(next) => {}
            Some(_) => text.push(' '),
        }
        text.push_str(line);
    }

    /// Whether the hyphen between two halves is there only because the line was full.
    fn is_typesetters(&self, left: &str, line: &str, hyphen: char) -> bool {
        let right = line.split_whitespace().next().unwrap_or_default();
        let (Some(before), Some(after)) = (left.chars().next_back(), right.chars().next()) else { return false };
        if hyphen == HYPHEN && !self.has_inner_u2010 {
            return before.is_alphanumeric() && after.is_alphanumeric();
        }
        if self.has_own_sign || !before.is_alphabetic() || !after.is_alphabetic() {
            return false;
        }
        let is_all_capitals = |word: &str| word.chars().filter(|char| char.is_alphabetic()).all(char::is_uppercase);
        if after.is_uppercase() && !(is_all_capitals(left) && is_all_capitals(right) && left.chars().count() > 1) {
            return false;
        }
        let (left, right) = (bare(left).to_lowercase(), bare(right).to_lowercase());
        let is_known = self.whole.contains(&format!("{left}{right}"));
        let is_compound = self.hyphenated.contains(&format!("{left}-{right}"));
        const COMPOUND: &[&str] = &["self", "ex", "well", "all", "quasi", "half", "anti", "vice", "twenty", "thirty"];
        match (is_known, is_compound) {
            (true, false) => true,
            (false, true) => false,
            _ if left.contains('-') || COMPOUND.contains(&left.as_str()) => false,
            _ => self.is_hyphenated || !(self.whole.contains(&left) && self.whole.contains(&right)),
        }
    }
}

/// A word without the signs around it.
fn bare(token: &str) -> &str {
    token.trim_matches(|char: char| !char.is_alphanumeric())
}

/// Scripts that put no space between words.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &str, expected: &str) {
        let words = Words::of(lines.lines());
        let mut text = String::new();
        for line in lines.lines() {
            words.join(&mut text, line);
        }
        assert_eq!(text, expected);
    }

    #[test]
    fn joins_words_that_the_typesetter_broke() {
        check("the infor-\nmation was wrong", "the information was wrong");
        check("the infor\u{ad}\nmation", "the information");
        check("the infor\u{2010}\nmation", "the information");
        check("THE INFOR-\nMATION", "THE INFORMATION");
    }

    #[test]
    fn keeps_the_hyphens_of_the_writer() {
        check("the Anglo-\nSaxon king", "the Anglo-Saxon king");
        check("a 12-\nyear term, 1990-\n95", "a 12-year term, 1990-95");
        check("state-of-the-\nart", "state-of-the-art");
        check("a self-\nmade man", "a self-made man");
        check("an e-tron; the e-\ntron", "an e-tron; the e-tron");
    }

    #[test]
    fn a_hyphen_of_its_own_leaves_the_typed_ones_to_the_writer() {
        check("the infor\u{2010}\nmation of long-\nterm use", "the information of long-term use");
        check("the Mac\u{2010}\nBook 4\u{2010}\n3", "the MacBook 43");
    }

    #[test]
    fn what_stands_elsewhere_in_the_document_decides() {
        check("a co-\noperation of cooperation", "a cooperation of cooperation");
        check("long-term aims are long-\nterm", "long-term aims are long-term");
    }

    #[test]
    fn dashes_and_scripts_without_spaces() {
        check("and so —\nthen", "and so — then");
        check("and so—\nthen", "and so—then");
        check("1990–\n95", "1990–95");
        check("市長は\n辞任した", "市長は辞任した");
    }
}
