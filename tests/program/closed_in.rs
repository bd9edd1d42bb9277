//! What is read by a process of its own reads as without it, and what foreign lists can not make the program do.

use std::{io::Write, path::Path};

use claimdesk::{
    exchange::{READERS, sources::SOURCE_READERS},
    export,
    foreign::{self, Ask, Attempt, Brought, ForeignReader, InProcess, List},
    import::{IMPORTERS, Input, Watch},
    io::{Worker, worker::Limits},
    model::Project,
    store,
};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_claimdesk");

#[test]
fn a_worker_of_the_program_has_no_environment_and_goes_on_after_an_attempt() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let tried = |attempt: &Attempt| match worker.read(&Ask::Forbidden(attempt), &Watch::default()) {
        Ok(Brought::Attempted(answer)) => answer,
        other => panic!("{attempt:?}: {other:?}"),
    };
    assert!(std::env::var_os("PATH").is_some());
    assert_eq!(tried(&Attempt::Variable("PATH".into())), Err("there is none".into()));
    let first = worker.process_id();
    let list = List { bytes: b"@book{a, title = {One}}", ..List::default() };
    let sources = foreign::read_sources(&worker, list, &Watch::default()).unwrap();
    assert_eq!((sources.format.as_str(), sources.items[0].title.as_str()), ("bibtex", "One"));
    assert_eq!(worker.process_id(), first);
    // What this system lacks is said once.
    if worker.take_missing().is_some() {
        assert_eq!(worker.take_missing(), None);
    }
}

#[test]
fn every_format_is_read_behind_the_walls_as_without_them() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let mut formats = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/import");
    for format in std::fs::read_dir(folder).unwrap() {
        formats += 1;
        for file in std::fs::read_dir(format.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy();
            let ask = Ask::Article(Input { bytes: &bytes, name: &name, ..Input::default() });
            let (inside, outside) = (worker.read(&ask, &Watch::default()), InProcess.read(&ask, &Watch::default()));
            assert!(inside.is_ok(), "{name}: {inside:?}");
            assert_eq!(inside, outside, "{name}");
        }
    }
    assert_eq!(formats, IMPORTERS.len(), "a sample for each format");
}

/// A file in each format in which claims come in: as our exporters write it, else by hand.
fn claims_of(project: &Project, format: &str) -> Vec<u8> {
    match format {
        "brat" => b"T1\tWrong 0 5;8 12\twords more\n#1\tAnnotatorNotes T1\ta note\n".to_vec(),
        "qdpx" => {
            let text = "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\"><CodeBook><Codes>\
                        <Code guid=\"c\" name=\"Wrong\"/></Codes></CodeBook><Sources><TextSource guid=\"s\" name=\"a\" \
                        plainTextPath=\"internal://a.txt\"><PlainTextSelection startPosition=\"0\" endPosition=\"5\" name=\"Words\">\
                        <Coding><CodeRef targetGUID=\"c\"/></Coding></PlainTextSelection></TextSource></Sources></Project>";
            let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            for (name, words) in [("project.qde", text), ("sources/a.txt", "Words of a source.")] {
                archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                archive.write_all(words.as_bytes()).unwrap();
            }
            archive.finish().unwrap().into_inner()
        }
        exported => export::export(project, exported, &export::Options::default()).unwrap().bytes,
    }
}

#[test]
fn every_format_of_claims_and_sources_is_read_behind_the_walls_as_without_them() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients/tricky.ron");
    let project = store::decode(&std::fs::read(path).unwrap()).unwrap().project;
    let claims = READERS.iter().map(|reader| (reader.id, claims_of(&project, reader.id), true));
    let sources = SOURCE_READERS.iter().map(|reader| {
        (reader.id, export::export(&project, reader.id, &export::Options::default()).unwrap().bytes, false)
    });
    for (format, bytes, is_claims) in claims.chain(sources) {
        let list = List { bytes: &bytes, format: Some(format) };
        let ask = if is_claims { Ask::Claims(list) } else { Ask::Sources(list) };
        let (inside, outside) = (worker.read(&ask, &Watch::default()), InProcess.read(&ask, &Watch::default()));
        let found = match &inside {
            Ok(Brought::Claims(read)) => read.items.len(),
            Ok(Brought::Sources(read)) => read.items.len(),
            other => panic!("{format}: {other:?}"),
        };
        assert!(found > 0, "{format}");
        assert_eq!(inside, outside, "{format}");
    }
}

/// BibTeX of less than 2 kB whose abbreviations double at each step; a crossing reference to itself does no harm.
pub fn hostile_bibtex() -> String {
    let mut text = "@string{a0 = \"ha ha ha \"}\n".to_owned();
    for number in 1..60 {
        text += &format!("@string{{a{number} = a{0} # a{0}}}\n", number - 1);
    }
    text + "@book{b, crossref = {b}, title = a59}"
}

/// doccano's lines of 2 MB: a long text, and a hundred thousand labels that each stand for all of it.
pub fn hostile_doccano() -> String {
    let text = "word ".repeat(100_000);
    let label = format!("[0, {}, \"Wrong\"]", text.len());
    format!("{{\"text\": \"{text}\", \"label\": [{}]}}", vec![label; 80_000].join(", "))
}

#[test]
fn hostile_lists_are_told_and_the_next_one_is_read() {
    let worker = Worker::with(PROGRAM, Limits::default());
    let watch = Watch::default();
    let list = |text: &'static str| List { bytes: text.as_bytes(), ..List::default() };
    let (bibtex, doccano): (&str, &str) = (hostile_bibtex().leak(), hostile_doccano().leak());
    assert!(bibtex.len() < 2000 && doccano.len() < 3 << 20);
    let told = foreign::read_sources(&worker, list(bibtex), &watch).unwrap_err().to_string();
    assert_eq!(told, "Could not import: the abbreviations of the BibTeX file stand for more than 16 MB of words");
    let told = foreign::read_claims(&worker, list(doccano), &watch).unwrap_err().to_string();
    assert!(told.starts_with("Could not import: its claims hold more than 128 MB of words."), "{told}");
    let next = foreign::read_claims(&worker, list("quote,verdict\nwords,Wrong\n"), &watch).unwrap();
    assert_eq!((next.format.as_str(), next.items[0].labels.as_slice()), ("csv", ["Wrong".to_owned()].as_slice()));
}
