//! Opening real files: a sample of every format beside what it should give, and files that mean harm.

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::Command,
};

use claimdesk::import::{self, Draft, IMPORTERS, ImportError, Input};
use serde_json::Value;
use zip::{ZipWriter, write::SimpleFileOptions};

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    let mut files = Vec::new();
    for format in fs::read_dir(folder).unwrap() {
        for file in fs::read_dir(format.unwrap().path()).unwrap() {
            files.push(file.unwrap().path());
        }
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension != "json"));
    files.sort();
    files
}

/// What `claimdesk text --json` prints of a file, without its name.
fn printed(path: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_claimdesk")).args(["text", "--json"]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    let mut value: Value = serde_json::from_slice(&output.stdout).unwrap();
    value.as_object_mut().unwrap().remove("file");
    value
}

#[test]
fn every_sample_gives_what_is_written_beside_it() {
    let samples = samples();
    assert!(samples.len() >= 10);
    let mut wrong = Vec::new();
    for path in samples {
        let expected =
            fs::read(path.with_extension("json")).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let found = printed(&path);
        if found != expected {
            wrong.push(format!("{}\n{}", path.display(), serde_json::to_string_pretty(&found).unwrap()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sample_is_known_by_its_bytes_and_lies_in_the_folder_of_its_format() {
    let by_name = ["text", "markdown", "csv"];
    for path in samples() {
        let folder = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        assert!(IMPORTERS.iter().any(|importer| importer.id == folder), "{folder}");
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let name = if by_name.contains(&folder.as_str()) { name.as_str() } else { "unnamed.txt" };
        let bytes = fs::read(&path).unwrap();
        let draft = import::open(&Input { bytes: &bytes, name, ..Input::default() }).unwrap();
        assert_eq!(draft.format, folder, "{}", path.display());
    }
}

#[test]
fn a_cut_sample_gives_a_clear_error_or_what_is_left() {
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for len in (0..bytes.len()).step_by(bytes.len() / 40 + 1) {
            match import::open(&Input { bytes: &bytes[..len], name: &name, ..Input::default() }) {
                Ok(draft) => assert!(!draft.blocks.is_empty()),
                Err(error) => assert!(error.to_string().starts_with("Could not open the article: "), "{error}"),
            }
        }
    }
}

#[test]
fn a_damaged_sample_never_ends_in_a_panic() {
    for path in samples() {
        let bytes = fs::read(&path).unwrap();
        let format = path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        for at in 0..120 {
            let mut bytes = bytes.clone();
            for step in 0..3 {
                let place = (at * 7_919 + step * 104_729) % bytes.len();
                bytes[place] ^= 1 << (at % 8);
            }
            let _ = import::open(&Input { bytes: &bytes, name: "x", format: Some(&format), ..Input::default() });
        }
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    zipped(&[("word/document.xml", document.as_bytes())])
}

fn epub(chapter: &[u8]) -> Vec<u8> {
    zipped(&[
        ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>"),
        ("b.opf", b"<package><manifest><item id='a' href='../../a.xhtml'/></manifest><spine><itemref idref='a'/></spine></package>"),
        ("a.xhtml", chapter),
    ])
}

fn open(bytes: &[u8]) -> Result<Draft, ImportError> {
    import::open(&Input { bytes, name: "x", ..Input::default() })
}

fn kept(draft: &Draft) -> Vec<&str> {
    draft.blocks.iter().filter(|block| block.keep).map(|block| block.block.text.as_str()).collect()
}

#[test]
fn a_document_that_inflates_without_end_is_cut_with_a_warning() {
    let mut body = String::from("<w:p><w:r><w:t>Words before.</w:t></w:r></w:p>");
    body.push_str(&" ".repeat(60 << 20));
    let draft = open(&docx(&body)).unwrap();
    assert_eq!(kept(&draft), ["Words before."]);
    assert!(
        draft.warnings.iter().any(|warning| warning.message.contains("larger than any document")),
        "{:?}",
        draft.warnings
    );

    let mut chapter = b"<html><body><p>Words before.</p>".to_vec();
    chapter.resize(60 << 20, b' ');
    let draft = open(&epub(&chapter)).unwrap();
    assert_eq!(kept(&draft), ["Words before."]);
    assert!(
        draft.warnings.iter().any(|warning| warning.message.contains("larger than any document")),
        "{:?}",
        draft.warnings
    );
}

#[test]
fn nesting_without_end_ends() {
    // Up to 180,000 elements in each other, and still under the size from which a part is taken for a bomb.
    let deep = |open: &str, words: &str| format!("{}{words}", open.repeat(60_000));
    let paragraph = "<w:p><w:r><w:t>Words in the deep</w:t></w:r></w:p>";
    for open_tag in ["<w:tbl><w:tr><w:tc>", "<w:p><w:r><w:txbxContent>", "<w:sdt>", "<w:ins>"] {
        let draft = open(&docx(&deep(open_tag, paragraph))).unwrap();
        assert!(kept(&draft).concat().contains("Words in the deep"), "{open_tag}");
        assert!(!draft.warnings.is_empty());
    }
    let odt = |body: String| zipped(&[("content.xml", format!("<office:text>{body}").as_bytes())]);
    for open_tag in [
        "<text:list><text:list-item>",
        "<text:p><text:span>",
        "<text:p><text:note><text:note-body>",
        "<table:table><table:table-row><table:table-cell>",
    ] {
        let body = deep(open_tag, "<text:p>Words in the deep</text:p>");
        let draft =
            import::open(&Input { bytes: &odt(body), name: "x", format: Some("odt"), ..Input::default() }).unwrap();
        assert!(kept(&draft).concat().contains("Words in the deep"), "{open_tag}");
    }
    for open_tag in ["<div>", "<table><tr><td>", "<b>", "<blockquote>"] {
        let page = format!("<html><body>{}", deep(open_tag, "<p>Words in the deep</p>"));
        let draft = open(&epub(page.as_bytes())).unwrap();
        assert!(kept(&draft).concat().contains("Words in the deep"), "{open_tag}");
    }
    let mail = format!(
        "From: a@b.c\nDate: 4 Feb 2025 08:00:00 GMT\nMIME-Version: 1.0\n{}",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(50_000)
    );
    let _ = open(mail.as_bytes());
}

#[test]
fn entities_that_multiply_are_not_followed() {
    let mut bomb = String::from("<!DOCTYPE w:document [<!ENTITY a \"haha\">");
    for (name, inner) in ('b'..='z').zip('a'..) {
        bomb.push_str(&format!("<!ENTITY {name} \"{}\">", format!("&{inner};").repeat(10)));
    }
    bomb.push_str("<!ENTITY f SYSTEM \"file:///etc/hostname\">]>");
    let body = "<w:document><w:body><w:p><w:r><w:t>one &z; two &f; three</w:t></w:r></w:p></w:body></w:document>";
    let draft = open(&zipped(&[("word/document.xml", format!("{bomb}{body}").as_bytes())])).unwrap();
    assert_eq!(kept(&draft), ["one &z; two &f; three"]);
}

#[test]
fn archives_of_other_kinds_are_said_not_to_be_text() {
    let error = open(&zipped(&[("visio/document.xml", b"<document/>")])).unwrap_err();
    assert!(error.to_string().contains("an archive or an office document"), "{error}");
    let locked = zipped(&[("META-INF/manifest.xml", b"<m><encryption-data/></m>"), ("content.xml", b"\x01\x02")]);
    assert!(open(&locked).unwrap_err().to_string().contains("password"));
}
