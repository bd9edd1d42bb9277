//! The markup of captions: WebVTT's spans (W3C WebVTT, 6.4 and 6.5), SubRip's tags of fonts and places. A voice span tells who speaks.
//!
//! Only what is known as markup is taken for such: a sign “<” that begins no tag stays.

use crate::import::plain_fallback::reference;

/// What a caption says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CueText {
    /// Words, each with who says them (empty where it is not said).
    pub parts: Vec<(String, String)>,
    /// How words are read aloud, printed over them.
    pub readings: Vec<String>,
    /// Tags that no player knows.
    pub unknown: Vec<String>,
}

/// Elements that tell how words look, and nothing else.
const PLAIN: &[&str] =
    &["c", "i", "b", "u", "s", "ruby", "lang", "font", "em", "strong", "strike", "span", "p", "div", "bdo", "bdi"];

/// What is longer, in bytes, is no tag: each sign that may begin one is looked at no further than this.
const MAX_TAG: usize = 1 << 10;

/// Reads the words of a caption, in lines; `passed` is told of each sign of markup.
pub fn read(words: &str, mut passed: impl FnMut()) -> CueText {
    let mut reader = Reader::default();
    let mut rest = words;
    while let Some(at) = rest.find(['<', '&', '{']) {
        reader.text().push_str(&rest[..at]);
        rest = &rest[at..];
        passed();
        let len = match rest.as_bytes()[0] {
            b'<' => reader.tag(rest),
            b'{' => reader.override_code(rest),
            _ => reference(rest, reader.text()),
        };
        rest = &rest[len..];
    }
    reader.text().push_str(rest);
    reader.finish()
}

#[derive(Default)]
struct Reader {
    read: CueText,
    voice: String,
    words: String,
    /// The reading that is being read.
    reading: Option<String>,
}

impl Reader {
    fn text(&mut self) -> &mut String {
        self.reading.as_mut().unwrap_or(&mut self.words)
    }

    /// Passes over a tag. Returns how long it is; 1 for a sign that begins none.
    fn tag(&mut self, rest: &str) -> usize {
        let Some(inner) = within(rest, b'>') else { return self.sign('<') };
        let (is_end, named) = inner.strip_prefix('/').map_or((false, inner), |named| (true, named));
        let name: String =
            named.chars().take_while(char::is_ascii_alphanumeric).take(12).collect::<String>().to_ascii_lowercase();
        if !is_end && is_timestamp(inner) {
            return inner.len() + 2;
        }
        if !is_end && !name.starts_with(|char: char| char.is_ascii_alphabetic()) {
            return self.sign('<');
        }
        match (name.as_str(), is_end) {
            ("v", false) => self.speaks(inner.split_once([' ', '\t']).map_or("", |(_, name)| name)),
            ("v", true) => self.speaks(""),
            ("rt", false) => self.reading = Some(String::new()),
            ("rt" | "ruby", true) => self.end_reading(),
            ("br", _) => self.text().push('\n'),
            (known, _) if PLAIN.contains(&known) || known.is_empty() => {}
            _ => self.read.unknown.push(rest[..inner.len() + 2].to_owned()),
        }
        inner.len() + 2
    }

    /// Passes over a code of SubStation Alpha or MicroDVD that players of SubRip know: `{\an8}`, `{i}`, `{y:i}`.
    fn override_code(&mut self, rest: &str) -> usize {
        let Some(inner) = within(rest, b'}') else { return self.sign('{') };
        let short = inner.trim_start_matches('/');
        let is_style = matches!(short.to_ascii_lowercase().as_str(), "b" | "i" | "u" | "s")
            || ["y:", "c:", "C:", "Y:", "f:", "s:", "P:"].iter().any(|code| short.starts_with(code));
        if inner.starts_with('\\') || is_style && !short.contains(' ') {
            return inner.len() + 2;
        }
        self.sign('{')
    }

