//! The lines of caption files, and times written as `HH:MM:SS` with a fraction.

use std::borrow::Cow;

use regex::Regex;

/// So much of a file tells what it is, in bytes.
const HEAD: usize = 16 << 10;

/// The first characters of a file, without a byte order mark and blank lines.
pub fn head(bytes: &[u8]) -> String {
    let cut = &bytes[..bytes.len().min(HEAD)];
    let text: Cow<'_, str> = match encoding_rs::Encoding::for_bom(cut) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&cut[mark..]).0,
        None => String::from_utf8_lossy(cut),
    };
    text.trim_start_matches(['\u{feff}', '\r', '\n']).to_owned()
}

/// The lines of a text: CR, LF and CRLF end one, nothing else does.
pub fn lines(text: &str) -> Lines<'_> {
    Lines { rest: Some(text) }
}

/// See [`lines`].
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    rest: Option<&'a str>,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.filter(|rest| !rest.is_empty())?;
        let Some(end) = memchr::memchr2(b'\r', b'\n', rest.as_bytes()) else {
            self.rest = None;
            return Some(rest);
        };
        let after = if rest[end..].starts_with("\r\n") { end + 2 } else { end + 1 };
        self.rest = Some(&rest[after..]);
        Some(&rest[..end])
    }
}

/// The runs of lines that have more than white space.
pub fn runs<'a>(mut lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = Vec<&'a str>> {
    std::iter::from_fn(move || {
        let first = lines.find(|line| !line.trim().is_empty())?;
        let rest = lines.by_ref().take_while(|line| !line.trim().is_empty());
        Some(std::iter::once(first).chain(rest).collect())
    })
}

/// When a caption begins and ends, by a pattern that takes four fields of each.
pub fn times_in(pattern: Option<&Regex>, line: &str) -> Option<(u64, u64)> {
    let found = pattern?.captures(line.get(..line.floor_char_boundary(400))?)?;
    let field = |at: usize| found.get(at).map_or("", |found| found.as_str());
    let time = |at: usize| ms_of([field(at), field(at + 1), field(at + 2), field(at + 3)]);
    Some((time(1)?, time(5)?))
}

/// Hours, minutes, seconds and thousandths as milliseconds; a field above its range carries over. Nothing beyond the latest moment.
pub fn ms_of(fields: [&str; 4]) -> Option<u64> {
    // A field of more digits is beyond the latest moment, whatever its unit.
    let number = |field: &str| {
        let digits = field.trim_start_matches('0');
        if digits.len() > 17 { None } else { Some(digits.parse().unwrap_or(0_u64)) }
    };
    let [hours, minutes, seconds, thousandths] = fields.map(number);
    let minutes = hours?.checked_mul(60)?.checked_add(minutes?)?;
    let seconds = minutes.checked_mul(60)?.checked_add(seconds?)?;
    let ms = seconds.checked_mul(1000)?.checked_add(thousandths?)?;
    (ms <= super::MAX_MS).then_some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_at_any_line_end_and_at_no_other_sign() {
        assert_eq!(lines("a\rb\n\r\nc\u{2028}d\n").collect::<Vec<_>>(), ["a", "b", "", "c\u{2028}d"]);
        assert_eq!(lines("").count(), 0);
    }

    #[test]
    fn fields_carry_over_and_end_at_the_latest_moment() {
        assert_eq!(ms_of(["0", "61", "00", "1500"]), Some(3_661_500));
        assert_eq!(ms_of(["9999999999", "59", "59", "999"]), Some(super::super::MAX_MS));
        assert_eq!(ms_of(["10000000000", "0", "0", "0"]), None);
        assert_eq!(ms_of(["0", "0", "999999999999999999", "0"]), None);
    }
}
