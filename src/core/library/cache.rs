//! A shelf as a file in the user's own folder, so that an unchanged project is not read again. It is worked out of the project and can be
//! thrown away at any time: one that is damaged, or written by another version, is not read, and the project is.

use std::path::Path;

use flate2::Crc;

use super::{
    Shelf,
    pack::{Packer, Unpacker},
};

/// What a file of a shelf begins with; the number goes up when what follows, or how words lose their endings, is another.
const HEAD: &[u8] = b"claimdesk shelf 1\n";

impl Shelf {
    /// As it is written.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Packer(HEAD.to_vec());
        self.pack(&mut out);
        let sum = sum(&out.0[HEAD.len()..]);
        out.0.extend_from_slice(&sum);
        out.0
    }

    /// The shelf of this project or file. `None`: these bytes are no shelf of it that this version wrote and nobody has damaged.
    pub fn decode(bytes: &[u8], path: &Path) -> Option<Self> {
        let (body, found) = bytes.strip_prefix(HEAD)?.split_last_chunk()?;
        let mut it = Unpacker(body);
        let shelf = (sum(body) == *found).then(|| Self::unpack(&mut it, path))??;
        it.0.is_empty().then_some(shelf)
    }
}

fn sum(bytes: &[u8]) -> [u8; 8] {
    let mut crc = Crc::new();
    crc.update(bytes);
    (u64::from(crc.sum()) << 32 | u64::from(crc.amount())).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::library::{Entry, Index, Query, Reach, Stamp};

    fn shelf() -> Shelf {
        let entry = |number: u32| Entry {
            number,
            statement: format!("The bridge cost {number} euros"),
            notes: "Rang the mayor".into(),
            publisher: "Desk".into(),
            ..Entry::default()
        };
        let stamp = Stamp { len: 7, modified: Some(-5), sha256: "ab".into(), has_rested: true, reader: "r".into() };
        Shelf::of_neighbours(Path::new("/l/a.json"), "a", &[entry(1), entry(2)], stamp)
    }

    #[test]
    fn a_shelf_comes_back_as_it_was() {
        let bytes = shelf().encode();
        let back = Shelf::decode(&bytes, Path::new("/l/a.json")).unwrap();
        assert_eq!(back, shelf());
        let found = Index::new([back.into()]).search(&Query::parse("bridges"), Reach::Desk, 5);
        assert_eq!(found.total, 2);
    }

    #[test]
    fn that_of_another_file_or_version_or_a_damaged_one_is_none() {
        let bytes = shelf().encode();
        assert_eq!(Shelf::decode(&bytes, Path::new("/l/b.json")), None);
        assert_eq!(Shelf::decode(&[bytes.as_slice(), b"x"].concat(), Path::new("/l/a.json")), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Shelf::decode(&damaged, Path::new("/l/a.json")), None, "{at}");
            assert_eq!(Shelf::decode(&bytes[..at], Path::new("/l/a.json")), None, "{at}");
        }
    }

    proptest! {
        /// Whoever wrote into it knew the sum: nothing panics, whatever is found.
        #[test]
        fn what_lies_in_it_wrongly_is_no_panic(changes in prop::collection::vec((0_usize..4000, any::<u8>()), 1..6)) {
            let mut bytes = shelf().encode();
            let len = bytes.len() - 8;
            for (at, byte) in changes {
                bytes[HEAD.len() + at % (len - HEAD.len())] = byte;
            }
            let sum = sum(&bytes[HEAD.len()..len]);
            bytes[len..].copy_from_slice(&sum);
            if let Some(shelf) = Shelf::decode(&bytes, Path::new("/l/a.json")) {
                let index = Index::new([shelf.into()]);
                for text in ["bridge", "br", "\"the bridge\"", "verdict:x", "date:2024"] {
                    let _ = index.search(&Query::parse(text), Reach::Desk, 5);
                }
                let _ = index.like("The bridge cost 1 euro", None, 5);
            }
        }
    }
}