    /// A sign that is nothing but itself.
    fn sign(&mut self, sign: char) -> usize {
        self.text().push(sign);
        1
    }

    fn speaks(&mut self, name: &str) {
        self.end_part();
        let mut rest = name;
        let mut speaker = String::new();
        while let Some(at) = rest.find('&') {
            speaker.push_str(&rest[..at]);
            rest = &rest[at..];
            let len = reference(rest, &mut speaker);
            rest = &rest[len..];
        }
        speaker.push_str(rest);
        self.voice = speaker.trim().to_owned();
    }

    fn end_reading(&mut self) {
        let reading = self.reading.take().unwrap_or_default();
        if !reading.trim().is_empty() {
            self.read.readings.push(reading.trim().to_owned());
        }
    }

    fn end_part(&mut self) {
        let words = std::mem::take(&mut self.words);
        if !words.trim().is_empty() {
            self.read.parts.push((self.voice.clone(), words.trim().to_owned()));
        }
    }

    fn finish(mut self) -> CueText {
        self.end_reading();
        self.end_part();
        self.read
    }
}

/// What stands in a line between its first sign and the one that ends a tag.
fn within(rest: &str, end: u8) -> Option<&str> {
    let near = &rest.as_bytes()[1..rest.len().min(MAX_TAG)];
    let at = memchr::memchr2(end, b'\n', near).filter(|&at| near[at] == end)?;
    rest.get(1..=at)
}

/// The time of a word within a caption: `00:19.000`.
fn is_timestamp(inner: &str) -> bool {
    inner.contains(':') && inner.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &[(&str, &str)]) {
        let read = read(words, || {});
        let parts: Vec<_> = read.parts.iter().map(|(speaker, text)| (speaker.as_str(), text.as_str())).collect();
        assert_eq!(parts, expected, "{words}");
    }

    #[test]
    fn markup_goes_and_words_stay() {
        check("<i>Two</i> <c.yellow.bg_blue>words</c> <00:01.500>here", &[("", "Two words here")]);
        check("{\\an8}<font color=\"#ff0000\">Red</font> {i}and{/i} {y:i}blue", &[("", "Red and blue")]);
        check("Q&amp;A &lt;3 &#39;on&#x27;", &[("", "Q&A <3 'on'")]);
        check("5 < 6 and 7 > 2 {sic} a<b", &[("", "5 < 6 and 7 > 2 {sic} a<b")]);
        check("[Applause] ♪ song ♪", &[("", "[Applause] ♪ song ♪")]);
    }

    #[test]
    fn signs_that_never_end_a_tag_are_read_in_one_pass_and_told_of() {
        let mut passed = 0;
        let words = "<".repeat(300_000) + &"{".repeat(300_000) + "no end";
        assert_eq!(read(&words, || passed += 1).parts, [(String::new(), words)]);
        assert_eq!(passed, 600_000);
        let tags = "<v Ann><b><i><c.x>".repeat(100_000) + "Words.";
        check(&tags, &[("Ann", "Words.")]);
    }

    #[test]
    fn a_voice_tells_who_speaks() {
        check("<v Fred>Hi, I am Fred", &[("Fred", "Hi, I am Fred")]);
        check("<v.first.loud Ann &amp; Bo>Hi</v>\n<v Bo Lee>Hello", &[("Ann & Bo", "Hi"), ("Bo Lee", "Hello")]);
        check("So <v Ann>no</v> then", &[("", "So"), ("Ann", "no"), ("", "then")]);
        check("<v>Nobody", &[("", "Nobody")]);
    }

    #[test]
    fn readings_and_unknown_tags_are_told_apart() {
        let read = read("<ruby>東京<rt>とうきょう</rt></ruby>に <laughs>行く", || {});
        assert_eq!(read.parts, [(String::new(), "東京に 行く".to_owned())]);
        assert_eq!((read.readings, read.unknown), (vec!["とうきょう".to_owned()], vec!["<laughs>".to_owned()]));
    }
}
