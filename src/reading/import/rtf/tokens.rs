//! Rich text cut into tokens, after the RTF 1.9.1 specification. Nothing is copied and nothing is nested.

/// A piece of a rich text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word12`; the space behind it belongs to it.
    Word(&'a str, Option<i32>),
    /// A backslash and a sign that is no letter: `\~`, `\*`.
    Symbol(u8),
    /// `\'e9`: a byte in the encoding of the font.
    Hex(u8),
    /// A byte of text.
    Byte(u8),
}

/// Cuts a file into tokens.
#[derive(Debug)]
pub struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.rest.len()
    }

    fn word(&mut self) -> Token<'a> {
        let len = self.rest.iter().take(64).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, rest) = self.rest.split_at(len);
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, mut rest) = if digits == 0 { (None, rest) } else { split_number(rest, sign + digits) };
        if rest.first() == Some(&b' ') {
            rest = &rest[1..];
        }
        let word = std::str::from_utf8(word).unwrap_or_default();
        if word == "bin" {
            // Bytes that are no text at all follow.
            let len = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(rest.len());
            rest = &rest[len..];
        }
        self.rest = rest;
        Token::Word(word, number)
    }
}

fn split_number(rest: &[u8], len: usize) -> (Option<i32>, &[u8]) {
    let (number, rest) = rest.split_at(len);
    let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok());
    (number.map(|number| i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })), rest)
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\\' => match self.rest.first() {
                    Some(byte) if byte.is_ascii_alphabetic() => self.word(),
                    Some(b'\'') => {
                        let hex = self.rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
                        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                            Some(byte) => {
                                self.rest = &self.rest[3..];
                                Token::Hex(byte)
                            }
                            None => {
                                self.rest = &self.rest[1..];
                                continue;
                            }
                        }
                    }
                    Some(&symbol) => {
                        self.rest = &self.rest[1..];
                        Token::Symbol(symbol)
                    }
                    None => return None,
                },
                byte => Token::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Token::{Byte, Close, Hex, Open, Symbol, Word};

    #[test]
    fn cuts_words_numbers_symbols_and_bytes() {
        let tokens: Vec<_> = Tokens::new(b"{\\rtf1\\b a\\'E9\\u-10179?\\~\\bin3 {{{\\par\r\nx}").collect();
        let expected = [
            Open,
            Word("rtf", Some(1)),
            Word("b", None),
            Byte(b'a'),
            Hex(0xe9),
            Word("u", Some(-10179)),
            Byte(b'?'),
            Symbol(b'~'),
            Word("bin", Some(3)),
            Word("par", None),
            Byte(b'x'),
            Close,
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn takes_what_is_left_of_a_cut_file() {
        for cut in ["\\", "\\'", "\\'f", "\\bin99999999999999999999 x", "\\u99999999999"] {
            let _ = Tokens::new(cut.as_bytes()).count();
        }
    }
}
