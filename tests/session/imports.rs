//! Claims from other tools: what our exporters write comes back as far as each format can hold it, through the window's session as one
//! step, and what is broken is told.

use std::{path::PathBuf, sync::Arc};

use crate::support::Driver;
use claimdesk::{
    app::{
        Command, Dialog, Ids, Intent,
        effect::{EffectResult, Pick},
        intent::{Answer, ImportIntent, PreviewIntent},
    },
    exchange::{self, Becomes, Mapping, Placing, Tally},
    export::{self, EXPORTERS, Options, Table},
    model::{Claim, Project, Source, Stance, VerdictId},
    store,
};

fn tricky() -> Project {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients/tricky.ron");
    store::decode(&std::fs::read(path).unwrap()).unwrap().project
}

/// The project without claims and sources.
fn emptied(project: &Project) -> Project {
    let mut parts = project.parts().clone();
    parts.claims.clear();
    parts.sources.clear();
    Project::from_parts(parts)
}

fn taken_in(project: &Project, bytes: &[u8]) -> (Project, Tally) {
    let notes = exchange::read(bytes, None).unwrap().1;
    let placing = Placing::new(project, &notes, None).unwrap();
    let mapping = Mapping::new(project, &notes);
    let (mut claims, mut sources, mut evidence) = (Ids::new(1), Ids::new(2), Ids::new(3));
    let ids = exchange::Ids {
        claim: &mut |project| claims.claim(project),
        source: &mut |project| sources.source(project),
        evidence: &mut || evidence.evidence(),
    };
    let edit = exchange::plan(project, &notes, &placing, &mapping, ids);
    let (before, mut project) = (project, project.clone());
    project.apply(&edit.expect("something comes in")).unwrap();
    let is_new = |claim: &&Arc<Claim>| before.claim(&claim.id).is_none();
    let done = project.claims().iter().filter(is_new).filter(|claim| claim.status.is_done());
    assert_eq!(done.count(), 0, "nobody here has signed what comes in");
    (project, placing.tally())
}

/// What a format can hold of a claim; everything else is left at its start.
type Holds = fn(&mut Plain);

/// A claim as text, without names that are given anew.
#[derive(Debug, Clone, PartialEq)]
struct Plain {
    claim: Claim,
    evidence: Vec<(Stance, Source, String, String, String)>,
}

fn plain(project: &Project, holds: Holds) -> Vec<String> {
    let one = |claim: &Arc<Claim>| {
        let mut plain = Plain { claim: claim.as_ref().clone(), evidence: Vec::new() };
        for evidence in std::mem::take(&mut plain.claim.evidence) {
            let mut source = project.source(&evidence.source).unwrap().as_ref().clone();
            source.id = claimdesk::model::SourceId::new("s").unwrap();
            plain.evidence.push((evidence.stance, source, evidence.quote, evidence.locator, evidence.note));
        }
        let claim = &mut plain.claim;
        claim.id = claimdesk::model::ClaimId::new("c").unwrap();
        // Bound to the people of a project: no tool's file carries them over.
        claim.number = 0;
        (claim.signed, claim.assigned, claim.second, claim.created) = (None, None, None, None);
        (claim.earlier_checks, claim.corrections, claim.log) = (Vec::new(), Vec::new(), Vec::new());
        // A check is done once somebody has signed it.
        if claim.status.is_done() {
            claim.status = claimdesk::model::Status::InProgress;
        }
        claim.queries.iter_mut().enumerate().for_each(|(at, query)| {
            query.id = claimdesk::model::QueryId::new(&format!("q-{at}")).unwrap();
        });
        claim.marks.iter_mut().for_each(|mark| {
            // The words around are described anew.
            (mark.anchor.prefix, mark.anchor.suffix) = (String::new(), String::new());
        });
        holds(&mut plain);
        format!("{plain:#?}")
    };
    let mut all: Vec<_> = project.claims().iter().map(one).collect();
    all.sort();
    all
}

fn check(format: &str, options: &Options, holds: Holds) {
    let project = tricky();
    let bytes = export::export(&project, format, options).unwrap().bytes;
    let (again, tally) = taken_in(&emptied(&project), &bytes);
    assert_eq!((tally.lost, tally.known), (0, 0), "{format}: {tally:?}");
    let (expected, got) = (plain(&project, holds), plain(&again, holds));
    assert_eq!(got.len(), expected.len(), "{format}");
    for (got, expected) in got.iter().zip(&expected) {
        let differing: Vec<_> = got.lines().zip(expected.lines()).filter(|(got, expected)| got != expected).collect();
        assert!(got == expected, "{format}: got, expected {differing:#?}\n{expected}");
    }
}

