//! How many pictures are in one file, by its parts and without drawing any of them.

/// It is not counted further than this.
const MAX: u32 = 10_000;

/// How many pictures or pages the file has; 1 where it is not known.
pub(super) fn count(bytes: &[u8]) -> u32 {
    let count = match bytes {
        [b'G', b'I', b'F', ..] => of_gif(bytes),
        [0x89, b'P', b'N', b'G', ..] => of_png(bytes),
        [b'R', b'I', b'F', b'F', ..] => of_webp(bytes),
        [b'I', b'I', ..] => of_tiff(bytes, u16::from_le_bytes, u32::from_le_bytes),
        [b'M', b'M', ..] => of_tiff(bytes, u16::from_be_bytes, u32::from_be_bytes),
        _ => None,
    };
    count.unwrap_or(1).clamp(1, MAX)
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// The length of a table of colours, by the flags that tell whether there is one.
fn table_len(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// GIF 89a, 17 to 26: a head, a table of colours, then extensions (0x21) and pictures (0x2C), each ending in blocks of bytes.
fn of_gif(bytes: &[u8]) -> Option<u32> {
    let mut at = 13 + table_len(*bytes.get(10)?);
    let mut count = 0;
    while count < MAX {
        at = match bytes.get(at) {
            Some(0x21) => at + 2,
            Some(0x2C) => {
                count += 1;
                at + 11 + table_len(*bytes.get(at + 9)?)
            }
            _ => break,
        };
        while let Some(len @ 1..) = bytes.get(at) {
            at += 1 + usize::from(*len);
        }
        at += 1;
    }
    Some(count)
}

/// PNG, third edition, 11.3.4.1: a chunk before the pixels says how many frames there are.
fn of_png(bytes: &[u8]) -> Option<u32> {
    let mut at = 8_usize;
    // So many chunks stand before the pixels at most.
    for _ in 0..1000 {
        let len = u32::from_be_bytes(part(bytes, at)?) as usize;
        match &part::<4>(bytes, at + 4)? {
            b"acTL" => return part(bytes, at + 8).map(u32::from_be_bytes),
            b"IDAT" => return None,
            _ => at = at.checked_add(len)?.checked_add(12)?,
        }
    }
    None
}

/// WebP: one chunk for each frame.
fn of_webp(bytes: &[u8]) -> Option<u32> {
    let (mut at, mut count) = (12_usize, 0);
    while let (Some(name), Some(len)) = (part::<4>(bytes, at), part(bytes, at + 4)) {
        count += u32::from(name == *b"ANMF");
        let len = u32::from_le_bytes(len) as usize;
        at = at.checked_add(8)?.checked_add(len)?.checked_add(len % 2)?;
    }
    Some(count)
}

/// TIFF 6, 2: each list of a picture's entries names the place of the next one. They may lead in a circle.
fn of_tiff(bytes: &[u8], two: fn([u8; 2]) -> u16, four: fn([u8; 4]) -> u32) -> Option<u32> {
    let mut at = four(part(bytes, 4)?) as usize;
    let mut seen = std::collections::HashSet::new();
    while at != 0 && (seen.len() as u32) < MAX && seen.insert(at) {
        let Some(entries) = part(bytes, at).map(two) else { break };
        at = part(bytes, at + 2 + usize::from(entries) * 12).map_or(0, four) as usize;
    }
    u32::try_from(seen.len()).ok()
}
