//! Files that the tests make: long ones, and ones that mean harm.

#[path = "../../src/reading/import/pdf/made.rs"]
pub mod made;

use std::io::{Cursor, Write};

use flate2::{Compress, Compression, FlushCompress};
use zip::{ZipWriter, write::SimpleFileOptions};

/// Words on a page, a line each.
pub fn page_of(lines: &[String]) -> Vec<u8> {
    let lines = lines.iter().enumerate();
    lines.flat_map(|(at, line)| format!("BT /F 10 Tf 50 {} Td ({line}) Tj ET\n", 700 - 13 * at).into_bytes()).collect()
}

/// A PDF of so many pages, each of a running head and lines that name their page.
pub fn long_pdf(pages: usize, lines: usize) -> Vec<u8> {
    let line = |page: usize, line: usize| match line {
        0 => "A long report".to_owned(),
        1 => format!("Page {page} begins here and tells of what nobody has told before"),
        line => format!("and line {line} of page {page} goes on with numbers such as {} and", page * 7919 + line * 31),
    };
    let contents: Vec<_> =
        (1..=pages).map(|page| page_of(&(0..=lines).map(|at| line(page, at)).collect::<Vec<_>>())).collect();
    made::pages(&contents, &[], "")
}

/// A PDF of so many pages, each with a heading and a paragraph of its own.
pub fn report_pdf(pages: u32) -> Vec<u8> {
    let page = |page: u32| {
        let words = format!("Page {page} begins here and tells what nobody has told before.");
        made::text(&[(60.0, 100.0, 20.0, &format!("Part {page}")), (60.0, 140.0, 12.0, &words)])
    };
    made::pages(&(1..=pages).map(page).collect::<Vec<_>>(), &[], "")
}

/// An archive of these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a book whose chapters are these files.
pub fn epub(chapters: &[(String, Vec<u8>)]) -> Vec<u8> {
    let items: String =
        chapters.iter().enumerate().map(|(at, (name, _))| format!("<item id='i{at}' href='{name}'/>")).collect();
    let order: String = (0..chapters.len()).map(|at| format!("<itemref idref='i{at}'/>")).collect();
    let book = format!("<package><manifest>{items}</manifest><spine>{order}</spine></package>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>"),
        ("b.opf", book.as_bytes()),
    ];
    parts.extend(chapters.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    zipped(&parts)
}

/// Deflated data that unpacks to `unit` so many times: each time it is written anew, so that making it costs no time.
pub fn deflated(start: &[u8], unit: &[u8], times: usize) -> Vec<u8> {
    let mut out = piece(start);
    let piece = piece(unit);
    (0..times).for_each(|_| out.extend_from_slice(&piece));
    // A last block of nothing.
    out.extend([3, 0]);
    out
}

/// Deflated data that ends on a byte and looks back at nothing before it, so that it can be repeated.
fn piece(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 1024);
    let mut packer = Compress::new(Compression::best(), false);
    packer.compress_vec(bytes, &mut out, FlushCompress::Full).unwrap();
    assert_eq!(packer.total_in(), bytes.len() as u64);
    out
}

/// The same as a stream of zlib has it, without the sum at its end, for which no reader of PDF asks.
pub fn zlib(deflated: &[u8]) -> Vec<u8> {
    [&[0x78, 0xda], deflated].concat()
}

/// An archive whose parts are deflated already: name, data, and the size that it says it unpacks to.
pub fn zip_of_deflated(parts: &[(&str, &[u8], u32)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, data, size) in parts {
        let place = out.len() as u32;
        // Version 20, deflate, no time, no sum, packed size, size, length of the name, nothing else.
        let mut fields = [20u16, 0, 8, 0, 0x21].map(u16::to_le_bytes).concat();
        fields.extend([0, data.len() as u32, *size].map(u32::to_le_bytes).concat());
        fields.extend([name.len() as u16, 0].map(u16::to_le_bytes).concat());
        out.extend(b"PK\x03\x04");
        out.extend(&fields);
        out.extend(name.as_bytes());
        out.extend(*data);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&fields);
        directory.extend([0u16; 3].map(u16::to_le_bytes).concat());
        directory.extend([0, place].map(u32::to_le_bytes).concat());
        directory.extend(name.as_bytes());
    }
    let (count, at) = (parts.len() as u16, out.len() as u32);
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0, 0, count, count].map(u16::to_le_bytes).concat());
    out.extend([directory.len() as u32, at].map(u32::to_le_bytes).concat());
    out.extend([0, 0]);
    out
}

/// Bytes without a pattern.
pub fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let next = || {
        // The xorshift of Marsaglia (2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    std::iter::repeat_with(next).take(len).collect()
}