/// Sources as an address, or as a title where there is no address.
fn bare_sources(plain: &mut Plain) {
    for (_, source, ..) in &mut plain.evidence {
        let mut bare = Source::new(source.id.clone());
        if source.url.is_empty() {
            bare.title.clone_from(&source.title);
        } else {
            bare.url.clone_from(&source.url);
        }
        *source = bare;
    }
}

fn no_words_of_evidence(plain: &mut Plain) {
    for (_, _, quote, locator, note) in &mut plain.evidence {
        (*quote, *locator, *note) = (String::new(), String::new(), String::new());
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_work(plain: &mut Plain) {
    plain.evidence.clear();
    plain.claim.queries.clear();
    plain.claim.change = None;
    without_trade(plain);
}

/// Kind, priority, claimant and the reason for the confidence.
fn without_trade(plain: &mut Plain) {
    let claim = &mut plain.claim;
    (claim.kind, claim.priority, claim.claimant) = (None, Default::default(), Default::default());
    claim.confidence.iter_mut().for_each(|confidence| confidence.reason.clear());
}

#[test]
fn complete_exports_give_back_the_whole_project() {
    let project = tricky();
    let options = Options { include_private: true, table: Table::Everything, ..Options::default() };
    for exporter in EXPORTERS.iter().filter(|exporter| exporter.opens_again) {
        let bytes = export::export(&project, exporter.id, &options).unwrap().bytes;
        let again = export::read_if_export(&bytes).unwrap().unwrap();
        assert!(again == project, "{}", exporter.id);
    }
}

#[test]
fn complete_exports_give_their_claims_to_another_project() {
    let private = Options { include_private: true, ..Options::default() };
    for format in ["json", "jsonld", "html"] {
        check(format, &private, |_| {});
    }
}

#[test]
fn csv_gives_back_what_its_columns_hold() {
    let hold: Holds = |plain| {
        bare_sources(plain);
        no_words_of_evidence(plain);
        plain.claim.claimant.url.clear();
        plain.claim.claimant.said_at.clear();
        for query in &mut plain.claim.queries {
            (query.to, query.asked_on, query.answer, query.answered_on) = Default::default();
        }
    };
    check("csv", &Options { include_private: true, ..Options::default() }, hold);
    check("csv", &Options { include_private: true, raw_cells: true, ..Options::default() }, hold);
}

#[test]
fn web_annotations_give_back_claims_evidence_queries_and_changes() {
    check("webannotation", &Options { include_private: true, ..Options::default() }, |plain| {
        without_trade(plain);
        bare_sources(plain);
        for (stance, source, quote, locator, note) in &mut plain.evidence {
            (*locator, *note) = (String::new(), String::new());
            if source.url.is_empty() { quote.clear() } else { *stance = Stance::Context }
        }
        (plain.claim.confidence, plain.claim.status) = (None, Default::default());
        for query in &mut plain.claim.queries {
            (query.to, query.asked_on, query.answer, query.answered_on) = Default::default();
        }
    });
}

#[test]
fn annotation_tools_give_back_words_and_verdicts() {
    check("labelstudio", &Options::default(), |plain| {
        without_work(plain);
        (plain.claim.confidence, plain.claim.tags, plain.claim.notes) = Default::default();
    });
    check("xmi", &Options::default(), |plain| {
        without_work(plain);
        plain.claim.notes.clear();
    });
    check("brat", &Options::default(), |plain| {
        without_work(plain);
        plain.claim.tags.clear();
        // One line, and no line end inside.
        plain.claim.notes = flat(&plain.claim.notes);
        plain.claim.statement = plain.claim.statement.as_deref().map(flat);
    });
}

/// doccano knows passages, not claims: each comes back as one.
#[test]
fn doccano_gives_back_every_passage_with_its_verdict() {
    let project = tricky();
    let bytes = export::export(&project, "doccano", &Options::default()).unwrap().bytes;
    let (again, tally) = taken_in(&emptied(&project), &bytes);
    assert_eq!((tally.moved, tally.lost), (0, 0), "{tally:?}");
    let passages = |project: &Project| {
        let of = |claim: &Arc<Claim>| {
            let verdict = claim.verdict.clone();
            claim
                .marks
                .iter()
                .map(move |mark| (mark.anchor.span, mark.anchor.quote.clone(), verdict.clone()))
                .collect::<Vec<_>>()
        };
        let mut all: Vec<_> = project.claims().iter().flat_map(of).collect();
        all.sort();
        all.dedup();
        all
    };
    assert_eq!(passages(&again), passages(&project));
}

#[test]
fn word_comments_give_back_claims_with_what_they_say() {
    check("docx", &Options { include_private: true, ..Options::default() }, |plain| {
        without_trade(plain);
        (plain.claim.tags, plain.claim.notes) = Default::default();
        for (_, source, quote, locator, note) in &mut plain.evidence {
            let mut bare = Source::new(source.id.clone());
            (bare.url, bare.title) = (source.url.clone(), source.title.replace("\r\n", "\n"));
            // Where there is no address, title and place stand side by side.
            if bare.url.is_empty() && !locator.is_empty() {
                bare.title += &format!(", {locator}");
                locator.clear();
            }
            *source = bare;
            (*quote, *note) = (String::new(), String::new());
        }
        plain.claim.queries.retain(claimdesk::model::Query::is_open);
        // A line end is a line end in Word, however it was written.
        plain.claim.queries.iter_mut().for_each(|query| query.question = query.question.replace("\r\n", "\n"));
        for query in &mut plain.claim.queries {
            (query.to, query.asked_on, query.answer, query.answered_on) = Default::default();
        }
    });
}

#[test]
fn no_export_names_a_path_or_the_user_of_this_machine() {
    let project = tricky();
    let user = ["USER", "USERNAME", "LOGNAME", "HOME"].into_iter().filter_map(|name| std::env::var(name).ok());
    let names: Vec<String> = user.filter(|name| name.len() > 4).collect();
    for exporter in EXPORTERS {
        for table in [Table::Claims, Table::Evidence, Table::Everything] {
            let bytes = export::export(&project, exporter.id, &Options { table, ..Options::default() }).unwrap().bytes;
            let told = parts(&bytes);
            for word in ["/home/", "somebody", "secret/", "file://"].into_iter().chain(names.iter().map(String::as_str))
            {
                assert!(!told.contains(word), "{} tells {word}", exporter.id);
            }
        }
    }
}

/// The text of a file; of a packed one that of its parts, with their names.
fn parts(bytes: &[u8]) -> String {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut all = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        all += &part.name().unwrap();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut text).unwrap();
        all += &String::from_utf8_lossy(&text);
    }
    all
}

