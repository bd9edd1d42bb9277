//! A project file in which a merge has left both sides, parted again: what each side has, and what stood there before where the marks
//! tell.
//!
//! Marks are git's: lines that begin with seven of `<`, `|`, `=` or `>` at the very left, plain, diff3 or zdiff3. A line inside a string is
//! text, whatever it looks like. What stands between the marks is looked at nowhere else.

/// The two sides of a file with conflict marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parted {
    /// The file with what stands behind `<<<<<<<`.
    pub ours: String,
    /// The file with what stands behind `=======`.
    pub theirs: String,
    /// The file with what stands behind `|||||||`, where every conflict has that.
    pub base: Option<String>,
    /// How the marks call both sides: "HEAD", "theirs". Empty where they do not.
    pub names: [String; 2],
}

/// Parts a file at its conflict marks. `None`: it has none, or they are not whole.
pub fn part(bytes: &[u8]) -> Option<Parted> {
    let text = super::ron_file::text_of(bytes).ok()?;
    let mut parted = Parting::default();
    text.split_inclusive('\n').try_for_each(|line| parted.take(line))?;
    parted.finish()
}

/// Which lines belong to the side that is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    All,
    Ours,
    Base,
    Theirs,
}

#[derive(Debug, Default)]
struct Parting {
    within: Within,
    sides: [String; 3],
    /// Where in the language each side is at the end of what was read: ours, base, theirs.
    places: [Place; 3],
    names: [String; 2],
    conflicts: usize,
    bases: usize,
}

impl Parting {
    /// Takes the next line. `None`: the marks do not go together.
    fn take(&mut self, line: &str) -> Option<()> {
        let bare = line.trim_end_matches(['\n', '\r']);
        let [ours, base, theirs] = self.places.map(Place::is_open);
        match self.within {
            Within::All if !ours => {
                if let Some(name) = mark(bare, '<') {
                    (self.within, self.conflicts) = (Within::Ours, self.conflicts + 1);
                    self.name(0, name);
                    return Some(());
                }
            }
            Within::Ours if !ours && mark(bare, '|').is_some() => {
                (self.within, self.bases) = (Within::Base, self.bases + 1);
                return Some(());
            }
            Within::Ours if !ours && bare == "=======" => {
                self.within = Within::Theirs;
                return Some(());
            }
            Within::Base if !base && bare == "=======" => {
                self.within = Within::Theirs;
                return Some(());
            }
            Within::Theirs if !theirs => {
                if let Some(name) = mark(bare, '>') {
                    self.within = Within::All;
                    self.name(1, name);
                    return Some(());
                }
            }
            _ => {}
        }
        let to: &[usize] = match self.within {
            Within::All => &[0, 1, 2],
            Within::Ours => &[0],
            Within::Base => &[1],
            Within::Theirs => &[2],
        };
        for side in to {
            self.sides[*side].push_str(line);
            self.places[*side] = self.places[*side].after(line);
        }
        Some(())
    }

    fn name(&mut self, side: usize, name: &str) {
        if self.names[side].is_empty() {
            name.trim().clone_into(&mut self.names[side]);
        }
    }

    fn finish(self) -> Option<Parted> {
        let is_whole = self.conflicts > 0 && self.within == Within::All;
        let [ours, base, theirs] = self.sides;
        let base = (self.bases == self.conflicts).then_some(base);
        is_whole.then_some(Parted { ours, theirs, base, names: self.names })
    }
}

/// The words behind a mark of seven such signs.
fn mark(line: &str, sign: char) -> Option<&str> {
    let rest = line.strip_prefix(&sign.to_string().repeat(7))?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

/// Where in the language the end of a line is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Plain,
    /// In a string.
    String,
    /// In a string between so many `#`.
    Raw(usize),
    /// In a comment over several lines, so deep.
    Comment(usize),
}

impl Place {
    fn is_open(self) -> bool {
        matches!(self, Self::String | Self::Raw(_))
    }

