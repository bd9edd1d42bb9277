//! The same thing packed, labelled or begun in other ways: documents by their relations, books zipped anyhow, what is locked, mail, charsets,
//! and bytes that are no letters.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Draft, ImportError, Input, open};

fn opened(name: &str, bytes: &[u8]) -> Result<Draft, ImportError> {
    open(&Input { bytes, name, ..Input::default() })
}

fn words(name: &str, bytes: &[u8]) -> String {
    let draft = opened(name, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let kept = draft.blocks.iter().filter(|block| block.keep);
    kept.map(|block| block.block.text.as_str()).collect::<Vec<_>>().join("\n")
}

fn packed(parts: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The archive with every part marked as locked.
fn locked(mut bytes: Vec<u8>) -> Vec<u8> {
    for (sign, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let positions: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(sign)).collect();
        positions.into_iter().for_each(|at| bytes[at + flags] |= 1);
    }
    bytes
}

const LAMP: &str = "The lamp of the tower stays dark this winter.";

fn docx(main: &str, target: &str) -> Vec<u8> {
    let relations = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/x.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let body = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{LAMP}</w:t></w:r></w:p></w:body></w:document>"#
    );
    packed(&[("[Content_Types].xml", types), ("_rels/.rels", &relations), (main, &body)], CompressionMethod::Deflated)
}

#[test]
fn a_word_document_is_where_its_relations_say() {
    for (main, target) in [
        ("word/document.xml", "word/document.xml"),
        ("word/document2.xml", "/word/document2.xml"),
        ("content/main.xml", "content/main.xml"),
        ("doc.xml", "./doc.xml"),
        ("a/b/c.xml", "a/x/../b/c.xml"),
        ("WORD/Document.xml", "word/document.xml"),
        ("word\\document.xml", "word/document.xml"),
    ] {
        for name in ["a.docx", "a.bin"] {
            assert_eq!(words(name, &docx(main, target)), LAMP, "{main}, {name}");
        }
    }
}

fn book_parts(encryption: Option<&'static str>) -> Vec<(&'static str, String)> {
    let container = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    let package = r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest><item id="a" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
    let chapter =
        format!(r#"<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>One</h1><p>{LAMP}</p></body></html>"#);
    let mut parts = vec![
        ("mimetype", "application/epub+zip".to_owned()),
        ("META-INF/container.xml", container.to_owned()),
        ("OEBPS/a.opf", package.to_owned()),
        ("OEBPS/c.xhtml", chapter),
    ];
    if let Some(part) = encryption {
        parts.push(("META-INF/encryption.xml", format!(
            r#"<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData><enc:CipherReference URI="{part}"/></enc:CipherData></enc:EncryptedData></encryption>"#
        )));
    }
    parts
}

fn book(parts: &[(&str, String)], method: CompressionMethod) -> Vec<u8> {
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    packed(&parts, method)
}

#[test]
fn a_book_is_one_however_it_is_zipped() {
    let parts = book_parts(None);
    let mut turned = parts.clone();
    turned.reverse();
    let mut ended = parts.clone();
    ended[0].1.push_str("\r\n");
    let slashes: Vec<(String, String)> =
        parts.iter().map(|(name, text)| (name.replace('/', "\\"), text.clone())).collect();
    let capitals: Vec<(String, String)> =
        parts.iter().map(|(name, text)| (name.to_uppercase(), text.clone())).collect();
    let borrowed = |parts: &[(String, String)]| -> Vec<u8> {
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        packed(&parts, CompressionMethod::Deflated)
    };
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        for parts in [&parts, &turned, &ended, &parts[1..].to_vec()] {
            assert!(words("a.bin", &book(parts, method)).ends_with(LAMP), "{method}: {:?}", parts[0]);
        }
    }
    for bytes in [borrowed(&slashes), borrowed(&capitals)] {
        assert!(words("a.epub", &bytes).ends_with(LAMP));
    }
}