const TABLE: &str = "quote,verdict,tags\n\
    \"About 4,000 cars cross it every day\",FALSE,traffic\n\
    words that nobody wrote,Wrong,\n\
    found cracks in two piers,Confirmed,\n";

#[test]
fn an_import_is_shown_mapped_and_one_undoable_step() {
    let mut driver = Driver::with_article();
    let path = driver.write("claims.csv", TABLE);
    driver.picks.push_back(path);
    driver.send(Command::Import);
    let incoming = driver.session.incoming.as_ref().expect("the file is shown");
    assert_eq!(incoming.tally, Tally { placed: 2, lost: 1, ..Tally::default() });
    let words: Vec<_> = incoming.mapping.rows.iter().map(|row| row.word.clone()).collect();
    assert_eq!(words, ["FALSE", "Wrong", "Confirmed", "traffic"]);
    assert!(driver.project().claims().is_empty());
    let wrong = VerdictId::new("wrong").unwrap();
    driver.send(Intent::Import(ImportIntent::Map(0, Becomes::Verdict(wrong.clone()))));
    driver.send(Intent::Import(ImportIntent::Map(3, Becomes::Tag("cars".into()))));
    driver.send(Intent::Import(ImportIntent::Accept));
    assert_eq!(driver.quotes(), ["About 4,000 cars cross it every day", "found cracks in two piers"]);
    assert_eq!(driver.project().claims()[0].verdict, Some(wrong));
    assert_eq!(driver.project().claims()[0].tags, ["cars"]);
    assert_eq!((driver.session.dialog.clone(), driver.session.incoming.is_none()), (None, true));
    assert!(driver.notices().contains(&"2 claims came in; 1 not found."), "{:?}", driver.notices());
    driver.send(Command::Undo);
    assert!(driver.project().claims().is_empty());
    driver.send(Command::Redo);
    assert_eq!(driver.quotes().len(), 2);
}

