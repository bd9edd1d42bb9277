//! The bytes of a WARC file as one stream: as they stand, or out of the gzip members that each record is packed into. A member that is
//! damaged ends early; the next one is looked for and read. No more is unpacked than any archive needs.

use std::io::Read;

use flate2::bufread::GzDecoder;

use super::super::Steps;

/// How a gzip member begins.
pub const GZIP: &[u8] = b"\x1F\x8B\x08";

/// So many damaged members are passed over.
const MAX_BROKEN: usize = 1000;

/// So many members are read.
const MAX_MEMBERS: usize = 600_000;

/// To begin a member takes as long as to unpack so many bytes: progress is told of members that hold nothing, too.
const MEMBER: u64 = 256;

/// So much is unpacked at a time.
const CHUNK: usize = 64 << 10;

/// What may be unpacked: so much, and for each byte of the file so much more.
const MAX_UNPACKED: (u64, u64) = (128 << 20, 60);

/// The most that is unpacked in all.
const MAX_IN_ALL: u64 = 4 << 30;

/// The bytes of a WARC file, unpacked.
pub struct Stream<'a> {
    all: &'a [u8],
    /// How far the file has been read.
    at: usize,
    packed: Option<Packed<'a>>,
    /// How much may still be unpacked.
    left: u64,
    unpacked: u64,
    told: u64,
    steps: Steps<'a>,
    /// How many members are damaged.
    pub broken: usize,
    /// Whether more would have been unpacked than any archive needs.
    pub is_cut: bool,
}

/// The member that is being unpacked.
struct Packed<'a> {
    decoder: Option<GzDecoder<&'a [u8]>>,
    buffer: Vec<u8>,
    taken: usize,
    start: usize,
    members: usize,
    /// Whether damage follows the bytes of the buffer.
    is_gap: bool,
}

/// Damage in the stream: what follows does not belong to what came before.
#[derive(Debug)]
pub struct Gap;

impl<'a> Stream<'a> {
    /// The stream of a file, from a place in it at which a record or a member begins.
    pub fn new(all: &'a [u8], at: usize, steps: Steps<'a>) -> Self {
        let is_packed = all.starts_with(GZIP);
        let packed = is_packed.then(|| Packed {
            decoder: None,
            buffer: Vec::with_capacity(CHUNK),
            taken: 0,
            start: at,
            members: 0,
            is_gap: false,
        });
        let left = (MAX_UNPACKED.0 + all.len() as u64 * MAX_UNPACKED.1).min(MAX_IN_ALL);
        Self { all, at, packed, left, unpacked: 0, told: 0, steps, broken: 0, is_cut: false }
    }

    /// Whether it is packed.
    pub fn is_packed(&self) -> bool {
        self.packed.is_some()
    }

    /// Where reading can begin anew to find what comes next: at the member that is being read, or right here.
    pub fn place(&self) -> usize {
        self.packed.as_ref().map_or(self.at, |packed| packed.start)
    }

    /// The bytes that come next; none at the end.
    pub fn fill(&mut self) -> Result<&[u8], Gap> {
        if self.packed.is_none() {
            let to = self.all.len().min(self.at + CHUNK);
            return Ok(&self.all[self.at.min(to)..to]);
        }
        if self.packed.as_ref().is_some_and(|packed| packed.taken == packed.buffer.len()) {
            self.unpack()?;
        }
        let packed = self.packed.as_ref();
        Ok(packed.map_or(&[], |packed| &packed.buffer[packed.taken..]))
    }

    /// Passes over bytes that have been looked at.
    pub fn consume(&mut self, count: usize) {
        match &mut self.packed {
            Some(packed) => packed.taken += count,
            None => {
                self.at += count;
                self.count(count as u64);
            }
        }
    }

    /// Says how far it has come, for each piece that has been read.
    fn count(&mut self, count: u64) {
        self.unpacked += count;
        let done = self.unpacked / CHUNK as u64;
        if done > self.told {
            self.told = done;
            // How much there will be is told by how much of the file has been read.
            let total = done as f64 * self.all.len() as f64 / self.at.max(1) as f64;
            self.steps.tell(done as usize, (total as usize).max(done as usize));
        }
    }

    /// Unpacks some more, of this member or of the next one.
    fn unpack(&mut self) -> Result<(), Gap> {
        let Some(packed) = &mut self.packed else { return Ok(()) };
        packed.buffer.clear();
        packed.taken = 0;
        if std::mem::take(&mut packed.is_gap) {
            return Err(Gap);
        }
        loop {
            let Some(packed) = &mut self.packed else { return Ok(()) };
            let Some(decoder) = &mut packed.decoder else {
                if !packed.begin(self.all, self.at) {
                    self.at = self.all.len();
                    return Ok(());
                }
                self.count(MEMBER);
                continue;
            };
            if self.left == 0 {
                self.is_cut = true;
                (packed.decoder, self.at) = (None, self.all.len());
                return Ok(());
            }
            let read = decoder.by_ref().take(self.left.min(CHUNK as u64)).read_to_end(&mut packed.buffer);
            let count = packed.buffer.len() as u64;
            let is_broken = read.is_err();
            self.left -= count.min(self.left);
            self.at = self.all.len() - decoder.get_ref().len();
            if is_broken || count == 0 {
                packed.decoder = None;
            }
            if is_broken {
                self.broken += 1;
                // The member's own sign is passed over, and the next one looked for.
                let from = packed.start + 1;
                let next = memchr::memmem::find(&self.all[from.min(self.all.len())..], GZIP);
                let next = next.filter(|_| self.broken < MAX_BROKEN);
                self.at = next.map_or(self.all.len(), |next| from + next);
                // What could be unpacked before the damage comes first.
                packed.is_gap = count > 0;
                if count == 0 {
                    return Err(Gap);
                }
            }
            if count > 0 {
                self.count(count);
                return Ok(());
            }
        }
    }
}

impl<'a> Packed<'a> {
    /// Begins the member at a place of the file, or behind it where something else stands there. Returns whether there is one.
    fn begin(&mut self, all: &'a [u8], at: usize) -> bool {
        let rest = all.get(at..).unwrap_or_default();
        let Some(ahead) = memchr::memmem::find(rest, GZIP) else { return false };
        self.members += 1;
        self.start = at + ahead;
        self.decoder = Some(GzDecoder::new(&rest[ahead..]));
        self.members <= MAX_MEMBERS
    }
}
