//! Makes PDFs for the tests, byte by byte. The tests outside of the sources include it too.
#![allow(dead_code, reason = "each uses its own part")]

use std::io::Write;

use flate2::{Compression, write::ZlibEncoder};

/// A PDF from its objects, numbered from 1. The first is the catalog.
pub fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(objects) {
        offsets.push(out.len());
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let xref = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let count = objects.len() + 1;
    out.extend(format!("trailer\n<</Size {count} /Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n").bytes());
    out
}

/// An object with a stream.
pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{dict} /Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// Bytes packed as a stream of zlib.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Pages of 600 by 800 points in Helvetica, each with what it draws. Object 3 is the font; `extra` follows from 4.
pub fn pages(contents: &[Vec<u8>], extra: &[Vec<u8>], resources: &str) -> Vec<u8> {
    let first = 4 + extra.len();
    let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", first + at * 2)).collect();
    let mut objects = vec![
        b"<</Type /Catalog /Pages 2 0 R>>".to_vec(),
        format!("<</Type /Pages /Kids [{kids}] /Count {}>>", contents.len()).into_bytes(),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>".to_vec(),
    ];
    objects.extend_from_slice(extra);
    for (at, content) in contents.iter().enumerate() {
        let page = format!(
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {} 0 R /Resources <</Font <</F 3 0 R>> {resources}>>>>",
            first + at * 2 + 1
        );
        objects.push(page.into_bytes());
        objects.push(stream("", content));
    }
    file(&objects)
}

/// Draws lines of text at places from the top left corner: x, y, size, text.
pub fn text(lines: &[(f32, f32, f32, &str)]) -> Vec<u8> {
    let line = |&(x, y, size, text): &(f32, f32, f32, &str)| {
        let mut out = format!("BT /F {size} Tf 1 0 0 1 {x} {} Tm (", 800.0 - y).into_bytes();
        for char in text.chars() {
            match char {
                '(' | ')' | '\\' => out.extend([b'\\', char as u8]),
                '\u{2010}' => out.push(0xad),
                '•' => out.push(0x95),
                _ => out.push(u8::try_from(u32::from(char)).unwrap_or(b'?')),
            }
        }
        out.extend(b") Tj ET\n");
        out
    };
    lines.iter().flat_map(line).collect()
}
