//! Long files: how far they are read is told, and the window goes on meanwhile.

use std::{sync::Mutex, time::Duration};

use crate::support::{files, moment};
use claimdesk::{
    app::{
        Effect, EffectResult, Intent, Prefs, Session,
        effect::Job,
        jobs::{self, Reach},
    },
    import::{self, Draft, Input, Steps},
    io::{Disk, Internet, Worker, worker::Limits},
};

/// Opens a file here and gives what was told of it meanwhile.
fn told(name: &str, bytes: &[u8]) -> (Draft, Vec<(u64, u64)>) {
    let told = Mutex::new(Vec::new());
    let tell = |done, total| told.lock().unwrap().push((done, total));
    let draft = import::open(&Input { bytes, name, steps: Steps::to(&tell), ..Input::default() }).unwrap();
    (draft, told.into_inner().unwrap())
}

fn kept(draft: &Draft) -> String {
    let kept = draft.blocks.iter().filter(|block| block.keep);
    kept.map(|block| block.block.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_pdf_tells_each_of_its_pages() {
    let (draft, told) = told("a.pdf", &files::long_pdf(60, 12));
    assert_eq!(told, (1..=60).map(|page| (page, 60)).collect::<Vec<_>>());
    assert!(kept(&draft).contains("Page 60 begins here"));
}

#[test]
fn a_book_tells_each_of_its_documents() {
    let chapter = |number: usize| (format!("c{number}.xhtml"), format!("<html><p>Chapter {number}.</p></html>"));
    let chapters: Vec<_> = (1..=9).map(chapter).map(|(name, page)| (name, page.into_bytes())).collect();
    let (draft, told) = told("a.epub", &files::epub(&chapters));
    assert_eq!(told, (1..=9).map(|chapter| (chapter, 9)).collect::<Vec<_>>());
    assert!(kept(&draft).contains("Chapter 9."));
}

#[test]
fn an_office_document_tells_how_much_of_its_text_is_read() {
    let check = |part: &str, document: String| {
        let (draft, told) = told("a", &files::zipped(&[(part, document.as_bytes())]));
        let (done, totals): (Vec<u64>, Vec<u64>) = told.into_iter().unzip();
        let megabytes = document.len() as u64 >> 20;
        assert!(megabytes >= 2 && done == (1..=megabytes).collect::<Vec<_>>(), "{part}: {done:?}");
        assert!(totals.iter().all(|total| *total == megabytes + 1), "{part}");
        assert!(kept(&draft).contains("Paragraph 49999 "), "{part}");
    };
    let paragraphs = |open: &str, close: &str| -> String {
        (0..50_000).map(|at| format!("{open}Paragraph {at} of a long document{close}")).collect()
    };
    let body = paragraphs("<w:p><w:r><w:t>", "</w:t></w:r></w:p>");
    check("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>"));
    let body = paragraphs("<text:p text:style-name='a'>", "</text:p>");
    check(
        "content.xml",
        format!("<office:document-content><office:text>{body}</office:text></office:document-content>"),
    );
}

#[test]
fn five_hundred_pages_come_in_whole_while_the_window_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, files::long_pdf(500, 12)).unwrap();
    let worker = Worker::with(env!("CARGO_BIN_EXE_claimdesk"), Limits::default());
    let mut window = crate::support::window::window(Session::new(Prefs::default(), 1, moment(Duration::ZERO)));
    let session = &mut window.state_mut().desk.session;
    let effects = session.handle(Intent::OpenPath(path), moment(Duration::ZERO));
    let job = effects.into_iter().find_map(|effect| match effect {
        Effect::Run(Job::Import(job)) => Some(job),
        _ => None,
    });
    let job = job.expect("the session wishes for the import and goes on");
    let (watch, mut seen) = (job.watch.clone(), Vec::new());
    let result = std::thread::scope(|scope| {
        let reading = scope.spawn(|| {
            let reach =
                Reach { files: &Disk, reader: &worker, web: &Internet::default(), recogniser: &jobs::NoRecogniser };
            jobs::run_in(&reach, Job::Import(job.clone()))
        });
        while !reading.is_finished() {
            let progress = watch.progress();
            if progress.total == 500 && seen.last() != Some(&progress.done) {
                seen.push(progress.done);
            }
            // A frame is drawn whatever happens meanwhile.
            window.step();
        }
        reading.join().unwrap()
    });
    assert!(seen.len() >= 5 && seen.is_sorted(), "{seen:?}");
    window.state_mut().desk.receive(EffectResult::Done(result), moment(Duration::ZERO));
    window.run_ok();
    let draft = &window.state().desk.session.preview.as_ref().expect("it comes to the preview").draft;
    let kept = kept(draft);
    for page in 1..=500 {
        assert!(kept.contains(&format!("Page {page} begins here")), "page {page}");
    }
    assert_eq!(draft.blocks.iter().filter(|block| !block.keep).count(), 500, "the running heads stay out");
}