#[test]
fn locked_is_not_damaged() {
    let is_locked = |name: &str, bytes: &[u8]| matches!(opened(name, bytes), Err(ImportError::Locked(_)));
    let mut office = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    office.extend([0; 600]);
    office.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    office.extend([7; 600]);
    for name in ["a.docx", "a.xlsx", "a.pptx", "a"] {
        assert!(is_locked(name, &office), "{name}");
    }
    let manifest = r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    for part in ["content.xml", "encrypted-package"] {
        let parts = [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (part, "&^%"),
            ("META-INF/manifest.xml", manifest),
        ];
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            assert!(is_locked("a.odt", &packed(&parts, method)), "{part}");
        }
    }
    assert!(is_locked("a.docx", &locked(docx("word/document.xml", "word/document.xml"))));
    assert!(is_locked("a.epub", &locked(book(&book_parts(None), CompressionMethod::Deflated))));
    assert!(is_locked("a.zip", &locked(packed(&[("a.txt", LAMP)], CompressionMethod::Deflated))));
    let sold = book(&book_parts(Some("OEBPS/c.xhtml")), CompressionMethod::Deflated);
    assert_eq!(opened("a.epub", &sold).err(), Some(ImportError::LockedBySeller));
    let fonts = book(&book_parts(Some("OEBPS/f.otf")), CompressionMethod::Stored);
    assert!(words("a.epub", &fonts).ends_with(LAMP));
}

