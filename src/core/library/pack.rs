//! Values as few bytes: numbers of seven bits a byte, texts with their length before them. What is read may be damaged, and every read
//! can say so.

use std::ops::Range;

/// Bytes that grow.
#[derive(Debug, Default)]
pub(super) struct Packer(pub(super) Vec<u8>);

impl Packer {
    pub(super) fn number(&mut self, number: u64) {
        put(&mut self.0, number);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn texts(&mut self, texts: &[String]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }

    /// Numbers of which each is at least the one before.
    pub(super) fn rising(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u64);
        let mut before = 0;
        for number in numbers {
            self.number(u64::from(number - before));
            before = *number;
        }
    }
}

/// Writes a number behind what is there.
pub(super) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Bytes that are read. `None` from any of its methods: they end too early, or are not what they should be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unpacker<'a>(pub(super) &'a [u8]);

impl<'a> Unpacker<'a> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn small(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many there are of what has at least one byte each: never more than bytes.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.count()?;
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(super) fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn texts(&mut self) -> Option<Vec<String>> {
        (0..self.count()?).map(|_| self.owned()).collect()
    }

    pub(super) fn rising(&mut self) -> Option<Box<[u32]>> {
        let mut before = 0_u32;
        let mut next = |it: &mut Self| {
            before = before.checked_add(it.small()?)?;
            Some(before)
        };
        (0..self.count()?).map(|_| next(self)).collect()
    }
}

/// The piece between two ends of a list of ends, whose first begins at 0.
pub(super) fn piece(ends: &[u32], at: usize) -> Option<Range<usize>> {
    let end = *ends.get(at)? as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_and_what_is_cut_off_is_noticed() {
        let mut packer = Packer::default();
        packer.number(u64::MAX);
        packer.text("é");
        packer.texts(&["a".into(), String::new()]);
        packer.rising(&[0, 3, 3, 400]);
        let read = |bytes: &[u8]| {
            let mut it = Unpacker(bytes);
            Some((it.number()?, it.owned()?, it.texts()?, it.rising()?))
        };
        let expected = (u64::MAX, "é".to_owned(), vec!["a".to_owned(), String::new()], [0, 3, 3, 400].into());
        assert_eq!(read(&packer.0), Some(expected));
        for len in 0..packer.0.len() {
            assert_eq!(read(&packer.0[..len]), None, "{len}");
        }
        assert_eq!(Unpacker(&[0xff; 12]).number(), None);
        assert_eq!(Unpacker(&[0xff, 0xff, 0x7f]).count(), None);
    }
}
