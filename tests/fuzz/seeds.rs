//! Writes what the targets begin with into `corpus/TARGET`: what the program itself writes of a small project. Importers of
//! articles begin with `tests/data/import`.

use std::{
    fs,
    io::{Cursor, Write},
    path::Path,
};

use claimdesk_app::{Prefs, write_prefs};
use claimdesk_fuzz::{
    exchange::Note,
    export::{EXPORTERS, Options, Table, export},
    foreign::{
        Brought, Listed,
        pipe::{self, Answer, Outcome},
    },
    model::{Edit, Project},
    store::{self, journal},
};
use image::{ImageFormat, RgbImage};
// It counts nothing, and what it is built with counts all the same.
use libfuzzer_sys as _;

const PROJECT: &str = include_str!("../clients/tricky.ron");
const OLD_PROJECT: &str = include_str!("../data/store/format-0.ron");

/// The targets that read what an exporter writes.
const READ_BY: &[(&str, &[&str])] = &[
    ("webannotation", &["claims_annotations", "claims"]),
    ("brat", &["claims"]),
    ("claimreview", &["claims_claimreview", "claims"]),
    ("doccano", &["claims_doccano", "claims"]),
    ("labelstudio", &["claims_labelstudio", "claims"]),
    ("csv", &["claims_csv", "claims"]),
    ("json", &["claims_json", "claims", "export"]),
    ("xmi", &["claims_xmi", "claims"]),
    ("docx", &["claims_docx", "claims"]),
    ("jsonl", &["export"]),
    ("jsonld", &["export"]),
    ("html", &["export", "claims_claimreview"]),
    ("bibtex", &["sources_bibtex"]),
    ("csl", &["sources_csl"]),
    ("ris", &["sources_ris"]),
];

/// What no exporter writes as a reader wants it.
const BY_HAND: &[(&str, &str)] = &[
    ("claims_brat", "T1\tWrong 0 5;8 12\twords more\nA1\tSure T1\n#1\tAnnotatorNotes T1\ta note\n"),
    (
        "claims_qdpx",
        "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes><Code guid=\"c\" name=\"Wrong\"/></Codes></CodeBook>\
         <Sources><TextSource guid=\"s\" name=\"a\" plainTextPath=\"internal://a.txt\"><PlainTextSelection startPosition=\"0\" endPosition=\"5\" \
         name=\"Words\"><Coding><CodeRef targetGUID=\"c\"/></Coding></PlainTextSelection></TextSource></Sources></Project>",
    ),
    (
        "claims_docx",
        "<w:document><w:body><w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>Words</w:t></w:r></w:p></w:body></w:document>\0<w:comments/>",
    ),
    ("settings", "(theme: Dark, recent: [(path: \"/a.ron\")], keys: {})"),
    (
        "sources_bibtex",
        "@string{a = \"ha \"}\n@string{b = a # a}\n@book{x, crossref = {y}, title = b # {: {\\\"o}}, year = 2025}\n@misc{y, note = \"n\"}",
    ),
];

/// Samples of speech, each behind the byte that chooses its format in the target.
const SPEECH: &[(&str, &[u8])] = &[
    ("vtt", include_bytes!("../data/import/vtt/hearing.vtt")),
    ("srt", include_bytes!("../data/import/srt/interview.srt")),
    ("sbv", include_bytes!("../data/import/sbv/talk.sbv")),
    ("json3", include_bytes!("../data/import/json3/talk.json3")),
    ("whisper", include_bytes!("../data/import/whisper/talk.whisper")),
    ("telegram", include_bytes!("../data/import/telegram/result.telegram")),
    ("whatsapp", include_bytes!("../data/import/whatsapp/android.txt")),
    ("transcript", include_bytes!("../data/import/text/transcript.txt")),
    // Bytes go round: the ninth is the first format again.
    ("rolling", include_bytes!("../data/import/vtt/rolling.vtt")),
];

fn main() {
    let options = Options { include_private: true, table: Table::Everything, ..Options::default() };
    let project = store::decode(PROJECT.as_bytes()).expect("the sample is whole").project;
    for exporter in EXPORTERS {
        let targets = READ_BY.iter().find(|(id, _)| *id == exporter.id).map_or(&[][..], |(_, targets)| targets);
        for target in targets {
            let exported = export(&project, exporter.id, &options).expect("the format is known");
            put(target, exporter.id, &exported.bytes);
        }
    }
    BY_HAND.iter().for_each(|(target, text)| put(target, "by-hand", text.as_bytes()));
    for (first, (name, bytes)) in (0_u8..).zip(SPEECH) {
        put("speech", name, &[&[first], *bytes].concat());
    }
    put("project", "sample", PROJECT.as_bytes());
    put("project", "old", OLD_PROJECT.as_bytes());
    put("journal", "journal", &journal_of(&project));
    put("settings", "defaults", write_prefs(&Prefs::default()).unwrap_or_default().as_bytes());
    put("answers", "answers", &answers());
    pictures();
}

/// A picture of each kind that is drawn, one with EXIF, and one that is only known.
fn pictures() {
    let mut jpeg = Vec::new();
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Tiff, ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Jpeg] {
        let mut bytes = Cursor::new(Vec::new());
        let colour = |x: u32, y: u32| image::Rgb([(x * 9) as u8, (y * 17) as u8, 90]);
        RgbImage::from_fn(24, 12, colour).write_to(&mut bytes, format).expect("memory takes it");
        jpeg = bytes.into_inner();
        put("picture", format.extensions_str()[0], &jpeg);
    }
    // Turned, and made by "Desk".
    let exif = b"Exif\0\0II*\0\x08\0\0\0\x02\0\x10\x01\x02\0\x05\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0Desk\0";
    let len = u16::try_from(exif.len() + 2).expect("it is short").to_be_bytes();
    put("picture", "exif", &[&jpeg[..2], b"\xFF\xE1", &len, exif, &jpeg[2..]].concat());
    put("picture", "heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1\0\0\0\x08meta");
}

fn journal_of(project: &Project) -> Vec<u8> {
    let base = journal::Base::Project(Box::new(project.parts().clone()));
    let at = "2025-02-05T10:00:00Z".parse().expect("a time");
    let edit = |title: &str| journal::Record::Edit { edit: Edit::SetTitle(title.repeat(200)), at_ms: 1 };
    let records = [
        journal::Record::Begin { at, path: None, base },
        edit("Bridge"),
        edit("Bridges"),
        journal::Record::Undo,
        journal::Record::LeaveField,
        journal::Record::Saving,
    ];
    let mut encoder = journal::Encoder::default();
    records.iter().flat_map(|record| encoder.line(record)).collect()
}

fn answers() -> Vec<u8> {
    let notes: Vec<Note> = Vec::new();
    let outcome = Outcome::Read(Brought::Claims(Listed { format: "csv".into(), items: notes }));
    let answers = [
        Answer::Ready { missing: vec!["x".into()] },
        Answer::Step { done: 1, total: 2 },
        Answer::Outcome(Box::new(outcome)),
    ];
    let mut bytes = Vec::new();
    answers.iter().for_each(|answer| pipe::write_answer(&mut bytes, answer).expect("memory takes it"));
    bytes
}

fn put(target: &str, name: &str, bytes: &[u8]) {
    let folder = Path::new("corpus").join(target);
    fs::create_dir_all(&folder).expect("a folder for what a target begins with");
    let mut file = fs::File::create(folder.join(name)).expect("a file");
    file.write_all(bytes).expect("room for it");
}