    fn after(mut self, line: &str) -> Self {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let hashes = |from: &[u8]| from.iter().take_while(|byte| **byte == b'#').count();
            at += match self {
                Self::String if rest[0] == b'\\' => 2,
                Self::String if rest[0] == b'"' => {
                    self = Self::Plain;
                    1
                }
                Self::Raw(count) if rest[0] == b'"' && hashes(&rest[1..]) >= count => {
                    self = Self::Plain;
                    1 + count
                }
                Self::Comment(depth) if rest.starts_with(b"*/") => {
                    self = if depth > 1 { Self::Comment(depth - 1) } else { Self::Plain };
                    2
                }
                Self::Comment(depth) if rest.starts_with(b"/*") => {
                    self = Self::Comment(depth + 1);
                    2
                }
                Self::Plain if rest.starts_with(b"//") => return self,
                Self::Plain if rest.starts_with(b"/*") => {
                    self = Self::Comment(1);
                    2
                }
                Self::Plain if rest[0] == b'"' => {
                    self = Self::String;
                    1
                }
                Self::Plain if rest[0] == b'r' => {
                    let count = hashes(&rest[1..]);
                    let is_raw = rest.get(1 + count) == Some(&b'"');
                    if is_raw {
                        self = Self::Raw(count);
                    }
                    if is_raw { 2 + count } else { 1 }
                }
                _ => 1,
            };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str) -> Option<(String, Option<String>, String)> {
        part(text.as_bytes()).map(|parted| (parted.ours, parted.base, parted.theirs))
    }

    fn three(ours: &str, base: Option<&str>, theirs: &str) -> Option<(String, Option<String>, String)> {
        Some((ours.to_owned(), base.map(ToOwned::to_owned), theirs.to_owned()))
    }

    #[test]
    fn both_sides_come_out_whole_with_what_stood_there_before() {
        let plain = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> theirs\nd\n";
        assert_eq!(parted(plain), three("a\nb\nd\n", None, "a\nc\nd\n"));
        assert_eq!(part(plain.as_bytes()).unwrap().names, ["HEAD", "theirs"]);
        let diff3 =
            "a\n<<<<<<< x\nb\n||||||| 1a2b\nq\n=======\nc\n>>>>>>> y\nd\n<<<<<<< x\n|||||||\n=======\ne\n>>>>>>> y\n";
        assert_eq!(parted(diff3), three("a\nb\nd\n", Some("a\nq\nd\n"), "a\nc\nd\ne\n"));
        let windows = plain.replace('\n', "\r\n");
        assert_eq!(parted(&windows), three("a\r\nb\r\nd\r\n", None, "a\r\nc\r\nd\r\n"));
        // One conflict does not say what stood there.
        let mixed = format!("{plain}{diff3}");
        assert_eq!(part(mixed.as_bytes()).unwrap().base, None);
    }

    #[test]
    fn marks_that_are_not_whole_part_nothing() {
        for text in
            ["a\n", "<<<<<<< x\na\n", "<<<<<<< x\na\n=======\nb\n", "<<<<<<< x\na\n>>>>>>> y\n", "=======\n", ""]
        {
            assert_eq!(parted(text), None, "{text}");
        }
        assert_eq!(parted("  <<<<<<< x\n"), None, "an indented one is text");
        assert_eq!(parted("<<<<<<<< x\n"), None, "so is a longer one");
    }

    #[test]
    fn a_line_in_a_string_is_text_whatever_it_looks_like() {
        let text = "notes: \"one\n<<<<<<< HEAD\n\\\"two\n\",\n<<<<<<< HEAD\nn: r#\"x\n=======\n\"\n\"#,\n=======\nc // \"\n>>>>>>> y\n/* \" */ d\n";
        let kept = "notes: \"one\n<<<<<<< HEAD\n\\\"two\n\",\n";
        assert_eq!(
            parted(text),
            three(
                &format!("{kept}n: r#\"x\n=======\n\"\n\"#,\n/* \" */ d\n"),
                None,
                &format!("{kept}c // \"\n/* \" */ d\n")
            )
        );
    }
}
