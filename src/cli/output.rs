//! Words to the terminal, without anything that a file could smuggle into it.

use std::io::{self, Write};

/// Text without control characters (but line ends and tabs) and without marks that turn the direction of writing: a file
/// cannot move the cursor, change colours or make a line read as what it is not.
pub fn plain(text: &str) -> String {
    text.chars().filter(|char| !is_hidden(*char)).collect()
}

fn is_hidden(char: char) -> bool {
    char.is_control() && char != '\n' && char != '\t'
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Prints a line.
///
/// # Errors
/// When standard output is closed, as by `head`.
pub fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{}", plain(text))
}

/// Prints JSON on one line. Its own escapes take care of control characters.
///
/// # Errors
/// When standard output is closed.
pub fn json(value: &serde_json::Value) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{value}")
}

/// Prints JSON on many lines.
///
/// # Errors
/// When standard output is closed.
pub fn pretty_json(value: &serde_json::Value) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{value:#}")
}

/// Tells what could not be done.
pub fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(text));
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
    }
}
