//! How much a project file may hold: so much that no desk comes near it, and so little that a file that was made to harm is
//! told before memory is taken for it.
//!
//! A byte can stand for two hundred: `(),` is a claim with all its empty fields. The size of a file alone therefore bounds
//! little. This looks at the signs that begin entries and values, outside of words and comments, in one pass.

use thiserror::Error;

/// Articles, sources, claims, reviewers, dismissals and the like, all together.
pub const MAX_ENTRIES: usize = 200_000;

/// Entries within entries (passages, evidence, queries), all together.
pub const MAX_GROUPS: usize = 2_000_000;

/// Values of fields and lists, all together.
pub const MAX_VALUES: usize = 12_000_000;

/// One text, in bytes: a paragraph, a note, a statement.
pub const MAX_FIELD: usize = 16 << 20;

/// What a file has too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Excess {
    /// Entries of the project.
    #[error("more than {MAX_ENTRIES} articles, sources, claims and other entries")]
    Entries,
    /// Entries within entries.
    #[error("more than {MAX_GROUPS} passages, pieces of evidence and other parts")]
    Groups,
    /// Values.
    #[error("more than {MAX_VALUES} values")]
    Values,
    /// One text.
    #[error("a text of more than {} MB in one field", MAX_FIELD >> 20)]
    Field,
}

/// How deep the entries of the project stand: the file, the project, a list, an entry.
const ENTRY_DEPTH: usize = 4;

/// Whether a file holds no more than a project may.
///
/// # Errors
/// What it has too much of.
pub fn check(text: &str) -> Result<(), Excess> {
    Tally::default().add(text, 0)
}

/// Whether a value that is to come into a project has no field that is too long for one: it would be refused only when the
/// project is saved.
///
/// # Errors
/// [`Excess`], what it has too much of.
pub fn fits(value: &impl serde::Serialize) -> Result<(), Excess> {
    ron::to_string(value).map_or(Ok(()), |text| check(&text))
}

/// What has been counted of a project so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    entries: usize,
    groups: usize,
    values: usize,
}

impl Tally {
    /// Counts an entry of the project by itself.
    ///
    /// # Errors
    /// What there is too much of by now.
    pub fn add_entry(&mut self, text: &str) -> Result<(), Excess> {
        self.add(text, ENTRY_DEPTH - 1)
    }

    /// Counts a text that stands so deep in a file.
    fn add(&mut self, text: &str, mut depth: usize) -> Result<(), Excess> {
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        while let Some(sign) = scan.next_sign()? {
            match sign {
                b'[' => depth += 1,
                b'(' | b'{' => {
                    depth += 1;
                    self.groups += 1;
                    self.entries += usize::from(depth <= ENTRY_DEPTH);
                }
                b')' | b']' | b'}' => depth = depth.saturating_sub(1),
                _ => self.values += 1,
            }
            let Self { entries, groups, values } = *self;
            if entries > MAX_ENTRIES || groups > MAX_GROUPS || values > MAX_VALUES {
                return Err(match (entries > MAX_ENTRIES, groups > MAX_GROUPS) {
                    (true, _) => Excess::Entries,
                    (_, true) => Excess::Groups,
                    _ => Excess::Values,
                });
            }
        }
        Ok(())
    }
}