#[test]
fn a_dropped_file_is_asked_about_and_cancelling_brings_nothing() {
    let mut driver = Driver::with_article();
    let path = driver.write("claims.csv", TABLE);
    driver.send(Intent::Drop(vec![path.clone()]));
    driver.send(Intent::Answer(Answer::DroppedClaims));
    assert_eq!(driver.session.dialog, Some(Dialog::Import));
    let article = driver.project().articles()[0].id.clone();
    driver.send(Intent::Import(ImportIntent::Into(Some(article.clone()))));
    assert_eq!(driver.session.incoming.as_ref().unwrap().article, Some(article));
    driver.send(Intent::Answer(Answer::Cancel));
    assert!(driver.session.incoming.is_none() && driver.project().claims().is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_its_place() {
    let mut driver = Driver::with_article();
    for (bytes, told) in [
        (b"nothing known".as_slice(), "Could not import: the file is in none of the formats that can be imported."),
        (b"PK\x03\x04cut", "Could not import: the file is damaged or cut off."),
        (b"\xff\xfe\xfd", "Could not import: the file is neither text in UTF-8 nor an archive that can be imported."),
    ] {
        let path = driver.write("strange", bytes);
        driver.picks.push_back(path.clone());
        driver.send(Command::Import);
        let notice = driver.session.notices.last().unwrap();
        assert_eq!((notice.text.as_str(), notice.path.clone()), (told, Some(path.display().to_string())));
        assert!(driver.session.incoming.is_none());
    }
}

#[test]
fn a_new_draft_meanwhile_is_looked_at_again() {
    let mut driver = Driver::with_article();
    let path = driver.write("claims.csv", TABLE);
    driver.picks.push_back(path);
    driver.send(Command::Import);
    let project = driver.project().clone();
    let mut incoming = driver.session.incoming.clone().unwrap();
    let mut placing = incoming.placing.as_ref().clone();
    placing.notes[0].version = claimdesk::model::VersionId::new("v-old").unwrap();
    incoming.placing = placing.into();
    driver.session.incoming = Some(incoming);
    driver.send(Intent::Import(ImportIntent::Accept));
    assert!(driver.project() == &project, "nothing came in");
    driver.send(Intent::Import(ImportIntent::Accept));
    assert_eq!(driver.quotes().len(), 2);
}

/// Begins to read a file of another tool, stops it while it is read, and lets what was read come after all.
fn stopped(pick: Pick, name: &str, bytes: &[u8], what: &str) {
    let mut driver = Driver::with_article();
    let (path, before) = (driver.write(name, bytes), driver.project().clone());
    let told = driver.notices().len();
    let now = crate::support::moment(std::time::Duration::from_secs(60));
    let effects = driver.session.receive(EffectResult::Picked(pick, Some(path)), now);
    let opening = driver.session.opening.clone().expect("that it is read is shown");
    assert!(opening.what == what && opening.path.ends_with(name), "{opening:?}");
    assert_eq!(driver.session.jobs_waiting, 1);
    driver.session.handle(Command::Back.into(), now);
    assert!(opening.watch.is_stopped() && driver.session.opening.is_none());
    assert_eq!(driver.session.jobs_waiting, 0);
    driver.perform(effects);
    assert!(driver.session.incoming.is_none() && driver.session.dialog.is_none());
    assert_eq!((driver.project(), driver.notices().len()), (&before, told));
}

#[test]
fn reading_claims_and_sources_can_be_stopped_and_leaves_everything_as_it_was() {
    stopped(Pick::Claims, "a.csv", b"quote\nwords\n", "Importing claims");
    stopped(Pick::Sources, "a.bib", b"@book{a, title = {One}}", "Importing sources");
    stopped(Pick::Compared, "a.ron", b"", "Comparing projects");
}

/// A text of this many bytes in words, without a line end.
fn long(bytes: usize) -> String {
    "word ".repeat(bytes / 5)
}

#[test]
fn a_text_that_no_project_could_be_saved_with_is_told_when_it_comes_in() {
    let why = "a text of more than 16 MB in one field, and no project could be saved with that";
    let mut driver = Driver::with_article();
    let before = driver.project().clone();
    let article = driver.write("long.txt", long(17 << 20));
    let list = driver.write("long.ris", format!("TY  - BOOK\nTI  - A\nN1  - {}\nER  - \n", long(17 << 20)));
    driver.send(Intent::OpenPath(article.clone()));
    driver.picks.push_back(list.clone());
    driver.send(Command::ImportSources);
    driver.clipboard.text = Some(long(17 << 20));
    driver.send(Command::PasteArticle);
    let told: Vec<_> = driver.session.notices.iter().filter(|notice| notice.text.contains(why)).collect();
    assert_eq!(told.len(), 3, "{:?}", driver.notices());
    assert!(told.iter().all(|notice| notice.kind.is_lasting()));
    assert_eq!(told[0].path.as_deref(), article.to_str());
    assert_eq!(told[1].path.as_deref(), list.to_str());
    assert!(driver.session.preview.is_none() && *driver.project() == before);
    // What comes in can be saved.
    let article = driver.write("shorter.txt", long(15 << 20));
    driver.send(Intent::OpenPath(article));
    driver.send(Intent::Preview(PreviewIntent::Accept));
    driver.save_as("review.ron");
    assert!(driver.document().is_saved(), "{:?}", driver.notices());
}
