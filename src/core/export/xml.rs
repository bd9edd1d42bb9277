//! Text for XML 1.0: escaped, and without the characters that XML cannot hold.

/// Text between tags.
pub(super) fn text(words: &str) -> String {
    escaped(words, false)
}

/// Text in an attribute between double quotes. Tabs and line ends are written as references, which a reader would else turn
/// into spaces.
pub(super) fn attribute(words: &str) -> String {
    escaped(words, true)
}

fn escaped(words: &str, is_attribute: bool) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 16);
    for char in words.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\t' if is_attribute => out.push_str("&#9;"),
            '\n' if is_attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(char),
            // One replacement has one UTF-16 unit, as each of these has, so that positions stay.
            '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_words_is_markup_and_positions_stay() {
        assert_eq!(text("a<b>&]]>\t\n\r\"\u{1}\u{ffff}😀"), "a&lt;b&gt;&amp;]]&gt;\t\n&#13;\"\u{fffd}\u{fffd}😀");
        assert_eq!(attribute("\"a\tb\nc"), "&quot;a&#9;b&#10;c");
    }
}