/// The signs of a file, outside of words, characters and comments, as RON has them.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    /// The next bracket, colon, comma, or beginning of a text.
    fn next_sign(&mut self) -> Result<Option<u8>, Excess> {
        loop {
            let Some(&byte) = self.bytes.get(self.at) else { return Ok(None) };
            self.at += 1;
            match byte {
                b'(' | b'[' | b'{' | b')' | b']' | b'}' | b',' => return Ok(Some(byte)),
                b'"' => {
                    self.within(Self::skip_text)?;
                    return Ok(Some(byte));
                }
                b'r' if self.begins_raw() => {
                    self.within(Self::skip_raw)?;
                    return Ok(Some(byte));
                }
                b'\'' => self.skip_char(),
                b'/' => self.skip_comment(),
                _ => {}
            }
        }
    }

    /// Skips a text, which may be so long and no longer.
    fn within(&mut self, skip: impl Fn(&mut Self)) -> Result<(), Excess> {
        let start = self.at;
        skip(self);
        if self.at - start > MAX_FIELD { Err(Excess::Field) } else { Ok(()) }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Behind the quotation mark that ends a text.
    fn skip_text(&mut self) {
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'"' => return,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    /// Whether `r` begins a raw text rather than a word: no letter stands before it, and signs and a quotation mark follow.
    fn begins_raw(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.bytes.get(at)).copied().unwrap_or(b' ');
        let is_word = (before.is_ascii_alphanumeric() && before != b'b') || before == b'_';
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let signs = rest.iter().take_while(|byte| **byte == b'#').count();
        !is_word && rest.get(signs) == Some(&b'"')
    }

    /// Behind the quotation mark and as many signs as a raw text begins with.
    fn skip_raw(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let signs = rest.iter().take_while(|byte| **byte == b'#').count();
        self.at += signs + 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            if byte == b'"' && rest.iter().take(signs).filter(|byte| **byte == b'#').count() == signs {
                self.at += signs;
                return;
            }
        }
    }

    /// Behind a character in apostrophes; an apostrophe that begins none is passed over alone.
    fn skip_char(&mut self) {
        if self.peek(0) == Some(b'\\') {
            self.at += 2;
            return;
        }
        // One character of UTF-8 has at most four bytes.
        if let Some(end) = (1..=4).find(|ahead| self.peek(*ahead) == Some(b'\'')) {
            self.at += end + 1;
        }
    }

    /// Behind a comment; those of several lines nest.
    fn skip_comment(&mut self) {
        match self.peek(0) {
            Some(b'/') => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
            }
            Some(b'*') => {
                self.at += 1;
                let mut depth = 1;
                while depth > 0 {
                    match (self.peek(0), self.peek(1)) {
                        (Some(b'*'), Some(b'/')) => (depth, self.at) = (depth - 1, self.at + 2),
                        (Some(b'/'), Some(b'*')) => (depth, self.at) = (depth + 1, self.at + 2),
                        (None, _) => return,
                        _ => self.at += 1,
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signs of a text, in order.
    fn signs(text: &str) -> String {
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        std::iter::from_fn(|| scan.next_sign().unwrap()).map(char::from).collect()
    }

    #[test]
    fn words_characters_and_comments_are_passed_over() {
        assert_eq!(signs(r#"(a: "(,\"[", b: 'x', c: '"', d: '\'')"#), r#"(",,,)"#);
        assert_eq!(signs("(a: r#\"(\" ,\"#, b: r\"[\\\", c: bar, d: br##\"#\"#\"##)"), "(r,r,,r)");
        assert_eq!(signs("// (\"\n[ /* ( /* [ */ \" */ ] / ("), "[](");
        assert_eq!(signs("'('ö'[''"), "");
        assert_eq!(signs("\"no end ("), "\"");
    }

    #[test]
    fn a_project_has_no_more_than_a_desk_needs() {
        let of = |inner: String| format!("(format: 1, project: (title: \"a\", claims: [{inner}]))");
        let check = |inner: String| check(&of(inner));
        assert_eq!(check("(),".repeat(MAX_ENTRIES - 2)), Ok(()));
        assert_eq!(check("(),".repeat(MAX_ENTRIES)), Err(Excess::Entries));
        assert_eq!(check(format!("(marks: [{}])", "(),".repeat(MAX_GROUPS))), Err(Excess::Groups));
        assert_eq!(check(format!("(tags: [{}])", "\"\",".repeat(MAX_VALUES / 2))), Err(Excess::Values));
        assert_eq!(check(format!("(notes: \"{}\")", "a".repeat(MAX_FIELD + 1))), Err(Excess::Field));
        assert_eq!(check(format!("(notes: \"{}\")", "a".repeat(MAX_FIELD - 1))), Ok(()));
    }
}