/// Bytes without any order, the same in every run.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn what_is_no_text_is_never_read_as_letters() {
    let starts: &[(&str, &[u8])] = &[
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0"),
        ("a.mov", b"\0\0\x0e\x10moov"),
        ("a.mov", b"\0\0\0\x08wide\0\0\x0e\x10mdat"),
        ("a.mp3", b"ID3\x03\0\0\0\0\x0f\x76TIT2\0\0\0\x20\0\0\0The lamp of the tower"),
        ("a.mp3", b"\xFF\xFB\x90\x64"),
        ("a.aac", b"\xFF\xF1\x50\x80"),
        ("a.wav", b"RIFF\x24\x20\0\0WAVEfmt "),
        ("a.ogg", b"OggS\0\x02"),
        ("a.flac", b"fLaC"),
        ("a.amr", b"#!AMR\n"),
        ("a.mid", b"MThd"),
        ("a.webm", b"\x1A\x45\xDF\xA3"),
        ("a.flv", b"FLV\x01"),
        ("a.webp", b"RIFF\x10\x20\0\0WEBPVP8 "),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("a.heic", b"\0\0\0\x18ftypmsf1\0\0\0\0hevc"),
        ("a.avif", b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"),
        ("a.bmp", b"BM\x1e\x0c\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        ("a.tif", b"II*\0\x08\0\0\0"),
        ("a.tif", b"MM\0+\0\x08\0\0"),
        ("a.jp2", b"\0\0\0\x0cjP  \r\n\x87\n"),
        ("a.psd", b"8BPS\0\x01"),
        ("a.sqlite", b"SQLite format 3\0\x10\0\x01\x01\0"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04"),
        ("a.zst", b"\x28\xB5\x2F\xFD"),
        ("a.webarchive", b"bplist00\xD1\x01\x02_\x10\x0fWebMainResource"),
        ("a.woff", b"wOFF"),
        ("a.wasm", b"\0asm\x01\0\0\0"),
        ("a.parquet", b"PAR1"),
    ];
    for (name, start) in starts {
        for named in [*name, "a.txt", "a"] {
            let bytes = [*start, &noise(6_000)].concat();
            assert!(opened(named, &bytes).is_err(), "{name} called {named}");
        }
    }
    let formats = ["txt", "html", "docx", "pdf", "xyz", "md", "eml", "rtf", "epub", "odt", "mhtml"];
    for name in formats.map(|format| format!("a.{format}")) {
        assert!(opened(&name, &noise(20_000)).is_err(), "{name}");
        let high: Vec<u8> = noise(20_000).into_iter().map(|byte| byte | 0x80).collect();
        assert!(opened(&name, &high).is_err(), "{name}, high bytes");
    }
    let wave = |count: usize| (0..count).map(|at| ((at as f32 / 9.0).sin() * 60.0 + 128.0) as u8);
    assert!(opened("a.raw", &wave(9_000).collect::<Vec<_>>()).is_err());
}

fn mail(content: &str, encoding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "From: Ann <a@x.example>\r\nSubject: Lamp\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; {content}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn mail_flows_as_it_says() {
    let check = |content: &str, encoding: &str, body: &str, expected: &str| {
        assert_eq!(words("a.eml", &mail(content, encoding, body.as_bytes())), format!("Lamp\n{expected}"), "{content}");
    };
    let flowed = "charset=utf-8; format=flowed";
    check(flowed, "8bit", "The lamp \r\nis dark.\r\n\r\n-- \r\nAnn, \r\nPost\r\n", "The lamp is dark.");
    check(
        flowed,
        "8bit",
        "It is.\r\n\r\n> Will \r\n> it?\r\n>> Never \r\n>> again.\r\n",
        "It is.\nWill it?\nNever again.",
    );
    check(
        flowed,
        "quoted-printable",
        "The lamp of the tow=\r\ner is dark and=20\r\nwill stay so.\r\n",
        "The lamp of the tower is dark and will stay so.",
    );
    check(
        r#"charset="UTF-8"; Format="Flowed"; DelSp=Yes"#,
        "8bit",
        "灯台の灯りは \r\n消えたままだ。\r\n",
        "灯台の灯りは消えたままだ。",
    );
    check("charset=utf-8", "8bit", "> The lamp\r\n> is dark.\r\n\r\nSo it is.\r\n", "The lamp\nis dark.\nSo it is.");
}

#[test]
fn wrong_labels_are_said_and_no_letter_is_wrong() {
    let text = "Der Leuchtturm bleibt für Schiffe dunkel, sagt die Küstenwache in Österreich.";
    let latin: Vec<u8> = text.chars().map(|char| char as u32 as u8).collect();
    for (charset, bytes) in [
        ("us-ascii", text.as_bytes()),
        ("utf-8", &latin),
        ("iso-8859-1", text.as_bytes()),
        ("x-nobody-knows", text.as_bytes()),
    ] {
        assert_eq!(
            words("a.eml", &mail(&format!("charset={charset}"), "8bit", bytes)),
            format!("Lamp\n{text}"),
            "{charset}"
        );
        let head =
            format!("<!doctype html><html lang=de><meta charset={charset}><title>Dunkel</title><h1>Dunkel</h1><p>");
        let page = [head.as_bytes(), bytes].concat();
        assert!(words("a.html", &page).ends_with(text), "{charset}");
    }
    // What was guessed is told; a guess needs some text.
    let text = "Der Leuchtturm von Brenholm bleibt für die Schiffe dunkel, weil niemand die Lampe repariert. Die Küste wäre früher \
        schöner gewesen, hieß es über Öl und Überfälle.";
    let mac = |char| match char {
        'ü' => 0x9F,
        'ä' => 0x8A,
        'ö' => 0x9A,
        'ß' => 0xA7,
        'Ö' => 0x85,
        'Ü' => 0x86,
        char => char as u32 as u8,
    };
    let draft = opened("a.txt", &text.chars().map(mac).collect::<Vec<u8>>()).unwrap();
    let is_told = !draft.warnings.is_empty();
    assert!(draft.blocks[0].block.text == text && draft.encoding == "macintosh" && is_told, "{draft:?}");
}

#[test]
fn a_star_amid_a_group_hides_no_more_than_itself() {
    let check = |rtf: &str, expected: &str| {
        assert_eq!(words("a.rtf", format!("{{\\rtf1\\ansi {rtf}\\par}}").as_bytes()), expected);
    };
    check(r"The lamp {\b is \*\unknown dark} now.", "The lamp is dark now.");
    check(r"The lamp {\*\unknown never }is dark {\*\bkmkstart x}now.", "The lamp is dark now.");
    check(r"{\field{\*\fldinst HYPERLINK x}{\fldrslt The lamp}} is dark.", "The lamp is dark.");
}
