//! Words to the terminal, without anything that a file could smuggle into it.
//!
//! Whoever reads them may go at any time, as `head` does: that is no failure, and keeps no verb from doing the rest of its work.

use std::io::{self, IsTerminal, Write};

/// Text without control characters (but line ends and tabs) and without marks that turn the direction of writing: a file
/// cannot move the cursor, change colours or make a line read as what it is not.
pub fn plain(text: &str) -> String {
    text.chars().filter(|char| !is_hidden(*char)).collect()
}

fn is_hidden(char: char) -> bool {
    char.is_control() && char != '\n' && char != '\t'
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
}

/// As [`plain`], and one line: words of a file cannot begin a line that reads as the program's own.
pub fn one_line(text: &str) -> String {
    plain(&text.replace(['\n', '\t', '\u{85}', '\u{2028}', '\u{2029}'], " "))
}

/// Prints a line.
///
/// # Errors
/// When standard output cannot be written, as on a full disk.
pub fn line(text: &str) -> io::Result<()> {
    unless_closed(writeln!(io::stdout().lock(), "{}", one_line(text)))
}

/// Prints a line in which words are lit: on a terminal in bold, elsewhere as they are. `spans` are bytes of `text`, in order.
///
/// # Errors
/// When standard output cannot be written.
pub fn lit_line(before: &str, text: &str, spans: &[std::ops::Range<usize>]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let (on, off) = if out.is_terminal() { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    unless_closed(writeln!(out, "{}{}", one_line(before), lit(text, spans, on, off)))
}

/// A text with what stands at both ends of each span. Nothing else in it can steer a terminal.
fn lit(text: &str, spans: &[std::ops::Range<usize>], on: &str, off: &str) -> String {
    let (mut lit, mut at) = (String::new(), 0);
    for span in spans {
        lit += &format!("{}{on}{}{off}", one_line(&text[at..span.start]), one_line(&text[span.clone()]));
        at = span.end;
    }
    lit + &one_line(&text[at..])
}

/// Prints a text of many lines.
///
/// # Errors
/// When standard output cannot be written.
pub fn text(text: &str) -> io::Result<()> {
    unless_closed(writeln!(io::stdout().lock(), "{}", plain(text)))
}

/// Prints JSON on one line.
///
/// # Errors
/// When standard output cannot be written.
pub fn json(value: &serde_json::Value) -> io::Result<()> {
    unless_closed(writeln!(io::stdout().lock(), "{}", escaped(&value.to_string())))
}

/// Prints JSON on many lines.
///
/// # Errors
/// When standard output cannot be written.
pub fn pretty_json(value: &serde_json::Value) -> io::Result<()> {
    json_text(&format!("{value:#}"))
}

/// Prints JSON that is a text already.
///
/// # Errors
/// When standard output cannot be written.
pub fn json_text(json: &str) -> io::Result<()> {
    unless_closed(writeln!(io::stdout().lock(), "{}", escaped(json)))
}

/// Prints a JSON array on many lines, each value as it comes.
///
/// # Errors
/// When standard output cannot be written.
pub fn pretty_list(values: impl Iterator<Item = serde_json::Value>) -> io::Result<()> {
    unless_closed(write_list(&mut io::BufWriter::new(io::stdout().lock()), values))
}

fn write_list(out: &mut impl Write, values: impl Iterator<Item = serde_json::Value>) -> io::Result<()> {
    let mut before = "[\n";
    for value in values {
        // Line ends inside a text are escaped, so these are of the layout.
        write!(out, "{before}  {}", escaped(&format!("{value:#}")).replace('\n', "\n  "))?;
        before = ",\n";
    }
    writeln!(out, "{}", if before == ",\n" { "\n]" } else { "[]" })?;
    out.flush()
}

/// JSON with everything escaped that could steer a terminal: the same value. JSON itself escapes only what comes before the
/// space.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for char in json.chars() {
        if is_hidden(char) {
            // All of them are in the first plane, so one unit of UTF-16 each.
            escaped.push_str(&format!("\\u{:04x}", u32::from(char)));
        } else {
            escaped.push(char);
        }
    }
    escaped
}

/// Writes an export to standard output: byte for byte into a file or another program, and onto a terminal without what could
/// steer it.
///
/// # Errors
/// When standard output cannot be written; when what is not text would go onto a terminal.
pub fn data(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = if out.is_terminal() { out.write_all(for_terminal(bytes)?.as_bytes()) } else { out.write_all(bytes) };
    unless_closed(written.and_then(|()| out.flush()))
}

/// Nobody reads any more: there is nothing to tell, and nobody to tell it to.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

fn for_terminal(bytes: &[u8]) -> io::Result<String> {
    let told = || io::Error::other("this format is not text. Give a file with -o");
    Ok(plain(std::str::from_utf8(bytes).map_err(|_| told())?))
}

/// Tells what could not be done.
pub fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(text));
}

/// Tells one line of a list that was told of.
pub fn tell_line(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", one_line(text));
}

/// Tells what should be known.
pub fn warn(text: &str) {
    let _ = writeln!(io::stderr().lock(), "Warning: {}", plain(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_that_steers_it() {
        assert_eq!(plain("a\u{1b}[31mred\u{7}\u{202e}b\tc\nd\r"), "a[31mredb\tc\nd");
        assert_eq!(one_line("words\nReady: nothing blocks\u{9b}2K\u{2028}x"), "words Ready: nothing blocks2K x");
        assert_eq!(for_terminal("a\u{202e}b\n".as_bytes()).unwrap(), "ab\n");
        assert!(for_terminal(b"PK\x03\x04\xff").is_err());
    }

    #[test]
    fn words_are_lit_and_nothing_else_steers() {
        assert_eq!(lit("a \u{1b}[2Jbé\nc", std::slice::from_ref(&(6..9)), "<", ">"), "a [2J<bé> c");
        assert_eq!(lit("bridge", &[], "<", ">"), "bridge");
    }

    #[test]
    fn a_list_is_printed_as_one_value_would_be() {
        for list in [serde_json::json!([]), serde_json::json!([1]), serde_json::json!([{ "a": "b\nc" }, [], [2, {}]])] {
            let mut printed = Vec::new();
            write_list(&mut printed, list.as_array().unwrap().iter().cloned()).unwrap();
            assert_eq!(String::from_utf8(printed).unwrap(), format!("{list:#}\n"));
        }
    }

    #[test]
    fn json_says_the_same_and_steers_no_terminal() {
        for char in ('\0'..='\u{ff}').chain('\u{600}'..='\u{620}').chain('\u{2000}'..='\u{2070}') {
            let value = serde_json::json!({ "quote": format!("a{char}b"), format!("key{char}"): 1 });
            for text in [escaped(&value.to_string()), escaped(&format!("{value:#}"))] {
                assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
                assert!(!text.chars().any(is_hidden), "{char:?} in {text}");
            }
        }
    }
}
